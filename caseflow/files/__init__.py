"""What a handed-in file is, found out where it can do no harm, and a copy of it that may be looked at.

Nothing is imported here: the process that takes files apart starts without Django.
"""
