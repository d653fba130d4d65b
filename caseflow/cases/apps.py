"""The app of what all cases share."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "caseflow.cases"
    label = "cases"
    verbose_name = _("案卷")

    def ready(self) -> None:
        import writeonce

        from . import checks, drafts, duties, sweep  # noqa: F401  # register themselves; drafts are given back after signing in
        from .access import checks as policy  # noqa: F401  # registers itself
        from .access import fields  # noqa: F401  # declares the models

        duties.hold()
        post_migrate.connect(writeonce.install, sender=self, dispatch_uid="cases.writeonce")
        post_migrate.connect(_make_offices)


def _make_offices(sender: AppConfig, **kwargs: Any) -> None:
    """One group for each office of a procedure, and one for each kind of administrator, as soon as their permissions exist."""
    from django.contrib.auth.models import Group, Permission

    from caseflow.people.offices import ADMINISTRATORS

    from . import registry

    wanted = {
        str(role.label): str(role.value)
        for record_class in registry.record_classes().values()
        if record_class.procedure.app_label == sender.label
        for role in record_class.procedure.roles
    }
    if sender.label == "people":
        wanted = ADMINISTRATORS
    for name, codename in wanted.items():
        permission = Permission.objects.filter(content_type__app_label=sender.label, codename=codename).first()
        group, _created = Group.objects.get_or_create(name=name)
        if permission:
            group.permissions.add(permission)
