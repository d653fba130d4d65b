"""The app that carries out after the commit what a transaction promised."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("待办发件箱")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from outbox import checks, runner  # noqa: F401 - registers the check and what the clock asks for
