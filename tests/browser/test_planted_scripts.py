"""Assurance 38: scripts typed into every text of a case are shown as they were typed on all pages, and none ever runs."""

from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from django.contrib.auth.models import Group

from caseflow import headers
from caseflow.cases import moves
from caseflow.cases.fields import CleanCharField
from caseflow.cases.transitions import Refused
from caseflow.people import offices
from tests import walk
from tests.browser.test_policy import pages, shown

pytestmark = pytest.mark.browser
RUN = "window.ran(1)"
PAYLOADS = [
    f"<script>{RUN}</script>", f"<img src=x onerror={RUN}>", f'"><img src=x onerror={RUN}>', f"'><svg onload={RUN}>",
    f"<svg/onload={RUN}>", f"<body onload={RUN}>", f"<details open ontoggle={RUN}>", f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}>", f"<textarea autofocus onfocus={RUN}>", f"<video src=x onerror={RUN}>",
    f"<audio src=x onerror={RUN}>", f"<iframe srcdoc='<script>{RUN}</script>'>", f"<iframe src=javascript:{RUN}>",
    f"<a href=javascript:{RUN}>x</a>", f"<form action=javascript:{RUN}><button>x", f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>", f"<math href=javascript:{RUN}>x", f"<meta http-equiv=refresh content=0;javascript:{RUN}>",
    f"<base href=javascript:{RUN}//>", f"<link rel=import href=data:,{RUN}>", f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>", f"</script><script>{RUN}</script>", f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>", f"';{RUN};'", f'";{RUN};"', f"`${{{RUN}}}`", f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"%3Cscript%3E{RUN}%3C/script%3E", f"<ScRiPt>{RUN}</sCrIpT>", f"<script\n>{RUN}</script>".replace("\n", " "),
    f"<x onclick={RUN} style=animation-name:x>", f"<style onload={RUN}></style>", f"<marquee onstart={RUN}>",
]  # fmt: skip
STATES = "in_legal_review", "performing"


class Planter:
    """Makes each move through its form, with a payload in every text of it that takes one."""

    def __init__(self):
        self.used = Counter()

    def next(self, most):
        rare = sorted(PAYLOADS, key=self.used.__getitem__)
        found = next((each for each in rare if len(each) <= most), None)
        if found:
            self.used[found] += 1
        return found

    def perform(self, record, name, /, *, by, **facts):
        form = moves.form_of(record, name, by)
        for called, field in form.fields.items():
            if isinstance(field, CleanCharField) and (payload := self.next(field.most)):
                facts[called] = payload
        facts = {called: value for called, value in facts.items() if called in form.fields}
        return moves.submit(record, name, by=by, data=facts)


@pytest.fixture
def planter(monkeypatch):
    made, plain = Planter(), walk.perform

    def perform(record, name, /, *, by, **facts):
        with suppress(Refused):  # where a text of the law must stand as it is, or a kind of paper forbids one
            return made.perform(record, name, by=by, **facts)
        return plain(record, name, by=by, **facts)

    monkeypatch.setattr(walk, "perform", perform)
    return made


def listen(desk, ran, heard):
    desk.page.expose_function("ran", lambda *said: ran.append(said))
    desk.page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    desk.page.on("console", lambda line: heard.append(line.text) if "Policy" in line.text else None)


def test_no_script_that_somebody_typed_ever_runs(everybody, at_desk, on_day, planter, record_property):
    assert len(set(PAYLOADS)) == 40
    for username, name in (("admin", offices.SYSTEM), ("auditor", offices.AUDIT)):
        person = walk.make_person(everybody.agency, username, PAYLOADS[0][:50])
        person.groups.set([Group.objects.get(name=name)])
    tips = [
        walk.open_tip(everybody, about=walk.Institution.objects.create(name=each, address=PAYLOADS[-1]), summary=each)
        for each in PAYLOADS[:3]
    ]
    cases = [walk.bring_to(everybody, state, tip=tip, skip=("approve_notice",) if state == "in_legal_review" else ())
             for state, tip in zip(STATES, tips, strict=False)]  # fmt: skip
    assert set(planter.used) == set(PAYLOADS), set(PAYLOADS) - set(planter.used)
    ran, heard, seen, literal = [], [], 0, set()
    with on_day(date(2026, 4, 20)):
        for username in ("head", "li", "auditor"):
            desk = at_desk(username)
            listen(desk, ran, heard)
            for path in dict.fromkeys(path for case in cases for path in pages(case)):
                if path.endswith((".pdf", ".json")) or "/uploads/" in path or not shown(desk, path):
                    continue
                seen += 1
                text = desk.page.evaluate(
                    "document.documentElement.textContent + [...document.querySelectorAll('input')].map(e => e.value)"
                )
                literal |= {each for each in PAYLOADS if each in text}
    record_property(
        "figures",
        f"{len(literal)} of 40 payloads seen as typed on {seen} pages, {sum(planter.used.values())} texts: {len(ran)} ran, {len(headers.reports())} reports",
    )
    assert (ran, heard, headers.reports()) == ([], [], [])
    assert len(literal) > 30
    assert seen > 100


def test_the_harness_notices_a_script_that_runs(everybody, at_desk):
    ran = []
    desk = at_desk("li")
    listen(desk, ran, [])
    desk.page.evaluate(RUN)
    assert len(ran) == 1
