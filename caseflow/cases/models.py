"""The case file and what lies in it, whatever the procedure: events, limits, papers, people, uploads, drafts."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process

from caseflow.audit.chain import START
from caseflow.audit.models import Chained
from caseflow.files.verdicts import QUARANTINE, State
from caseflow.people.models import Agency
from caseflow.procedure import NOBODY, SYSTEM, Attempt, Procedure, TimeLimit
from caseflow.procedure.duties import Side
from caseflow.procedure.limits import limit as known
from caseflow.vault.fields import SealedField

from . import calendar

USER = settings.AUTH_USER_MODEL


class Dossier(models.Model):  # type: ignore[django-manager-missing]  # viewflow's base hides the one of processes
    """The file of one case: the row that is locked, and the owner of events, limits, papers and work.

    ``seq`` is the number of its last event; a form remembers it as the version it was filled in on. ``head`` is the
    hash of that event, to which the next one is bound.
    """

    reference = models.CharField(_("编号"), max_length=40, unique=True)
    procedure = models.CharField(max_length=40)  # "enforcement.case"
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    title = models.CharField(_("当事人"), max_length=200, blank=True)
    subject = models.CharField(_("案由"), max_length=200, blank=True)
    words = models.TextField(blank=True)  # what a search finds it by: names, numbers, pinyin
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=START, editable=False)
    last_at = models.DateTimeField(null=True, editable=False)
    opened_on = models.DateField(_("建立日期"))
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    next_due = models.DateField(_("最近期限"), null=True, blank=True)
    matter = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")  # the first linked
    stage = models.PositiveSmallIntegerField(default=0)  # the place of the state of the root in its procedure

    class Meta:
        verbose_name = _("案卷")
        indexes = [
            models.Index(F("procedure"), F("id").desc(), name="file_list"),
            models.Index(F("procedure"), F("id").desc(), condition=Q(closed_on__isnull=True), name="file_open"),
            models.Index(fields=["procedure", "next_due", "id"], name="file_due"),
            models.Index(fields=["procedure", "reference"], name="file_reference"),
            models.Index(fields=["procedure", "opened_on", "id"], name="file_opened"),
            models.Index(fields=["procedure", "stage", "id"], name="file_stage"),
        ]

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def team(self) -> list["Assignment"]:
        """Everybody who is or was appointed to the file, in the order of their appointment."""
        return list(self.assignments.select_related("user")) if self.pk else []

    @cached_property
    def past(self) -> dict[tuple[int | None, str], date | None]:
        """Who has acted in which role, and the legal day on which each last moved the file on."""
        moved_on = Max("on", filter=~Q(source=F("target")))
        acted = self.events.order_by().values_list("actor", "role").annotate(moved_on=moved_on) if self.pk else []
        return {(actor, role): day for actor, role, day in acted}

    @property
    def key_of_matter(self) -> int:
        """What all linked files have in common: the key of the first of them."""
        return self.matter_id or self.pk

    @cached_property
    def duties_of_matter(self) -> list[tuple[int, str, str, int]]:
        """Person, side, what a single deed was about, and the file it stands in, for all files of the matter."""
        found = Duty.objects.filter(matter=self.key_of_matter) if self.pk else Duty.objects.none()
        return list(found.values_list("person", "duty", "item", "dossier"))

    @property
    def sides(self) -> list[tuple[int, str, str]]:
        """Who took which side of the matter: person, side, and what a single deed was about."""
        return [(person, side, item) for person, side, item, _file in self.duties_of_matter]

    @cached_property
    def joined_team(self) -> set[tuple[int, str]]:
        """Who is appointed, in which role, to another file of the same matter."""
        linked = Dossier.objects.filter(Q(matter=self.key_of_matter) | Q(pk=self.key_of_matter)).exclude(pk=self.pk)
        held = Assignment.objects.filter(dossier__in=linked.values("pk"), ended_on=None)
        return set(held.values_list("user", "role")) if self.pk else set()

    def forget(self, *names: str) -> None:
        """Ask the database again for what has changed."""
        for name in names:
            self.__dict__.pop(name, None)


class Record(models.Model):
    """What has a state and a procedure. The root of a file, or a part of one."""

    procedure: ClassVar[Procedure]
    state: Any
    attempt: Attempt  # what is being performed, for the transition methods

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.dossier.reference

    @classmethod
    def new_reference(cls, agency: Agency, day: date) -> str:
        """The reference of a new file; taken inside the transaction that opens it."""
        raise NotImplementedError

    @classmethod
    def label(cls) -> str:
        return f"{cls.procedure.app_label}.{cls.procedure.name}"

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("state", None)  # a protected field accepts its first value only
        super().refresh_from_db(*args, **kwargs)

    # What a procedure may say differently of its records:

    def barred(self, user: Any) -> str:
        """The sentence why ``user`` may not act on this record whatever the role, or an empty string."""
        if any(person == user.pk and side == Side.RECUSED for person, side, _item in self.dossier.sides):
            return _t("%(person)s 已被决定在本案中回避，不得再参与办理。") % {"person": user}
        return ""

    def sides_of(self, attempt: Attempt) -> Iterable[Any]:
        """The sides of the matter that ``attempt`` puts people on besides whoever acts (``sides.Taken``)."""
        return ()

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> Iterable["Start"]:
        """The days from which ``limit`` runs when ``attempt`` succeeds; none where it does not apply."""
        return [Start(attempt.on)]

    def stops_of(self, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
        """The items whose ``limit`` the attempt ends; None for every one that runs."""
        return None

    def extension_of(self, limit: TimeLimit, attempt: Attempt) -> int:
        """By how much of its own unit ``attempt`` extends ``limit``."""
        return int(attempt.facts["days"])

    def resumes_of(self, attempt: Attempt) -> tuple[str, ...]:
        """The codes of the intervals that the attempt ends."""
        return attempt.row.resumes

    def exclusion_item(self, attempt: Attempt) -> str:
        """What tells apart several intervals of one code that run side by side."""
        return ""

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        """What goes into a paper of ``kind``; None where this attempt issues none of it."""
        return None

    def assignee(self, role: str) -> Any:
        """The person whose turn it is in a role that is held per case."""
        return next((each.user for each in self.dossier.team if each.role == role and each.ended_on is None), None)


class Start:
    """Day (or moment) 0 of a limit, for one item where several run side by side."""

    def __init__(self, day0: Any, item: str = "", length: int | None = None):
        self.day0, self.item, self.length = day0, item, length


class Event(Chained):
    """One line of the file, written once and bound to the line before it: who moved what, from where to where, when, on which legal day and facts."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    part = models.CharField(max_length=60)  # the record: "enforcement.case"
    transition = models.CharField(max_length=60)
    source = models.CharField(max_length=40, blank=True)
    target = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=40)
    at = models.DateTimeField()
    on = models.DateField()
    facts = models.TextField(default="{}")  # canonical JSON
    papers = models.TextField(default="[]")  # canonical JSON: [[kind, sha256 of what it says], …]
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="event_seq_once"),
            models.UniqueConstraint(fields=["dossier", "prev"], name="event_follows_once"),
        ]
        indexes = [models.Index(fields=["dossier", "actor"], name="event_of_actor", condition=Q(actor__isnull=False))]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.seq} {self.transition}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An event is written once.")
        super().save(*args, **kwargs)

    @property
    def moved(self) -> bool:
        return self.source != self.target

    @property
    def who(self) -> str:
        """The person who acted, or what did where it was nobody of the house."""
        return str(self.actor or NOBODY.get(self.role, NOBODY[SYSTEM]))

    @property
    def data(self) -> dict[str, Any]:
        return json.loads(self.facts)


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> "DeadlineQuerySet":
        return self.filter(stopped_on=None)

    def over(self, today: date, now: datetime | None = None) -> "DeadlineQuerySet":
        """Those that ended before ``today``; with ``now`` also those that ended today, at a moment before it."""
        ended = Q(legal_due__lt=today)
        if now is not None:
            ended |= Q(legal_due=today, moment_due__lt=now)
        return self.running().filter(ended, suspended=False)


