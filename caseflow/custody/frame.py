"""Whether the frame of every page leads to custody: asked of the offices alone, without a query of its own."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from caseflow.cases.access.vocabulary import FieldClass, Shown, policies

from . import persons


def frame(request: HttpRequest) -> dict[str, Any]:
    """A context processor."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"sees_custody": cache(lambda: bool(user.roles & (_asking() | persons.leaders())) or persons.keeps(user))}


@cache
def _asking() -> frozenset[str]:
    """The offices that see sealed identities on grant, and the auditors, who see that it happened."""
    asking = {
        f"{policy.app_label}.{sight.role}"
        for policy in policies().values()
        for sight in policy.sights
        if sight.kind == FieldClass.SEALED and sight.shown == Shown.GRANT
    }
    return frozenset({*asking, persons.AUDITOR})
