"""The page of the three full coverages of the county: figures, and the families whose team is not complete (3.6)."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.cases.access import offices_of, procedures_of, readable
from caseflow.cases.access.engine import note
from caseflow.cases.pages import address_of

from .codes import DoctorContract, TeamState
from .models import Household, Member
from .procedure.words import ACCOMPANIED, OF_AREA, OF_COUNTY, Role
from .rules.coverage import Figure

PAGE = 30
COUNTING = (*OF_AREA, *OF_COUNTY, Role.ASSOCIATION, Role.HELPER)  # see of each family what the figures are made of


@dataclass(frozen=True)
class Line:
    """A family whose team is not complete."""

    title: str
    url: str
    village: str
    state: str
    filled: int
    dual: bool


def figures(families: Any, members: Any, day: Any) -> list[Figure]:
    """The three coverages of the families somebody reads, each counted in one query."""
    held = families.aggregate(all=Count("pk"), done=Count("pk", filter=Q(dual_covered=True)))
    found = members.aggregate(
        all=Count("pk"),
        signed=Count("pk", filter=Q(doctor=DoctorContract.SIGNED)),
        declined=Count("pk", filter=Q(doctor=DoctorContract.DECLINED)),
        proven=Count("pk", filter=Q(proof_until__gte=day)),
    )
    return [
        Figure(_("联系人（双岗）"), held["done"], held["all"], _("双岗联系人齐全的家庭")),
        Figure(_("家庭医生签约"), found["signed"], found["all"] - found["declined"], _("已签约的成员，本人不签的不计")),
        Figure(_("就医绿色通道"), found["proven"], found["all"], _("持有有效凭证的成员")),
    ]


@require_safe
def coverages(request: HttpRequest) -> HttpResponse:
    """Figures and the list, of the families that whoever asks may read."""
    user: Any = request.user
    reads = Household.label() in procedures_of(user)
    note("file.list", reads)
    if not reads:
        raise PermissionDenied(_("您的岗位不办理这一类案卷。"))
    counts = bool({f"support.{role.value}" for role in COUNTING} & offices_of(user).keys())
    families = Household.objects.filter(readable(user, "dossier"), state__in=ACCOMPANIED)
    members = Member.objects.filter(readable(user, "household__dossier"), household__state__in=ACCOMPANIED, end_code="")
    waiting = families.exclude(team_state=TeamState.COMPLETE).select_related("dossier", "village__parent")
    after = request.GET.get("after", "")
    if after.isdecimal() and len(after) < 19:
        waiting = waiting.filter(pk__gt=int(after))
    found = list(waiting.order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "section": "coverages",
        "figures": figures(families, members, timezone.localdate()) if counts else [],
        "lines": [
            Line(
                each.dossier.title,
                address_of(each.dossier),
                str(each.village),
                str(TeamState(each.team_state).label),
                each.team_filled,
                each.dual_covered,
            )
            for each in shown
        ],
        "later": f"{reverse('coverages')}?after={shown[-1].pk}" if len(found) > PAGE else "",
        "first": reverse("coverages") if after else "",
    }
    return render(request, "support/coverages.html", context)
