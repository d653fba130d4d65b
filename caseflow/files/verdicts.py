"""What becomes of a file, by codes that are stored: taken, set apart, or not taken, each with a sentence that says why."""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What may be done with a file that was taken."""

    VIEWABLE = "viewable", _("可查看")
    STORED = "stored", _("只能下载")
    QUARANTINED = "quarantined", _("已隔离")


REFUSALS: dict[str, Any] = {
    "type": _(
        "不收“%(name)s”这种格式的文件，请转成 PDF、图片（jpg、png）、录音（mp3）、录像（mp4）、docx、xlsx 或者 txt 再上传。"
    ),
    "mismatch": _("“%(name)s”的内容不是 %(extension)s 文件，可能改过扩展名或者已经损坏，请上传原始文件。"),
    "blank": _("“%(name)s”里没有内容，请检查后重新上传。"),
    "broken": _("“%(name)s”打不开，可能没有传完整，请重新上传。"),
    "pixels": _("“%(name)s”的像素太大，打不开，请缩小后再上传。"),
    "pages": _("“%(name)s”的页数太多，请分成几份上传。"),
    "bomb": _("“%(name)s”展开后太大，不收，请另存为较小的文件再上传。"),
    "structure": _("“%(name)s”的内部结构不正常，不收，请用办公软件打开后另存一份再上传。"),
    "nested": _("“%(name)s”里面还有压缩包，请把里面的文件取出来分别上传。"),
    "macros": _("“%(name)s”带有宏或者外部链接，不收，请另存为 PDF 再上传。"),
}
QUARANTINE: dict[str, Any] = {
    "active": _("文件里带有脚本、自动动作或者夹带的文件"),
    "encrypted": _("文件加了密码，无法预览"),
    "damaged": _("文件已损坏，无法完整预览"),
    "polyglot": _("文件里还夹带着另一种格式的内容"),
    "virus": _("文件含有病毒或者病毒测试代码"),
    "unfinished": _("检查没有完成，无法预览"),
}
COPIES = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "application/pdf": b"%PDF-",
    "text/plain": b"",
}
MOST_IN_MEMORY = 1 << 20  # bytes of a copy


class Refused(Exception):
    """The file is not taken; ``code`` is one of REFUSALS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code

    def sentence(self, name: str, extension: str) -> str:
        return str(REFUSALS[self.code]) % {"name": name, "extension": extension}


@dataclass
class Verdict:
    """What is known of a file that is taken: ``why`` is one of QUARANTINE or empty, ``copy`` what may be looked at."""

    why: str = ""
    copy: IO[bytes] | None = None
    copy_mime: str = ""
    scanned: bool = False

    @property
    def state(self) -> State:
        if self.why:
            return State.QUARANTINED
        return State.VIEWABLE if self.copy else State.STORED


def room_for_copy() -> IO[bytes]:
    return SpooledTemporaryFile(MOST_IN_MEMORY)
