"""``manage.py penalty``: what may be imposed for a violation, and the sum by which that was found."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.db import Error
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseflow.cases import parameters
from caseflow.cases.calendar import long_day

from ...amounts import BadAmount, shown, yuan
from ...penalties import CODES, Flag, NotInTable, Range, Rule, cited, fine_range, hearing_required_from, violation
from ...penalties.thresholds import HEARING_CITIZEN, HEARING_ORGANISATION

PEOPLE = {"citizen": gettext_lazy("公民"), "organisation": gettext_lazy("法人或者其他组织")}
FLAGS = {"serious": Flag.SERIOUS, "refused": Flag.REFUSED, "harm": Flag.HARM, "repeated": Flag.REPEATED}


class Command(BaseCommand):
    help = "计算一种违法行为的法定处罚幅度"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="违法行为编码，例如 P-01")
        parser.add_argument("--income", default="0", help="违法所得（元）")
        parser.add_argument("--serious", action="store_true", help="情节严重")
        parser.add_argument("--refused", action="store_true", help="拒不改正")
        parser.add_argument("--harm", action="store_true", help="造成危害后果")
        parser.add_argument("--repeated", action="store_true", help="两次以上或者以营利为目的")
        parser.add_argument("--on", default="", help="违法行为日期，例如 2026-03-05；不写为今天")
        parser.add_argument("--person", default="", help="citizen（公民）或者 organisation（法人、其他组织）")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = self._day(options["on"])
        code = options["code"].strip()
        if not code:
            self._refuse(_("请给出违法行为编码：%(codes)s。") % {"codes": "、".join(CODES)})
        code = next((each for each in CODES if each.casefold() == code.casefold()), code)
        person = options["person"]
        if person and person not in PEOPLE:
            self._refuse(_("“%(person)s”不是 citizen 或者 organisation。") % {"person": person})
        flags = [flag for name, flag in FLAGS.items() if options[name]]
        try:
            row = violation(code, on)
            found = fine_range(row, yuan(options["income"]), flags=flags)
        except (NotInTable, BadAmount) as wrong:
            self._refuse(str(wrong))
        person = person or ("citizen" if row.personal else "organisation")
        values = self._values(on)
        if options["json"]:
            text = json.dumps(as_json(found, on, person, values), ensure_ascii=False, indent=2)
        else:
            text = "\n".join(as_lines(found, on, person, values))
        self.stdout.write(text)

    def _day(self, text: str) -> date:
        if not text:
            return timezone.localdate()
        try:
            return date.fromisoformat(text)
        except ValueError:
            self._refuse(_("“%(text)s”不是日期，应写成 2026-03-05 的形式。") % {"text": text})

    def _values(self, on: date) -> Mapping[str, Any]:
        """The office's thresholds; those of the reference where there is no database yet."""
        try:
            return {each.key: parameters.value(each.key, on) for each in (HEARING_CITIZEN, HEARING_ORGANISATION)}
        except Error:
            return {}

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        raise SystemExit(2)


def as_json(found: Range, on: date, person: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Sums are strings of yuan with two decimals; ``components`` are those that may be imposed."""
    row = found.violation
    return {
        "code": row.code,
        "name": str(row.name),
        "on": on.isoformat(),
        "income": _plain(found.income),
        "flags": sorted(found.flags),
        "punishable_here": row.punishable_here,
        "transfer": row.transfer,
        "fine_min": _plain(found.fine_min),
        "fine_max": _plain(found.fine_max),
        "may_be_zero": found.may_be_zero,
        "confiscation": _plain(found.confiscation),
        "components": [
            {"kind": each.kind.value, "name": each.name, "required": each.required, "why": each.why}
            for each in found.components
            if each.allowed
        ],
        "forbidden": [
            {"kind": each.kind.value, "name": each.name, "why": each.why}
            for each in found.components
            if not each.allowed
        ],
        "person": person,
        "hearing_required_from": _plain(hearing_required_from(person == "organisation", values)),
        "hearing_thresholds": {each: _plain(hearing_required_from(each == "organisation", values)) for each in PEOPLE},
        "hearing_threshold_verified": HEARING_ORGANISATION.verified,
        "violated": [str(each) for each in row.violated],
        "basis": [str(each) for each in row.basis],
        "steps": [{"label": step.label, "value": step.value} for step in found.steps],
    }


def as_lines(found: Range, on: date, person: str, values: Mapping[str, Any]) -> list[str]:
    row = found.violation
    lines = [f"{row.code} {row.name}", _("适用日期：%(day)s") % {"day": long_day(on)}]
    lines.append(_("违反条款：%(cited)s") % {"cited": cited(row.violated)})
    if row.basis:
        lines.append(_("处罚依据：%(cited)s") % {"cited": cited(row.basis)})
    lines.append(_("计算："))
    lines += [f"  {step.label}：{step.value}" for step in found.steps]
    if not row.punishable_here:
        return [*lines, _("本机关不作处罚，移送有权机关（%(code)s）。") % {"code": row.transfer}]
    if found.fine_max:
        bounds = {"low": shown(found.fine_min), "high": shown(found.fine_max)}
        lines.append(_("罚款幅度：%(low)s至%(high)s") % bounds)
    else:
        lines.append(_("罚款幅度：不得罚款"))
    for rule in Rule:
        for each in found.components:
            if each.rule == rule:
                lines.append(f"{rule.label}：{each.name}（{each.why}）")
    said = {"person": PEOPLE[person], "sum": shown(hearing_required_from(person == "organisation", values))}
    lines.append(
        _("听证：对%(person)s的罚款或者没收达到%(sum)s的（未核定），以及吊销许可证件等，应当告知听证权利") % said
        if not HEARING_ORGANISATION.verified
        else _("听证：对%(person)s的罚款或者没收达到%(sum)s的，以及吊销许可证件等，应当告知听证权利") % said
    )
    return lines


def _plain(amount: Decimal) -> str:
    return format(amount, ".2f")
