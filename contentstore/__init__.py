"""Where files lie, each under the hash of its content: written once, whole or not at all, and checked when read."""

from pathlib import Path

from django.conf import settings

from .base import NEW, Damaged, Store, Unavailable
from .directory import Directory

__all__ = ["NEW", "Damaged", "Directory", "Store", "Unavailable", "store"]


def store(place: Path | str, suffix: str = "") -> Store:
    """The store of one kind of file: the directory ``place``, or what is called like it in ``settings.STORE``."""
    if not settings.STORE:
        return Directory(Path(place), suffix)
    from .bucket import bucket

    return bucket(settings.STORE, settings.STORE_ENDPOINT, Path(place).name, suffix)
