"""What stories of enforcement may presuppose, and what an earlier story may have left in their way."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from caseflow.cases.stories.givens import given, in_the_way
from caseflow.people.models import Agency

from .models import Device, Institution, Payment, Practitioner

given("institution", Institution, identity=("credit_code",))
given("practitioner", Practitioner, identity=("id_no",))
given("device", Device, identity=("serial_no",))


@in_the_way
def slips_of_earlier_stories(agency: Agency) -> None:
    """A slip is recorded once (R-22), also where a story that was kept has recorded it."""
    earlier = Payment.objects.filter(case__dossier__agency=agency)
    earlier.update(slip_no=Concat(Value("set aside "), Cast("pk", CharField())))