class Deadline(models.Model):
    """A running, met or missed time limit of a file, with the three dates of reference 2.2."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="deadlines")
    code = models.CharField(max_length=10)
    item = models.CharField(max_length=60, blank=True)
    day0 = models.DateField()
    moment0 = models.DateTimeField(null=True, blank=True)
    length = models.IntegerField()
    nominal_due = models.DateField()
    legal_due = models.DateField()
    safe_due = models.DateField()
    moment_due = models.DateTimeField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    suspended = models.BooleanField(default=False)
    started_by = models.ForeignKey(Event, models.PROTECT, related_name="started")
    stopped_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="stopped")
    stopped_on = models.DateField(null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "code", "item"],
                condition=Q(stopped_on__isnull=True),
                name="one_running_limit_of_a_kind",
            )
        ]
        indexes = [
            models.Index(fields=["legal_due", "id"], condition=Q(stopped_on__isnull=True), name="deadline_running"),
            models.Index(
                fields=["id"],
                condition=Q(stopped_on__isnull=True, provisional=True),
                name="deadline_provisional",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.legal_due}"

    def is_over(self, now: datetime) -> bool:
        """Whether the last day, or the last moment, has passed at ``now``."""
        return self.moment_due < now if self.moment_due else self.legal_due < timezone.localdate(now)

    @property
    def rule(self) -> TimeLimit:
        """The row of the table of limits. Raises LookupError for a code that no procedure brings."""
        return known(self.code)


class Extension(models.Model):
    """A limit made longer, granted before its end."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="extensions")
    length = models.PositiveIntegerField()
    on = models.DateField()
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"+{self.length}"


