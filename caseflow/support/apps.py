"""The app of family support."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "caseflow.support"
    label = "support"
    verbose_name = _("关怀家庭扶助")

    def ready(self) -> None:
        from caseflow.procedure.limits import register_limits

        from .rules import settings

        register_limits({}, settings.PARAMETERS)
