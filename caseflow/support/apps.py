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
        from .law import care, needs
        from .rules import settings

        register_limits(law.LIMITS, (*law.PARAMETERS, *settings.PARAMETERS), law.EXCLUSIONS)
        register_limits(needs.NEED_LIMITS, needs.NEED_SETTINGS, needs.NEED_EXCLUSIONS)
        register_limits(care.CARE_LIMITS, care.CARE_SETTINGS)

        from caseflow.cases import registry

        from . import (  # noqa: F401  # they register themselves
            access,
            calendar_jobs,
            checks,
            flows,
            forms,
            givens,
            keeping,
            models,
            need_flows,
            need_pages,
            need_picturing,
            pages,
            papers,
            picturing,
            yearly,
        )

        registry.register(models.Household, flows.FamilyFlow)
        registry.register(models.Application, flows.ApplicationFlow)
        registry.register(models.Ticket, need_flows.TicketFlow)
        registry.register(models.Review, need_flows.ReviewFlow)
        forms.register()
        access.register()
        keeping.register_kinds()
