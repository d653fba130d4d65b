"""The app of receipts and of the messages that pass between an office and whoever holds one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceiptsConfig(AppConfig):
    name = "caseflow.receipts"
    label = "receipts"
    verbose_name = _("收据")

    def ready(self) -> None:
        from caseflow.cases.access.vocabulary import scoped

        scoped("receipts.Receipt", "dossier", open="id dossier", file="given_on", sealed="locator digest")
        scoped("receipts.Message", "dossier", open="id dossier event", file="inward text by at")
