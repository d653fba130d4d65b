"""Facts as canonical JSON: the same facts give the same bytes, and later the same hash."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from caseflow.audit import canonical as exact


def plain(value: Any) -> Any:
    """``value`` as str, int, bool, None, list and dict; money and dates become strings, records their identity.

    Raises TypeError for floats and anything else that has no exact form.
    """
    match value:
        case None | bool() | int() if not isinstance(value, float):
            return value
        case str() | Promise():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return timezone.localtime(value).isoformat(timespec="seconds") if timezone.is_aware(value) else str(value)
        case date() | time():
            return value.isoformat()
        case Model():
            more = getattr(value, "in_facts", dict)
            return {"id": value.pk, "is": value._meta.label_lower, "name": str(value), **more()}
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple() | QuerySet() | set() | frozenset():
            return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no exact form in the file.")


def canonical(value: Any) -> str:
    """Facts as they are written in the file and hashed. Raises as ``plain`` and ``caseflow.audit.canonical`` do."""
    return exact.canonical(plain(value))
