"""The app of enforcement."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    name = "caseflow.enforcement"
    label = "enforcement"
    verbose_name = _("行政处罚案件")

    def ready(self) -> None:
        from caseflow.procedure.limits import register_limits

        from . import law, money, penalties

        settings = (*law.PARAMETERS, *penalties.PARAMETERS, *money.PARAMETERS)
        register_limits(law.LIMITS, settings, law.EXCLUSIONS)

        from caseflow.cases import registry

        from . import access, checks, flows, forms, givens, keeping, models, pages, papers, picturing  # noqa: F401  # they register themselves

        registry.register(models.Tip, flows.TipFlow)
        registry.register(models.EnforcementCase, flows.EnforcementFlow)
        forms.register()
        access.register()
        keeping.register_kinds()
