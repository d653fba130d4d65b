"""Hands papers to the processes that set them, and stops one that crashes or takes too long."""

import atexit
import hashlib
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from documents.engine import receive, send
from documents.glyphs import Problem, Unprintable, coverage, font_files
from documents.kinds import DocumentKind
from documents.seal import seal_svg

PROCESSES = 2
PATIENCE = 3.0  # seconds that a paper waits for the first process before a second is begun
SECONDS = 30  # for one paper; the longest record takes three
PAPERS = 500  # set by one process before a fresh one takes its place
ROOT = Path(__file__).resolve().parent.parent


class RenderingFailed(Exception):
    """The process could not set the paper."""


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    engine: str


class Setter:
    """One process with WeasyPrint in it. Used by one thread at a time."""

    def __init__(self) -> None:
        self.papers = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "documents.engine"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "FONTCONFIG_FILE": str(font_configuration()), "PYTHONPATH": str(ROOT)},
        )
        try:
            self._answer()  # it is ready
        except RenderingFailed:
            self.stop()
            raise

    def render(self, html: str) -> Rendered:
        """Raises ``RenderingFailed``; after a crash or a timeout the process is gone."""
        self.papers += 1
        try:
            send(self.process.stdin, {}, html.encode())  # type: ignore[arg-type]
        except OSError as error:
            raise RenderingFailed(str(error)) from error
        head, pdf = self._answer()
        if "error" in head:
            if head["error"] == "Missing":
                raise Unprintable([Problem("", "", head["message"])])
            raise RenderingFailed(f"{head['error']}: {head['message']}")
        return Rendered(pdf, head["pages"], f"{head['engine']}; fonts {fonts_digest()}")

    def _answer(self) -> tuple[dict[str, Any], bytes]:
        stdout: Any = self.process.stdout  # a pipe, as asked for above
        if not select.select([stdout], [], [], SECONDS)[0]:
            self.stop()
            raise RenderingFailed(f"No answer within {SECONDS} seconds.")
        try:
            return receive(stdout)
        except EOFError:
            self.stop()
            raise RenderingFailed("The process ended.") from None

    @property
    def is_usable(self) -> bool:
        return self.process.poll() is None and self.papers < PAPERS

    def stop(self) -> None:
        with suppress(OSError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


class Pool:
    """The setters of this process: one, and a second when papers wait for long. A fork begins its own."""

    def __init__(self) -> None:
        self._forget()
        os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def _forget(self) -> None:
        self._change = threading.Condition()
        self._idle: list[Setter] = []
        self._count = 0

    @contextmanager
    def setter(self) -> Iterator[Setter]:
        setter = self._take() or self._begin()
        try:
            yield setter
        finally:
            self._give_back(setter)

    def _take(self) -> Setter | None:
        """An idle setter, or ``None`` where the caller has been given leave to begin one."""
        until = time.monotonic() + PATIENCE
        with self._change:
            while not self._idle:
                late = time.monotonic() >= until
                if self._count == 0 or (late and self._count < PROCESSES):
                    self._count += 1
                    return None
                self._change.wait(None if late else until - time.monotonic())
            return self._idle.pop()

    def _begin(self) -> Setter:
        try:
            return Setter()
        except BaseException:
            with self._change:
                self._count -= 1
                self._change.notify()
            raise

    def _give_back(self, setter: Setter) -> None:
        with self._change:
            if setter.is_usable:
                self._idle.append(setter)
            else:
                setter.stop()
                self._count -= 1
            self._change.notify()

    def close(self) -> None:
        with self._change:
            self._count -= len(self._idle)
            while self._idle:
                self._idle.pop().stop()


POOL = Pool()


def render_html(html: str) -> Rendered:
    """Sets a page; once again where the process had died of an earlier paper."""
    for attempt in (1, 2):
        with POOL.setter() as setter:
            fresh = setter.papers == 0
            try:
                return setter.render(html)
            except RenderingFailed:
                if attempt == 2 or fresh or setter.is_usable:
                    raise
    raise AssertionError("unreachable")


def render_paper(
    kind: DocumentKind,
    paper: dict[str, Any],
    *,
    number: str = "",
    on: date | None = None,
    draft: bool = False,
    watermark: bool = True,
    check: str = "",
) -> Rendered:
    """Sets one paper from its frozen content and nothing else: no database, no request.

    ``check`` is the code by which it is verified. The date in its metadata is that of the paper, so the same paper gives the same bytes. A draft bears no seal.
    """
    agency = paper.get("agency") or {}
    sealed = kind.seal and settings.DEMONSTRATION and not draft
    context = {
        "paper": paper,
        "agency": agency,
        "number": number,
        "kind": kind,
        "on": on,
        "draft": draft,
        "check": check,
        "watermark": draft and watermark,
        "seal": seal_svg(agency.get("seal_text") or agency.get("name", "")) if sealed else "",
    }
    with translation.override(settings.LANGUAGE_CODE):  # a paper is Chinese, whoever issues it
        html = render_to_string(kind.template, context)
    return render_html(html)


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in font_files())).hexdigest()[:8]


def font_configuration() -> Path:
    """A fontconfig that knows our fonts only: those of the system would change the layout from machine to machine.

    It lies beside the papers, with the cache that saves a second at the start of each process.
    """
    directory = Path(settings.DOCUMENTS_DIR) / ".fontconfig"
    directory.mkdir(parents=True, exist_ok=True)
    names = sorted({str(path.parent) for path in font_files()})
    directories = "".join(f"<dir>{escape(name)}</dir>" for name in names)
    cache = escape(str(directory / "cache"))
    text = f"<?xml version='1.0'?><fontconfig>{directories}<cachedir>{cache}</cachedir></fontconfig>"
    path = directory / f"{hashlib.sha256(text.encode()).hexdigest()[:8]}.conf"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(text)
        fresh.replace(path)
    return path


def warm() -> None:
    """Starts a process and reads the fonts in the background, so that the first paper of a server does not wait."""

    def start() -> None:
        coverage()
        with suppress(RenderingFailed), POOL.setter():
            pass

    threading.Thread(target=start, name="documents-warm", daemon=True).start()
