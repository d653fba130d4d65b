"""A story file as a tree that remembers its lines and what was typed: money stays text, dates stay text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

MAX_SIZE = 1024 * 1024  # bytes
MAX_NODES = 100_000  # of one file, anchors resolved
TRUE, FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})


class WrongStory(Exception):
    """A file that is no story: the line, and what was expected there."""

    def __init__(self, line: int, sentence: str, path: Path | None = None):
        self.line, self.sentence, self.path = line, sentence, path
        super().__init__(line, sentence)

    def __str__(self) -> str:
        place = _("第 %(line)d 行：") % {"line": self.line} if self.line else ""
        return f"{self.path}：{place}{self.sentence}" if self.path else f"{place}{self.sentence}"


@dataclass(frozen=True, eq=False)
class Node:
    """A mapping, a list or what stands in one place as text; ``empty`` for nothing at all."""

    line: int
    text: str = ""
    entries: dict[str, Node] | None = None
    items: tuple[Node, ...] | None = None
    keys: dict[str, int] | None = None  # the lines of the keys
    quoted: bool = False
    size: int = 1

    @property
    def is_mapping(self) -> bool:
        return self.entries is not None

    @property
    def is_list(self) -> bool:
        return self.items is not None

    @property
    def is_text(self) -> bool:
        return self.entries is None and self.items is None

    @property
    def empty(self) -> bool:
        return self.is_text and not self.quoted and self.text.lower() in {"", "~", "null"}

    @property
    def truth(self) -> bool | None:
        """True or False where the text says so, else None."""
        if not self.is_text or self.quoted:
            return None
        word = self.text.lower()
        return True if word in TRUE else False if word in FALSE else None

    def __getitem__(self, key: str) -> Node:
        return (self.entries or {})[key]

    def get(self, key: str) -> Node | None:
        return (self.entries or {}).get(key)

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter((self.entries or {}).items())

    def line_of(self, key: str) -> int:
        return (self.keys or {}).get(key, self.line)

    def value(self) -> Any:
        """Plain Python: text, truth values, None, lists and dicts. Numbers and dates stay as typed."""
        if self.entries is not None:
            return {key: each.value() for key, each in self.entries.items()}
        if self.items is not None:
            return [each.value() for each in self.items]
        if self.empty:
            return None
        return self.text if self.truth is None else self.truth

    def wrong(self, sentence: str, **facts: Any) -> WrongStory:
        return WrongStory(self.line, str(sentence) % facts if facts else str(sentence))

    # What is expected in a place; each raises WrongStory

    def mapping(self, what: str) -> Node:
        if not self.is_mapping:
            raise self.wrong(_("%(what)s应当是“键: 值”的一组，这里是%(found)s。"), what=what, found=self._found())
        return self

    def only(self, known: dict[str, str] | tuple[str, ...], where: str) -> Node:
        """Refuse keys that nobody reads; ``known`` is what may stand here."""
        for key in self.entries or {}:
            if key not in known:
                raise WrongStory(
                    self.line_of(key),
                    _("%(where)s没有“%(key)s”这个键，这里可以写：%(known)s。")
                    % {"where": where, "key": key, "known": _listed(known)},
                )
        return self

    def need(self, key: str, where: str) -> Node:
        found = self.get(key)
        if found is None or found.empty:
            raise self.wrong(_("%(where)s缺少“%(key)s”。"), where=where, key=key)
        return found

    def each(self, what: str) -> tuple[Node, ...]:
        if self.items is None:
            raise self.wrong(
                _("%(what)s应当是一个列表（每项以“- ”开头，或者写成 [甲, 乙]），这里是%(found)s。"),
                what=what,
                found=self._found(),
            )
        return self.items

    def word(self, what: str) -> str:
        if not self.is_text or not self.text.strip():
            raise self.wrong(_("%(what)s应当是一个词或者一句话，这里是%(found)s。"), what=what, found=self._found())
        return self.text.strip()

    def _found(self) -> str:
        if self.entries is not None:
            return _("一组“键: 值”")
        if self.items is not None:
            return _("一个列表")
        return _("空白") if self.empty else _("“%(text)s”") % {"text": self.text[:40]}


def _listed(known: Any) -> str:
    return "、".join(str(each) for each in known) or _("（无）")


def parse(text: str) -> Node:
    """The tree of one YAML document. Raises WrongStory with the line."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise WrongStory(1, _("文件是空的，应当写一个故事：title、people、given、steps。"))
        return _node(root, {}, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        begun = error.context_mark if error.context_mark and error.context_mark.line != (mark and mark.line) else None
        sentence = _("这里不合 YAML 的写法（%(problem)s）。请核对缩进、冒号后的空格、引号和括号是否成对。")
        sentence %= {"problem": error.problem or error.context or ""}
        if begun:
            sentence += _("从第 %(line)d 行开始的一段没有写完。") % {"line": begun.line + 1}
        raise WrongStory(mark.line + 1 if mark else 0, sentence) from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 0
        raise WrongStory(line, _("这里有 YAML 不允许的字符。")) from None
    except RecursionError:
        raise WrongStory(1, _("嵌套太深，不像一个故事。")) from None


def load(path: Path) -> Node:
    """The tree of a file. Raises WrongStory where it cannot be read as text."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise WrongStory(0, _("文件太大（超过 1 MB），不像一个故事。"), path)
        data = path.read_bytes()
    except OSError as error:
        raise WrongStory(0, _("打不开这个文件：%(why)s。") % {"why": error.strerror or error}, path) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongStory(line, _("文件不是 UTF-8 编码，请另存为 UTF-8 再播放。"), path) from None
    return parse(text)


def _node(node: Any, known: dict[int, Node], under: set[int]) -> Node:
    line = node.start_mark.line + 1
    if id(node) in under:
        raise WrongStory(line, _("引用（*）绕成了圈。"))
    if id(node) in known:
        return known[id(node)]
    under = under | {id(node)}
    if isinstance(node, yaml.MappingNode):
        made = _mapping(node, line, known, under)
    elif isinstance(node, yaml.SequenceNode):
        items = tuple(_node(each, known, under) for each in node.value)
        made = Node(line, items=items, size=1 + sum(each.size for each in items))
    else:
        made = Node(line, node.value, quoted=node.style in {"'", '"', "|", ">"})
    if made.size > MAX_NODES:
        raise WrongStory(line, _("引用（*）展开以后太大。"))
    known[id(node)] = made
    return made


def _mapping(node: Any, line: int, known: dict[int, Node], under: set[int]) -> Node:
    entries: dict[str, Node] = {}
    keys: dict[str, int] = {}
    for key, value in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise WrongStory(at, _("键应当是一个词。"))
        if key.value in entries:
            raise WrongStory(
                at,
                _("“%(key)s”写了两次（第一次在第 %(line)d 行），只能写一次。")
                % {"key": key.value, "line": keys[key.value]},
            )
        keys[key.value] = at
        entries[key.value] = _node(value, known, under)
    return Node(line, entries=entries, keys=keys, size=1 + sum(each.size for each in entries.values()))
