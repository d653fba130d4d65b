"""The moves that make a team and keep it: appointed, ended, refused, handed over, with the card that the family holds (3.2–3.4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Record

from .. import teaming
from ..codes import DoctorContract, EndOfHelp, HelperCode, TeamState
from ..procedure import FAMILY
from .people import Closeness, Member
from .team import ContactCard, Helper, HelperProfile, named


class TeamPart(Record):
    """The family as its team sees it. What lists show of the team is kept with it, and always follows from the rows."""

    team_state = models.CharField(_("小组"), max_length=12, choices=TeamState.choices, default=TeamState.NONE)
    team_filled = models.PositiveSmallIntegerField(_("五人中已到位"), default=0)
    dual_covered = models.BooleanField(_("双岗齐全"), default=False)

    class Meta:
        abstract = True

    def settle(self) -> None:
        self.__dict__.pop("close_people", None)
        teaming.settle(self, self.attempt.on)  # type: ignore[arg-type]

    @property
    def card(self) -> ContactCard | None:
        """The version of the card that is valid now."""
        return self.cards.filter(void_on=None).last()  # type: ignore[attr-defined]

    def new_card(self) -> ContactCard:
        on, last = self.attempt.on, self.cards.last()  # type: ignore[attr-defined]
        self.cards.filter(void_on=None).update(void_on=on)  # type: ignore[attr-defined]
        return ContactCard.objects.create(
            household=self,  # type: ignore[misc]
            version=last.version + 1 if last else 1,
            delivered_on=on,
            names=named(self.team_on(on)),  # type: ignore[attr-defined]
        )

    @FAMILY.transition
    def appoint_helper(
        self,
        *,
        person: Any,
        code: str,
        asked: str,
        dual: bool = False,
        works_phone: str = "",
        declared: str = "",
        over_cap: str = "",
    ) -> None:
        """Somebody joins the team; the family was asked before (3.4)."""
        Helper.objects.create(
            household=self,  # type: ignore[misc]
            user=person,
            code=code,
            dual=dual or code in (HelperCode.DUAL_TOWN_LEADER, HelperCode.DUAL_VILLAGE),
            works_phone=works_phone,
            since=self.attempt.on,
            asked=asked,
            declared=declared,
            over_cap=over_cap,
        )
        self.settle()

    @FAMILY.transition
    def end_helper(self, *, helper: Helper, note: str = "") -> None:
        """Somebody leaves: access ends at this moment, and the system names who stands in (3.4, T-8)."""
        teaming.end(helper, self.attempt.on, EndOfHelp.WISH if helper.refused_on else EndOfHelp.LEFT)
        self.settle()

    @FAMILY.transition
    def leave_team(self, *, note: str = "") -> None:
        """Somebody gives notice of leaving oneself (3.4)."""
        mine = self.helpers.filter(user=self.attempt.by, until=None)  # type: ignore[attr-defined]
        for each in mine.exclude(code=HelperCode.STAND_IN):
            teaming.end(each, self.attempt.on, EndOfHelp.LEFT)
        self.settle()

    @FAMILY.transition
    def refuse_helper(self, *, helper: Helper, how: str, talk: str = "") -> None:
        """The family wants somebody else; that person stops at once and is removed within three working days (T-9)."""
        Helper.objects.filter(pk=helper.pk).update(refused_on=self.attempt.on)
        helper.members.update(primary_helper=None)
        self.settle()

    @FAMILY.transition
    def remove_refused(self) -> None:
        """Nobody has acted on the wish of the family in time (T-9)."""
        for each in self.helpers.filter(until=None).exclude(refused_on=None):  # type: ignore[attr-defined]
            teaming.end(each, self.attempt.on, EndOfHelp.WISH)
        self.settle()

    @FAMILY.transition
    def settle_team(self) -> None:
        """Pledges run out, relations are declared, roles stand empty: the clock looks every night (3.3, T-8)."""
        self.settle()

    @FAMILY.transition
    def hand_over(
        self, *, helper: Helper, needs: str, promises: str, witness: str, avoid: str = "", held: str = ""
    ) -> None:
        """The one who comes hears from the one who goes (F-12)."""
        Helper.objects.filter(pk=helper.pk).update(handed_over_on=self.attempt.on)

    @FAMILY.transition
    def deliver_card(self) -> None:
        """The family gets a new card, and the old one is void (F-11)."""
        self.new_card()

    @FAMILY.transition
    def name_primary(self, *, member: Member, helper: Helper) -> None:
        """Every member has somebody of their own (T-2)."""
        Member.objects.filter(pk=member.pk).update(primary_helper=helper)
        self.settle()

    @FAMILY.transition
    def record_doctor(self, *, member: Member, status: str, signed_on: date | None = None) -> None:
        """Signed, or declined by the member; not to have been offered it is a defect of ours (T-5)."""
        on = None if status == DoctorContract.NOT_OFFERED else signed_on or self.attempt.on
        Member.objects.filter(pk=member.pk).update(doctor=status, doctor_on=on)

    @FAMILY.transition
    def record_proof(self, *, member: Member, until: date) -> None:
        """The member holds a card of priority at the hospital, until a day (3.6)."""
        Member.objects.filter(pk=member.pk).update(proof_until=until)

    @FAMILY.transition
    def take_pledge(
        self, *, person: Any, trained_on: date, explained: bool, in_scheme: bool = False, insured: bool = False
    ) -> None:
        """Somebody promises to keep what is heard to oneself, after a training (F-30)."""
        HelperProfile.objects.update_or_create(
            user=person,
            defaults={
                "pledged_on": self.attempt.on,
                "trained_on": trained_on,
                "in_scheme": in_scheme,
                "insured": insured,
            },
        )
        self.settle()

    @FAMILY.transition
    def waive_for_doctor(self, *, person: Any, reason: str) -> None:
        """The village has this one doctor: the county lets a relative serve, and keep out of every decision (3.3)."""
        mine = Closeness.objects.filter(household=self.pk, person=person)
        mine.update(waived_by=self.attempt.by, waived_on=self.attempt.on)
        self.settle()
