"""The words of a public notice and its last day (reference 4.4)."""

from datetime import date, timedelta
from typing import Any

from caseflow.cases import holidays
from caseflow.cases.calendar.days import roll
from documents.wording import date_words

from .codes import Mode
from .privacy import masked


def last_day(posted: date, days: int) -> date:
    """Day 1 is the day after posting; a last day that is a day off moves on (P-5, R-DAY, R-ROLL)."""
    return roll(posted + timedelta(days=days), holidays.calendar())


def wording(application: Any, on: date, days: int, phone: str) -> str:
    """What the notice says: the scheme in neutral words, the name masked, village, period, telephone (P-2)."""
    until = last_day(on, days)
    name = str(application.applicant)
    who = name if application.mode == Mode.FULL_LIST else masked(name)
    return "\n".join(
        (
            f"关怀帮扶项目拟确认人员：{who}（{application.household.village}）。",
            f"公示期：{date_words(on)}的次日起至{date_words(until)}止。",
            f"如对名单有异议，请在公示期内实名或匿名向{application.household.village.office}反映，电话：{phone or '见公示栏'}。",
            "请勿传播、议论当事人家庭情况。",
        )
    )
