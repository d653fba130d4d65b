"""What a paper's template may say: paragraphs, the hierarchy of headings, boxes to tick. No look-ups, no decisions."""

import re
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from documents.wording import number_words

register = template.Library()
FIRST = re.compile(r"[一二三四五六七八九十]+、")  # 一、 in 黑体
SECOND = re.compile(r"（[一二三四五六七八九十]+）")  # （一） in 楷体
SHORT = 40  # a numbered paragraph longer than this is text, only its first sentence is the heading
WIDEST_TITLE = 18  # characters of 二号 in a line of 156 mm, with some air
AFTER, BEFORE = "关于的、和及与》）案", "《（"


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Each line of a text as a paragraph of its own."""
    return format_html_join(
        "\n", "<p>{}</p>", ((line.strip(),) for line in str(text or "").split("\n") if line.strip())
    )


@register.filter
def hierarchy(text: str | list[str] | None) -> SafeString:
    """Paragraphs by the four levels of GB/T 9704: 一、黑体, （一）楷体, the rest 仿宋."""
    lines = text if isinstance(text, list) else str(text or "").split("\n")
    return mark_safe("\n".join(_levelled(line.strip()) for line in lines if line.strip()))


def _levelled(line: str) -> str:
    for level, tag, face in ((FIRST, "h2", "hei"), (SECOND, "h3", "kai")):
        if not level.match(line):
            continue
        heading, stop, rest = line.partition("。")
        if len(heading) <= SHORT and rest:
            return f'<p><b class="{face}">{escape(heading + stop)}</b>{escape(rest)}</p>'
        if len(line) <= SHORT:
            return f"<{tag}>{escape(line)}</{tag}>"
    return f"<p>{escape(line)}</p>"


@register.filter
def title_lines(title: str) -> SafeString:
    """A title in lines of about equal length, broken where the words allow; a line break in the title is kept."""
    lines = [part for line in str(title).split("\n") for part in _broken(line)]
    return format_html_join("", "<span>{}</span>", ((line,) for line in lines))


def _broken(line: str) -> list[str]:
    if len(line) <= WIDEST_TITLE:
        return [line]
    count = -(-len(line) // WIDEST_TITLE)
    target = len(line) / count
    allowed = [i for i in range(2, len(line) - 1) if line[i - 1] in AFTER or line[i] in BEFORE]
    near = [i for i in allowed if abs(i - target) <= 5 and i <= WIDEST_TITLE]
    at = min(near, key=lambda i: abs(i - target)) if near else round(target)
    return [line[:at], *_broken(line[at:])]


@register.filter
def mark_size(mark: str) -> str:
    """The height of the red head in mm, at most 15: long names are set smaller, so that they stay on one line."""
    return f"{min(15.0, 154 / max(len(mark), 1)):.2f}mm"


@register.filter
def counted(number: int) -> str:
    """一, 二, …, 十五."""
    return number_words(int(number))


@register.filter
def box(ticked: Any) -> SafeString:
    """☑ or ☐."""
    return format_html('<span class="box">{}</span>', "☑" if ticked else "☐")


@register.filter
def slash(value: Any) -> Any:
    """A field that stays empty gets a slash, so that nothing can be added to it afterwards."""
    return value if value not in (None, "", []) else "／"


@register.filter
def full_stop(text: str) -> str:
    """The text ending in one full stop, for a list whose entries may or may not bring their own."""
    return f"{str(text).rstrip('。；;，')}。"


@register.filter
def semicolon(text: str) -> str:
    return f"{str(text).rstrip('。；;，')}；"


@register.inclusion_tag("documents/parts/options.html")
def options(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Boxes to tick: ``[{"label": "直接送达", "ticked": True}, …]``."""
    return {"choices": choices}
