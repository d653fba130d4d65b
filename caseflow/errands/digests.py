"""A letter a day to whoever wants one: how much is due, and nothing of what it is. The rest is read after signing in."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from caseflow.acting import acting
from caseflow.cases import inbox
from caseflow.people.models import User
from outbox.jobs import enqueue, every, handler

from .models import Reminders

DIGEST = "errands.digest"


def permits(actor: int | None, payload: dict[str, Any]) -> bool:
    """Only to the person it is about, while they work here and want it."""
    return actor == payload["person"] and _wanted().filter(person=actor).exists()


def _wanted() -> Any:
    return Reminders.objects.filter(wanted=True, person__is_active=True).exclude(person__email="")


@every(timedelta(days=1), "errands.digests")
def promise_letters(payload: dict[str, Any]) -> None:
    """Promises a letter to each who wants one, where the office has a mail server; the same day again, no second one."""
    if not settings.EMAIL_HOST:
        return
    day = timezone.localdate().isoformat()
    for person in _wanted().values_list("person", flat=True):
        with transaction.atomic():
            enqueue(DIGEST, f"{DIGEST}:{person}:{day}", {"person": person, "day": day}, actor=person)


@handler(DIGEST, permits=permits)
def send(payload: dict[str, Any]) -> None:
    """Sends the letter where anything is due. Its Message-ID is made of person and day: a repetition is known as one."""
    person = User.objects.get(pk=payload["person"])
    if date.fromisoformat(payload["day"]) != timezone.localdate():
        return  # yesterday's letter is worth nothing
    with acting(person), translation.override(settings.LANGUAGE_CODE):
        letter = letter_to(person, payload["day"])
        if letter:
            letter.send()


def letter_to(person: Any, day: str) -> EmailMessage | None:
    """The letter, or None where nothing is overdue, due today or due within seven days."""
    counts = {group.key: len(group.rows) for group in inbox.inbox(person).groups}
    late, today, soon = (counts.get(key, 0) for key in ("late", "today", "soon"))
    if not late + today + soon:
        return None
    words = _("已经逾期 %(late)d 件，今天要办 %(today)d 件，7 天内到期 %(soon)d 件。") % {
        "late": late,
        "today": today,
        "soon": soon,
    }
    body = [words, _("内容请登录系统查看；出于保密，邮件里不写案情和姓名。"), settings.SITE_ADDRESS]
    key = hashlib.sha256(f"{DIGEST}:{person.pk}:{day}:{settings.SECRET_KEY}".encode()).hexdigest()[:32]
    return EmailMessage(
        _("今日待办提醒"),
        "\n\n".join(filter(None, body)),
        to=[person.email],
        headers={"Message-ID": f"<{key}@caseflow>", "Auto-Submitted": "auto-generated"},
    )
