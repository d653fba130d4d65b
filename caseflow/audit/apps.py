"""The app of the audit chains."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "caseflow.audit"
    label = "audit"
    verbose_name = _("审计")

    def ready(self) -> None:
        import writeonce

        writeonce.append_only("audit_entry", "seq", "prev")
        post_migrate.connect(writeonce.install, sender=self, dispatch_uid="audit.writeonce")
