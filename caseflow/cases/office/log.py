"""The log of the system as auditors read it, below the result of the last verification. Nothing is changed here."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from caseflow.audit import keys
from caseflow.audit.models import Checkpoint, Entry
from caseflow.people.models import User
from caseflow.people.offices import ADMINISTRATORS, AUDIT

from ..fields import CleanCharField, IsoDateField
from ..forms import CleanForm
from ..models import Dossier
from ..reads import looked_at
from ..text import comparable
from .log_words import ACTIONS, GROUPS, KINDS, NAMES

PERMISSION = f"people.{ADMINISTRATORS[AUDIT]}"
PAGE = 50


class Filters(CleanForm):
    """What the log may be narrowed to; what makes no sense is left aside."""

    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("全部")), *((k, v[0]) for k, v in GROUPS.items())], required=False
    )
    who = CleanCharField(label=_("操作人（姓名或者账号）"), max_length=50, required=False)
    object = CleanCharField(label=_("对象（案卷编号等）"), max_length=120, required=False)
    words = CleanCharField(label=_("谁检索过这个词"), max_length=60, required=False)
    since = IsoDateField(label=_("自（年-月-日）"), required=False, help_text="")
    until = IsoDateField(label=_("至（年-月-日）"), required=False, help_text="")

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """One page of the log, newest first. That it was read is in it as well."""
    user: Any = request.user
    if PERMISSION not in user.roles:
        raise PermissionDenied(_("审计记录由审计管理员查看。"))
    filters = Filters(request.GET)
    chosen = filters.chosen()
    found = _narrowed(chosen)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 16:
        found = found.filter(seq__lt=int(before))
    entries = list(found.order_by("-seq")[: PAGE + 1])
    shown = entries[:PAGE]
    people = User.objects.in_bulk({key for each in shown for key in (each.actor, _person(each)) if key})
    said = Dossier.objects.filter(reference__in={each.object for each in shown}, agency=user.agency_id)
    files = set(said.values_list("reference", flat=True))
    query = request.GET.copy()
    query["before"] = str(shown[-1].seq) if shown else ""
    asked = {name: str(value) for name, value in chosen.items() if name != "words"}
    looked_at(user, "log.read", "", first=shown[0].seq if shown else 0, asked=asked)
    context = {
        "section": "audit",
        "filters": filters,
        "rows": [_row(each, people, files) for each in shown],
        "earlier": query.urlencode() if len(entries) > PAGE else "",
        "result": _result(),
        "checkpoint": Checkpoint.objects.order_by("-number").first(),
        "outside": bool(settings.CHECKPOINTS),
    }
    return render(request, "cases/office/log.html", context)


def _narrowed(chosen: Mapping[str, Any]) -> QuerySet[Entry]:
    found = Entry.objects.all()
    if group := chosen.get("kind"):
        any_of = found.none()
        for start in GROUPS[group][1]:
            any_of = any_of | found.filter(action__startswith=start)
        found = any_of
    if who := chosen.get("who"):
        people = User.objects.filter(name=who) | User.objects.filter(username=who)
        found = found.filter(actor__in=people.values("pk"))
    if about := chosen.get("object"):
        found = found.filter(object__startswith=about)
    if words := chosen.get("words"):
        found = found.filter(action="search.made")
        said = [f'"words":"{each}"' for each in keys.fingerprints(comparable(words))]
        of_words = found.none()
        for each in said:
            of_words = of_words | found.filter(body__contains=each)
        found = of_words
    since: date | None = chosen.get("since")
    until: date | None = chosen.get("until")
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lt=until + timedelta(days=1))
    return found


def _person(entry: Entry) -> int | None:
    """The key of whoever an entry is about, where it is about a person."""
    kind, _colon, key = entry.object.partition(":")
    return int(key) if kind == "user" and key.isdecimal() else None


def _row(entry: Entry, people: Mapping[int, User], files: set[str]) -> dict[str, Any]:
    return {
        "entry": entry,
        "file": entry.object in files,
        "about": people.get(_person(entry) or 0, entry.object),
        "title": ACTIONS.get(entry.action, entry.action),
        "who": people.get(entry.actor, f"#{entry.actor}") if entry.actor else "",
        "said": [
            (NAMES.get(name, name), _short(_words(value)) if name in ("sha256", "words") else _words(value))
            for name, value in entry.data.items()
            if value not in ("", [], {}, None)
        ],
    }


def _short(digest: str) -> str:
    """Enough of a digest to tell it from others; the whole of it is in the log."""
    return f"{digest[:12]}…" if len(digest) > 12 else digest


def _words(value: Any) -> str:
    match value:
        case bool():
            return _t("是") if value else _t("否")
        case list():
            return _t("、").join(_words(each) for each in value)
        case dict():
            return _t("；").join(f"{name} {_words(each)}" for name, each in value.items())
    return str(value)


def _result() -> dict[str, Any] | None:
    """The last time that everything was verified, and what was found."""
    last = Entry.objects.filter(action="audit.verified", body__contains='"whole":true').order_by("-seq").first()
    if last is None:
        return None
    said = last.data
    found = [{"kind": KINDS.get(kind, kind), "chain": chain, "seq": seq} for kind, chain, seq, _n in said["found"]]
    return {"at": last.at, **said, "found": found}
