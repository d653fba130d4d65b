"""The app of whoever runs the machine."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "caseflow.operations"
    label = "operations"
    verbose_name = _("运行维护")

    def ready(self) -> None:
        from caseflow import safety  # noqa: F401  # registers its check
        from caseflow.postgres import policies, roles

        from . import verifying  # noqa: F401  # registers its job

        cases = apps.get_app_config("cases")  # this app has no models, hence no signal of its own
        post_migrate.connect(policies.install, sender=cases, dispatch_uid="postgres.policies")
        post_migrate.connect(roles.install, sender=cases, dispatch_uid="postgres.roles")
