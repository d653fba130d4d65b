"""What is owed to a family in contact and visits, what was done of it, and how it wishes it (reference 3.5, 7.5)."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..rules.channels import OPEN, Channel, Occasion, Status
from ..rules.contact import Profile
from ..rules.quiet import Span

USER = settings.AUTH_USER_MODEL
MONTH_DAY = [MinValueValidator(101), MaxValueValidator(1231)]


class Visit(models.Model):
    """One contact with a family, or a try (F-17). ``counted_on`` None: saved late, the township has still to confirm it."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="visits")
    occasion = models.CharField(_("事由"), max_length=20, choices=Occasion.choices)
    began_at = models.DateTimeField(_("开始时间"))
    minutes = models.PositiveSmallIntegerField(_("分钟"), default=0)
    channel = models.CharField(_("方式"), max_length=10, choices=Channel.choices)
    reached = models.BooleanField(_("联系上了"))
    visitors: Any = models.ManyToManyField(USER, related_name="+", verbose_name=_("到场的人"))
    others = models.CharField(_("还有谁在场"), max_length=100, blank=True)
    members = models.ManyToManyField("support.Member", related_name="visits", verbose_name=_("见到的家里人"))
    items = models.JSONField(_("谈了什么、看了什么"), default=list)
    observation = models.TextField(_("简单记几句"), blank=True)
    needs = models.TextField(_("家里提到的需要"), blank=True)
    given = models.CharField(_("带去的东西"), max_length=200, blank=True)
    next_step = models.CharField(_("下一步"), max_length=200, blank=True)
    next_on = models.DateField(_("下次"), null=True, blank=True)
    by_wish = models.BooleanField(_("这次按本人意愿"), default=False)
    initialled = models.BooleanField(_("家里人看过"), default=False)
    saved_at = models.DateTimeField(_("登记时间"))
    saved_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    counted_on = models.DateField(_("计入日期"), null=True, blank=True)
    confirmed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))

    class Meta:
        ordering = ["-began_at", "-pk"]
        verbose_name = _("走访记录")
        indexes = [models.Index(fields=["household", "-began_at"], name="visit_of_family")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_channel_display()}"

    @property
    def on(self) -> date:
        return timezone.localdate(self.began_at)


class DutyQuerySet(models.QuerySet["ContactDuty"]):
    def open(self) -> "DutyQuerySet":
        return self.filter(status__in=OPEN)

    def due(self, on: date) -> "DutyQuerySet":
        """What may be done on a day, or should have been before."""
        return self.open().filter(first__lte=on)

    def overdue(self, on: date) -> "DutyQuerySet":
        return self.open().filter(last__lt=on)


