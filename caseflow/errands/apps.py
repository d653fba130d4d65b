"""The app of what is prepared for one person."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ErrandsConfig(AppConfig):
    name = "caseflow.errands"
    label = "errands"
    verbose_name = _("代办")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import digests, exports  # noqa: F401  # their jobs register themselves
