"""The register of stored names: renaming one is a migration of data, and ``manage.py check`` says so."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning

from .pages import gone, stored_names, with_new_names
from .table import Procedure

FILE = "stored_names.json"  # beside the code of the app


def path_of(app_label: str) -> Path:
    return Path(apps.get_app_config(app_label).path) / FILE


def register_of(app_label: str) -> dict[str, list[str]]:
    """The names that were ever stored, by what they name; empty where nothing is registered yet."""
    path = path_of(app_label)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def text_with_new_names(app_label: str, procedures: Iterable[Procedure]) -> str:
    """The register as it should be: what it has, and what the code has besides."""
    names = with_new_names(register_of(app_label), stored_names(procedures))
    return json.dumps(names, ensure_ascii=False, indent=2) + "\n"


def names_hold(app_label: str, procedures: Iterable[Procedure]) -> Iterator[CheckMessage]:
    """An error for every name that was renamed without a migration, a warning for every one not registered yet."""
    register, names = register_of(app_label), stored_names(procedures)
    for what, missing in gone(register, names).items():
        yield Error(
            f"{app_label}, {what}: {', '.join(missing)} was renamed or removed without a migration of what is stored.",
            hint=f"Write the data migration, then take the name out of {path_of(app_label).name}.",
            id="procedure.E016",
        )
    for what, missing in gone(names, register).items():
        yield Warning(
            f"{app_label}, {what}: {', '.join(missing)} is not in the register of stored names yet.",
            hint="Run make docs.",
            id="procedure.W017",
        )