class ContactDuty(models.Model):
    """A contact that is owed to a household, or to one of its members, from a day until a day: made once a period."""

    household = models.ForeignKey("support.Household", models.PROTECT, related_name="duties")
    member = models.ForeignKey("support.Member", models.PROTECT, null=True, related_name="duties")
    township = models.ForeignKey("support.Area", models.PROTECT, null=True, related_name="+")
    occasion = models.CharField(_("事由"), max_length=20, choices=Occasion.choices)
    period = models.CharField(max_length=24)
    opens = models.DateField()
    ends = models.DateField()  # as the calendar has it, without the wishes of the family
    first = models.DateField(_("自何日起"))
    last = models.DateField(_("到何日为止"))
    alert_township = models.DateField()
    alert_association = models.DateField()
    alert_county = models.DateField()
    status = models.CharField(_("情况"), max_length=12, choices=Status.choices, default=Status.PLANNED)
    by_wish = models.BooleanField(_("按家庭意愿"), default=False)
    done_on = models.DateField(_("办理日期"), null=True, blank=True)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="duties")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["last", "pk"]
        verbose_name = _("联系走访任务")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "occasion", "period"],
                condition=Q(member__isnull=True),
                name="a_household_is_owed_once",
            ),
            models.UniqueConstraint(
                fields=["member", "occasion", "period"],
                condition=Q(member__isnull=False),
                name="a_member_is_owed_once",
            ),
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="a_duty_begins_before_it_ends"),
        ]
        indexes = [
            models.Index(fields=["household", "last"], condition=Q(status__in=OPEN), name="duty_of_family"),
            models.Index(fields=["township", "last", "id"], condition=Q(status__in=OPEN), name="duty_of_township"),
            models.Index(fields=["last", "id"], condition=Q(status__in=OPEN), name="duty_open"),
            models.Index(fields=["alert_county", "id"], condition=Q(status__in=OPEN), name="duty_for_county"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.period}"

    @property
    def title(self) -> str:
        return str(Occasion(self.occasion).label)

    def is_overdue(self, on: date | None = None) -> bool:
        return self.status in OPEN and self.last < (on or timezone.localdate())


class QuietSpan(models.Model):
    """Days of every year on which a family is left alone, as 月日 in one number (1015); never why."""

    household = models.ForeignKey("support.Household", models.CASCADE, related_name="quiet_spans")
    first_day = models.PositiveSmallIntegerField(validators=MONTH_DAY)
    last_day = models.PositiveSmallIntegerField(validators=MONTH_DAY)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("不打扰的日子")

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    @property
    def span(self) -> Span:
        return Span.of(self.first_day, self.last_day)


class ContactPlan(models.Model):
    """Which profile of contact a township, or one household, has from a day until a day; without one, the default."""

    area = models.ForeignKey("support.Area", models.PROTECT, null=True, related_name="contact_plans")
    household = models.ForeignKey("support.Household", models.PROTECT, null=True, related_name="contact_plans")
    profile = models.CharField(_("联系频次"), max_length=10, choices=Profile.choices)
    since = models.DateField(_("自何日起"))
    until = models.DateField(_("至何日止"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("联系频次")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True, household__isnull=False) | Q(area__isnull=False, household__isnull=True),
                name="a_plan_is_of_an_area_or_of_a_household",
            ),
            models.UniqueConstraint(
                fields=["area"], condition=Q(until__isnull=True, area__isnull=False), name="one_plan_of_an_area"
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(until__isnull=True, household__isnull=False),
                name="one_plan_of_a_household",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} {self.since}"

    @classmethod
    def choose(cls, profile: str, since: date, basis: str, **of: Any) -> "ContactPlan":
        """The plan in force from ``since`` on, in place of the one before."""
        before = timedelta(days=1)
        cls.objects.filter(until=None, since__gte=since, **of).delete()
        cls.objects.filter(until=None, **of).update(until=since - before)
        return cls.objects.create(profile=profile, since=since, basis=basis, **of)


class Greeting(models.Model):
    """A member wishes to be greeted on their own birthday. No record of a child ever leads to a greeting."""

    member = models.OneToOneField("support.Member", models.CASCADE, related_name="greeting")
    since = models.DateField(_("自何日起"))

    class Meta:
        verbose_name = _("生日问候")

    def __str__(self) -> str:
        return str(self.member_id)  # type: ignore[attr-defined]


class CalendarRun(models.Model):
    """A job of the year's calendar that was done once, for one period."""

    job = models.CharField(max_length=40)
    period = models.CharField(max_length=24)
    due_on = models.DateField()
    ran_at = models.DateTimeField()
    made = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-due_on", "-pk"]
        verbose_name = _("年历事项")
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="a_job_is_done_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class ContactTally(models.Model):
    """How many contacts of an occasion and period a township had in each way, counted every night."""

    township = models.ForeignKey("support.Area", models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=20, choices=Occasion.choices)
    period = models.CharField(max_length=24)
    due = models.PositiveIntegerField()
    in_window = models.PositiveIntegerField()
    by_wish = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("联系走访统计")
        constraints = [
            models.UniqueConstraint(fields=["township", "occasion", "period"], name="a_tally_of_a_township_once")
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.period}"
