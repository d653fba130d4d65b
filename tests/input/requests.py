"""Requests nobody foresaw: routes, forms and people found by looking, filled with what is plausible and then spoilt."""

import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from hypothesis import strategies as st

from caseflow.cases import columns, fields, grids, pickers
from caseflow.people import offices
from tests import walk
from tests.input.introspection import every_form
from tests.input.sixty import INPUTS
from tests.input.test_pages import keyed

TEXT = "经查属实，情况清楚，理由充分，符合法律规定的要求。"
HOSTILE = [each.typed for each in INPUTS if len(each.typed) < 6000]
ANY = st.text(alphabet=st.characters(), max_size=60)  # lone surrogates too
SPOILT = st.one_of(st.sampled_from(HOSTILE), ANY)
METHODS = st.sampled_from(["GET"] * 8 + ["POST"] * 10 + ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "XYZZY"])
KINDS = st.sampled_from(
    ["application/x-www-form-urlencoded"] * 12
    + [
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        "application/json",
        "text/plain",
        "x; charset=utf-7",
        "",
        "\0",
    ]
)
HEADERS = {
    "HTTP_HX_REQUEST": st.just("true"),
    "HTTP_HX_TARGET": st.sampled_from(["log-list", "x\0"]),
    "HTTP_ACCEPT_LANGUAGE": st.sampled_from(["en", "zh-TW", "x" * 600, "\x00"]),
    "HTTP_SEC_FETCH_SITE": st.sampled_from(["same-origin", "cross-site", "\xff"]),
    "HTTP_X_FORWARDED_FOR": st.sampled_from(["1.2.3.4", "::1", "x" * 300, "1.2.3.4, %00"]),
    "HTTP_HOST": st.sampled_from(["testserver", "evil.example", "a b", "[::1"]),
    "HTTP_IF_NONE_MATCH": st.sampled_from(['"x"', "W/", "\xff"]),
    "HTTP_RANGE": st.sampled_from(["bytes=0-", "bytes=-1", "bytes=9-1", "x"]),
    "HTTP_ORIGIN": st.sampled_from(["null", "http://evil.example"]),
    "HTTP_COOKIE": st.sampled_from(
        ['session="\\000"; language=' + "x" * 600, "session=" + "a" * 5000, "messages=x; =;;"]
    ),
}


