"""The case as it is stored: one class out of what each phase of the procedure records of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...procedure import Role
from .answers import CaseAnswers
from .decision import CaseDecision
from .filing import CaseFiling
from .investigation import CaseInvestigation
from .performance import CasePerformance
from .rights import CaseRights


class EnforcementCase(CaseFiling, CaseInvestigation, CaseRights, CaseDecision, CasePerformance, CaseAnswers):
    """The case from its acceptance to the archive (M10–M91)."""

    class Meta:
        verbose_name = _("案件")
        permissions = [(role.value, role.label) for role in Role]
        indexes = [models.Index(fields=["state", "dossier"], name="case_in_state")]
