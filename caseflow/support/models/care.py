"""What a family's file holds besides its course: who may sign for a member, and what each of those moves records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caseflow.cases import transitions
from caseflow.cases.models import Record

from ..codes import Benefit, Status, Track
from ..need_codes import Authority
from ..procedure import FAMILY
from ..rules.dates import Month
from ..rules.periods import Ending

if TYPE_CHECKING:
    from .people import Member

USER = settings.AUTH_USER_MODEL


class Representative(models.Model):
    """Who may consent for a member where the member cannot: on what paper, for what, from when until when (7.2)."""

    member = models.ForeignKey("support.Member", models.PROTECT, related_name="representatives", verbose_name=_("本人"))
    kind = models.CharField(_("依据"), max_length=16, choices=Authority.choices)
    name = models.CharField(_("监护人、受托人姓名"), max_length=50)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    document = models.CharField(_("文件名称和编号"), max_length=120)
    scope = models.CharField(_("可以办的事"), max_length=200)
    since = models.DateField(_("自何日起"))
    until = models.DateField(_("至何日止"), null=True, blank=True)
    recorded_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("监护人、受托人")

    def __str__(self) -> str:
        return self.name


class Caring(Record):
    """The moves of a family's file that open requests and reviews and keep what hangs on its people."""

    class Meta:
        abstract = True

    def authorities_on(self, on: date, member: Any = None) -> list[Representative]:
        """The authorities that hold on a day, for one member or for all."""
        held = Representative.objects.filter(Q(until=None) | Q(until__gte=on), member__household=self.pk, since__lte=on)
        return list(held.filter(member=member) if member is not None else held)

    @property
    def ticket(self) -> Any:
        """The newest of its requests: what the row that opens one has opened."""
        return self.tickets.order_by("pk").last()  # type: ignore[attr-defined]

    @property
    def review(self) -> Any:
        """The newest of its reviews."""
        return self.reviews.order_by("pk").last()  # type: ignore[attr-defined]

    def _open_record(self, record_class: Any, row: str, **facts: Any) -> None:
        attempt = self.attempt
        transitions.open_dossier(
            record_class, row, by=attempt.by, agency=self.dossier.agency, on=attempt.on, at=attempt.at, **facts
        )

    @FAMILY.transition
    def register_need(self, **facts: Any) -> None:
        """The family has said that it needs something."""
        from .ticket import Ticket

        self._open_record(Ticket, "register", household=self, **facts)

    @FAMILY.transition
    def record_representative(self, **facts: Any) -> None:
        """A guardian, or somebody with a written authority: kept before it is needed (3.8)."""
        Representative.objects.create(recorded_by=self.attempt.by, **facts)

    @FAMILY.transition
    def record_departure(self, *, member: Member, departed_on: date, arranger: str = "", wish: str = "") -> None:
        """The month of it is the last one; what can be had for the funeral is prepared; the survivor keeps the team."""
        people = self.members  # type: ignore[attr-defined]
        people.filter(pk=member.pk).update(closed_to=Month.of(departed_on).last, end_code=Ending.BENEFICIARY_DEATH)
        left = people.filter(end_code="")
        if self.status in (Status.CONFIRMED, Status.CONFIRMED_FUTURE):  # type: ignore[attr-defined]
            from .application import Application

            self._open_record(
                Application,
                "prepare",
                household=self,
                applicant=left.first() or member,
                track=Track.CLAIM,
                benefit=Benefit.FUNERAL,
                agent=arranger,
                wishes=wish,
            )

    @FAMILY.transition
    def record_condolence(self, *, text: str) -> None:
        """Somebody was there, without forms."""

    @FAMILY.transition
    def open_review(self) -> None:
        """The annual review is begun by hand, where the first of December has passed it by."""
        from ..yearly import year_under_review
        from .review import Review

        self._open_record(Review, "open", household=self, year=year_under_review(self.attempt.on))