class Exclusion(models.Model):
    """An interval that is not counted, with the ground in law for leaving it out (A-18)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="exclusions")
    code = models.CharField(max_length=10)
    item = models.CharField(max_length=60, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=200)
    started_by = models.ForeignKey(Event, models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "code", "item"],
                condition=Q(end__isnull=True),
                name="one_running_exclusion_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.start}–{self.end or ''}"

    def pure(self) -> calendar.Exclusion:
        return calendar.Exclusion(self.code, self.start, self.end, self.basis)


class Paper(models.Model):
    """A paper in a file: which event issued which document."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    event = models.ForeignKey(Event, models.PROTECT, related_name="issued")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="paper")
    kind = models.CharField(max_length=60)
    served_on = models.DateField(_("送达日期"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_id}"


class Assignment(models.Model):
    """Somebody works on a file in a role, for a time."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(USER, models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=40)
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "user", "role"], condition=Q(ended_on__isnull=True), name="assigned_once"
            )
        ]
        indexes = [
            models.Index(F("user"), F("dossier").desc(), condition=Q(ended_on__isnull=True), name="assigned_now")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class CaseProcess(Process):
    """viewflow's thread through one record: whose turn it is, never what may happen."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="processes")
    part = models.CharField(max_length=60)
    record_pk = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "record_pk"], name="one_process_for_a_record")]


class Upload(models.Model):
    """A file somebody handed in, kept under the hash of its content from the moment it came."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="uploads")
    sha256 = models.CharField(_("校验值（SHA-256）"), max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    size = models.PositiveBigIntegerField(_("大小"))
    mime = models.CharField(_("类型"), max_length=100)
    state = models.CharField(_("检查结果"), max_length=12, choices=State.choices, default=State.STORED)
    why = models.CharField(max_length=12, blank=True)  # of files.verdicts.QUARANTINE
    scanned = models.BooleanField(_("已查杀病毒"), default=False)
    copy_sha256 = models.CharField(max_length=64, blank=True)  # of what may be looked at
    copy_mime = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")  # None: whoever is outside
    at = models.DateTimeField(default=timezone.now)
    content_key = SealedField(blank=True)  # where the content itself is sealed, because it may say who sent it

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def sealed(self) -> bool:
        """Whether only the copy is for those who read the file."""
        return bool(self.content_key)

    @property
    def reason(self) -> str:
        """Why it is set apart, as a sentence; empty where it is not."""
        return str(QUARANTINE.get(self.why, ""))

    def in_facts(self) -> dict[str, Any]:
        """What a line of the file says of it besides its name."""
        return {"sha256": self.sha256, "size": self.size}


class Draft(models.Model):
    """What somebody has typed into a form and not yet submitted."""

    user = models.ForeignKey(USER, models.CASCADE, related_name="drafts")
    address = models.CharField(max_length=300)  # the path of the form
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "address"], name="one_draft_of_a_form")]

    def __str__(self) -> str:
        return self.address


class ParameterValue(models.Model):
    """A setting of the office, from a day on."""

    key = models.CharField(_("参数"), max_length=80)
    value = models.CharField(_("取值"), max_length=200)
    valid_from = models.DateField(_("自何日起"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("参数取值")
        constraints = [models.UniqueConstraint(fields=["key", "valid_from"], name="one_value_a_day")]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class CalendarDay(models.Model):
    """A day of the yearly holiday notice, loaded by an administrator before the library knows the year."""

    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=[(kind.value, kind.label) for kind in calendar.DayKind])
    name = models.CharField(_("名称"), max_length=40, blank=True)
    source = models.CharField(_("文件依据"), max_length=200, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("节假日安排")

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


from .duties import Duty, StandIn  # noqa: F401  # models of this app
