"""How days and moments are written in each language, where Django's own way is not that of this house."""
