"""A story file read and judged before anything is played: every key, name, row and code must be known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases import registry
from caseflow.procedure import SYSTEM, Transition
from caseflow.procedure.limits import parameters

from . import givens
from .nodes import FALSE, TRUE, Node, WrongStory, load, parse

STORY = ("title", "calendar", "settings", "people", "given", "steps", "check")
PERSON = ("name", "roles", "certificate", "qualification", "post", "unit")
CERTIFICATE = ("number", "regions", "valid_from", "valid_to")
STEP = ("at", "by", "do", "on", "as", "with", "refused", "check")
OPERATORS = ("includes", "excludes", "absent", "between")
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
MOMENT = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
KERNEL_CODES = (
    "not_permitted",
    "invalid",
    "wrong_state",
    "in_future",
    "before_previous",
    "too_late",
    "unprintable",
)


@dataclass(frozen=True)
class Person:
    key: str
    line: int
    name: str
    roles: tuple[str, ...]
    certificate: dict[str, Any] | None = None
    qualification: str | None = None
    post: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Check:
    """One path with what is expected there; ``operator`` is empty for a plain value."""

    line: int
    path: str
    operator: str
    expected: Node


@dataclass(frozen=True)
class Step:
    """An act, time passing, or checks; an act may have checks behind it."""

    line: int
    node: Node
    at: datetime | None = None
    by: str = ""
    label: str = ""  # "enforcement.case"
    row: Transition | None = None
    on: str = ""
    name: str = ""  # "as"
    facts: Node | None = None
    refused: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def must_fail(self) -> bool:
        return bool(self.refused)


@dataclass(frozen=True)
class Story:
    path: Path
    title: str
    calendar: tuple[int, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    given: tuple[Node, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def last_moment(self) -> datetime | None:
        return max((step.at for step in self.steps if step.at), default=None)


def read(path: Path | str) -> Story:
    """The story of a file. Raises WrongStory with the line and what was expected there."""
    path = Path(path)
    try:
        return _story(load(path), path)
    except WrongStory as wrong:
        wrong.path = path
        raise


def read_text(text: str, path: Path | str = "story.yaml") -> Story:
    """As ``read``, for a story that is no file; uploads are looked for beside ``path``."""
    try:
        return _story(parse(text), Path(path))
    except WrongStory as wrong:
        wrong.path = Path(path)
        raise


def _story(root: Node, path: Path) -> Story:
    root.mapping(_("故事")).only(STORY, _("故事"))
    title = root.need("title", _("故事")).word("title")
    people = {key: _person(key, node, root["people"]) for key, node in _entries(root, "people")}
    names = dict.fromkeys(people, "")
    given = _optional_list(root, "given")
    for each in given:
        each.mapping("given")
        givens.kind_of(each)
        _new_name(each.need("as", "given"), names)
    steps = _steps(root, people, names)
    return Story(
        path,
        title,
        _calendar(root.get("calendar")),
        {key: _setting(key, node, root["settings"]) for key, node in _entries(root, "settings")},
        people,
        given,
        steps,
    )


def _entries(root: Node, key: str) -> Iterator[tuple[str, Node]]:
    found = root.get(key)
    return iter(()) if found is None or found.empty else iter(found.mapping(key))


def _optional_list(root: Node, key: str) -> tuple[Node, ...]:
    found = root.get(key)
    return () if found is None or found.empty else found.each(key)


def _calendar(node: Node | None) -> tuple[int, ...]:
    if node is None or node.empty:
        return ()
    years = []
    for each in node.each("calendar"):
        if not re.fullmatch(r"\d{4}", each.text):
            raise each.wrong(_("calendar 里应当是年份，例如 [2025, 2026]。"))
        years.append(int(each.text))
    return tuple(years)


def _setting(key: str, node: Node, settings: Node) -> Any:
    known = parameters()
    if key not in known:
        near = [each for each in known if key.rpartition(".")[2] in each] or list(known)
        raise WrongStory(
            settings.line_of(key),
            _("没有名为“%(key)s”的设置，可以写：%(known)s。") % {"key": key, "known": "、".join(near)},
        )
    default = known[key].default
    text = node.word(key)
    try:
        if isinstance(default, bool):
            if node.truth is None:
                raise ValueError
            return node.truth
        if isinstance(default, int):
            return int(text)
        if isinstance(default, Decimal):
            return Decimal(text)
    except (ValueError, InvalidOperation):
        kinds = {bool: _("true 或者 false"), int: _("整数"), Decimal: _("数")}
        expected = kinds[bool if isinstance(default, bool) else type(default)]
        raise node.wrong(
            _("“%(key)s”应当是%(expected)s，例如 %(default)s。"), key=key, expected=expected, default=default
        ) from None
    return text


def _person(key: str, node: Node, people: Node) -> Person:
    if not NAME.match(key):
        raise WrongStory(people.line_of(key), _("人物的代号用英文字母、数字和下划线，例如 li。"))
    node.mapping(f"people.{key}").only(PERSON, f"people.{key} ")
    roles = []
    known = [
        role for record_class in registry.record_classes().values() for role in record_class.procedure.roles.values
    ]
    for each in node.need("roles", f"people.{key} ").each("roles"):
        role = each.word("roles")
        if role not in known:
            raise each.wrong(
                _("没有“%(role)s”这个角色，可以写：%(known)s。"), role=role, known="、".join(dict.fromkeys(known))
            )
        roles.append(role)
    plain = {name: node[name].word(name) for name in ("post", "unit") if node.get(name) and not node[name].empty}
    qualification = node.get("qualification")
    return Person(
        key,
        people.line_of(key),
        node.need("name", f"people.{key} ").word("name"),
        tuple(roles),
        _certificate(node.get("certificate")),
        None if qualification is None else ("" if qualification.empty else qualification.text),
        **plain,
    )


def _certificate(node: Node | None) -> dict[str, Any] | None:
    if node is None or node.empty:
        return None
    if not node.is_mapping:
        return {"number": node.word("certificate")}
    node.only(CERTIFICATE, "certificate ")
    told: dict[str, Any] = {"number": node.need("number", "certificate ").word("number")}
    for key in ("valid_from", "valid_to"):
        if each := node.get(key):
            told[key] = _day(each)
    if regions := node.get("regions"):
        told["regions"] = ",".join(each.text for each in regions.items) if regions.items is not None else regions.text
    return told


def _day(node: Node) -> date:
    try:
        return date.fromisoformat(node.word(_("日期")))
    except ValueError:
        raise node.wrong(_("应当是一天，例如 2026-03-05。")) from None


def _moment(node: Node, last: datetime | None) -> datetime:
    found = MOMENT.match(node.word("at"))
    parts = [int(part) for part in found.groups() if part is not None] if found else []
    if len(parts) < 5:
        raise node.wrong(_("at 应当是时刻，例如 2026-03-05 09:10（日期、空格、24 小时制的时分）。"))
    try:
        moment = timezone.make_aware(datetime(*parts))  # type: ignore[arg-type]
    except ValueError:
        raise node.wrong(_("没有“%(text)s”这个时刻，请核对日期和时间。"), text=node.text) from None
    if last and moment < last:
        raise node.wrong(
            _("这一步的时刻早于上一步（%(last)s）：步骤按先后写，迟登记的事在 with 里用 on 写法定日期。"),
            last=timezone.localtime(last).strftime("%Y-%m-%d %H:%M"),
        )
    return moment


def _new_name(node: Node, names: dict[str, str], label: str = "") -> str:
    name = node.word("as")
    if not NAME.match(name):
        raise node.wrong(_("as 用英文字母、数字和下划线，例如 case。"))
    if name in names:
        raise node.wrong(_("“%(name)s”已经是别的人或者记录的名字，请换一个。"), name=name)
    names[name] = label
    return name


def _steps(root: Node, people: dict[str, Person], names: dict[str, str]) -> tuple[Step, ...]:
    steps, last = [], None
    listed = root.need("steps", _("故事")).each("steps")
    if not listed:
        raise root["steps"].wrong(_("steps 里没有步骤。"))
    for node in listed:
        node.mapping(_("步骤")).only(STEP, _("步骤"))
        step = _step(node, people, names, last)
        last = step.at or last
        steps.append(step)
    if final := root.get("check"):
        steps.append(Step(final.line, final, checks=_checks(final, names)))
    return tuple(steps)


def _step(node: Node, people: dict[str, Person], names: dict[str, str], last: datetime | None) -> Step:
    at = _moment(node["at"], last) if node.get("at") else None
    if node.get("do") is None:
        return _idle(node, names, at)
    if at is None:
        raise node.wrong(_("步骤缺少“at”（办理的时刻，例如 2026-03-05 09:10）。"))
    label, row = _row(node["do"])
    by = _who(node, people, row)
    on = _target(node, names, label, row)
    refused = _refused(node.get("refused"), row)
    name = ""
    if node.get("as"):
        opened = f"{label.rpartition('.')[0]}.{row.opens}" if row.opens else ("" if row.source else label)
        if refused:
            raise node["as"].wrong(_("被拒绝的步骤不会产生记录，不能写 as。"))
        name = _new_name(node["as"], names, opened)
    facts = node.get("with")
    if facts is not None and not facts.empty:
        facts.mapping("with")
    else:
        facts = None
    checks = _checks(node["check"], names) if node.get("check") else ()
    return Step(node.line, node, at, by, label, row, on, name, facts, refused, checks)


def _idle(node: Node, names: dict[str, str], at: datetime | None) -> Step:
    if extra := next((key for key in ("by", "on", "as", "with", "refused") if node.get(key)), ""):
        raise WrongStory(node.line_of(extra), _("步骤写了“%(key)s”，却没有写“do”（做什么）。") % {"key": extra})
    if node.get("check") is None and at is None:
        raise node.wrong(_("步骤缺少“do”（做什么，例如 case.file）或者“check”（核对什么）。"))
    checks = _checks(node["check"], names) if node.get("check") else ()
    return Step(node.line, node, at, checks=checks)


def _row(node: Node) -> tuple[str, Transition]:
    """The row that ``do`` names: procedure and transition, with the app before them where two procedures share a name."""
    text = node.word("do")
    named, _dot, transition = text.rpartition(".")
    classes = registry.record_classes()
    labels = [label for label in classes if named in (label, label.rpartition(".")[2])]
    if not labels:
        known = "、".join(label.rpartition(".")[2] for label in classes)
        raise node.wrong(
            _("do 应当写“程序.步骤”，例如 case.file；没有“%(named)s”这个程序，可以写：%(known)s。"),
            named=named or text,
            known=known,
        )
    if len(labels) > 1:
        raise node.wrong(_("有几个程序都叫“%(named)s”，请写全：%(known)s。"), named=named, known="、".join(labels))
    rows = classes[labels[0]].procedure.rows
    if transition not in rows:
        raise node.wrong(
            _("“%(named)s”没有“%(row)s”这一步，可以写：%(known)s。"), named=named, row=transition, known="、".join(rows)
        )
    return labels[0], rows[transition]


def _who(node: Node, people: dict[str, Person], row: Transition) -> str:
    told = node.get("by")
    if told is None or told.empty:
        if SYSTEM in row.by or row.is_nobodys:
            return ""
        raise node.wrong(_("步骤缺少“by”（由谁办理）：%(row)s须由人办理。"), row=row.title)
    by = told.word("by")
    if by not in people:
        raise told.wrong(
            _("people 里没有“%(by)s”，已有的人：%(known)s。"), by=by, known="、".join(people) or _("（无）")
        )
    return by


def _target(node: Node, names: dict[str, str], label: str, row: Transition) -> str:
    told = node.get("on")
    if not row.source:
        if told is not None:
            raise told.wrong(_("“%(row)s”新建记录，不能写 on；新记录的名字写在 as 里。"), row=row.title)
        return ""
    if told is None or told.empty:
        raise node.wrong(_("步骤缺少“on”（办的是哪个记录）。"))
    on = told.word("on")
    if on not in names:
        raise told.wrong(
            _("这一步以前没有名为“%(on)s”的记录，已有：%(known)s。"),
            on=on,
            known="、".join(k for k, v in names.items() if v) or _("（无）"),
        )
    if names[on] != label:
        raise told.wrong(
            _("“%(on)s”不是%(procedure)s，不能办理“%(row)s”。"),
            on=on,
            procedure=registry.record_class(label).procedure.title,
            row=row.title,
        )
    return on


def _refused(node: Node | None, row: Transition) -> tuple[str, ...]:
    if node is None:
        return ()
    known = [*(each.code for each in row.requires), *KERNEL_CODES]
    codes = []
    for each in node.each("refused"):
        code = each.word("refused")
        if code not in known and not code.startswith("invalid:"):
            raise each.wrong(
                _("“%(row)s”没有代号为“%(code)s”的条件，可以写：%(known)s。"),
                row=row.title,
                code=code,
                known="、".join(known),
            )
        codes.append(code)
    if not codes:
        raise node.wrong(_("refused 里应当写拒绝的代号，例如 [two_officers]。"))
    return tuple(codes)


def _checks(node: Node, names: dict[str, str]) -> tuple[Check, ...]:
    found = []
    for path, expected in node.mapping("check"):
        line = node.line_of(path)
        name = path.partition(".")[0]
        if name not in names:
            raise WrongStory(
                line,
                _("check 的路径应当从已有的记录开始，没有“%(name)s”，已有：%(known)s。")
                % {"name": name, "known": "、".join(names)},
            )
        found.append(Check(line, path, *_expectation(expected)))
    return tuple(found)


def _expectation(node: Node) -> tuple[str, Node]:
    if not node.is_mapping:
        return "", node
    node.only(OPERATORS, "check ")
    if len(node.entries or {}) != 1:
        raise node.wrong(_("check 里一条路径写一种比较：%(known)s，或者直接写值。"), known="、".join(OPERATORS))
    operator, told = next(iter(node))
    if operator in ("includes", "excludes"):
        told.each(operator)
    if operator == "between" and len(told.each(operator)) != 2:
        raise told.wrong(_("between 写两个界限，例如 {between: [2026-03-01, 2026-03-31]}。"))
    if operator == "absent" and told.text.lower() not in TRUE | FALSE:
        raise told.wrong(_("absent 写 true 或者 false。"))
    return operator, told
