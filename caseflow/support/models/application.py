"""An application as it is stored: one class out of what each stretch of the course records of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .applying import Applying
from .county import CountyPart
from .village import VillagePart


class Application(Applying, VillagePart, CountyPart):
    """An application from its first line to the roster (B1–B19)."""

    class Meta:
        verbose_name = _("申请")
        indexes = [models.Index(fields=["state", "dossier"], name="application_in_state")]
