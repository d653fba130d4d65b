"""What may stand in a story: every name that the player knows, read from the procedures, their forms and parameters."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise

from caseflow.cases import moves, registry
from caseflow.cases.fields import IsoDateField, IsoDateTimeField, MoneyField, StrictIntegerField
from caseflow.procedure import Transition
from caseflow.procedure.limits import parameters
from caseflow.procedure.pages import GENERATED, Papers, actors, sources, table, target
from caseflow.procedure.table import Procedure

from . import givens, reading

FORMAT = """\
故事是一个 YAML 文件，写一件案子怎样一步一步办，以及办到哪里应当是什么样子。`manage.py play 文件…` 按页面所用的步骤和表单把它办一遍，
核对结果，然后让数据库恢复原样。全部相符，退出码是 0；不符是 1；文件写错是 2，并指出哪一行应当写什么。

```yaml
title: 标题
calendar: [2026]                 # 已公布节假日安排的年份；不写的，按现有的安排
settings: {enforcement.statement_days: 5}
people:                          # 谁来办；roles 是程序的角色；certificate 是执法证号
  li: {name: 李建国, roles: [case_officer], certificate: 甘620702-0113}
given:                           # 故事开始以前已有的记录
  - {is: institution, as: clinic, name: 安和门诊部}
steps:
  - {at: 2026-03-02 09:10, by: wang, do: tip.register, as: tip, with: {channel: phone, source: tip_off, about: clinic, summary: …}}
  - check: {tip.state: registered}
```

| 键 | 写什么 |
|--|--|
| `at` | 办理的时刻（北京时间）。到这一刻以前，期限届满而应由系统办的事，系统先办 |
| `by` | 谁办，用 people 里的代号；系统办的不写 |
| `do` | 程序和步骤，例如 `case.file` |
| `on` | 办的是哪个记录 |
| `as` | 这一步产生的记录叫什么；不改变状态的办理事项，是它在案卷里添的那一件（证据、物品的登记保存、回避申请等） |
| `with` | 事实，按下面各步骤的名称写；`on` 是法定日期（不写的，是 at 那一天） |
| `refused` | 应当被拒绝，以及因为哪些条件；写了而办成，或者没写而被拒绝，故事就不成立 |
| `check` | 路径和值；路径是记录的名字加图景（JSON）里的位置，列表用序号，-1 是最后一个 |

人物还可以写 `post`、`unit`、`qualification`（法律职业资格证号；不写的视为有，写 `""` 是没有），`certificate` 也可以写成
`{number: …, valid_from: …, valid_to: …, regions: […]}`。事实里的人和记录写故事里的名字；案卷里的文书可以写种类（`hearing_notice`）或者文号，
证据、物品写名称，受保护人写代称，回避申请写被申请人的姓名。文件写 `{text: 内容, name: 文件名}`，或者从故事文件所在目录算起的路径。
一步之后也可以在同一步里写 `check`；只写 `at` 的一步，是时间过去。

