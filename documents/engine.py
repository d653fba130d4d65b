"""The process that sets papers: HTML comes in on standard input, PDF goes out on standard output.

It is a process of its own because Pango and its font maps are not made for threads, because a paper that takes too
long can then be stopped, and because only here the fonts of the system are hidden. It knows nothing of Django.
"""

import functools
import gc
import hashlib
import io
import json
import logging
import re
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

STYLES = Path(__file__).parent / "styles"
HEADER = struct.Struct(">II")  # lengths of the JSON part and of the binary part of a message
TAIL = "<!--tail-->"  # where a letter's imprint begins: on the last page of a sheet, hence on an even one
MAX_PAGES = 400


class Missing(Exception):
    """A character was drawn as an empty box."""


class Notdef(logging.Handler):
    """Hears WeasyPrint speak of a character without a glyph: the second net behind ``glyphs.py``."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in record.getMessage():
            self.heard.append(record.getMessage())


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head).encode()
    stream.write(HEADER.pack(len(text), len(body)) + text + body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The next message. Raises ``EOFError`` when the other side is gone."""
    lengths = _exactly(stream, HEADER.size)
    head, body = HEADER.unpack(lengths)
    return json.loads(_exactly(stream, head)), _exactly(stream, body)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    content = stream.read(count)
    if len(content) != count:
        raise EOFError
    return content


class Engine:
    """WeasyPrint with everything that can be shared between papers: fonts and style sheets are read once."""

    def __init__(self) -> None:
        import pydyf
        import weasyprint
        from weasyprint.text.ffi import pango
        from weasyprint.text.fonts import FontConfiguration

        from documents import embedding, justification

        self.weasyprint = weasyprint
        self.justified = justification.install()
        embedding.install()
        self.fonts = FontConfiguration()
        self.fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
        self.notdef = Notdef()
        logging.getLogger("weasyprint").addHandler(self.notdef)
        logging.getLogger("weasyprint").propagate = False
        self.versions = f"WeasyPrint {weasyprint.__version__}, pydyf {pydyf.__version__}, Pango {pango.pango_version()}"

    @functools.cache  # noqa: B019 - one engine lives as long as its process
    def style(self, layout: str) -> tuple[list[Any], str]:
        sources = [(STYLES / f"{name}.css").read_text("utf-8") for name in ("base", layout)]
        sheets = [
            self.weasyprint.CSS(string=source, font_config=self.fonts, url_fetcher=self.fetcher) for source in sources
        ]
        return sheets, hashlib.sha256("".join(sources).encode()).hexdigest()[:8]

    def render(self, html: str) -> tuple[bytes, dict[str, Any]]:
        """The PDF, and how it came about. Raises ``Missing`` rather than print an empty box."""
        match = re.search(r'<html[^>]*data-layout="([a-z]+)"', html[:500])
        layout = match[1] if match else "letter"
        sheets, style_digest = self.style(layout)
        self.notdef.heard.clear()
        document = self._lay_out(html, sheets)
        if len(document.pages) > MAX_PAGES:
            raise ValueError(f"A paper of {len(document.pages)} pages.")
        if TAIL in html and (blanks := self._blank_pages_before_imprint(document)):
            sheet = '<div class="imprint-page">&#160;</div>'
            document = self._lay_out(html.replace(TAIL, sheet * blanks), sheets)
        target = io.BytesIO()
        document.write_pdf(target, pdf_variant="pdf/a-2b")
        if self.notdef.heard:
            raise Missing(self.notdef.heard[0])
        return target.getvalue(), {
            "pages": len(document.pages),
            "engine": f"{self.versions}; style {style_digest}; text {hashlib.sha256(html.encode()).hexdigest()[:8]}",
        }

    def _lay_out(self, html: str, sheets: list[Any]) -> Any:
        source = self.weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url=None)
        return source.render(font_config=self.fonts, stylesheets=sheets)

    @staticmethod
    def _blank_pages_before_imprint(document: Any) -> int:
        """How many pages to begin before the imprint, so that it stands on an even page with room for it."""
        found = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
        end, room = found.get("end", len(document.pages)), found.get("room", len(document.pages))
        if end == room and end % 2 == 0:
            return 0
        return 1 if end % 2 else 2


def main() -> None:
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing but messages may reach the pipe
    engine = Engine()
    for layout in ("letter", "decision", "record", "form", "archive", "card"):
        engine.style(layout)
    engine.render('<html data-layout="form"><body><p>预热</p></body></html>')
    gc.collect()
    gc.freeze()  # what is shared lives as long as the process: do not look at it again
    send(stdout, {"ready": True})
    while True:
        try:
            _head, body = receive(stdin)
        except EOFError:
            return
        gc.disable()
        try:
            pdf, about = engine.render(body.decode())
        except Exception as error:  # noqa: BLE001 - whatever it was, the other side has to hear of it
            send(stdout, {"error": type(error).__name__, "message": str(error)})
        else:
            send(stdout, about, pdf)
        gc.enable()
        gc.collect()


if __name__ == "__main__":
    main()
