"""Pictures, drawn anew: the copy holds the points one sees, and nothing about who took it, where and with what."""

import struct
from typing import IO, Any

from PIL import Image

from .process import Finding

PIXELS = 50_000_000
EDGE = 4000  # pixels of the longer side of a copy
TURNS = {  # what EXIF says of how the camera was held
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FORMATS = {"jpg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "bmp": "BMP", "tif": "TIFF"}
WRONG: tuple[type[Exception], ...] = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    struct.error,
    EOFError,
    ZeroDivisionError,
)
WRONG += (OverflowError, AttributeError, RuntimeError, AssertionError, NotImplementedError)  # as Pillow raises them


def examine(file: IO[bytes], kind: str, copy: IO[bytes]) -> tuple[str, str]:
    Image.MAX_IMAGE_PIXELS = None  # the limit is ours
    file.seek(0)
    try:
        picture = Image.open(file, formats=[FORMATS[kind]])
        width, height = picture.size
    except WRONG:
        raise Finding("broken") from None
    if width * height > PIXELS:
        raise Finding("pixels")
    try:
        return "", _drawn(picture, copy)
    except WRONG:
        return "damaged", ""


def _drawn(picture: Any, copy: IO[bytes]) -> str:
    picture.draft("RGB", (EDGE, EDGE))  # a JPEG is read no larger than needed
    turned = picture.getexif().get(0x0112, 1)
    clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if picture.mode not in {"RGB", "RGBA", "L"}:
        picture = picture.convert("RGBA" if clear else "RGB")
    if max(picture.size) > EDGE:  # before any other copy is made of it
        picture = picture.reduce(-(-max(picture.size) // EDGE))
    drawn = picture.convert("RGBA" if clear else "RGB")
    if turned in TURNS:
        drawn = drawn.transpose(TURNS[turned])
    plain = Image.new(drawn.mode, drawn.size)
    plain.paste(drawn)  # what else hangs on a picture, comments for one, would be written along
    if clear:
        plain.save(copy, "PNG")
        return "image/png"
    plain.save(copy, "JPEG", quality=88)
    return "image/jpeg"
