"""What runs in the process that takes files apart; nothing here knows Django or the database."""
