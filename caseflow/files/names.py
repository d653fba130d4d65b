"""Names of files: what stands behind an extension, and under which name a file may be given back."""

import re
from pathlib import PurePosixPath

MAX_NAME = 200  # characters
# Which contents may stand behind which extension; the names are those of the filetype library.
KINDS: dict[str, frozenset[str]] = {
    "pdf": frozenset({"pdf"}),
    "jpg": frozenset({"jpg"}),
    "jpeg": frozenset({"jpg"}),
    "png": frozenset({"png"}),
    "gif": frozenset({"gif"}),
    "webp": frozenset({"webp"}),
    "bmp": frozenset({"bmp"}),
    "tif": frozenset({"tif"}),
    "tiff": frozenset({"tif"}),
    "heic": frozenset({"heic"}),
    "mp3": frozenset({"mp3"}),
    "m4a": frozenset({"m4a", "mp4"}),
    "aac": frozenset({"aac"}),
    "amr": frozenset({"amr"}),
    "wav": frozenset({"wav"}),
    "ogg": frozenset({"ogg"}),
    "mp4": frozenset({"mp4", "m4v", "m4a", "mov", "3gp"}),
    "m4v": frozenset({"mp4", "m4v"}),
    "mov": frozenset({"mov", "mp4"}),
    "avi": frozenset({"avi"}),
    "3gp": frozenset({"3gp", "mp4"}),
    "mkv": frozenset({"mkv"}),
    "doc": frozenset({"ole"}),
    "xls": frozenset({"ole"}),
    "docx": frozenset({"docx", "ole"}),  # under a password, the new kinds lie in the container of the old
    "xlsx": frozenset({"xlsx", "ole"}),
    "zip": frozenset({"zip", "docx", "xlsx"}),
    "txt": frozenset({"txt"}),
    "csv": frozenset({"txt"}),
}
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_UNSAFE = re.compile(
    r'[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\u061c/:*?"<>|\\]'
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def extension(name: str) -> str:
    return PurePosixPath(name).suffix.lstrip(".").lower()


def clean_name(name: str) -> str:
    """The name under which a file may be given back: no path, no hidden signs, at most ``MAX_NAME`` characters.

    An empty string where nothing is left.
    """
    name = re.split(r"[/\\]", name)[-1]
    name = _RESERVED.sub(r"_\1", _UNSAFE.sub("", name).strip(" .\u3000"))
    if len(name) > MAX_NAME:
        suffix = PurePosixPath(name).suffix[:20]
        name = name[: MAX_NAME - len(suffix)] + suffix
    return name


def turns_writing(name: str) -> bool:
    """Whether the name holds a sign that changes the direction of writing, and with it what the extension looks like."""
    return bool(_TURNING.search(name))
