"""The time limits of the application course (reference 4.3, L-1…L-19), and what is not counted in them (R-INT).

L-14 and L-15 belong to the payment of money and L-20 to the annual review; they come with those courses.
"""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation, Duty, Parameter, TimeLimit, Unit

from . import citations as law

EXCLUSIONS: dict[str, tuple[object, Citation]] = {
    "S-2": (_("公示期间"), law.PUBLICITY),
    "S-3": (_("等待其他机关答复期间"), law.CHECK),
    "S-5": (_("暂停帮扶期间"), law.SUSPENSION),
}
WAITING = ("S-2", "S-3")
PAUSED = ("S-5",)
PARAMETERS_OF_LIMITS: list[Parameter] = []


def _limit(code: str, name: Any, length: int, unit: Unit, duty: Duty, basis: Citation, **more: Any) -> TimeLimit:
    """A limit whose length an office may set: every length of the reference is a setting."""
    key = f"support.{code.lower().replace('-', '')}_length"
    title = format_lazy("{} {}（{}）", code, name, unit.label)
    verified = more.get("verified", False)
    PARAMETERS_OF_LIMITS.append(Parameter(key, title, length, basis, verified=verified))
    return TimeLimit(code, name, length, unit, duty, basis, parameter=key, **{"verified": verified, **more})


def _office(code: str, name: Any, days: int, basis: Citation, **more: Any) -> TimeLimit:
    """A limit of the office in working days, which stops while it waits for others."""
    late = _("逾期未办的，提醒承办人和其负责人。")
    return _limit(code, name, days, Unit.WORKING_DAYS, Duty.AGENCY_DUTY, basis, **{"effect": late, **more})


