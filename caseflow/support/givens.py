"""What stories of support may presuppose: townships, villages, and who holds which office there."""

from datetime import date
from typing import Any

from django.db.models import Max

from caseflow.cases.stories.givens import by_the_clock, given, in_the_way
from caseflow.people.models import Agency

from . import calendar, contacts
from .codes import Status
from .models import Area, ContactDuty, HelperProfile, Household, Post

given("area", Area, identity=("code",))
given("post", Post, identity=("user", "role", "area"))
given("pledge", HelperProfile, identity=("user",))


@in_the_way
def families_of_earlier_stories(agency: Agency) -> None:
    """Nobody is registered twice (7.10), also where a story that was kept has registered them."""
    Household.objects.filter(dossier__agency=agency).update(status=Status.VOID)


@by_the_clock
def contact(dossiers: Any, today: date) -> None:
    """The year's calendar, for the families of a story alone; late is as good as on the day."""
    families = Household.objects.filter(dossier__in=dossiers).exclude(accompanied_since=None)
    keys = frozenset(families.values_list("pk", flat=True))
    newest = ContactDuty.objects.filter(household__in=keys).aggregate(Max("opens"))["opens__max"]  # done up to there
    since = newest or families.aggregate(Max("accompanied_since"))["accompanied_since__max"]
    if since is not None:
        with contacts.only(keys):
            calendar.again(since, today)
