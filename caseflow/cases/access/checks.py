"""``manage.py check``: no model, route, field, column or job without a line in the policy, no way past it in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .. import picture, registry
from .routes import action_of, routes
from .vocabulary import SCOPED, FieldClass, declared, policies

BASE = Path(__file__).parents[2]
SENSITIVE = frozenset({FieldClass.PERSONAL, FieldClass.SEALED})
PRINTED = re.compile(r"[{]{2}\s*([\w.]+)|\s(?:with|=)\s*([\w.]+)")


def _error(sentence: str, hint: str, number: int) -> Error:
    return Error(sentence, hint=hint, id=f"access.E{number:03}")


@register
def models_are_declared(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    for model in apps.get_models(include_auto_created=True):
        known = declared(model)
        if known is None:
            hint = "Call scoped(), reference() or system() of caseflow.cases.access.vocabulary."
            yield _error(f"{model._meta.label} is not declared scoped, reference or system.", hint, 1)
        elif known.kind == SCOPED:
            for field in model._meta.local_concrete_fields:
                if field.name not in known.fields:
                    label = f"{model._meta.label}.{field.name}"
                    yield _error(f"{label} has no class.", "Name it in the declaration of its model.", 2)


@register
def routes_are_declared(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    for address, name in routes():
        if not name or not action_of(name):
            yield _error(f"The route /{address} ({name or 'unnamed'}) has no action.", f"See {settings.ROUTES}.", 3)


@register
def procedures_have_a_policy(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    for label in registry.record_classes():
        if label not in policies():
            yield _error(f"{label} has no policy.", "Call register_policy().", 4)


@register
def exports_are_declared(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    for label, policy in policies().items():
        for column in sorted(picture.columns_of(label) - policy.columns.keys()):
            yield _error(f"The column {column!r} of {label} has no class.", "Name it in the columns of its policy.", 5)


@register
def templates_print_no_raw_identity(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    """A page prints personal and sealed fields by ``view_of`` alone, under the name of what it shows."""
    names = {
        name
        for model in apps.get_models()
        if (known := declared(model)) is not None
        for name, kind in known.fields.items()
        if kind in SENSITIVE and name not in ("name", "address")  # also names of harmless fields
    }
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.html")):
            if path.relative_to(folder).parts[0] not in ("cases", "enforcement", "support") or "office" in path.parts:
                continue  # a paper's context is frozen and never reads the database; an office's people are no case's
            for found in PRINTED.finditer(path.read_text()):
                said = found[1] or found[2] or ""
                *owner, last = said.split(".")
                if last in names and owner and not owner[-1].startswith("seen"):
                    yield _error(
                        f"{path.name} prints {said}, which is personal.", "Print what view_of() gives, called seen_…", 6
                    )


# --- what is banned in the code (reliability 3.4, rule 3)

BANNED_CALLS = {
    "raw": "Manager.raw",
    "extra": "QuerySet.extra",
    "RawSQL": "RawSQL",
    "serialize": "serializers.serialize",
}
KEYED = frozenset({"values", "values_list", "filter", "exclude", "order_by"})
MAY_TALK_SQL = ("postgres/", "sqlite/", "audit/", "operations/", "safety.py", "people/", "migrations/", "stories/")


@register
def nothing_goes_past_the_policy(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    for path in sorted(BASE.rglob("*.py")):
        where = path.relative_to(BASE).as_posix()
        if any(part in where for part in MAY_TALK_SQL):
            continue
        for line, what in banned(ast.parse(path.read_text())):
            yield _error(f"caseflow/{where}:{line} uses {what}.", "Ask scope() for rows; name columns literally.", 7)


def banned(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every construct that reaches rows or columns nobody has decided on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "_base_manager":
            yield node.lineno, "_base_manager"
        if isinstance(node, ast.Attribute) and node.attr == "cursor" and _is(node.value, "connection"):
            yield node.lineno, "connection.cursor"
        assigned = isinstance(node, ast.Assign) and any(_is(each, "fields") for each in node.targets)
        if assigned and getattr(node.value, "value", None) == "__all__":  # type: ignore[attr-defined]
            yield node.lineno, 'fields = "__all__"'  # type: ignore[attr-defined]
        if isinstance(node, ast.Call):
            yield from _call(node)


def _call(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "serialize" and not (isinstance(node.func, ast.Attribute) and _is(node.func.value, "serializers")):
        return
    if name in BANNED_CALLS:
        yield node.lineno, BANNED_CALLS[name]
    if name == "QuerySet" and isinstance(node.func, ast.Attribute) and _is(node.func.value, "models") and node.args:
        yield node.lineno, "models.QuerySet()"
    if name in ("order_by", "values", "values_list") and any(
        isinstance(a, (ast.Name, ast.JoinedStr)) for a in node.args
    ):
        yield node.lineno, f"{name}() with a computed name"


def _is(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
