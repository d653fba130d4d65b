"""What the public sends goes into the real procedure: the same opening of a file as a clerk's, by nobody of the house."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from caseflow.cases import received
from caseflow.cases.models import Dossier, Event, Upload
from caseflow.cases.transitions import open_dossier, perform
from caseflow.enforcement.codes import Channel, Source
from caseflow.enforcement.models import Tip
from caseflow.files import names
from caseflow.people.models import Agency
from caseflow.procedure import PUBLIC
from caseflow.receipts import codes

from . import tokens
from .forms import KINDS, NAMED


def take(agency: Agency, data: dict[str, Any], token: str) -> str:
    """Register a tip and return its receipt; the same form again gives the same receipt and nothing else.

    Raises received.Away where the files cannot be stored now, Refused as ``open_dossier``; nothing has then changed.
    """
    files = data["attached"]
    received.put_sealed(files)
    with transaction.atomic():
        tip: Any = open_dossier(
            Tip, "register", by=PUBLIC, agency=agency, token=tokens.once(token, "tip"), **_facts(data)
        )
        if hasattr(tip.dossier, "receipt"):
            return codes.give(tip.dossier, token)
        given = codes.give(tip.dossier, token)
        if files:
            kept = _kept(files, tip)
            with translation.override(settings.LANGUAGE_CODE):
                text = _("随举报提交的文件。")
            perform(tip, "hear_from_reporter", by=PUBLIC, token=tokens.once(token, "files"), text=text, files=kept)
        return given


def add(dossier: Dossier, data: dict[str, Any], token: str) -> None:
    """Whoever holds the receipt adds to the tip. Raises as ``take``."""
    files, once = data["attached"], tokens.once(token, "add")
    received.put_sealed(files)
    with transaction.atomic():
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        if Event.objects.filter(token=once).exists():
            return
        tip: Any = Tip.objects.select_related("dossier", "reporter").get(dossier=dossier)
        kept = _kept(files, tip)
        with translation.override(settings.LANGUAGE_CODE):
            text = data["text"] or _("补交了文件。")
        perform(tip, "hear_from_reporter", by=PUBLIC, token=once, text=text, files=kept)


def _facts(data: dict[str, Any]) -> dict[str, Any]:
    named = data["contact"] == NAMED
    who = {f"reporter_{name}": data[name] for name in ("name", "phone", "address")} if named else {}
    return {
        "source": Source.TIP_OFF.value,
        "channel": Channel.WEBSITE.value,
        "about_name": data["about_name"],
        "about_citizen": data["about_citizen"],
        "about_address": data["about_address"],
        "act_place": data["about_address"],
        "summary": _summary(data),
        "real_name": named,
        "wants_reply": data["wants_reply"],
        "wants_reward": data["wants_reward"],
        **who,
    }


def _summary(data: dict[str, Any]) -> str:
    """What was told, in Chinese around the words of whoever told it."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [data["summary"]]
        if kinds := [str(label) for value, label in KINDS if value in data["kinds"]]:
            lines.append(_("举报人选择的类别：%(kinds)s") % {"kinds": _("；").join(kinds)})
        if data["happened"]:
            lines.append(_("举报人所述时间：%(when)s") % {"when": data["happened"]})
    return "\n".join(lines)


def _kept(files: list[Any], tip: Any) -> list[Upload]:
    """The lines of the files, under names that say nothing of who sent them."""
    already = tip.dossier.uploads.count()
    for number, each in enumerate(files, already + 1):
        suffix = names.extension(str(each.name))
        with translation.override(settings.LANGUAGE_CODE):
            each.name = _("举报附件%(n)d") % {"n": number} + f".{suffix}"
    return [received.keep(each, tip.dossier, None, of=tip.reporter) for each in files]
