"""The rows of the first locality, Ganzhou district, with what is known of the national rates; nothing in it is code.

``confirmed_on`` is None where the reference marks a row [from memory] or unknown: such rows stop batches until the
county has confirmed them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .policy import Benefit, BenefitRow, Book, FamilyType, PolicyVersion, PremiumRow, RateRow

PRINTED = date(2017, 6, 16)
NATION = date(2008, 1, 1)

POLICY = PolicyVersion(
    PRINTED,
    confirmed_on=PRINTED,
    code="GZ-2017-40",
    title="甘州区计划生育特殊家庭扶助关怀政策",
    document="区委发〔2017〕40号",
    area="620702",
    issued=PRINTED,
)
NATIONAL = PolicyVersion(
    NATION,
    confirmed_on=NATION,
    code="CN-2007-78",
    title="全国计划生育家庭特别扶助制度",
    document="国人口发〔2007〕78号、财教〔2010〕244号",
    area="000000",
    issued=date(2007, 8, 31),
)


def _benefit(
    code: Benefit,
    fen: int,
    cap: int | None,
    funding: str,
    quote: str,
    *,
    since: date = PRINTED,
    age: int | None = None,
) -> BenefitRow:
    return BenefitRow(
        since, confirmed_on=since, benefit=code, unit_fen=fen, cap=cap, funding=funding, quote=quote, age=age
    )


BENEFITS = (
    _benefit(Benefit.ONE_TIME, 2_000_000, 1, "SPLIT-1", "Q-A"),
    _benefit(Benefit.HOSP_CARE, 10_000, 30, "SPLIT-1", "Q-A", age=60),
    _benefit(Benefit.PENSION_PREM, 10_000, 1, "DISTRICT", "Q-B"),
    _benefit(Benefit.MED_PREM, 0, 1, "funding.medical", "Q-C"),  # the amount is that of the premium row
    _benefit(Benefit.FUNERAL, 200_000, 1, "funding.funeral", "Q-G"),
    _benefit(Benefit.MONTHLY, 0, None, "UNSET", "Q-J", since=NATION),  # the amount is that of the rate row
    _benefit(Benefit.FESTIVAL_GIFT, 0, 3, "DISTRICT", "2.2"),
)


def _rates(since: date, death: int | None, disability: int | None, area: str, source: str, sure: bool) -> list[RateRow]:
    """Both types, in yuan a month."""
    amounts = {FamilyType.DEATH: death, FamilyType.DISABILITY: disability}
    return [
        RateRow(
            since,
            confirmed_on=since if sure else None,
            type=kind,
            area=area,
            amount_fen=None if yuan is None else yuan * 100,
            source=source,
        )
        for kind, yuan in amounts.items()
    ]


RATES = (
    *_rates(date(2008, 1, 1), 100, 80, "ALL", "V10、V39", True),
    *_rates(date(2012, 1, 1), 135, 110, "ALL", "V39、V40", True),
    *_rates(date(2014, 1, 1), 340, 270, "URBAN", "V39", True),
    *_rates(date(2014, 1, 1), 170, 150, "RURAL", "V39", True),
    *_rates(date(2016, 1, 1), 340, 270, "ALL", "待核定", False),
    *_rates(date(2018, 1, 1), 450, 350, "ALL", "待核定", False),
    *_rates(date(2022, 1, 1), 590, 460, "ALL", "待核定", False),
    *_rates(date(2024, 1, 1), None, None, "ALL", "待县级填写", False),
)

PREMIUMS = tuple(
    PremiumRow(date(year, 1, 1), year=year, amount_fen=yuan * 100)
    for year, yuan in {
        2016: 150,
        2017: 180,
        2018: 220,
        2019: 250,
        2020: 280,
        2021: 320,
        2022: 350,
        2023: 380,
        2024: 400,
        2025: 400,
    }.items()
)

GANZHOU = Book((NATIONAL, POLICY), BENEFITS, RATES, PREMIUMS)


class Comparator(NamedTuple):
    """A rule of another place, ready to be taken over; none of them holds until a county makes a row of it."""

    place: str
    rule: str
    rows: tuple[tuple[str, int], ...]  # for what, fen
    source: str
    enabled: bool = False


COMPARATORS = (
    Comparator(
        "大英县2021",
        "一次性慰问按孩子离世时的年龄；母亲满45周岁",
        (("1-20岁", 500_000), ("21-30岁", 800_000), ("31岁以上", 1_000_000)),
        "V22",
    ),
    Comparator("大英县2021", "春节、端午、中秋前后每年不少于600元；养老保险由县代缴", (("每年", 60_000),), "V22"),
    Comparator(
        "定西市2025",
        "三节慰问并送家政服务；新增家庭从下一年起，退出从下月起",
        (("春节", 50_000), ("端午", 30_000), ("中秋", 30_000)),
        "V23",
    ),
    Comparator("湖南2023", "地方可以发放一次性抚慰金和满60周岁的护理补贴", (), "V36"),
    Comparator("北京2021", "女满55周岁、男满60周岁，每人一次性不少于5000元", (("每人", 500_000),), "V06"),
    Comparator("河南2021", "国家标准加倍发放；县级救助；不能自理的比照五保供养", (), "V06"),
    Comparator("山东、浙江", "经济困难的老年人免费或者低收费入住公办养老机构", (), "V06"),
    Comparator("北京经开区", "二类家庭自批准次月起每月加发350元", (("每月", 35_000),), "V21"),
)
