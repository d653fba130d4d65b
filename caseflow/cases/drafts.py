"""What somebody has typed and not yet submitted: kept beside the case, seen by nobody else, gone after the move."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core.signing import BadSignature, Signer
from django.dispatch import receiver
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from .models import Draft

CONTROLS = frozenset({"csrfmiddlewaretoken", "token", "version", "digest", "who"})
MAX_LENGTH = 200_000  # characters of all values together
KEPT = timedelta(hours=1)
SESSION_KEY = "typed_before_login"
_signer = Signer(salt="caseflow.cases.drafts")


def signature(user: Any, sealed: tuple[str, ...] = ()) -> str:
    """What a form carries so that its content finds the way back to the same person after a lost session.

    ``sealed`` are the fields that are not kept even then.
    """
    return _signer.sign(" ".join((str(user.pk), *sealed)))


def typed(data: QueryDict, sealed: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What was typed, without what the page itself carries and without what may never be kept."""
    left_out = CONTROLS.union(sealed)
    kept = {
        name: [value.replace("\0", "") for value in data.getlist(name)]
        for name in data
        if name not in left_out and "password" not in name and "\0" not in name
    }
    if sum(len(value) for values in kept.values() for value in values) > MAX_LENGTH:
        return {}
    return {name: values for name, values in kept.items() if any(values)}


def save(user: Any, address: str, data: QueryDict, sealed: tuple[str, ...] = ()) -> datetime | None:
    """Keep what was typed, and say when that was; None where nothing was typed."""
    kept = typed(data, sealed)
    if not kept or len(address) > 300:
        return None
    draft, _created = Draft.objects.update_or_create(user=user, address=address, defaults={"data": kept})
    return draft.saved_at


def find(user: Any, address: str) -> Draft | None:
    return Draft.objects.filter(user=user, address=address).first()


def discard(user: Any, address: str) -> None:
    Draft.objects.filter(user=user, address=address).delete()


def as_post(data: Mapping[str, list[str]]) -> QueryDict:
    """A draft as a browser would send it."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


def keep_for_later(request: HttpRequest) -> bool:
    """Keep a submission that arrives after the session has ended, if the form says whose it is."""
    try:
        owner, *sealed = _signer.unsign(request.POST.get("who", "")).split(" ")
    except BadSignature:
        return False
    kept = typed(request.POST, tuple(sealed))
    if request.method != "POST" or not kept:
        return False
    request.session[SESSION_KEY] = {
        "owner": owner,
        "address": request.path,
        "data": kept,
        "at": timezone.now().isoformat(),
    }
    return True


@receiver(user_logged_in)
def _give_back(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    kept = request.session.pop(SESSION_KEY, None) if request is not None else None
    if kept and kept["owner"] == str(user.pk) and timezone.now() - datetime.fromisoformat(kept["at"]) < KEPT:
        Draft.objects.update_or_create(user=user, address=kept["address"], defaults={"data": kept["data"]})
