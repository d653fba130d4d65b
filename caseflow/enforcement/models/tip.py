"""A tip: from its registration until it is accepted as a case, transferred or ended without filing (M00–M03)."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from caseflow.cases import parameters, transitions
from caseflow.cases.models import Assignment, Record, Start
from caseflow.cases.references import next_reference
from caseflow.cases.sides import join
from caseflow.cases.words import findable
from caseflow.people.models import Notice
from caseflow.people.notices import tell
from caseflow.procedure import PUBLIC, Attempt, TimeLimit
from caseflow.receipts import talking
from caseflow.vault import keeping

from .. import law
from ..codes import USUAL_VIOLATION, Channel, NotFiled, Source
from ..penalties.table import violation as violation_of
from ..procedure import TIP, Role, TipState
from .people import Reporter
from .register import Institution, Practitioner


class Tip(Record):
    """The clue and what became of it (reference 6.1)."""

    procedure = TIP

    state = FSMField(_("状态"), choices=TipState.choices, default=TipState.REGISTERED, protected=True, editable=False)
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    channel = models.CharField(_("渠道"), max_length=16, choices=Channel.choices)
    received_at = models.DateTimeField(_("接收时间"))
    reporter = models.OneToOneField(Reporter, models.PROTECT, null=True, blank=True, related_name="tip")
    real_name = models.BooleanField(_("实名举报"), default=False)
    wants_reply = models.BooleanField(_("要求答复"), default=False)
    wants_reward = models.BooleanField(_("要求奖励"), default=False)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="tips")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, blank=True, related_name="tips")
    about_name = models.CharField(_("被举报对象"), max_length=120, blank=True)
    about_citizen = models.BooleanField(_("被举报对象是个人"), default=False)
    about_address = models.CharField(_("被举报对象地址"), max_length=200, blank=True)
    violation = models.CharField(_("涉嫌行为"), max_length=6)
    act_from = models.DateField(_("行为时间自"), null=True, blank=True)
    act_to = models.DateField(_("行为时间至"), null=True, blank=True)
    act_place = models.CharField(_("行为发生地"), max_length=200, blank=True)
    summary = models.TextField(_("内容"))
    urgent = models.BooleanField(_("紧急"), default=False)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    result = models.CharField(_("核查结论"), max_length=3, choices=NotFiled.choices, blank=True)
    replied_on = models.DateField(_("答复日期"), null=True, blank=True)
    case = models.ForeignKey("enforcement.EnforcementCase", models.PROTECT, null=True, blank=True, related_name="tips")
    from_public = models.BooleanField(_("公众网上举报"), default=False, editable=False)  # opened by whoever gave it
    taken_in_on = models.DateField(_("核对日期"), null=True, blank=True)  # by a clerk, where the public opened it

    class Meta:
        verbose_name = _("线索")
        indexes = [models.Index(fields=["state", "dossier"], name="tip_in_state")]

    @classmethod
    def new_reference(cls, agency: Any, day: Any) -> str:
        return next_reference("JB", agency, day)

    @property
    def subject_name(self) -> str:
        return str(self.institution or self.practitioner or self.about_name)

    @property
    def answerable(self) -> bool:
        """Whether there is somebody to answer: a real name with an address or a telephone number."""
        return self.real_name and self.reporter is not None and self.reporter.reachable

    def _label(self) -> None:
        self.dossier.title = self.subject_name
        self.dossier.subject = str(violation_of(self.violation, self.dossier.opened_on).name)
        self.dossier.words = findable(self.dossier.reference, self.subject_name, self.about_address)

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> list[Start]:
        if limit == law.TELL_TIPSTER and not self.answerable:
            return []
        if limit == law.TELL_FILING and not (
            self.answerable and parameters.value("enforcement.tell_reporter_filing", attempt.on)
        ):
            return []
        if attempt.row.name == "register":
            return [Start(timezone.localdate(self.received_at))]
        return super().starts_of(limit, attempt)  # type: ignore[return-value]

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ..papers import context

        return context(kind, self, attempt)

    @TIP.transition
    def register(
        self,
        *,
        source: str,
        channel: str,
        summary: str,
        about: Any = None,
        about_name: str = "",
        about_address: str = "",
        about_citizen: bool = False,
        violation: str = "",
        received_at: Any = None,
        real_name: bool = False,
        reporter_name: str = "",
        reporter_phone: str = "",
        reporter_id_no: str = "",
        reporter_address: str = "",
        wants_reply: bool = False,
        wants_reward: bool = False,
        act_from: Any = None,
        act_to: Any = None,
        act_place: str = "",
        urgent: bool = False,
    ) -> None:
        """Every tip is registered, an anonymous one too; an oral one is written down (信访工作条例 art. 19, 23)."""
        self.source, self.channel, self.summary = source, channel, summary
        self.institution = about if isinstance(about, Institution) else None
        self.practitioner = about if isinstance(about, Practitioner) else None
        self.about_name, self.about_citizen = about_name, about_citizen
        self.about_address = about_address or getattr(about, "address", "")
        self.violation = violation or USUAL_VIOLATION
        self.received_at = received_at or self.attempt.at
        self.real_name, self.wants_reply, self.wants_reward = real_name, wants_reply, wants_reward
        self.act_from, self.act_to, self.act_place, self.urgent = act_from, act_to, act_place, urgent
        self.from_public = self.attempt.role == PUBLIC
        if real_name or reporter_name or reporter_phone or self.from_public:
            self.reporter = Reporter(code=next_reference("R", self.dossier.agency, self.attempt.on))
            if self.from_public:  # of whom the files may tell, though nothing else does
                keeping.with_key(self.reporter, self.dossier.reference)
            keeping.keep(
                self.reporter,
                self.dossier.reference,
                name=reporter_name,
                phone=reporter_phone,
                id_no=reporter_id_no,
                address=reporter_address,
            )
        self._label()

    @TIP.transition
    def assign_check(self, *, officers: list[Any], note: str = "") -> None:
        """The unit head has the clue checked."""
        for officer in officers:
            Assignment.objects.create(dossier=self.dossier, user=officer, role=Role.OFFICER, since=self.attempt.on)
        self.dossier.forget("team")

    @TIP.transition
    def transfer(self, *, addressee: str, body: str, reason: str) -> None:
        """The matter is not ours: it goes to the competent body, and the reporter is told."""
        self._answered()

    @TIP.transition
    def decline(self, *, ground: str, reason: str) -> None:
        """The clue gives no ground for a case."""
        self.result = ground
        self._answered()

    @TIP.transition
    def accept(self, *, into: Any = None, act_place: str = "", designation: str = "", violation: str = "") -> None:
        """The matter is worth handling: a case is opened, or joined, and the limits of the tip go on in it."""
        from .case import EnforcementCase

        if act_place:
            self.act_place = act_place
        if violation:
            self.violation = violation
        if into is not None:
            self.case = into
            join(self.dossier, into.dossier)
            return
        case: Any = transitions.open_dossier(
            EnforcementCase,
            "accept",
            by=self.attempt.by,
            agency=self.dossier.agency,
            on=self.attempt.on,
            at=self.attempt.at,
            tip=self,
            designation=designation,
        )
        self.case = case
        join(self.dossier, case.dossier)

    @TIP.transition
    def reply_reporter(self, *, result: str) -> None:
        """The reporter hears in general terms what became of the tip."""
        self.replied_on = self.attempt.on

    @TIP.transition
    def link_duplicate(self, *, original: Any) -> None:
        """The same matter was reported before; no clock starts anew."""
        self.duplicate_of = original
        join(self.dossier, original.dossier)

    @TIP.transition
    def take_in(
        self,
        *,
        about: Any = None,
        violation: str = "",
        act_from: Any = None,
        act_to: Any = None,
        urgent: bool = False,
    ) -> None:
        """A clerk has read what came by itself, and says whom and what it is about in the words of the register."""
        self.taken_in_on = self.attempt.on
        if about is not None:
            self.institution = about if isinstance(about, Institution) else None
            self.practitioner = about if isinstance(about, Practitioner) else None
            self.about_address = self.about_address or getattr(about, "address", "")
        self.violation = violation or self.violation
        self.act_from, self.act_to = act_from or self.act_from, act_to or self.act_to
        self.urgent = urgent
        self._label()

    @TIP.transition
    def hear_from_reporter(self, *, text: str, files: Any = ()) -> None:
        """Whoever gave the tip adds to it, as long as it is kept."""
        talking.say(self.dossier, text, by=None, at=self.attempt.at)
        for person in self._readers():
            tell(person, Notice.Kind.REPORTER_WROTE, place=self.dossier.reference)

    @TIP.transition
    def write_to_reporter(self, *, text: str) -> None:
        """The office asks whoever gave the tip, or tells them something, by way of the receipt."""
        talking.say(self.dossier, text, by=self.attempt.by, at=self.attempt.at)

    def _readers(self) -> list[Any]:
        """Those who are told of what the reporter adds: the clerk who took the tip in, and who is appointed to it."""
        clerks = self.dossier.events.filter(transition="take_in").exclude(actor=None).select_related("actor")
        appointed = [each.user for each in self.dossier.team if each.ended_on is None]
        people = [*(event.actor for event in clerks if event.actor), *appointed]
        return list({each.pk: each for each in people}.values())

    @TIP.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    def _answered(self) -> None:
        if self.answerable:
            self.replied_on = self.attempt.on