@dataclass
class Site:
    """Who may ask, for what, and what stands in the forms."""

    people: dict[str, Any]
    routes: list[str]
    keys: dict[str, list[str]]
    filled: list[dict[str, str]]
    moves: dict[str, dict[str, str]]
    names: list[str]
    answers: dict[int, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    refused: set[tuple[str, str]] = field(default_factory=set)

    def client(self, name):
        """A browser of its own for each request: whatever was spoilt before is forgotten."""
        client = Client(raise_request_exception=False)
        if self.people[name] is not None:
            walk.sign_in(client, self.people[name])
        return client


OFFICES = ("intake", "li", "unit_head", "legal", "head", "archivist", "admin", "guard", "auditor", "stranger")
OF_SUPPORT = ("zhou", "p1", "he", "tian", "bai", "zou", "jin", "lu")


def site(staff, folk, records):
    """Everything that can be found by looking: ``staff`` works on enforcement, ``folk`` on support."""
    for username, office in (("admin", offices.SYSTEM), ("guard", offices.SECURITY), ("auditor", offices.AUDIT)):
        person = walk.make_person(staff.agency, username, username)
        person.groups.set([Group.objects.get(name=office)])
        setattr(staff, username, type(person).objects.get(pk=person.pk))
    staff.stranger = walk.make_person(staff.agency, "stranger", "无岗", certificate=False)
    found = {name: plausible(form) for name, form in every_form(staff, records)}
    filled = list(found.values())
    moves = {name.rpartition(".")[2]: form for name, form in found.items() if "." in name}
    return Site(
        people={name: getattr(staff, name) for name in OFFICES}
        | {name: getattr(folk, name) for name in OF_SUPPORT}
        | {"nobody": None},
        routes=[path for path in keyed(get_resolver()) if not path.startswith("directory/")],
        keys={
            "int": ["1", "2", "3", *(str(record.pk) for record in records)],
            "reference": [record.dossier.reference for record in records],
            "slug": [*sorted(moves), "tip", "case", "family", "application", "register"],
            "str": ["enforcement.case", "enforcement.tip", "enforcement.filing_days", "enforcement.tier_light"],
        },
        filled=filled,
        moves=moves,
        names=sorted(
            {name for form in filled for name in form}
            | {"q", "sort", "page", "before", "after", "next", "which", "query"}
        ),
    )


def plausible(form):
    """What might be typed into a form, by the names of its controls."""
    said = {}
    for name, each in form.fields.items():
        if isinstance(each, grids.RowsField):
            said |= {f"{name}-0-{column}": value_of(inner) for column, inner in each.columns.items()}
        elif isinstance(each, grids.VerdictsField):
            said |= {f"{name}-{code}": next(iter(each.verdicts)) for code in each.points}
        else:
            said[name] = value_of(each)
    return {name: value for name, value in said.items() if value}


def value_of(each):
    queryset = getattr(each, "queryset", None)
    if isinstance(each, pickers.ReferenceField):
        return str((queryset is not None and queryset.first()) or "")
    if isinstance(each, (pickers.Chosen, pickers.ChosenMany)):
        first = queryset.first()
        return str(first.pk) if first else ""
    if isinstance(each, forms.ChoiceField):
        return next((str(key) for key, _words in each.choices if key), "")
    by_class = (
        (fields.IsoDateTimeField, "2026-03-26 09:30"), (fields.IsoDateField, "2026-03-26"), (columns.ClockField, "10:30"),
        (fields.MoneyField, "100.00"), (fields.StrictIntegerField, "1"), (columns.StrictDecimalField, "0.3"),
        (fields.IdNumberField, "11010519491231002X"), (fields.PhoneField, "13800000000"), (pickers.YesNoField, "yes"),
        (forms.BooleanField, "on"), (fields.CreditCodeField, "91620702MA0000007X"), (fields.EvidenceFileField, ""),
        (forms.EmailField, "a@example.cn"), (forms.RegexField, ""), (forms.CharField, TEXT),
    )  # fmt: skip
    found = next((value for cls, value in by_class if isinstance(each, cls)), "安和门诊部")
    try:
        each.clean(found)
    except ValidationError:
        return found[:4]
    return found


@st.composite
def requests(draw, site):
    """A request as (route, who, method, address, kind, body, headers)."""
    route = draw(st.sampled_from(site.routes))
    path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: _key(draw, site, found[1] or "str"), route)
    asked = draw(st.dictionaries(st.one_of(st.sampled_from(site.names), ANY), SPOILT, max_size=4))
    query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in asked.items())
    method, kind = draw(METHODS), draw(KINDS)
    typed = dict(draw(st.sampled_from(site.filled))) if draw(st.booleans()) else _form_of(draw, site, path)
    spoilt = draw(st.lists(st.sampled_from(sorted(typed) or ["x"]), max_size=3))
    typed |= {name: draw(SPOILT) for name in spoilt}
    body = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in typed.items()).encode()
    if kind.startswith("multipart") or draw(st.integers(0, 9)) == 0:
        body = draw(
            st.one_of(
                st.binary(max_size=200),
                st.just(b'--b\r\nContent-Disposition: form-data; name="x\0"\r\n\r\n\xff\r\n--b--'),
            )
        )
    chosen = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
    headers = {name: draw(HEADERS[name]) for name in chosen if draw(st.booleans())}
    return route, draw(st.sampled_from(sorted(site.people))), method, f"{path}?{query}", kind, body, headers


def _key(draw, site, kind):
    known = st.sampled_from(site.keys.get(kind, site.keys["str"]))
    wild = st.sampled_from(["0", "-1", str(2**63 - 1), str(2**70), "9" * 4400, "%00", "x", "١", "%ED%A0%80", "..%2f"])
    return draw(st.one_of(known, known, known, wild))


def _form_of(draw, site, path):
    """The form that belongs to the address, where one can be told: what else is posted is refused at once."""
    known = [form for move, form in site.moves.items() if f"/{move}/" in path]
    return dict(draw(st.sampled_from(known or site.filled)))


def _encoded(text):
    return quote(text.encode("utf-8", "surrogatepass"))


def ask(site, request):
    """The answer is counted; what is broken or slow is kept, to be told at the end."""
    route, who, method, address, kind, body, headers = request
    if (route, method) in site.refused:  # this route takes the other method: a 405 more would tell nothing
        method = {"GET": "POST", "POST": "GET"}[method]
    client = site.client(who)
    began = time.perf_counter()
    with transaction.atomic():
        answer = client.generic(method, address, body if method != "GET" else b"", content_type=kind, **headers)
        if answer.status_code >= 500:
            transaction.set_rollback(True)
    seconds = time.perf_counter() - began
    if answer.status_code == 405 and method in {"GET", "POST"}:
        site.refused.add((route, method))
    site.answers[answer.status_code] = site.answers.get(answer.status_code, 0) + 1
    told = f"{answer.status_code} {who} {method} {address[:200]} {kind} {body[:300]!r} {headers}"
    if answer.status_code >= 500:
        error = answer.exc_info[1] if getattr(answer, "exc_info", None) else ""
        site.broken.append(f"{error!r}: {told}"[:1200])
    elif _is_page(answer) and not re.search("[\u3400-\u9fff]", answer.content.decode()):
        site.broken.append(f"no sentence: {told}")
    if seconds > 5:
        site.slow.append(f"{seconds:.1f} s: {told}")


def _is_page(answer):
    return (
        answer.status_code in {400, 404, 413, 415, 422}
        and answer.content
        and "html" in answer.headers.get("Content-Type", "")
    )