核对的值可以写原值，也可以写 `{includes: [甲, 乙]}`、`{excludes: [甲]}`、`{absent: true}`、`{between: [甲, 乙]}`；列表里的一项写成
`{键: 值}` 的，只比较写出的键。
"""

KERNEL = {
    "not_permitted": "这个人不能办这一步（没有角色、不是本案的人、已担任不相容的角色、已回避）",
    "invalid": "填写的内容不合要求；`invalid:字段` 指明是哪一项",
    "wrong_state": "记录所处的状态不能办这一步",
    "in_future": "法定日期晚于当天",
    "before_previous": "法定日期早于上一次转移的日期",
    "too_late": "期限已经届满，不能延长",
    "unprintable": "文书里有字库没有的字",
}


def page(papers: Papers) -> str:
    """The guide, as Markdown."""
    return "\n".join(_page(papers)).rstrip("\n") + "\n"


def _page(papers: Papers) -> Iterator[str]:
    procedures = [each.procedure for each in registry.record_classes().values()]
    yield "# 故事里可以写什么"
    yield ""
    yield GENERATED
    yield ""
    yield FORMAT
    yield "## 角色"
    yield ""
    roles = {role: label for each in procedures for role, label in each.roles.choices}
    yield from table(("角色", "名称"), ((f"`{role}`", label) for role, label in roles.items()))
    yield "## 事先存在的记录（given）"
    yield ""
    for kind in givens.kinds().values():
        yield f"### `{kind.name}` {kind.model._meta.verbose_name}"
        yield ""
        yield from table(
            ("键", "是什么", "必填"),
            ((f"`{name}`", each.verbose_name, "" if each.blank else "是") for name, each in kind.fields.items()),
        )
    choices = _Choices()
    for procedure in procedures:
        yield from _procedure(procedure, choices)
    yield "## 选择项"
    yield ""
    for number, (title, options) in enumerate(choices.lists, 1):
        yield f"### 清单 {number} {title}"
        yield ""
        yield from table(("写", "意思"), ((f"`{value}`", label) for value, label in options))
    yield "## 拒绝的代号（refused）"
    yield ""
    yield from table(("代号", "意思"), ((f"`{code}`", meaning) for code, meaning in KERNEL.items()))
    guards = {guard.code: guard for each in procedures for row in each for guard in row.requires}
    yield from table(
        ("代号", "不能办理的情形", "参照"),
        ((f"`{code}`", guards[code].sentence, guards[code].ref) for code in sorted(guards)),
    )
    yield "## 期限（`记录.deadlines.编号`）"
    yield ""
    limits = {limit.code: limit for each in procedures for limit in each.limits.values()}
    yield from table(
        ("编号", "期限", "长度", "依据"),
        (
            (f"`{code}`", limits[code].name, f"{limits[code].length}{limits[code].unit.label}", limits[code].basis)
            for code in sorted(limits)
        ),
    )
    yield (
        "每项期限有 `day0`、`length`、`nominal_due`（计满之日）、`legal_due`（遇休息日顺延后）、`safe_due`（提醒之日）、`moment_due`"
        "（以小时计的）、`status`（running 在计算，overdue 已逾期，met 按期办结，stopped 逾期后才停止）、`stopped_on`、`provisional`、"
        "`suspended`、`extensions`、`exclusions`；逐件计算的，`items` 是各件。"
    )
    yield ""
    yield "## 文书（`记录.documents`）"
    yield ""
    yield from table(("种类", "编号", "名称"), ((f"`{each.name}`", each.code, each.title) for each in papers.values()))
    yield "## 设置（settings）"
    yield ""
    yield from table(
        ("键", "是什么", "默认", "依据"),
        (
            (f"`{key}`", f"{each.name}{'' if each.verified else '〔未核定〕'}", _shown(each.default), each.basis or "")
            for key, each in parameters().items()
        ),
    )
    yield "## 图景（check 的路径）"
    yield ""
    yield from _picture()


def _procedure(procedure: Procedure, choices: "_Choices") -> Iterator[str]:
    label = f"{procedure.app_label}.{procedure.name}"
    yield f"## `{procedure.name}` {procedure.title}"
    yield ""
    states = ((f"`{value}`", procedure.codes.get(value, ""), name) for value, name in procedure.states.choices)
    yield from table(("状态", "编号", "名称"), states)
    for row in procedure:
        yield f"### `{procedure.name}.{row.name}` {f'{row.ref} ' if row.ref else ''}{row.title}"
        yield ""
        yield from _row(procedure, row, label, choices)


def _row(procedure: Procedure, row: Transition, label: str, choices: "_Choices") -> Iterator[str]:
    told = [
        f"{sources(procedure, row)} → {target(procedure, row)}".replace("<br>", "、"),
        f"由{actors(procedure, row)}办理",
    ]
    if row.requires:
        told.append("条件 " + "、".join(f"`{each.code}`" for each in row.requires))
    if row.issues:
        told.append("文书 " + "、".join(f"`{name}`" for name in row.issues))
    clocks = [
        *(f"起算 {each.code}" for each in row.starts),
        *(f"停止 {each.code}" for each in row.stops),
        *(f"延长 {each.code}" for each in row.extends),
        *(f"{code} 开始" for code in row.pauses),
        *(f"{code} 结束" for code in row.resumes),
    ]
    if clocks:
        told.append("期限 " + "、".join(clocks))
    if row.opens:
        told.append(f"`as` 给新立的记录（{row.opens}）取名")
    yield "；".join(told) + "。"
    yield ""
    fields = facts_of(label, row)
    if fields:
        yield from table(
            ("事实", "是什么", "写什么", "必填", "默认"),
            (
                (f"`{name}`", each.label, _written(name, each, choices), "是" if each.required else "", _initial(each))
                for name, each in fields.items()
            ),
        )


def facts_of(label: str, row: Transition) -> dict[str, forms.Field]:
    """The fields of the form of a row that are facts, by name."""
    fields = moves.form_class(label, row.name).base_fields
    return {name: each for name, each in fields.items() if name not in moves.FactsForm.base_fields}


class _Choices:
    """The closed lists, each once."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, list[tuple[str, Any]]]] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def link(self, title: Any, options: Any) -> str:
        """The list of these options, where it stands."""
        number = self._number(title, options)
        name = f"清单 {number} {self.lists[number - 1][0]}"
        anchor = re.sub(r"[^\w -]", "", name).strip().replace(" ", "-")
        return f"[清单 {number}](#{anchor})"

    def _number(self, title: Any, options: Any) -> int:
        found = [(str(value), label) for value, label in _flat(options) if value not in ("", None)]
        key = tuple(value for value, _label in found) + tuple(str(label) for _value, label in found)
        if key not in self._known:
            self.lists.append((str(title), found))
            self._known[key] = len(self.lists)
        return self._known[key]


