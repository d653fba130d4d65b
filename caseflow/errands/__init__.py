"""What the system prepares for one person in the background: files to take away, and a daily reminder."""