REGISTER_FAMILY = _office("A-2", _("接案以后登记家庭情况"), 5, law.INTAKE, trigger=_("接案之日"))
COMPLETENESS = _office(
    "L-2",
    _("材料齐全性审查"),
    5,
    law.ACCEPTANCE,
    on_expiry="accept_by_silence",
    effect=_("逾期没有告知补正的，视为受理。"),
    trigger=_("收到申请之日"),
)
SUPPLEMENT = _limit(
    "L-3",
    _("申请人补正"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.ACCEPTANCE,
    on_expiry="expire",
    effect=_("逾期没有补正的，本次申请终止，可以随时重新申请。"),
    trigger=_("告知补正之日"),
)
HOME_CHECK = _office("L-4", _("入户调查和评议"), 10, law.CHECK, exclusions=WAITING, trigger=_("受理之日"))
VILLAGE_PUBLICITY = _limit(
    "L-5",
    _("村（社区）公示"),
    7,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.PUBLICITY,
    effect=_("公示期满没有异议的，可以签署村级意见。"),
    trigger=_("张贴或者开放查阅之日"),
)
VILLAGE_OPINION = _office("L-6", _("村级意见上报"), 3, law.SIGNING, trigger=_("公示期满之日"))
TOWNSHIP_REVIEW = _office("L-7", _("乡镇审核"), 10, law.TOWNSHIP, exclusions=WAITING, trigger=_("收到村级材料之日"))
TOWNSHIP_PUBLICITY = _limit(
    "L-8",
    _("乡镇公示"),
    7,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.PUBLICITY,
    effect=_("公示期满没有异议的，可以报县级审批。"),
    trigger=_("张贴或者开放查阅之日"),
)
COUNTY_DECISION = _office("L-9", _("县级决定"), 10, law.COUNTY, exclusions=WAITING, trigger=_("收到乡镇材料之日"))
TELL_DECISION = _office("L-10", _("书面决定送达申请人"), 3, law.DECIDE, trigger=_("作出决定之日"))
WHOLE = _office(
    "L-11",
    _("从受理到决定"),
    25,
    law.DECIDE,
    exclusions=WAITING,
    effect=_("逾期未决定的，向申请人说明理由；经批准可以延长至四十个工作日。"),
    trigger=_("受理之日"),
)
REINVESTIGATE = _office("L-12", _("异议复核"), 10, law.OBJECTIONS, exclusions=("S-3",), trigger=_("登记异议之日"))
FILE_ROSTER = _office("L-13", _("备案"), 10, law.FILING, trigger=_("作出决定之日"))
ASK_REVIEW = _limit(
    "L-16",
    _("申请行政复议"),
    60,
    Unit.CALENDAR_DAYS,
    Duty.PARTY_RIGHT,
    law.REVIEW,
    effect=_("逾期不再受理行政复议申请，另有正当理由的除外。"),
    verified=True,
    trigger=_("收到决定之日"),
)
SUE = _limit(
    "L-17",
    _("提起行政诉讼"),
    6,
    Unit.MONTHS,
    Duty.PARTY_RIGHT,
    law.LAWSUIT,
    effect=_("逾期不再受理起诉，另有正当理由的除外。"),
    verified=True,
    trigger=_("收到决定之日"),
)
ASK_RECHECK = _limit(
    "L-18",
    _("要求内部复核"),
    15,
    Unit.WORKING_DAYS,
    Duty.PARTY_RIGHT,
    law.RECHECK,
    effect=_("逾期不影响申请行政复议和提起诉讼。"),
    trigger=_("收到决定之日"),
)
SHORT_TRACK = _office("L-19", _("单项待遇从材料齐全到决定"), 15, law.CLAIMS, exclusions=WAITING, trigger=_("受理之日"))
AFTERWARDS = _office("L-U", _("先行帮扶以后补办手续"), 10, law.URGENT_HELP, trigger=_("先行帮扶之日"))
ANSWER = _limit(
    "L-H",
    _("撤销以前听取本人意见"),
    5,
    Unit.WORKING_DAYS,
    Duty.PARTY_RIGHT,
    law.REVOCATION,
    effect=_("期满没有意见的，可以作出决定。"),
    trigger=_("告知之日"),
)
REVOKE = _office("L-R", _("撤销决定"), 15, law.REVOCATION, trigger=_("告知拟撤销之日"))
CLOSE_FILE = _office("A-12", _("结案审核"), 20, law.CLOSING, trigger=_("提出结案之日"))
FIRST_TEAM = _office("T-10", _("组建帮扶联系小组"), 10, law.TEAMS, exclusions=PAUSED, trigger=_("资格确认之日"))
FILL_ROLE = _office(
    "T-8", _("补齐公职联系人"), 10, law.TEAMS, exclusions=PAUSED, repeated=True, trigger=_("出现空缺之日")
)
FILL_VOLUNTEER = _limit(
    "T-8V",
    _("补齐志愿者"),
    30,
    Unit.CALENDAR_DAYS,
    Duty.AGENCY_DUTY,
    law.TEAMS,
    effect=_("逾期未补齐的，提醒县（区）计生协会。"),
    repeated=True,
    trigger=_("出现空缺之日"),
)
REPLACE_REFUSED = _office(
    "T-9",
    _("按家庭意愿换人"),
    3,
    law.TEAMS,
    on_expiry="remove_refused",
    effect=_("逾期没有办理的，系统自动解除这名联系人。"),
    repeated=True,
    trigger=_("家庭提出之日"),
)
HAND_OVER = _office("T-H", _("联系人交接"), 5, law.HANDOVER, exclusions=PAUSED, repeated=True, trigger=_("接任之日"))
NEW_CARD = _office("T-C", _("把新的连心卡交给家庭"), 3, law.CONTACTS, exclusions=PAUSED, trigger=_("人员变动之日"))
ASSESS = _office("A-5", _("需求评估"), 15, law.PLANS, exclusions=PAUSED, trigger=_("小组组建之日"))
DRAFT_PLAN = _office("A-6", _("拟订帮扶计划"), 5, law.PLANS, exclusions=PAUSED, trigger=_("评估或者退回之日"))
APPROVE_PLAN = _office("A-7", _("审批帮扶计划"), 5, law.PLANS, exclusions=PAUSED, trigger=_("报批之日"))
NEXT_REVIEW = _limit(
    "A-9",
    _("下一次阶段评估"),
    6,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.STAGES,
    on_expiry="begin_stage_review",
    effect=_("满六个月，系统转入阶段评估。"),
    trigger=_("开始帮扶或者上次评估之日"),
)
FINISH_REVIEW = _office("A-10", _("完成阶段评估"), 10, law.STAGES, exclusions=PAUSED, trigger=_("转入评估之日"))
RECHECK_PAUSE = _limit(
    "A-14",
    _("重新核对暂停的情况"),
    6,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.SUSPENSION,
    effect=_("逾期未核对的，提醒乡镇（街道）分管领导。"),
    trigger=_("暂停或者上次核对之日"),
)
ANSWER_TRANSFER = _limit(
    "A-15",
    _("接收地答复移交"),
    10,
    Unit.WORKING_DAYS,
    Duty.EXTERNAL,
    law.TRANSFER,
    effect=_("没有答复以前，仍由原乡镇（街道）负责。"),
    trigger=_("发出移交函之日"),
)
GREETING = _limit(
    "A-G",
    _("结案以后电话问候"),
    1,
    Unit.MONTHS,
    Duty.AGENCY_DUTY,
    law.AFTER_CARE,
    effect=_("本人不愿意的，不再打扰。"),
    repeated=True,
    trigger=_("结案之日"),
)

LIMITS = {
    each.code: each
    for each in (
        REGISTER_FAMILY,
        COMPLETENESS,
        SUPPLEMENT,
        HOME_CHECK,
        VILLAGE_PUBLICITY,
        VILLAGE_OPINION,
        TOWNSHIP_REVIEW,
        TOWNSHIP_PUBLICITY,
        COUNTY_DECISION,
        TELL_DECISION,
        WHOLE,
        REINVESTIGATE,
        FILE_ROSTER,
        ASK_REVIEW,
        SUE,
        ASK_RECHECK,
        SHORT_TRACK,
        AFTERWARDS,
        ANSWER,
        REVOKE,
        CLOSE_FILE,
        FIRST_TEAM,
        FILL_ROLE,
        FILL_VOLUNTEER,
        REPLACE_REFUSED,
        HAND_OVER,
        NEW_CARD,
        ASSESS,
        DRAFT_PLAN,
        APPROVE_PLAN,
        NEXT_REVIEW,
        FINISH_REVIEW,
        RECHECK_PAUSE,
        ANSWER_TRANSFER,
        GREETING,
    )
}
