"""What of a request is handed to another organ: on what ground, which facts, and what came of it (D4, D5)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..codes import Purpose
from ..need_codes import ENDED_REFERRAL, Ground, LineKind, ReferralState, Told, Watch
from ..procedure.ticket import TICKET
from ..rules.priorities import PRIORITIES
from .people import Consent, Member
from .tickets import RequestPart

USER = settings.AUTH_USER_MODEL
PRIORITY_NAMES = [(each.code, each.name) for each in PRIORITIES]


class Referral(models.Model):
    """A referral (reference 7.6); the organ's right to what it was told ends with it."""

    ticket = models.ForeignKey("support.Ticket", models.PROTECT, related_name="referrals")
    state = models.CharField(_("状态"), max_length=10, choices=ReferralState.choices, default=ReferralState.DRAFT)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("本人"))
    organ = models.CharField(_("接收单位"), max_length=80)
    basis = models.CharField(_("优先安排的依据"), max_length=14, choices=PRIORITY_NAMES, blank=True)
    asked = models.TextField(_("请求的事"))
    facts_sent = models.JSONField(_("告知的内容"), default=list)  # of need_codes.Told, at most
    reply_by = models.DateField(_("请于何日前答复"), null=True, blank=True)
    ground = models.CharField(_("提供信息的依据"), max_length=8, choices=Ground.choices)
    ground_text = models.CharField(_("依据的说明"), max_length=200, blank=True)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")
    sent_on = models.DateField(_("发出日期"), null=True, blank=True)
    contact = models.CharField(_("对方联系人、电话"), max_length=80, blank=True)
    accepted_on = models.DateField(_("对方接办日期"), null=True, blank=True)
    reminded_on = models.DateField(_("催问日期"), null=True, blank=True)
    result = models.TextField(_("结果、未接的理由"), blank=True)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)  # and with it the right to what was told

    class Meta:
        ordering = ["pk"]
        verbose_name = _("转介")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ENDED_REFERRAL], ended_on__isnull=False)
                | (~Q(state__in=[each.value for each in ENDED_REFERRAL]) & Q(ended_on=None)),
                name="a_referral_ends_with_its_right",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.REJECTED) | ~Q(result=""), name="a_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReferralState.DRAFT, ReferralState.REVOKED]) | Q(sent_on__isnull=False),
                name="a_referral_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ReferralState.DRAFT, ReferralState.REVOKED])
                | Q(consent__isnull=False)
                | ~Q(ground_text=""),
                name="a_referral_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.organ

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED_REFERRAL

    def consent_now(self) -> Consent | None:
        """The answer of the member that allows it now, if there is one (6.3 F)."""
        return self.member.consents.filter(purpose=Purpose.F, given=True, withdrawn_on=None).first()

    def told(self) -> list[tuple[str, str]]:
        """Label and value of every fact the letter tells: the least that is needed."""
        member, household = self.member, self.ticket.household
        values = {
            Told.NAME: member.addressed,
            Told.PHONE: member.phone,
            Told.VILLAGE: str(household.village),
            Told.ADDRESS: household.address,
            Told.BIRTH: member.birth_date.isoformat(),
            Told.LAST4: member.id_last4,
        }
        return [(str(each.label), values[each]) for each in Told if each in self.facts_sent and values[each]]


class ReferralPart(RequestPart):
    """The request while others see to it."""

    class Meta:
        abstract = True

    def _referral_to(self, state: ReferralState, **changes: Any) -> None:
        last = self.referral
        assert last is not None  # the guards have asked
        for name, value in {"state": state, **changes}.items():
            setattr(last, name, value)
        if state in ENDED_REFERRAL:
            last.ended_on = self.attempt.on
        last.save()

    @TICKET.transition
    def prepare_referral(
        self,
        *,
        member: Member,
        organ: str,
        asked: str,
        facts_sent: list[str],
        ground: str,
        ground_text: str = "",
        basis: str = "",
        reply_by: date | None = None,
    ) -> None:
        """What is to be asked of whom, on what ground, and no more facts than it needs."""
        Referral.objects.create(
            ticket=self,  # type: ignore[misc]
            member=member,
            organ=organ,
            asked=asked,
            facts_sent=facts_sent,
            ground=ground,
            ground_text=ground_text,
            basis=basis,
            reply_by=reply_by,
        )

    @TICKET.transition
    def refer(self) -> None:
        """The letter goes out; from now on the organ may use what it was told for this alone (D4)."""
        last = self.referral
        assert last is not None
        consent = last.consent_now() if last.ground == Ground.CONSENT else None
        self._referral_to(ReferralState.SENT, sent_on=self.attempt.on, consent=consent)
        self._say(LineKind.PROGRESS, str(_("转介给%(organ)s") % {"organ": last.organ}))

    @TICKET.transition
    def take_acceptance(self, *, contact: str, text: str = "") -> None:
        """The organ has taken it on (D5)."""
        self._referral_to(ReferralState.ACCEPTED, contact=contact, accepted_on=self.attempt.on)
        self._say(LineKind.PROGRESS, text or str(_("对方已接")), who=contact)

    @TICKET.transition
    def take_refusal(self, *, reason: str) -> None:
        """The organ has not taken it on, and says why (D5)."""
        self._referral_to(ReferralState.REJECTED, result=reason)
        self._say(LineKind.PROGRESS, reason)

    @TICKET.transition
    def take_service(self, *, text: str) -> None:
        """The organ has begun."""
        self._referral_to(ReferralState.IN_SERVICE)
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def take_result(self, *, text: str) -> None:
        """It is done (D5)."""
        self._referral_to(ReferralState.DONE, result=text)
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def revoke_referral(self, *, reason: str) -> None:
        """It is taken back, because the family wishes so or it is needed no longer."""
        self._referral_to(ReferralState.REVOKED, result=reason)
        self._say(LineKind.PROGRESS, reason)

    @TICKET.transition
    def remind_receiver(self) -> None:
        """Five working days without an answer: the organ is asked (D5)."""
        self._referral_to(ReferralState.SENT, reminded_on=self.attempt.on)

    @TICKET.transition
    def escalate_referral(self) -> None:
        """Ten working days without an answer: it comes before the leader (D5)."""
        self.watch = self.watch or Watch.TOWNSHIP
