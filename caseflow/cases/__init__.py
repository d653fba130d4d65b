"""What all cases share: one file, one way to move, one inbox, one clock."""
