"""What an office may set about the course, with what the reference proposes until it does."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Parameter

from . import citations as law
from .contact import CONTACT_PARAMETERS
from .limits import PARAMETERS_OF_LIMITS

PARAMETERS: tuple[Parameter, ...] = (
    *PARAMETERS_OF_LIMITS,
    *CONTACT_PARAMETERS,
    Parameter("support.panel_quorum", _("评议最少人数（不计回避）"), 5, law.PANEL, verified=False),
    Parameter(
        "support.panel_majority",
        _("评议通过的比例（百分比）"),
        67,
        law.PANEL,
        verified=False,
        hint=_("67 按三分之二计算；其他数字按百分比计算。"),
    ),
    Parameter(
        "support.publicity_first",
        _("一类情形的公示方式"),
        "panel_only",
        law.NO_PUBLICATION,
        verified=False,
        hint=_(
            "full_list 完整名单，minimal 最小范围，panel_only 评议组内查阅，none 不公示；本省另有规定的，从其规定。"
        ),
    ),
    Parameter(
        "support.publicity_second",
        _("二类情形的公示方式"),
        "minimal",
        law.NO_PUBLICATION,
        verified=False,
        hint=_(
            "full_list 完整名单，minimal 最小范围，panel_only 评议组内查阅，none 不公示；本省另有规定的，从其规定。"
        ),
    ),
    Parameter("support.look_hours", _("查看封存内容一次的时长（小时）"), 3, law.SENSITIVE, verified=False),
    Parameter("support.cap_fpa_sec", _("计生协会秘书长最多联系户数"), 200, law.TEAMS, verified=False),
    Parameter("support.cap_town_cadre", _("乡镇（街道）干部最多联系户数"), 30, law.TEAMS, verified=False),
    Parameter("support.cap_village_fp", _("村（社区）计生专干最多联系户数"), 40, law.TEAMS, verified=False),
    Parameter("support.cap_village_doctor", _("签约医生最多联系户数"), 60, law.TEAMS, verified=False),
    Parameter("support.cap_volunteer", _("志愿者最多联系户数"), 5, law.TEAMS, verified=False),
    Parameter("support.training_months", _("保密承诺和培训的有效期（月）"), 12, law.CONFLICTS, verified=False),
    Parameter("support.reopen_months", _("结案以后沿用原编号恢复的期限（月）"), 24, law.REOPENING, verified=False),
    Parameter("support.lost_months", _("失联核销须满的期限（月）"), 12, law.CLOSING, verified=False),
    Parameter("support.mind_line", _("连心卡上的心理援助热线"), "12356", law.CONTACTS, verified=False),
    Parameter("support.hospital_line", _("连心卡上的优先就医电话"), "120", law.CONTACTS, verified=False),
    Parameter(
        "support.greetings",
        _("结案以后问候的时间（月）"),
        "1,3,6",
        law.AFTER_CARE,
        verified=False,
        hint=_("从结案之日起满几个月，用逗号分开。"),
    ),
)
