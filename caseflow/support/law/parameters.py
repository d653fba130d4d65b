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
)
