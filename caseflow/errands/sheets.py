"""Tables as text that spreadsheets read: what somebody typed never becomes a formula, and comes back as it was."""

import csv
import io
from collections.abc import Iterable, Sequence

LIVE = tuple("=+-@\t\r\n\0＝＋－＠'")  # the mark itself too, so that taking it off is exact
MARK = "'"


def cell(value: object) -> str:
    """The value as the text of a cell; what a spreadsheet could take for a formula is marked as text."""
    text = "" if value is None else str(value)
    return MARK + text if text.startswith(LIVE) else text


def plain(text: str) -> str:
    """What ``cell`` was given."""
    return text[1:] if text.startswith(MARK) else text


def sheet(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(each) for each in head])
    writer.writerows([cell(each) for each in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes) -> list[list[str]]:
    """The cells of a table that ``sheet`` wrote."""
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[plain(each) for each in row] for row in rows]
