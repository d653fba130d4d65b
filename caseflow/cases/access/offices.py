"""Which offices somebody exercises today: one's own, and those of leaders one stands in for."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils import timezone

from ..duties import StandIn


class Office(NamedTuple):
    """A role in which somebody acts; ``leader`` is whose office it is, where it is not one's own."""

    role: str
    leader: Any = None


def offices_of(user: Any) -> Mapping[str, Any]:
    """The permissions that stand for offices, each with the leader stood in for (None: one's own).

    Whoever is not active, or stands in for somebody who no longer holds the office, has none of it. Asked once for
    each time a person is fetched: a request and a job fetch them anew.
    """
    if not user.is_active:
        return {}
    today = timezone.localdate()
    known = user.__dict__.get("_offices")
    if known is None or known[0] != today:
        known = user.__dict__["_offices"] = (today, _found(user, today))
    return known[1]


def _found(user: Any, today: Any) -> dict[str, Any]:
    own: dict[str, Any] = dict.fromkeys(sorted(user.roles))
    standing = StandIn.objects.filter(deputy=user.pk, since__lte=today, until__gte=today, ended_on=None)
    for each in standing.select_related("leader") if user.pk else ():
        same_house = each.leader.agency_id == user.agency_id
        if each.role not in own and same_house and each.role in each.leader.roles:
            own[each.role] = each.leader
    return own
