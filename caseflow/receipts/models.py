"""What is kept of a receipt, and of what is said by way of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseflow.cases.models import Dossier, Event


class Receipt(models.Model):
    """Whoever holds it may ask about one file, without being anybody.

    ``locator`` finds the row and is no secret; ``digest`` is the hash of sixteen digits that nobody else ever sees.
    """

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="receipt")
    locator = models.CharField(_("收据号前五位"), max_length=5, unique=True)
    digest = models.CharField(max_length=200)
    given_on = models.DateField(_("出具日期"))

    class Meta:
        verbose_name = _("收据")
        indexes = [models.Index(fields=["given_on"], name="receipt_given")]

    def __str__(self) -> str:
        return self.locator


class Message(models.Model):
    """Something said by the office to whoever holds the receipt, or (``inward``) by them to the office."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="messages")
    event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="+")
    inward = models.BooleanField(_("举报人所写"))
    text = models.TextField(_("内容"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("留言")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(inward=True, by=None) | models.Q(inward=False, by__isnull=False),
                name="only_the_office_is_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.at}"
