"""Who somebody really is, kept so that neither the database nor a copy of it says so: sealed, and read under record only."""
