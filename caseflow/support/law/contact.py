"""Contact and visits: on what they rest, and what a county may set about them (reference 3.5, 4.10)."""

from django.utils.translation import gettext_lazy as _

from caseflow.procedure import Citation, Parameter

from .citations import OFFICE

CONTACT = Citation(OFFICE, "联系走访")
WISHES = Citation(OFFICE, "联系意愿", "以联系对象易于接受的方式联系。")
WELFARE = Citation(OFFICE, "突发情况处置")

CONTACT_PARAMETERS = (
    Parameter(
        "support.contact_profile",
        _("联系频次"),
        "DEFAULT",
        CONTACT,
        verified=False,
        hint=_("DEFAULT、BEIJING、ANYUE、QINGPU 或者 HIGH；乡镇和家庭另有规定的，从其规定。"),
    ),
    Parameter("support.contact_quiet_days", _("不打扰的日子前后各几天不安排"), 3, WISHES, verified=False),
    Parameter("support.contact_chongyang", _("重阳节走访"), False, CONTACT, verified=False),
    Parameter("support.contact_newyear", _("元旦走访"), False, CONTACT, verified=False),
    Parameter("support.contact_association", _("5·29协会日走访"), False, CONTACT, verified=False),
)

__all__ = ["CONTACT", "CONTACT_PARAMETERS", "WELFARE", "WISHES"]
