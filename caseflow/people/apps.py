"""The app of the people who work with cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "caseflow.people"
    label = "people"
    verbose_name = _("人员")

    def ready(self) -> None:
        from . import signals

        signals.connect()
