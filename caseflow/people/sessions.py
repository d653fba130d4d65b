"""The session store: keys kept as hashes, half an hour without use, ten hours in all, and who sits where."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY as USER
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

IDLE = timedelta(minutes=30)
WHOLE = timedelta(hours=10)
BEFORE_SIGNING_IN = timedelta(hours=1)  # what was typed after a session had ended waits so long for its owner
TOUCHED = timedelta(seconds=30)  # how exactly the last use is known
BEGAN, DEVICE, PLACE = "began", "device", "place"  # names in the data of a session

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def digest(key: str) -> str:
    """What the table holds instead of the key in the cookie, as long as its column: 40 hexadecimal digits."""
    return hashlib.blake2b(key.encode(), digest_size=20).hexdigest()


def device_of(request: HttpRequest) -> str:
    """The browser and the system in words short enough for a list."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    names = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(name for name in names if name)


class SessionStore(DatabaseStore):
    """Sessions in ``people.Session``. A row that is gone or out of time is no session."""

    model: Any  # people.Session, as get_model_class() says
    row: Any = None

    @classmethod
    def get_model_class(cls) -> Any:
        from .identity import Session

        return Session

    def _get_session_from_db(self) -> Any:
        key = digest(self.session_key or "")
        self.row = self.model.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def exists(self, session_key: str) -> bool:
        return self.model.objects.filter(session_key=digest(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            self.model.objects.filter(session_key=digest(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        began = datetime.fromisoformat(data[BEGAN]) if BEGAN in data else None
        self.row = self.model(
            session_key=digest(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # missing in the stubs
            session_data=self.encode(data),
            expire_date=ends_at(began, now),
            user_id=data.get(USER),
            began_at=began,
            seen_at=now,
            device=data.get(DEVICE, ""),
            place=data.get(PLACE, ""),
        )
        return self.row

    def touch(self) -> None:
        """Note that the session is in use. Not worth an error: a full disk shall not stop anybody from reading."""
        now = timezone.now()
        if self.row is None or abs(now - self.row.seen_at) < TOUCHED:
            return
        found = self.model.objects.filter(pk=self.row.pk)
        try:
            found.update(seen_at=now, expire_date=ends_at(self.row.began_at, now))
        except DatabaseError:
            return
        self.row.seen_at = now


def ends_at(began: datetime | None, seen: datetime) -> datetime:
    """When a session ends that is not used any more."""
    return min(seen + IDLE, began + WHOLE) if began else seen + BEFORE_SIGNING_IN


def end(user: Any, *, but: Any = None) -> int:
    """End the sessions of ``user``, all or all but the one of the store ``but``; how many there were."""
    from .identity import Session

    found = Session.objects.filter(user=user)
    if but is not None and but.session_key:
        found = found.exclude(pk=digest(but.session_key))
    return found.delete()[0]
