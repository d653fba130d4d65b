"""Facts that must hold before a move, each with the sentence that says what is missing (reference 2.4)."""
