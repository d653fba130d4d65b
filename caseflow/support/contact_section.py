"""The card about contact on the page of a family: what is due, what was done, how often it is met."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .rules.channels import OPEN, Status

ICONS = {
    "record_visit": "heart",
    "confirm_visit": "check",
    "learn_of_event": "flag",
    "choose_frequency": "clock",
    "set_greeting": "calendar",
}
LINKS = {
    "record_visit": _("记一次走访"),
    "confirm_visit": _("确认补记的走访"),
    "learn_of_event": _("登记需要看望的情况"),
    "choose_frequency": _("调整联系频次"),
    "set_greeting": _("生日问候的意愿"),
}
SHOWN = 8


def of_family(family: Any) -> dict[str, Any]:
    """Two stretches of rows: the newest duties that have opened, and the newest visits."""
    from .day import said

    today = timezone.localdate()
    duties = family.duties.exclude(status=Status.SUPPRESSED).filter(first__lte=today).select_related("member")
    visits = family.visits.prefetch_related("members", "visitors").order_by("-began_at")[:SHOWN]
    return {
        "open": [said(each, today) for each in duties.filter(status__in=OPEN).order_by("last", "pk")[:SHOWN]],
        "done": [said(each, today) for each in duties.exclude(status__in=OPEN).order_by("-last", "-pk")[:SHOWN]],
        "visits": [
            {
                "on": each.on,
                "channel": each.get_channel_display(),
                "who": _t("、").join(str(person) for person in each.visitors.all()),
                "reached": _t("、").join(member.addressed for member in each.members.all()),
                "next": each.next_step,
                "counted": each.counted_on is not None,
            }
            for each in visits
        ],
    }
