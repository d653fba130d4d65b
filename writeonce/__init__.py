"""Rows that stay as they were, held by the database itself: for those too who write to it past this program."""

from .triggers import Rule, append_only, guard, install, make_way, missing, remove

__all__ = ["Rule", "append_only", "guard", "install", "make_way", "missing", "remove"]
