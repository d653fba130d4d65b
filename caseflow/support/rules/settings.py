"""What a county may set about support, with the defaults of the reference: the open points O1–O12, ages, windows, caps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Parameter

from .said import BadFacts

PREFIX = "support."


def _parameter(key: str, name: Any, default: Any, hint: Any = "") -> Parameter:
    return Parameter(PREFIX + key, name, default, verified=False, hint=hint)


# The order is that of the reference: O1 to O12, then 1.1, 1.3, 2.2, 2.4, 2.6, 4.9.
PARAMETERS: tuple[Parameter, ...] = (
    _parameter("hospital_care.family_types", _("O1 住院护理补贴的家庭类别"), "DEATH", _("DEATH 或者 DEATH,DISABILITY")),
    _parameter("one_time.unit", _("O2 一次性扶助按孩子还是按父母计"), "CHILD", _("CHILD（每户一份）或者 PARENT（每人一份）")),
    _parameter("one_time.divorced_split", _("O3 父母离异时的分法"), "50:50", _("父亲:母亲；除不尽的一分归母亲")),
    _parameter("one_time.min_age", _("O4 一次性扶助的最低年龄"), 0, _("0 为不限")),
    _parameter("one_time.retroactive", _("O5 文件印发以前的情形也可以领取一次性扶助"), True),
    _parameter("hospital_care.year", _("O6 住院护理补贴的“每年”"), "CALENDAR", _("CALENDAR（公历年）或者 CONFIRMATION（自确认之日起的年度）")),
    _parameter("hospital_care.day_rule", _("O7 住院天数的算法"), "IN_NOT_OUT", _("IN_NOT_OUT（算入院日，不算出院日）或者 IN_AND_OUT（都算）")),
    _parameter("funding.medical", _("O8 代缴医保由哪级承担"), "DISTRICT", _("DISTRICT（区级）或者 SPLIT-1（省、市、区）")),
    _parameter("funding.funeral", _("O8 丧葬服务补贴由哪级承担"), "DISTRICT", _("DISTRICT（区级）或者 SPLIT-1（省、市、区）")),
    _parameter("priority.family_types", _("O9 优先安排的家庭类别"), "DEATH,DISABILITY"),
    _parameter("team.fpa_level", _("O10 计生协会秘书长的层级"), "TOWNSHIP_FIRST", _("TOWNSHIP_FIRST（先乡镇后区级）或者 DISTRICT")),
    _parameter("funeral.payee_order", _("O11 丧葬服务补贴领取人的顺序"), "SPOUSE,ARRANGER", _("SPOUSE（配偶）、ARRANGER（操办人，凭票据）")),
    _parameter("medical.net_of_other", _("O12 已有其他资助的，只代缴差额"), True),
    _parameter("eligibility.born_from", _("Q1 夫妻的最早出生日期"), "1933-01-01"),
    _parameter("eligibility.age", _("Q2 特别扶助的年龄"), 49),
    _parameter("eligibility.certificate_required", _("Q8 必须有《独生子女父母光荣证》"), False, _("“否”的，可以由村（社区）证明")),
    _parameter("eligibility.child_from", _("Q9 孩子出生日期自"), "1980-09-01", _("省里另有规定的，按省里的填写")),
    _parameter("eligibility.child_to", _("Q9 孩子出生日期至"), "2015-12-31", _("省里另有规定的，按省里的填写")),
    _parameter("monthly.start", _("START-1 特别扶助从何时起发"), "MAX", _("MAX、NEXT_MONTH_AFTER_APPROVAL 或者 NEXT_YEAR")),
    _parameter("monthly.end", _("END-1 情况变化以后从何时停发"), "NEXT_MONTH", _("NEXT_MONTH（当月照发）或者 SAME_MONTH")),
    _parameter("local.allow_future", _("G0 待满年龄的家庭可以领取不看年龄的本地待遇"), True),
    _parameter("hospital_care.claim_months", _("出院后申领住院护理补贴的期限（月）"), 6),
    _parameter("hospital_care.interim_days", _("住院超过多少天可以中途申领"), 15),
    _parameter("pension.age", _("代缴养老保险的年龄上限"), 60, _("当年1月1日未满的，可以代缴")),
    _parameter("medical.year_offset", _("医保年度比公布年度晚几年"), 1),
    _parameter("elder.age", _("老年人的年龄"), 60),
    _parameter("recovery.setoff_percent", _("从以后每月发放中抵扣的上限（%）"), 20),
    _parameter("recovery.instalments", _("分期退回的最多月数"), 24),
    _parameter("recovery.quiet_days", _("家人离世后不谈钱的天数"), 30),
    _parameter("recovery.answer_days", _("核对发放月份的答复期限（工作日）"), 10),
    _parameter("recovery.office_months", _("经办差错由县级承担的月数"), 1),
    _parameter("account.without_check_digit", _("不用校验位的银行"), "", _("银行名称，用逗号分开")),
)  # fmt: skip

CHOICES: Mapping[str, frozenset[str]] = {
    "one_time.unit": frozenset({"CHILD", "PARENT"}),
    "hospital_care.year": frozenset({"CALENDAR", "CONFIRMATION"}),
    "hospital_care.day_rule": frozenset({"IN_NOT_OUT", "IN_AND_OUT"}),
    "funding.medical": frozenset({"DISTRICT", "SPLIT-1"}),
    "funding.funeral": frozenset({"DISTRICT", "SPLIT-1"}),
    "team.fpa_level": frozenset({"TOWNSHIP_FIRST", "DISTRICT"}),
    "monthly.start": frozenset({"MAX", "NEXT_MONTH_AFTER_APPROVAL", "NEXT_YEAR"}),
    "monthly.end": frozenset({"NEXT_MONTH", "SAME_MONTH"}),
}


@dataclass(frozen=True)
class Settings:
    """What the county has set, of the types the rules want; field ``a_b`` is that of ``FIELDS``."""

    hospital_types: frozenset[str]
    one_time_unit: str
    divorced_split: tuple[int, int]
    one_time_age: int
    one_time_retroactive: bool
    hospital_year: str
    day_rule: str
    funding_medical: str
    funding_funeral: str
    priority_types: frozenset[str]
    fpa_level: str
    payee_order: tuple[str, ...]
    net_of_other: bool
    born_from: date
    monthly_age: int
    certificate_required: bool
    child_from: date
    child_to: date
    start_rule: str
    end_rule: str
    allow_future: bool
    claim_months: int
    interim_days: int
    pension_age: int
    medical_offset: int
    elder_age: int
    setoff_percent: int
    instalments: int
    quiet_days: int
    answer_days: int
    office_months: int
    without_check_digit: tuple[str, ...]

    @classmethod
    def of(cls, values: Mapping[str, Any] | None = None) -> Settings:
        """From values by key, with or without ``support.``; the default of the reference for what is not given.

        Raises BadFacts, with the sentence, for a value that is none of those a setting may have.
        """
        given = {key.removeprefix(PREFIX): value for key, value in (values or {}).items()}
        read = {}
        for parameter, field in zip(PARAMETERS, fields(cls), strict=True):
            key = parameter.key.removeprefix(PREFIX)
            read[field.name] = _read(parameter, key, given.get(key, parameter.default))
        return cls(**read)


def _read(parameter: Parameter, key: str, value: Any) -> Any:
    if key in CHOICES and value not in CHOICES[key]:
        raise BadFacts(f"“{parameter.name}”不能是“{value}”。")
    try:
        return READERS.get(key, lambda each: each)(value)
    except ValueError:
        raise BadFacts(f"“{parameter.name}”不能是“{value}”。") from None


def _set(value: str) -> frozenset[str]:
    return frozenset(_listed(value))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())


def _ratio(value: str) -> tuple[int, int]:
    father, mother = (int(part) for part in value.split(":"))
    if father < 0 or mother < 0 or not father + mother:
        raise ValueError(value)
    return father, mother


READERS: Mapping[str, Callable[[Any], Any]] = {
    "hospital_care.family_types": _set,
    "priority.family_types": _set,
    "one_time.divorced_split": _ratio,
    "funeral.payee_order": _listed,
    "eligibility.born_from": date.fromisoformat,
    "eligibility.child_from": date.fromisoformat,
    "eligibility.child_to": date.fromisoformat,
    "account.without_check_digit": _listed,
}

DEFAULTS = Settings.of()
