"""Who may look at a sealed identity and for how long, how long files are kept, and how what was kept is destroyed."""
