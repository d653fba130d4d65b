"""What the frame asks about support."""
