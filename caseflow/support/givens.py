"""What stories of support may presuppose: townships, villages, and who holds which office there."""

from caseflow.cases.stories.givens import given, in_the_way
from caseflow.people.models import Agency

from .codes import Status
from .models import Area, HelperProfile, Household, Post

given("area", Area, identity=("code",))
given("post", Post, identity=("user", "role", "area"))
given("pledge", HelperProfile, identity=("user",))


@in_the_way
def families_of_earlier_stories(agency: Agency) -> None:
    """Nobody is registered twice (7.10), also where a story that was kept has registered them."""
    Household.objects.filter(dossier__agency=agency).update(status=Status.VOID)
