"""What must be true before a move of support, each with the sentence for whoever asks."""
