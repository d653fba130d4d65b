"""The app of family support."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "caseflow.support"
    label = "support"
    verbose_name = _("关怀家庭扶助")

    def ready(self) -> None:
        from caseflow.procedure.limits import register_limits

        from . import law
        from .rules import settings

        register_limits(law.LIMITS, (*law.PARAMETERS, *settings.PARAMETERS), law.EXCLUSIONS)

        from caseflow.cases import registry

        from . import access, calendar_jobs, checks, flows, forms, givens, keeping, models, pages, papers, picturing  # noqa: F401  # they register themselves

        registry.register(models.Household, flows.FamilyFlow)
        registry.register(models.Application, flows.ApplicationFlow)
        forms.register()
        access.register()
        keeping.register_kinds()
