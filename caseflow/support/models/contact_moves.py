"""What the moves of contact record in a family: visits and tries, events that call for somebody to come, wishes."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .. import contacts
from ..procedure import FAMILY
from ..rules import contact as rules
from ..rules.channels import OPEN, Occasion, Status
from .contact import ContactPlan, Greeting, QuietSpan, Visit

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

    from .contact import ContactDuty


class ContactMoves:
    """The part of a household that is about contact."""

    attempt: Any
    visits: "Many[Visit]"
    duties: "Many[ContactDuty]"
    quiet_spans: "Many[QuietSpan]"

    @FAMILY.transition
    def record_visit(
        self,
        *,
        day: date,
        clock: time,
        channel: str,
        occasion: str,
        visitors: list[Any],
        members: list[Any],
        items: list[str],
        minutes: int = 0,
        **said: Any,
    ) -> None:
        """A contact, or a try that reached nobody; what was owed and is kept by it, is done (F-17)."""
        household: Any = self
        saved = self.attempt.at
        began = began_at(day, clock)
        visit = Visit.objects.create(
            household=household,
            occasion=occasion,
            began_at=began,
            minutes=minutes,
            channel=channel,
            reached=bool(members),
            items=items,
            saved_at=saved,
            saved_by=self.attempt.by,
            counted_on=self.attempt.on if rules.counts(began, saved) else None,
            **said,
        )
        visit.visitors.set(visitors)
        visit.members.set(members)
        if visit.counted_on:
            self._count(visit)

    @FAMILY.transition
    def confirm_visit(self, *, visit: Visit, how: str) -> None:
        """The township has made sure of a visit that was written down late; from now on it counts."""
        visit.counted_on, visit.confirmed_by = self.attempt.on, self.attempt.by
        visit.save(update_fields=["counted_on", "confirmed_by"])
        self._count(visit)

    def _count(self, visit: Visit) -> None:
        household: Any = self
        if visit.reached:
            contacts.fulfil(household, visit)
        else:
            contacts.miss(household, visit, self.attempt.on)

    @FAMILY.transition
    def learn_of_event(self, *, kind: str, learned: date, words: str = "", member: Any = None) -> None:
        """Something calls for somebody to come: a stay in hospital, a misfortune, a loss."""
        household: Any = self
        contacts.owe(household, rules.after_event(kind, learned), learned.isoformat(), member)

    @FAMILY.transition
    def choose_frequency(self, *, profile: str, since: date, why: str) -> None:
        """Another rhythm of contact for this family, from a day on."""
        ContactPlan.choose(profile, since, why, household=self)

    @FAMILY.transition
    def set_greeting(self, *, member: Any, wanted: bool) -> None:
        """Whether a member wishes to be greeted on the birthday."""
        if wanted:
            Greeting.objects.get_or_create(member=member, defaults={"since": self.attempt.on})
            return
        Greeting.objects.filter(member=member).delete()
        household: Any = self
        household.duties.filter(member=member, occasion=Occasion.BIRTHDAY, status__in=OPEN).update(
            status=Status.SUPPRESSED
        )

    # what the other moves of the file call

    def save(self, *args: Any, **options: Any) -> None:
        """Whatever move brings the file to another state: what is owed of contact follows it."""
        super().save(*args, **options)  # type: ignore[misc]
        if "state" in (options.get("update_fields") or ()):
            household: Any = self
            contacts.follow(household, self.attempt.on)

    def fit_contact(self) -> None:
        """Its wishes have changed."""
        household: Any = self
        contacts.keep_spans(household)
        contacts.refit(household, self.attempt.on)


def began_at(day: date, clock: time) -> datetime:
    """The moment at which a visit began, by the clock of the place."""
    return timezone.make_aware(datetime.combine(day, clock))