def _flat(options: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in options:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def _written(name: str, field: Any, choices: _Choices) -> str:
    """In words, what a story writes for a field."""
    if columns := getattr(field, "columns", None):
        parts = "；".join(
            f"`{column}` {each.label}（{_written(column, each, choices)}{'，必填' if each.required else ''}）"
            for column, each in columns.items()
        )
        return f"列表，每项：{parts}"
    if points := getattr(field, "points", None):
        verdicts = choices.link(field.label, list(field.verdicts.items()))
        subjects = choices.link(field.label, list(points.items()))
        return f"`{{项目: 结论}}`，项目见{subjects}，结论见{verdicts}；写一个结论，是每一项都如此"
    if isinstance(field, forms.FileField):
        return "文件的列表" if getattr(field, "multiple", False) else "文件"
    if isinstance(field, forms.ModelMultipleChoiceField):
        return "人的列表" if hasattr(field, "permissions") else "记录的列表"
    if isinstance(field, forms.ModelChoiceField):
        return "人" if hasattr(field, "permissions") else "记录"
    if hasattr(field, "key_of_model") or (hasattr(field, "of") and isinstance(field, forms.CharField)):
        return "记录"
    if isinstance(field, forms.BooleanField) or hasattr(field, "words"):
        return "true 或者 false"
    if isinstance(field, forms.MultipleChoiceField):
        return f"{choices.link(field.label, field.choices)} 里的几个"
    if isinstance(field, forms.ChoiceField):
        return choices.link(field.label, field.choices)
    if isinstance(field, IsoDateTimeField):
        return "时刻"
    if isinstance(field, IsoDateField):
        return "日期"
    if isinstance(field, MoneyField):
        return "金额（元）"
    if isinstance(field, StrictIntegerField):
        return "整数"
    if type(field).__name__ == "ClockField":
        return "钟点，例如 10:30"
    return "文字"


def _initial(field: Any) -> str:
    return "" if field.initial in (None, "") or callable(field.initial) else _shown(field.initial)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"`{value}`" if not isinstance(value, Promise) else str(value)


def _picture() -> Iterator[str]:
    yield (
        "每个记录都有 `reference`、`procedure`、`title`、`subject`、`state`、`opened_on`、`closed_on`、`version`、`next_due`、`deadlines`、"
        "`documents`（文书种类，按制作先后）、`papers`（逐份：`kind`、`number`、`issued_on`、`served_on`、`sha256` 等）、`tasks`"
        "（等待办理的：`name`、`role`、`owner`）、`team`（`role`、`name`）、`events`（`transition`、`ref`、`actor`、`role`、`on`、`at`）。"
        "各程序另有自己的部分，`manage.py play 文件 --json` 把全部打印出来。"
    )


assert set(KERNEL) == set(reading.KERNEL_CODES)
