"""The receipt of somebody outside: what it shows is theirs alone, and what it hides is kept as a hash."""
