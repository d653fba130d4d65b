"""Measurements of speed, printed and never asserted: ``make bench``."""
