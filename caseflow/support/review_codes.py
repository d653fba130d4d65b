"""What is looked at once a year, and what of it changes something (reference 1.4)."""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .rules.review import Findings


class Found(TextChoices):
    """What a visit may find. Nothing ticked: all is as it was."""

    DEPARTED = "departed", _("本人已离世")
    HUKOU_OUT = "hukou_out", _("户籍已迁出")
    MARRIAGE = "marriage", _("婚姻状况有变化")
    ACCOUNT = "account", _("收款账户不能用")
    CONTACT = "contact", _("电话、住址有变化")
    NEEDS_HELP = "needs_help", _("有需要帮忙的事")
    WISHES_TO_END = "wishes_to_end", _("本人不想再领")


class Matched(TextChoices):
    """What a comparison of registers may say, in the neutral words of letters (6.5); nobody is asked about it."""

    REGISTER = "register", _("登记信息变化")
    LAWFUL = "lawful", _("状态变化（依法登记）")
    CONVERTED = "converted", _("转为一类")
    GRADE = "grade", _("残疾等级变化")
    CERTIFICATE = "certificate", _("残疾人证需要换领")
    DEPARTED = "departed", _("本人已离世")
    HUKOU_OUT = "hukou_out", _("户籍已迁出")


DATED = frozenset({"departed", "hukou_out", "wishes_to_end", "register", "lawful", "converted", "grade"})
FOURTH_GRADE = 4


def findings_of(found: Iterable[str], matched: Iterable[str]) -> Findings:
    """What the rule of the review is asked."""
    codes = {*found, *matched}
    return Findings(
        alive="departed" not in codes,
        child_alive="converted" not in codes,
        later_birth="register" in codes,
        later_adoption="lawful" in codes,
        hukou_here="hukou_out" not in codes,
        marriage_changed="marriage" in codes,
        account_valid="account" not in codes,
        grade=FOURTH_GRADE if "grade" in codes else None,
        certificate_valid="certificate" not in codes,
        contact_changed="contact" in codes,
        needs_help="needs_help" in codes,
        wishes_to_end="wishes_to_end" in codes,
    )
