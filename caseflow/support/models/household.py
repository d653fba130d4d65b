"""The family and its file: from the first contact to the closing, with what the course of its applications decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import parameters, transitions
from caseflow.cases.models import Start
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable
from caseflow.procedure import Attempt, TimeLimit
from caseflow.vault import keeping

from .. import placing, starting
from ..codes import (
    Contact,
    FamilyType,
    Found,
    HelperCode,
    HukouKind,
    Mode,
    Purpose,
    Status,
    Track,
)
from ..lookup import digest
from ..procedure import FAMILY, FamilyState, Role
from ..procedure.words import ACCOMPANIED
from .accompanying import AccompanyingPart
from .areas import Area
from .contact_moves import ContactMoves
from .leaving import LeavingPart
from .people import Account, Child, Closeness, Consent, Member
from .serving import TeamPart

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

    from .application import Application
    from .looks import Look
    from .pauses import Suspension, Transfer
    from .plan import Assessment, Plan, StageReview
    from .team import ContactCard, Helper

TEXT_VERSION = "2026-1"  # of the notice of F-04; each answer keeps the one it was given to


class Household(ContactMoves, AccompanyingPart, TeamPart, LeavingPart):
    """A family that is accompanied (reference 7.1): the root of its file."""

    procedure = FAMILY

    state = FSMField(_("状态"), choices=FamilyState.choices, default=FamilyState.INTAKE, protected=True, editable=False)
    village = models.ForeignKey(Area, models.PROTECT, related_name="households", verbose_name=_("村（社区）"))
    status = models.CharField(_("资格"), max_length=20, choices=Status.choices, default=Status.CANDIDATE)
    family_type = models.CharField(_("情形"), max_length=12, choices=FamilyType.choices, blank=True)
    lineage_key = models.CharField(max_length=64, blank=True, editable=False)
    found = models.CharField(_("来源"), max_length=12, choices=Found.choices)
    reason = models.TextField(_("联系缘由"))
    urgent_risk = models.BooleanField(_("眼下有急难"), default=False)
    trusted_person = models.CharField(_("家里信得过的人"), max_length=60, blank=True)
    address = models.CharField(_("住址"), max_length=200, blank=True)
    hukou_kind = models.CharField(_("户口性质"), max_length=6, choices=HukouKind.choices, blank=True)
    contact_preference = models.CharField(
        _("联系意愿"), max_length=30, choices=Contact.choices, default=Contact.HOME_OK
    )
    dates_to_avoid = models.CharField(_("不打扰的日子"), max_length=120, blank=True)  # days alone, never why
    publicity_mode = models.CharField(_("公示方式"), max_length=12, choices=Mode.choices, blank=True)
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    confirmed_from = models.DateField(_("自何日起"), null=True, blank=True)
    accompanied_since = models.DateField(_("开始帮扶日期"), null=True, blank=True)
    closed_to = models.DateField(_("计至"), null=True, blank=True)
    end_code = models.CharField(_("结束原因"), max_length=24, blank=True)

    members: Many[Member]
    children: Many[Child]
    accounts: Many[Account]
    closeness: Many[Closeness]
    consents: Many[Consent]
    applications: Many[Application]
    looks: Many[Look]
    helpers: Many[Helper]
    cards: Many[ContactCard]
    assessments: Many[Assessment]
    plans: Many[Plan]
    stages: Many[StageReview]
    suspensions: Many[Suspension]
    transfers: Many[Transfer]

    class Meta:
        verbose_name = _("关怀家庭")
        permissions = [(role.value, role.label) for role in Role]
        indexes = [
            models.Index(fields=["state", "dossier"], name="family_in_state"),
            models.Index(
                fields=["id"],
                condition=models.Q(state__in=[each.value for each in ACCOMPANIED]) & ~models.Q(team_state="complete"),
                name="family_without_team",
            ),
        ]

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        """Neutral: nothing in it says what kind of family it is."""
        return next_reference("GH", agency, day)

    @cached_property
    def close_people(self) -> dict[int, Closeness]:
        return {each.person_id: each for each in self.closeness.all()} if self.pk else {}

    def barred(self, user: Any) -> str:
        close = self.close_people.get(user.pk)
        if close is not None and close.bars and not close.waived_on:
            return _t("%(person)s 与这个家庭有“%(kinship)s”关系，不参与办理。") % {
                "person": user,
                "kinship": close.get_kinship_display(),  # type: ignore[attr-defined]
            }
        return super().barred(user)

    def team_on(self, day: date) -> list[Helper]:
        """Who serves the family on a day, stand-ins and extra contacts too, in the order of the roles."""
        serving = self.helpers.on(day).select_related("user")  # type: ignore[attr-defined]  # of HelperQuerySet
        return sorted(serving, key=lambda each: (HelperCode.values.index(each.stands_for or each.code), each.pk))

    def consents_to(self, purpose: str) -> bool:
        """Whether every member consents now to a purpose; nobody asked is nobody consenting."""
        answers = list(self.consents.filter(purpose=purpose, withdrawn_on=None))
        return bool(answers) and all(each.given for each in answers)

    def usual_mode(self, on: date) -> str:
        """How its applications are made public where nothing else was agreed (P-1)."""
        if self.publicity_mode:
            return self.publicity_mode
        second = self.family_type == FamilyType.DISABILITY
        return str(parameters.value("support.publicity_second" if second else "support.publicity_first", on))

    @property
    def open_applications(self) -> list[Application]:
        return [each for each in self.applications.select_related("dossier") if not each.is_over]

    @property
    def application(self) -> Any:
        """The newest of its applications: what the row that opens one has opened."""
        return self.applications.order_by("pk").last()

    def refused_last(self) -> bool:
        """Whether the last application for eligibility was refused."""
        last = self.applications.filter(track=Track.FULL).order_by("pk").last()
        return last is not None and last.state in ("not_approved", "revoked")

    def qualified(self) -> bool:
        return self.applications.filter(track=Track.FULL, state__in=("approved", "roster_filed")).exists()

    def _label(self) -> None:
        members = list(self.members.all())
        self.dossier.title = _names(members)
        self.dossier.subject = str(self.village)
        self.dossier.words = findable(self.dossier.reference, *(each.name for each in members), str(self.village))

    def _add(self, *, name: str, sex: str, birth_date: date, id_number: str = "", **more: Any) -> Member:
        member = Member(
            household=self,
            name=name,
            sex=sex,
            birth_date=birth_date,
            id_hmac=digest("id", id_number),
            id_last4=id_number[-4:],
            **more,
        )
        keeping.keep(member, self.dossier.reference, id_number=id_number)
        return member

    # The moves

    @FAMILY.transition
    def register(
        self,
        *,
        village: Area,
        found: str,
        reason: str,
        name: str,
        sex: str,
        birth_date: date,
        id_number: str = "",
        phone: str = "",
        safe_to_call: str = "",
        urgent_risk: bool = False,
        trusted_person: str = "",
        not_the_same: str = "",
    ) -> None:
        """A family is met and written down; nobody is asked for a paper (A1)."""
        self.village, self.found, self.reason = village, found, reason
        self.urgent_risk, self.trusted_person = urgent_risk, trusted_person
        self.save()
        self._add(
            name=name, sex=sex, birth_date=birth_date, id_number=id_number, phone=phone, safe_to_call=safe_to_call
        )
        self._label()

    @FAMILY.transition
    def place(self) -> None:
        """The file comes to those who hold an office in its area, and leaves those who no longer do."""
        placing.place(self.dossier, self.village, self.attempt.on)

    @FAMILY.transition
    def add_member(self, *, not_the_same: str = "", **facts: Any) -> None:
        """The other parent joins the file."""
        self._add(**facts)
        self._label()
        self.settle()  # nobody is named for them yet

    @FAMILY.transition
    def describe(self, **facts: Any) -> None:
        """Where the family lives and how it wishes to be met."""
        for field, value in facts.items():
            setattr(self, field, value)
        self.fit_contact()

    @FAMILY.transition
    def record_child(self, *, family_type: str, **facts: str) -> None:
        """The record of a child is sealed as it is written; what is outside says only that there is one."""
        key = digest("child", facts.get("id_number") or "|".join((facts["name"], facts["birth_date"], facts["sex"])))
        child = Child(household=self, key_hmac=key, recorded_by=self.attempt.by, recorded_on=self.attempt.on)
        keeping.keep(child, self.dossier.reference, **{each: str(text) for each, text in facts.items() if text})
        self.family_type, self.lineage_key = family_type, key

    @FAMILY.transition
    def verify_child(self, *, source: str) -> None:
        """Somebody else has compared it with the registers; from now on it is never asked for again."""
        self.children.filter(verified_on=None).update(verified_on=self.attempt.on, verified_by=self.attempt.by)

    @FAMILY.transition
    def record_account(self, *, member: Member, bank: str, kind: str, card: str) -> None:
        """An account in the member's own name; the number is sealed."""
        self.accounts.filter(member=member, ended_on=None).update(ended_on=self.attempt.on)
        account = Account(
            household=self,
            member=member,
            bank=bank,
            kind=kind,
            card_hmac=digest("card", card),
            last4=card[-4:],
            entered_by=self.attempt.by,
            entered_on=self.attempt.on,
        )
        keeping.keep(account, self.dossier.reference, card=card)

    @FAMILY.transition
    def confirm_account(self, *, account: Account, callback: str) -> None:
        """A second person has called the member back on the old number (4.7)."""
        self.accounts.filter(pk=account.pk).update(confirmed_by=self.attempt.by, confirmed_on=self.attempt.on)

    @FAMILY.transition
    def record_consent(
        self, *, member: Member, agreed: list[str], explained: bool, read_aloud: bool = False, recipients: str = ""
    ) -> None:
        """Purpose by purpose, each with its own yes or no; a new answer takes the place of the one before (F-04)."""
        self.consents.filter(member=member, withdrawn_on=None).update(
            withdrawn_on=self.attempt.on, withdrawn_how=str(_("由新的一次告知代替"))
        )
        Consent.objects.bulk_create(
            Consent(
                household=self,
                member=member,
                purpose=purpose,
                given=purpose == Purpose.A or purpose in agreed,
                text_version=TEXT_VERSION,
                explained_by=self.attempt.by,
                read_aloud=read_aloud,
                recipients=recipients if purpose == Purpose.D else "",
                on=self.attempt.on,
            )
            for purpose in Purpose.values
        )
        self.settle()
        self.fit_contact()

    @FAMILY.transition
    def withdraw_consent(self, *, member: Member, purposes: list[str], how: str) -> None:
        """It works from this moment and costs nothing: no benefit depends on it (PIPL art. 15, 16)."""
        running = self.consents.filter(member=member, purpose__in=purposes, withdrawn_on=None)
        running.update(withdrawn_on=self.attempt.on, withdrawn_how=how)
        if Purpose.I in purposes:
            self.publicity_mode = ""
        self.settle()
        self.fit_contact()

    @FAMILY.transition
    def declare_closeness(self, *, person: Any, kinship: str, text: str = "") -> None:
        """A relative takes no step; whoever is otherwise close takes none that decides (3.3)."""
        Closeness.objects.update_or_create(
            household=self,
            person=person,
            defaults={
                "kinship": kinship,
                "text": text,
                "declared_on": self.attempt.on,
                "waived_by": None,
                "waived_on": None,
            },
        )
        self.settle()

    @FAMILY.transition
    def begin_review(self, *, agreed: str) -> None:
        """The family agrees to be helped; its circumstances are on record (A2)."""
        self.status = Status.IN_REVIEW

    @FAMILY.transition
    def start_application(self, **facts: Any) -> None:
        """An application is prepared with the family, which only signs."""
        self._open("prepare", household=self, **facts)

    @FAMILY.transition
    def propose_without_application(self, **facts: Any) -> None:
        """What is due goes on without anybody having to ask for it (FAST_NO_APPLY)."""
        self._open("propose_fast", household=self, **facts)

    def _open(self, row: str, **facts: Any) -> None:
        from .application import Application

        attempt = self.attempt
        transitions.open_dossier(
            Application,
            row,
            by=attempt.by,
            agency=self.dossier.agency,
            on=attempt.on,
            at=attempt.at,
            **facts,
        )

    @FAMILY.transition
    def confirm(self) -> None:
        """Eligibility is confirmed by a decision (A3)."""
        decision = self.applications.filter(track=Track.FULL, state="approved").order_by("pk").last()
        start = decision.start_month if decision else None
        self.confirmed_on, self.confirmed_from = self.attempt.on, min(filter(None, (start, self.attempt.on)))
        self.status = Status.CONFIRMED_FUTURE if start and start > self.attempt.on else Status.CONFIRMED

    @FAMILY.transition
    def take_back(self) -> None:
        """The decision was revoked: what it gave is void."""
        self.status, self.end_code = Status.VOID, "E_VOID"

    @FAMILY.transition
    def help_without_money(self, *, need: str) -> None:
        """No scheme money, but a family in need: it is accompanied all the same (A3')."""
        self.status = Status.CANDIDATE

    @FAMILY.transition
    def decline(self, *, reason: str) -> None:
        """Neither eligibility nor need (A3'')."""
        self.status = Status.ENDED

    @FAMILY.transition
    def review_again(self, *, facts: str) -> None:
        """New facts on Q1–Q10 (A2')."""
        self.status = Status.IN_REVIEW

    @FAMILY.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> Iterable[Start]:
        return starting.starts_of(self, limit, attempt)

    def stops_of(self, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
        return starting.stops_of(self, limit, attempt)

    def assignee(self, role: str) -> Any:
        """Of the helpers it is the turn of whoever leads the team (3.1)."""
        if role != Role.HELPER:
            return super().assignee(role)
        return self.leader and self.leader.user

    @property
    def leader(self) -> Helper | None:
        """The secretary of the association; None where nobody is, or somebody only stands in."""
        team = self.team_on(timezone.localdate())
        return next((each for each in team if each.code == HelperCode.FPA_SEC and each.is_fit), None)

    def paper(self, kind: str, attempt: Any) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)


def _names(members: list[Member]) -> str:
    return _t("%(names)s家") % {"names": "、".join(each.addressed for each in members)} if members else ""
