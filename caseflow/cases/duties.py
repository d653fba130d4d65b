"""Who took which side of a matter, written with every move and never taken back; and who stands in for a leader."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

import writeonce
from caseflow.procedure.duties import PAIRS, Side

USER = settings.AUTH_USER_MODEL


class Duty(models.Model):
    """A person took a side of a matter. ``matter`` is the key of the first of all files that are linked.

    ``item`` is what a single deed was about; ``through`` is who acted, where the person was stood in for.
    """

    dossier = models.ForeignKey("cases.Dossier", models.PROTECT, related_name="duties")
    matter = models.BigIntegerField()
    person = models.ForeignKey(USER, models.PROTECT, related_name="+")
    duty = models.CharField(max_length=20, choices=Side.choices)
    item = models.CharField(max_length=60, blank=True)
    event = models.ForeignKey("cases.Event", models.PROTECT, null=True, related_name="+")
    through = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("职责")
        constraints = [
            models.UniqueConstraint(fields=["dossier", "person", "duty", "item"], name="duty_once"),
        ]
        indexes = [
            models.Index(fields=["matter", "person"], name="duty_of_matter"),
            models.Index(fields=["person", "duty"], name="duty_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty}"


class StandIn(models.Model):
    """A leader's office is exercised by somebody else for a time. Both answer for what is done in it."""

    leader = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("被代理人"))
    deputy = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("代理人"))
    role = models.CharField(_("岗位"), max_length=80)  # the permission: "enforcement.head"
    since = models.DateField(_("自"))
    until = models.DateField(_("至"))
    basis = models.CharField(_("依据"), max_length=200)
    named_by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    ended_on = models.DateField(_("提前结束"), null=True, blank=True)

    class Meta:
        verbose_name = _("代理")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(leader=F("deputy")), name="nobody_stands_in_for_oneself"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="stand_in_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["deputy", "until"], name="stand_in_of")]

    def __str__(self) -> str:
        return f"{self.deputy_id} → {self.leader_id}"


# --- what the database holds

TABLE = "cases_duty"
_APART = " OR ".join(
    f"(taken.duty = '{one}' AND NEW.duty = '{other}') OR (taken.duty = '{other}' AND NEW.duty = '{one}')"
    for one, other, _basis in ((a.value, b.value, c) for a, b, c in PAIRS)
)
CLASH = (
    f"EXISTS (SELECT 1 FROM {TABLE} taken WHERE taken.matter = NEW.matter AND taken.person_id = NEW.person_id "
    f"AND (taken.duty = '{Side.RECUSED}' AND NEW.duty <> '{Side.RECUSED}' OR taken.item = NEW.item AND ({_APART})))"
)
STAYS = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in ("id", "dossier_id", "person_id", "duty", "item"))
# Two moves of one person in two linked files wait for each other: neither sees the other's row before it commits.
ONE_BY_ONE = "PERFORM pg_advisory_xact_lock(20260302, NEW.person_id::int)"


def hold(rule: Any = writeonce.Rule) -> None:
    """The rules by which the database itself refuses what the policy refuses."""
    writeonce.guard(rule("cases_duty_apart", TABLE, "INSERT", CLASH, first=ONE_BY_ONE))
    writeonce.guard(rule("cases_duty_apart_when_joined", TABLE, "UPDATE", CLASH, first=ONE_BY_ONE))
    writeonce.guard(rule("cases_duty_stays", TABLE, "UPDATE", STAYS))
    writeonce.guard(rule("cases_duty_never_deleted", TABLE, "DELETE"))
    writeonce.guard(rule("cases_duty_never_emptied", TABLE, "TRUNCATE", only="postgresql"))
    replaced = (
        f"EXISTS (SELECT 1 FROM {TABLE} old WHERE old.id = NEW.id OR (old.dossier_id = NEW.dossier_id "
        "AND old.person_id = NEW.person_id AND old.duty = NEW.duty AND old.item = NEW.item))"
    )
    writeonce.guard(rule("cases_duty_never_replaced", TABLE, "INSERT", replaced, only="sqlite"))
