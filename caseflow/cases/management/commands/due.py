"""Count one time limit and show the sum, for those who want to check the calendar against the law."""

import json
import unicodedata
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases import holidays, parameters
from caseflow.cases.calendar import Calendar, Due, Exclusion, Extension, due, long_day
from caseflow.procedure import TimeLimit
from caseflow.procedure.limits import exclusions, limit, limits, parameter


class Command(BaseCommand):
    """``manage.py due DL-13 2026-09-29``: exit status 2 and a sentence where the question makes no sense."""

    help = "按编号和起算日计算一项法定期限，并列出算式。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", default="", help="期限编号，例如 DL-13；不写则列出全部期限")
        parser.add_argument(
            "start", nargs="?", default="", help="起算日，例如 2026-09-29；以小时计的写作 2026-09-29T14:30"
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")
        parser.add_argument(
            "--exclude", action="append", default=[], metavar="EX1:开始:结束", help="扣除的期间；不写结束日表示仍在继续"
        )
        parser.add_argument(
            "--extend", action="append", default=[], metavar="30[:批准日]", help="延长的长度，单位与期限相同"
        )
        parser.add_argument(
            "--set", action="append", default=[], metavar="参数=值", dest="values", help="只为这一次改变的参数"
        )
        parser.add_argument("--today", default="", help="把这一天当作今天，用于仍在继续的扣除")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["code"]:
            for rule in limits().values():
                self.stdout.write(f"{rule.code:<8}{rule.name}")
            return
        try:
            rule = limit(options["code"].strip())
            found = self.count(rule, options)
        except LookupError as unknown:
            raise CommandError(str(unknown.args[0]), returncode=2) from None
        except ValueError as refused:
            raise CommandError(str(refused), returncode=2) from None
        self.stdout.write(as_json(rule, found) if options["json"] else in_words(rule, found))

    def count(self, rule: TimeLimit, options: dict[str, Any]) -> Due:
        start = moment(options["start"])
        today = day(options["today"]) if options["today"] else timezone.localdate()
        values = dict(setting(each) for each in options["values"])
        events: list[Exclusion | Extension] = []
        for text in options["exclude"]:
            event = exclusion(text)
            events.append(event)
            if event.code not in rule.exclusions:
                self.stderr.write(
                    _("%(code)s 不扣除 %(exclusion)s，已略去。") % {"code": rule.code, "exclusion": event.code}
                )
        events += [extension(text, rule, start) for text in options["extend"]]
        length = values.get(rule.parameter, rule.length)
        calendar: Calendar
        try:
            calendar = holidays.calendar()
            if rule.parameter and rule.parameter not in values:
                length = parameters.value(rule.parameter, start.date() if isinstance(start, datetime) else start)
        except DatabaseError:
            self.stderr.write(_("数据库尚未建立：只用随软件提供的节假日安排和参数。"))
            calendar = holidays.library()
        return due(rule, start, calendar, events, length=length, today=today)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(_("“%(text)s”不是日期，请写成 2026-09-29 的样子。") % {"text": text}) from None


def moment(text: str) -> date | datetime:
    """A day, or a moment of the office's own time zone."""
    if not text.strip():
        raise ValueError(_("请写明起算日，例如 2026-09-29。"))
    if len(text.strip()) <= len("2026-09-29"):
        return day(text)
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(_("“%(text)s”不是时刻，请写成 2026-09-29T14:30 的样子。") % {"text": text}) from None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def whole(text: Any) -> int:
    """A length: a whole number that is not negative."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise ValueError(_("“%(text)s”不是期限的长度，请写成整数。") % {"text": text})
    return int(text)


def setting(text: str) -> tuple[str, int]:
    key, separator, value = text.partition("=")
    if not separator:
        raise ValueError(_("“%(text)s”不完整，请写成 参数=值 的样子。") % {"text": text})
    return parameter(key.strip()).key, whole(value.strip())


def exclusion(text: str) -> Exclusion:
    code, first, last = ([part.strip() for part in text.split(":")] + ["", ""])[:3]
    if text.count(":") != 2 or not first:
        raise ValueError(_("“%(text)s”不完整，请写成 EX1:2026-08-05:2026-08-17 的样子。") % {"text": text})
    if code not in exclusions():
        raise ValueError(
            _("没有编号为“%(code)s”的扣除期间；有：%(known)s。") % {"code": code, "known": _("、").join(exclusions())}
        )
    return Exclusion(code, day(first), day(last) if last else None, str(exclusions()[code].basis))


def extension(text: str, rule: TimeLimit, start: date | datetime) -> Extension:
    """Granted on the day of the start where no other day is given."""
    length, _colon, on = text.partition(":")
    first = start.date() if isinstance(start, datetime) else start
    return Extension(whole(length.strip()), rule.unit, day(on) if on else first)  # type: ignore[arg-type]


def as_json(rule: TimeLimit, found: Due) -> str:
    dates = {name: getattr(found, name).isoformat() for name in ("nominal_due", "legal_due", "safe_due")}
    answer = {
        "code": rule.code,
        "name": str(rule.name),
        **dates,
        "provisional": found.provisional,
        "suspended": found.suspended,
        "steps": [{"label": str(step.label), "value": str(step.value)} for step in found.steps],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def in_words(rule: TimeLimit, found: Due) -> str:
    lines = [f"{rule.code}  {rule.name}（{rule.duty.label}）"]
    space = max(width(step.label) for step in found.steps) + 2
    lines += [f"{step.label}{' ' * (space - width(step.label))}{step.value}" for step in found.steps]
    if found.suspended:
        lines.append(_("已中止，自%(day)s起。") % {"day": long_day(found.suspended_since)})  # type: ignore[arg-type]
    if rule.effect:
        lines.append(str(rule.effect))
    return "\n".join(lines)


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
