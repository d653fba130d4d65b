"""A request of a family: its words, its owner, its clocks, and what each move of it records (D1–D3, D6–D11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import parameters
from caseflow.cases.models import Record, Start
from caseflow.cases.references import next_reference
from caseflow.cases.words import findable
from caseflow.procedure import Attempt, TimeLimit
from caseflow.procedure.limits import limit as known

from .. import placing
from ..codes import HukouKind
from ..law import needs
from ..need_codes import (
    PRESSING,
    Channel,
    Confirmed,
    LineKind,
    Need,
    Outcome,
    Priority,
    Satisfaction,
    Step,
    Watch,
)
from ..procedure.ticket import OWNERS, TICKET
from ..procedure.ticket_words import ENDED_TICKET, NEW, TicketState
from ..procedure.words import OF_AREA, Role
from .household import Household
from .people import Member

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import ReverseManyToOneDescriptor as Many

    from .referrals import Referral

USER = settings.AUTH_USER_MODEL
BY_PRIORITY = {  # which priority each clock of the first day belongs to
    needs.ASSIGN_P0: (Priority.P0,),
    needs.ASSIGN_P1: (Priority.P1,),
    needs.ASSIGN: (Priority.P2, Priority.P3, Priority.PETITION),
    needs.ANSWER_P0: (Priority.P0,),
    needs.ANSWER_P1: (Priority.P1,),
    needs.ANSWER_P2: (Priority.P2,),
    needs.ANSWER_P3: (Priority.P3,),
    needs.ACCEPT_PETITION: (Priority.PETITION,),
    needs.PLAN_P0: (Priority.P0,),
    needs.SOLVE_P1: (Priority.P1,),
    needs.SOLVE_P2: (Priority.P2,),
    needs.SOLVE_P3: (Priority.P3,),
    needs.FINISH_PETITION: (Priority.PETITION,),
    needs.ON_THE_WAY: (Priority.P0,),
    needs.ON_SITE: (Priority.P0,),
}
STEP_ENDS = {  # the clock each step of an emergency stops
    Step.ON_THE_WAY: (needs.ON_THE_WAY,),
    Step.ON_SITE: (needs.ON_THE_WAY, needs.ON_SITE),
    Step.PLAN: (needs.PLAN_P0,),
    Step.FOUND_SAFE: (needs.ON_THE_WAY, needs.ON_SITE, needs.PLAN_P0),
    Step.HOME_VISIT: (needs.VISIT_HOME,),
}


class TicketCore(Record):
    """The request without its moves."""

    procedure = TICKET

    state = FSMField(
        _("状态"), choices=TicketState.choices, default=TicketState.REGISTERED, protected=True, editable=False
    )
    household = models.ForeignKey(Household, models.PROTECT, related_name="tickets", verbose_name=_("家庭"))
    words = models.TextField(_("原话"))  # as said: nothing is put right in it
    who = models.CharField(_("谁提出"), max_length=60)
    category = models.CharField(_("类别"), max_length=12, choices=Need.choices)
    priority = models.CharField(_("缓急"), max_length=10, choices=Priority.choices)
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel.choices)
    heard_at = models.DateTimeField(_("提出的时间"))
    owner = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name=_("办理人")
    )
    owner_role = models.CharField(_("办理人的岗位"), max_length=30, blank=True)
    raised = models.BooleanField(_("由上一级办理"), default=False)
    answered_at = models.DateTimeField(_("第一次答复的时间"), null=True, blank=True)
    answered_in_time = models.BooleanField(_("按时答复"), null=True, blank=True)
    waits_for = models.CharField(_("等什么"), max_length=200, blank=True)
    waits_until = models.DateField(_("等到"), null=True, blank=True)
    watch = models.CharField(_("督办"), max_length=10, choices=Watch.choices, blank=True)
    late = models.JSONField(_("已报督办的期限"), default=list, blank=True)
    result = models.CharField(_("结果"), max_length=24, choices=Outcome.choices, blank=True)
    conclusion = models.TextField(_("办理结果"), blank=True)
    offer = models.TextField(_("还能提供的帮助"), blank=True)
    evidence = models.CharField(_("凭据"), max_length=200, blank=True)
    agreed_on = models.DateField(_("领导审核日期"), null=True, blank=True)
    agreed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核领导")
    )
    satisfaction = models.CharField(_("满意程度"), max_length=6, choices=Satisfaction.choices, blank=True)
    confirmed_how = models.CharField(_("怎样确认"), max_length=10, choices=Confirmed.choices, blank=True)
    reopened = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    main = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("并入")
    )

    lines: Many[TicketLine]
    referrals: Many[Referral]

    class Meta:
        abstract = True

    @classmethod
    def new_reference(cls, agency: Any, day: date) -> str:
        return next_reference("XQ", agency, day)

    @property
    def is_over(self) -> bool:
        return self.state in ENDED_TICKET

    @property
    def is_emergency(self) -> bool:
        return self.priority == Priority.P0

    @property
    def needs_leader(self) -> bool:
        return self.priority in PRESSING

    @property
    def referral(self) -> Referral | None:
        return self.referrals.select_related("consent").last()

    @cached_property
    def steps(self) -> list[TicketLine]:
        return list(self.lines.filter(kind=LineKind.STEP).order_by("at", "pk"))

    def has_step(self, *steps: Step) -> bool:
        return self.lines.filter(kind=LineKind.STEP, step__in=steps).exists()

    @property
    def tries_made(self) -> int:
        """On how many different days the family was tried in vain since the result was proposed."""
        proposed = self.dossier.events.filter(transition="propose_close").order_by("seq").last()
        tries = self.lines.filter(kind=LineKind.TRY)
        if proposed is not None:
            tries = tries.filter(at__gte=proposed.at)
        return len({timezone.localdate(each.at) for each in tries})

    def role_of(self, person: Any) -> str:
        """The office in which ``person`` may own the request: of its area, else of the county; empty where neither."""
        here = {each.role for each in self.dossier.team if each.user_id == person.pk and each.ended_on is None}
        for role in (Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER):
            if role in here:
                return role.value
        county = person.has_perm(f"support.{Role.COUNTY_OFFICER.value}")
        return Role.COUNTY_OFFICER.value if county else ""

    def is_colleague(self, name: str) -> bool:
        """Whether the name is that of somebody of the office who works for this family."""
        return any(str(each.user) == name for each in self.dossier.team if each.ended_on is None)

    def barred(self, user: Any) -> str:
        return (self.household.barred(user) if self.pk else "") or super().barred(user)

    def newly_late(self, attempt: Attempt) -> list[Any]:
        """The duties that are overdue now and were not brought before a leader yet."""
        codes = [each.code for each in needs.TIMED if each.code not in self.late]
        running = self.dossier.deadlines.running().filter(code__in=codes, suspended=False)
        return [each for each in running.order_by("pk") if each.is_over(attempt.at)]

    # The clocks

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        row = attempt.row.name
        if limit in BY_PRIORITY:
            return self._starts_by_priority(limit, attempt)
        if limit in needs.ALL_FURTHER:
            return [
                Start(each.moment_due or each.legal_due, each.code, each.length)
                for each in getattr(self, "brought_up", ())
                if needs.FURTHER[known(each.code).unit] is limit
            ]
        if limit == needs.NO_REPLY:
            return [Start(attempt.on)] if self.tries_made >= 2 else []
        if limit == needs.VISIT_HOME and row == "log_step":
            return [Start(attempt.on)] if attempt.facts.get("step") == Step.DISCHARGED else []
        return [Start(attempt.on)]

    def _starts_by_priority(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        if self.priority not in BY_PRIORITY[limit]:
            return []
        if attempt.row.name == "assign" and not getattr(self, "priority_changed", False):
            return []
        since = self.heard_at if attempt.row.name == "register" else attempt.at
        if attempt.row.name == "register" and not self.pk:  # asked by a page that shows what will happen
            since = attempt.at
        length = None
        if limit == needs.ON_SITE and self.household.hukou_kind == HukouKind.RURAL:
            length = int(parameters.value("support.on_site_rural_hours", attempt.on))
        return [Start(since if limit.unit.by_the_clock else timezone.localdate(since), length=length)]

    def stops_of(self, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
        row = attempt.row
        if row.name == "log_step":
            ended = STEP_ENDS.get(attempt.facts.get("step"), ())  # type: ignore[call-overload, arg-type]
            if limit in needs.ALL_FURTHER:
                return [each.code for each in ended]
            return None if limit in ended else []
        if limit in needs.ALL_FURTHER and row.name != "escalate_further":
            return [each.code for each in row.stops if each not in needs.ALL_FURTHER]
        if limit in needs.ALL_FURTHER:
            return self._over_further(attempt)
        if row.name == "assign" and limit not in needs.ASSIGNING:
            return None if getattr(self, "priority_changed", False) else []
        return None

    def _over_further(self, attempt: Attempt) -> list[str]:
        codes = [each.code for each in needs.ALL_FURTHER]
        running = self.dossier.deadlines.running().filter(code__in=codes)
        return [each.item for each in running if each.is_over(attempt.at)]

    def _say(self, kind: LineKind, text: str, at: datetime | None = None, **more: Any) -> None:
        attempt = self.attempt
        TicketLine.objects.create(
            ticket=self,  # type: ignore[misc]
            kind=kind,
            at=at or attempt.at,
            text=text,
            by=attempt.by,
            **more,
        )

    def _label(self) -> None:
        family = self.household.dossier
        self.dossier.title = family.title
        self.dossier.subject = str(Need(self.category).label)
        names = [each.name for each in self.household.members.all()]
        self.dossier.words = findable(self.dossier.reference, family.reference, *names, str(self.household.village))

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)


class RequestPart(TicketCore):
    """The request from the family's words to their yes."""

    class Meta:
        abstract = True

    @TICKET.transition
    def register(
        self,
        *,
        household: Household,
        words: str,
        who: str,
        category: str,
        priority: str,
        channel: str,
        heard_at: datetime | None = None,
    ) -> None:
        """The family's own words, as they were said, and what hangs on them (D1)."""
        self.household, self.words, self.who = household, words, who
        self.category, self.priority, self.channel = category, priority, channel
        self.heard_at = heard_at or self.attempt.at
        self._label()

    @TICKET.transition
    def place(self) -> None:
        """The file comes to those who hold an office in the area of the family."""
        placing.place(self.dossier, self.household.village, self.attempt.on)

    @TICKET.transition
    def assign(self, *, owner: Any, category: str = "", priority: str = "") -> None:
        """Somebody by name is to see to it; category and urgency are confirmed (D2)."""
        self.priority_changed = bool(priority) and priority != self.priority
        self.category, self.priority = category or self.category, priority or self.priority
        self.owner, self.owner_role = owner, self.role_of(owner)
        self._label()

    @TICKET.transition
    def give_back(self, *, reason: str) -> None:
        """Whoever has it cannot go on: it is handed to somebody else."""
        self.owner, self.owner_role, self.waits_for, self.waits_until = None, "", "", None

    @TICKET.transition
    def answer(self, *, text: str, way: str, answered_at: datetime | None = None) -> None:
        """The family has heard from somebody who will see to it (D3)."""
        at = answered_at or self.attempt.at
        if self.answered_at is None:
            self.answered_at, self.answered_in_time = at, self._in_time(at)
        self._say(LineKind.ANSWER, text, at, who=str(Channel(way).label))

    def _in_time(self, at: datetime) -> bool:
        codes = [each.code for each in needs.ANSWERING]
        running = self.dossier.deadlines.running().filter(code__in=codes).first()
        return running is None or not running.is_over(at)

    @TICKET.transition
    def note_progress(self, *, text: str) -> None:
        """What was done for it."""
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def wait_for_family(self, *, text: str, until: date | None = None) -> None:
        """Something only the family can bring or say is awaited (D6)."""
        self._wait(text, until)

    @TICKET.transition
    def wait_for_third(self, *, text: str, until: date | None = None) -> None:
        """Somebody else's answer is awaited (D6)."""
        self._wait(text, until)

    def _wait(self, text: str, until: date | None) -> None:
        self.waits_for, self.waits_until = text[:200], until
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def look_again(self, *, text: str) -> None:
        """Once a week somebody asks how it stands (D6)."""
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def go_on(self, *, text: str) -> None:
        """What was awaited has come, or is awaited no longer (D6)."""
        self.waits_for, self.waits_until = "", None
        self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def extend_petition(self, *, days: int = 30, reason: str) -> None:
        """A complicated petition gets more time, with the leader's approval (信访工作条例 art. 34)."""

    @TICKET.transition
    def propose_close(self, *, result: str, conclusion: str, offer: str = "", evidence: str = "") -> None:
        """What came of it, to be confirmed by the family (D7)."""
        self.result, self.conclusion, self.offer, self.evidence = result, conclusion, offer, evidence
        self.agreed_on = self.agreed_by = None
        self._say(LineKind.PROGRESS, conclusion)

    @TICKET.transition
    def record_try(self, *, text: str, way: str) -> None:
        """The family was tried and not reached; after the second day it is waited for (3.9)."""
        self._say(LineKind.TRY, text, who=str(Channel(way).label))

    @TICKET.transition
    def agree_to_close(self, *, opinion: str) -> None:
        """The leader has looked at what was urgent (D8)."""
        self.agreed_on, self.agreed_by = self.attempt.on, self.attempt.by

    @TICKET.transition
    def close(self, *, satisfaction: str, how: str, told: bool = False, text: str = "") -> None:
        """The family says yes, and how content it is (D8)."""
        self.satisfaction, self.confirmed_how = satisfaction, how
        if text:
            self._say(LineKind.PROGRESS, text)

    @TICKET.transition
    def close_without_reply(self) -> None:
        """Two tries on two days, and seven days: it rests until the next visit (3.9)."""
        self.result, self.satisfaction = Outcome.NO_REPLY, Satisfaction.NONE

    @TICKET.transition
    def reopen(self, *, words: str, who: str) -> None:
        """The family is not content: once by right, the second time one level up (D9)."""
        self.reopened += 1
        self.raised = self.reopened > 1
        self.owner, self.owner_role, self.result, self.satisfaction = None, "", "", ""
        self.agreed_on = self.agreed_by = self.dossier.closed_on = None
        self.late = []
        self._say(LineKind.AGAIN, words, who=who)

    @TICKET.transition
    def escalate(self) -> None:
        """Something is overdue: once for each limit it comes before the leader of the township (D10)."""
        self.brought_up = self.newly_late(self.attempt)
        self.late = [*self.late, *(each.code for each in self.brought_up)]
        self.watch = self.watch or Watch.TOWNSHIP

    @TICKET.transition
    def escalate_further(self) -> None:
        """The same time has passed once more: it comes before the leader of the county (D10)."""
        self.watch = Watch.COUNTY

    @TICKET.transition
    def merge(self, *, main: Any, text: str) -> None:
        """It is the same as another one; the family has said so (D11)."""
        self.main, self.result = main, Outcome.MERGED

    @TICKET.transition
    def withdraw(self, *, text: str) -> None:
        """The family does not ask for it any more (D11)."""
        self.result = Outcome.WITHDRAWN

    @TICKET.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    @TICKET.transition
    def log_step(
        self,
        *,
        step: str,
        happened_at: datetime | None = None,
        person: str = "",
        text: str = "",
        member: Member | None = None,
        signer: str = "",
    ) -> None:
        """A step of the emergency, with its time and its person (3.8, F-29)."""
        self._say(LineKind.STEP, text, happened_at, step=step, who=person, signer=signer)
        self.__dict__.pop("steps", None)


class TicketLine(models.Model):
    """What was said and done for a request: the log on F-18 and F-29."""

    ticket = models.ForeignKey("support.Ticket", models.PROTECT, related_name="lines")
    kind = models.CharField(_("种类"), max_length=10, choices=LineKind.choices)
    step = models.CharField(_("步骤"), max_length=14, choices=Step.choices, blank=True)
    signer = models.CharField(_("签字人"), max_length=16, blank=True)
    at = models.DateTimeField(_("时间"))
    who = models.CharField(_("人员、方式"), max_length=60, blank=True)
    text = models.TextField(_("内容"), blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("办理记录")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def called(self) -> str:
        """What the line is: the step of an emergency, or its kind."""
        return str(Step(self.step).label if self.step else LineKind(self.kind).label)


RECENT = timedelta(days=365)  # what the figures of 3.9 look back on
OPEN_NOW = Q(state__in=[state for state in TicketState if state not in ENDED_TICKET])
__all__ = ["NEW", "OF_AREA", "OPEN_NOW", "OWNERS", "RECENT", "RequestPart", "TicketCore", "TicketLine"]
