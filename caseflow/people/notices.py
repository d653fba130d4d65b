"""What a person is told about the own account: kept until it has been read, with a mark on every page till then."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest

from .models import Notice, User
from .sessions import device_of


def tell(user: Any, kind: Notice.Kind, request: HttpRequest | None = None, place: str = "") -> None:
    """Leave a notice; the device and the place are those of ``request``."""
    Notice.objects.create(user=user, kind=kind, device=device_of(request) if request else "", place=place[:45])
    User.objects.filter(pk=user.pk).update(notices_unread=F("notices_unread") + 1)


def read(user: Any) -> None:
    """The notices have been seen."""
    User.objects.filter(pk=user.pk).update(notices_unread=0)
    user.notices_unread = 0
