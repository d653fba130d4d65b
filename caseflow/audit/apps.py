"""The app of the audit chains."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

import writeonce


class AuditConfig(AppConfig):
    name = "caseflow.audit"
    label = "audit"
    verbose_name = _("审计")

    written_once = {
        "audit_entry": (),
        "audit_checkpoint": (),
        "audit_anchor": (),
    }  # what the working role of PostgreSQL may add to and no more

    def ready(self) -> None:
        from . import checkpoints  # noqa: F401  # registers the job that takes them outside

        writeonce.append_only("audit_entry", "id", "seq", "prev")
        writeonce.append_only("audit_checkpoint", "number")
        writeonce.append_only("audit_anchor", "id", "chain,seq")
        pre_migrate.connect(writeonce.make_way, dispatch_uid="audit.make_way")
        post_migrate.connect(_hold, sender=self, dispatch_uid="audit.writeonce")


def _hold(using: str, **kwargs: Any) -> None:
    """After the migrations of all apps: the rules of all of them."""
    writeonce.install(using)
