"""Running Caseflow: it starts only where it is safe, moves between databases, is backed up and restored, and says how it is."""
