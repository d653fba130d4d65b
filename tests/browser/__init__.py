"""Walks through the pages as people take them, in Chromium."""
