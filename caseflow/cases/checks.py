"""``manage.py check``: the names that procedures store are those of the register."""

from typing import Any

from django.core.checks import CheckMessage, register

from caseflow.procedure import Procedure
from caseflow.procedure.stored import names_hold

from . import registry


@register
def stored_names_are_kept(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [found for label, procedures in by_app().items() for found in names_hold(label, procedures)]


def by_app() -> dict[str, list[Procedure]]:
    """The procedures that are installed, by the app they belong to."""
    found: dict[str, list[Procedure]] = {}
    for record_class in registry.record_classes().values():
        found.setdefault(record_class.procedure.app_label, []).append(record_class.procedure)
    return found
