"""The app of what is sealed."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "caseflow.vault"
    label = "vault"
    verbose_name = _("封存")

    def ready(self) -> None:
        from . import destroying  # noqa: F401  # asks to be called by the clock
