"""A request as it is stored: one class out of what each stretch of its course records."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .referrals import ReferralPart


class Ticket(ReferralPart):
    """A request of a family, from its words to its yes (D1–D11)."""

    class Meta:
        verbose_name = _("诉求")
        indexes = [
            models.Index(fields=["state", "dossier"], name="ticket_in_state"),
            models.Index(fields=["owner", "dossier"], name="ticket_of_owner"),
            models.Index(fields=["watch", "dossier"], condition=~Q(watch=""), name="ticket_watched"),
        ]
