"""``manage.py benefit``: what a benefit comes to, who pays how much of it, and the reasons."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.calendar import Calendar
from caseflow.support.calculator import settings_on
from caseflow.support.rules.dates import Month
from caseflow.support.rules.facts import Sex, Standing, Status, Stay, Used
from caseflow.support.rules.festivals import Festival
from caseflow.support.rules.ganzhou import GANZHOU
from caseflow.support.rules.hospital import hospital_care
from caseflow.support.rules.money import BadSum, Yuan, fen
from caseflow.support.rules.monthly import Beneficiary, monthly
from caseflow.support.rules.occasions import festival_gift, funeral
from caseflow.support.rules.one_time import Loss, Parent, one_time
from caseflow.support.rules.periods import start_month
from caseflow.support.rules.policy import Benefit, FamilyType
from caseflow.support.rules.premiums import medical_premium, pension_premium
from caseflow.support.rules.results import Result
from caseflow.support.rules.said import BadFacts
from caseflow.support.rules.settings import Settings
from caseflow.support.rules.splitting import LEVELS

SPLIT = "split"
PERSON = "1"


class Command(BaseCommand):
    help = "计算一项扶助待遇，或者一笔金额由各级怎样分担（split）"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = "、".join(Benefit.values)
        parser.add_argument("code", nargs="?", default="", help=f"待遇编码（{codes}），或者 split")
        parser.add_argument("amount", nargs="?", default="", help="split 的金额（元），例如 0.24；退回的写负数")
        parser.add_argument("--rule", default="SPLIT-1", help="split 按哪种办法分担，例如 SPLIT-1、DISTRICT")
        parser.add_argument("--type", default="DEATH", help="家庭类别：DEATH 或者 DISABILITY")
        parser.add_argument("--born", default="", help="出生日期，例如 1966-03-18")
        parser.add_argument("--wife-born", default="", help="夫妻中女方的出生日期（MONTHLY）")
        parser.add_argument("--event", default="", help="符合条件之日（ONE_TIME、MONTHLY）")
        parser.add_argument("--confirmed-from", default="", help="资格确认之日，例如 2024-05-06")
        parser.add_argument("--closed-to", default="", help="登记情况变化、计到哪一天")
        parser.add_argument("--died", default="", help="本人离世之日")
        parser.add_argument(
            "--stay", action="append", default=[], help="住院，例如 2026-03-10:2026-03-20；还没出院的写 2026-03-10:"
        )
        parser.add_argument("--paid", action="append", default=[], help="已领的天数，例如 2026=5")
        parser.add_argument("--claimed", default="", help="申领之日；不写的，不查申领期限")
        parser.add_argument("--year", default="", help="年度（PENSION_PREM、MED_PREM、FESTIVAL_GIFT）")
        parser.add_argument("--month", default="", help="月份（MONTHLY），例如 2026-03")
        parser.add_argument("--area", default="ALL", help="URBAN 或者 RURAL（MONTHLY）")
        parser.add_argument("--festival", default="SPRING", help="SPRING、DRAGON、MIDAUT（FESTIVAL_GIFT）")
        parser.add_argument("--payee", default="SPOUSE", help="SPOUSE 或者 ARRANGER（FUNERAL）")
        parser.add_argument("--receipts", action="store_true", help="操办人带来了票据（FUNERAL）")
        parser.add_argument("--divorced", action="store_true", help="父母已离异（ONE_TIME）")
        parser.add_argument("--paid-before", action="store_true", help="以前领过（ONE_TIME、FUNERAL）")
        parser.add_argument("--not-enrolled", action="store_true", help="没有参保（PENSION_PREM、MED_PREM）")
        parser.add_argument("--employee", action="store_true", help="参加的是职工医保（MED_PREM）")
        parser.add_argument("--other", default="0", help="其他资助已缴（元，MED_PREM）")
        parser.add_argument("--on", default="", help="按哪一天计算；不写为今天")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shown = self._answer(options)
        except (BadFacts, BadSum) as wrong:
            self._refuse(str(wrong))
        if options["json"]:
            self.stdout.write(json.dumps(shown[0], ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(shown[1]))

    def _answer(self, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        code = options["code"].strip()
        if code.casefold() == SPLIT:
            return split(options["amount"], options["rule"], day_of(options, "on") or timezone.localdate())
        found = next((each for each in Benefit if each.value.casefold() == code.casefold()), None)
        if found is None:
            known = "、".join((*Benefit.values, SPLIT))
            raise BadFacts(_("请给出待遇编码：%(codes)s。") % {"codes": known})
        if options["amount"]:
            raise BadFacts(_("多了“%(text)s”，只有 split 后面跟金额。") % {"text": options["amount"]})
        result = ANSWERS[found](options)
        return result.as_json(), as_lines(result)

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        raise SystemExit(2)


def split(amount: str, rule: str, on: date) -> tuple[dict[str, Any], list[str]]:
    """The shares of a sum; below zero for what comes back."""
    if not amount:
        raise BadFacts(_("请给出金额，例如 split 0.24。"))
    total = fen(amount, negative=True)
    funding = GANZHOU.funding(rule, on)
    if not funding.is_set:
        raise BadFacts(_("这一项由哪一级承担还没有核定，请县级先填写分担比例。"))
    shares = funding.split(total)
    said = {"amount": Yuan(total).figures, "amount_words": Yuan(total).capitals, "rule": rule, **shares.as_json()}
    lines = [f"{Yuan(total).shown}（{Yuan(total).capitals}）"]
    lines += [f"  {name}：{Yuan(getattr(shares, level)).shown}" for level, name in LEVELS.items() if level in said]
    return said, lines


def as_lines(result: Result) -> list[str]:
    """The answer for people at a terminal."""
    lines = [f"{result.benefit.value} {result.benefit.label}：{result.answer.label}"]
    lines += [f"  {each.sentence}" for each in (*result.reasons, *result.blocks)]
    lines.append(_("计算："))
    lines += [f"  {step.label}：{step.value}" for step in result.steps]
    for line in result.lines:
        shares = line.split
        told = "" if shares is None else "，".join(f"{LEVELS[name]}{text}" for name, text in shares.as_json().items())
        lines.append(f"  {line.period}：{Yuan(line.amount_fen).shown}（{Yuan(line.amount_fen).capitals}）{told}")
    return lines


def day_of(options: dict[str, Any], name: str) -> date | None:
    text = options[name].strip()
    if not text:
        return None
    try:
        return _day(text)
    except ValueError:
        raise BadFacts(_("“%(text)s”不是日期，应写成 2026-03-05 的形式。") % {"text": text}) from None


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not date(1900, 1, 1) <= day <= date(2100, 12, 31):
        raise ValueError(text)
    return day


def needed(options: dict[str, Any], name: str, label: str) -> date:
    day = day_of(options, name)
    if day is None:
        raise BadFacts(_("请给出%(label)s（--%(option)s）。") % {"label": label, "option": name.replace("_", "-")})
    return day


def born(options: dict[str, Any], on: date) -> date:
    day = needed(options, "born", _("出生日期"))
    if day > on:
        raise BadFacts(_("出生日期晚于计算之日，请核对。"))
    return day


def whole(text: str, label: str, *, low: int, high: int) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or not low <= int(text) <= high:
        raise BadFacts(
            _("%(label)s“%(text)s”应是%(low)d至%(high)d的整数。")
            % {"label": label, "text": text, "low": low, "high": high}
        )
    return int(text)


def today(options: dict[str, Any]) -> date:
    return day_of(options, "on") or timezone.localdate()


def choice(text: str, known: list[str]) -> str:
    if text not in known:
        raise BadFacts(_("“%(text)s”不是%(known)s之一。") % {"text": text, "known": "、".join(known)})
    return text


def standing_of(options: dict[str, Any], on: date, settings: Settings, *, needs: bool = True) -> Standing:
    confirmed = needed(options, "confirmed_from", _("资格确认之日")) if needs else day_of(options, "confirmed_from")
    kind = FamilyType(choice(options["type"].strip().upper(), FamilyType.values))
    status = Status.CONFIRMED if confirmed is not None and confirmed <= on else Status.OTHER
    return Standing(kind, confirmed, status, day_of(options, "closed_to"), died_on=day_of(options, "died"))


def stays_of(options: dict[str, Any]) -> list[Stay]:
    claimed = day_of(options, "claimed")
    stays = []
    for text in options["stay"]:
        first, colon, last = text.partition(":")
        try:
            days = _day(first.strip()), _day(last.strip()) if last.strip() else None
        except ValueError:
            days = None
        if not colon or days is None:
            raise BadFacts(_("“%(text)s”不是住院日期，应写成 2026-03-10:2026-03-20 的形式。") % {"text": text})
        stays.append(Stay(*days, claimed_on=claimed))
    return stays


def paid_of(options: dict[str, Any]) -> dict[int, int]:
    paid: dict[int, int] = {}
    for text in options["paid"]:
        year, equals, days = text.partition("=")
        if not equals:
            raise BadFacts(_("“%(text)s”不是已领的天数，应写成 2026=5 的形式。") % {"text": text})
        at = whole(year, _("年度"), low=1900, high=2100)
        paid[at] = paid.get(at, 0) + whole(days, _("天数"), low=0, high=366)
    return paid


def _hospital(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    stays = stays_of(options)
    if not stays:
        raise BadFacts(_("请给出住院日期，例如 --stay 2026-03-10:2026-03-20。"))
    return hospital_care(
        PERSON,
        born(options, on),
        standing_of(options, on, settings),
        stays,
        on,
        used=Used.of(paid_of(options)),
        settings=settings,
        calendar=Calendar.of_library(),
    )


def _one_time(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    loss = Loss("loss", needed(options, "event", _("符合条件之日")), options["divorced"])
    parents = [Parent("father", Sex.MALE, date(1900, 1, 1)), Parent("mother", Sex.FEMALE, date(1900, 1, 1))]
    used = Used.of(keys=[("loss",)] if options["paid_before"] else [])
    return one_time(loss, parents, standing_of(options, on, settings), on, used=used, settings=settings)


def _monthly(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    standing = standing_of(options, on, settings)
    event = needed(options, "event", _("符合条件之日"))
    counts = day_of(options, "wife_born") or born(options, on)
    try:
        month = Month.parse(options["month"]) if options["month"] else Month.of(on)
    except ValueError:
        raise BadFacts(_("“%(text)s”不是月份，应写成 2026-03 的形式。") % {"text": options["month"]}) from None
    start = start_month(counts, event, standing.confirmed_from or on, settings)
    area = choice(options["area"].strip().upper(), ["ALL", "URBAN", "RURAL"])
    who = Beneficiary(PERSON, standing.type, start.month, area)
    return monthly(who, month, on, standing=standing, settings=settings)


def _year(options: dict[str, Any], on: date) -> int:
    return whole(options["year"], _("年度"), low=1900, high=2100) if options["year"] else on.year


def _pension(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    enrolled = not options["not_enrolled"]
    standing = standing_of(options, on, settings)
    return pension_premium(
        PERSON, born(options, on), standing, _year(options, on), on, enrolled=enrolled, due=enrolled, settings=settings
    )


def _medical(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    return medical_premium(
        PERSON,
        standing_of(options, on, settings),
        _year(options, on),
        on,
        enrolled=not options["not_enrolled"],
        employee=options["employee"],
        other_fen=fen(options["other"]),
        settings=settings,
    )


def _funeral(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    needed(options, "died", _("离世的日期"))
    return funeral(
        PERSON,
        standing_of(options, on, settings),
        on,
        payee="payee",
        payee_kind=choice(options["payee"].strip().upper(), ["SPOUSE", "ARRANGER"]),
        receipts=options["receipts"],
        used=Used.of(keys=[(PERSON,)] if options["paid_before"] else []),
        settings=settings,
    )


def _gift(options: dict[str, Any]) -> Result:
    on = today(options)
    settings = settings_on(on)
    festival = choice(options["festival"].strip().upper(), Festival.values)
    year = _year(options, on)
    return festival_gift("household", PERSON, standing_of(options, on, settings), festival, year, on, settings=settings)


ANSWERS: dict[str, Callable[[dict[str, Any]], Result]] = {
    Benefit.HOSP_CARE: _hospital,
    Benefit.ONE_TIME: _one_time,
    Benefit.MONTHLY: _monthly,
    Benefit.PENSION_PREM: _pension,
    Benefit.MED_PREM: _medical,
    Benefit.FUNERAL: _funeral,
    Benefit.FESTIVAL_GIFT: _gift,
}
