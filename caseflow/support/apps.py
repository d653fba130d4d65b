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
        from .law.limits_money import MONEY_LIMITS, MONEY_PARAMETERS
        from .rules import settings

        register_limits(law.LIMITS, (*law.PARAMETERS, *settings.PARAMETERS), law.EXCLUSIONS)
        register_limits(needs.NEED_LIMITS, needs.NEED_SETTINGS, needs.NEED_EXCLUSIONS)
        register_limits(care.CARE_LIMITS, care.CARE_SETTINGS)
        register_limits(MONEY_LIMITS, MONEY_PARAMETERS)

        from caseflow.cases import registry

        from . import (  # noqa: F401  # they register themselves
            access,
            access_money,
            calendar_jobs,
            checks,
            flows,
            flows_money,
            forms,
            givens,
            keeping,
            models,
            need_flows,
            need_pages,
            need_picturing,
            pages,
            pages_money,
            papers,
            picturing,
            picturing_money,
            yearly,
        )
        from .batches import promises  # noqa: F401  # the handler of its job
        from .forms import money as forms_money

        registry.register(models.Household, flows.FamilyFlow)
        registry.register(models.Application, flows.ApplicationFlow)
        registry.register(models.Ticket, need_flows.TicketFlow)
        registry.register(models.Review, need_flows.ReviewFlow)
        registry.register(models.PaymentBatch, flows_money.BatchFlow)
        registry.register(models.Budget, flows_money.BudgetFlow)
        forms.register()
        forms_money.register()
        access.register()
        access_money.register()
        keeping.register_kinds()
