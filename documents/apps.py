"""Official papers: frozen content, gap-free numbers, rendering to PDF, and write-once storage."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("文书")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import writeonce
        from documents import checks, issuing, triggers  # noqa: F401 - registers the checks, the rendering job, the rules

        post_migrate.connect(writeonce.install, sender=self, dispatch_uid="documents.writeonce")
