"""The app of the custody of what is sealed and of what is archived."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

OFFICER = "保护专员"  # the group; its one permission is custody.protection_officer


class CustodyConfig(AppConfig):
    name = "caseflow.custody"
    label = "custody"
    verbose_name = _("保管")

    def ready(self) -> None:
        from caseflow.cases.access.vocabulary import system

        from . import clock  # noqa: F401  # asks to be called by the clock

        system("vault.*", "custody.*")  # shown on the pages of this app alone, which ask its own rules
        post_migrate.connect(_make_office, sender=self)


def _make_office(sender: AppConfig, **kwargs: Any) -> None:
    """The office of the protection officer, as soon as its permission exists."""
    from django.contrib.auth.models import Group, Permission

    group, _created = Group.objects.get_or_create(name=OFFICER)
    permission = Permission.objects.filter(content_type__app_label="custody", codename="protection_officer").first()
    if permission:
        group.permissions.add(permission)
