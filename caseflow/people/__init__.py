"""Who works here: the authority, its people, their certificates and roles."""
