"""What the rules answered about an application, on a day, by which version of the policy (B14)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.vault.fields import SealedField
from caseflow.vault.models import SealedRow

from ..rules.eligibility import Outcome

USER = settings.AUTH_USER_MODEL


class Judgement(SealedRow):
    """The rules recommend, a person decides (PIPL art. 24). What they were asked is sealed as the child's record is."""

    application = models.ForeignKey("support.Application", models.PROTECT, related_name="judgements")
    on = models.DateField(_("核对日期"))
    by = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("核对人"))
    outcome = models.CharField(_("规则的结论"), max_length=14, choices=Outcome.choices)
    reasons = models.JSONField(_("逐条理由"), default=list)  # code, met, ref, text
    policy = models.CharField(_("政策版本"), max_length=80)
    settings = models.JSONField(_("当日的设置"), default=dict)
    inputs = SealedField(_("核对的情况"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("规则核对")

    def __str__(self) -> str:
        return f"{self.on} {self.get_outcome_display()}"  # type: ignore[attr-defined]

    @property
    def recommended(self) -> bool | None:
        """Whether the rules recommend to grant; None where they ask a person to look."""
        if self.outcome == Outcome.MANUAL_REVIEW:
            return None
        return self.outcome != Outcome.NOT_ELIGIBLE

    def lines(self) -> list[dict[str, Any]]:
        """Every reason in the order of the conditions: its number, whether it holds, its sentence."""
        words = {True: _("符合"), False: _("不符合"), None: _("待人工核实")}
        return [{"ref": each["ref"], "met": str(words[each["met"]]), "text": each["text"]} for each in self.reasons]

    def in_words(self) -> str:
        """All of it in one paragraph, for the form on which somebody proposes."""
        said = "；".join(f"{each['ref']} {each['text'].rstrip('。')}" for each in self.lines())
        return f"{self.get_outcome_display()}。{said}。"  # type: ignore[attr-defined]
