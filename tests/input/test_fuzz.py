"""Assurance 34: generated requests to every address by people of every office end in an answer, soon, and break nothing."""

import re
from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caseflow.audit.verification import verify
from documents import numbering
from tests.input.requests import ask, requests, site
from tests.support import walk as support
from tests.walk import moment

pytestmark = pytest.mark.faults
OFTEN = {
    "deadline": None,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@pytest.fixture
def asked(people, bring_to, open_tip):
    case, tip = (
        bring_to("in_legal_review", skip=("approve_notice",)),
        open_tip(real_name=True, reporter_name="周永康乐"),
    )
    folk = support.make_people(people.agency)
    application = support.bring_to(folk, "checked")
    with time_machine.travel(moment(date(2026, 3, 26), 10, 24), tick=False):
        yield site(people, folk, [tip, case, application.household, application])
    assert verify().damages == []
    assert numbering.faults() == []


def told(asked, figures):
    assert not asked.broken, "\n\n".join(asked.broken[:20])
    assert not asked.slow, "\n\n".join(asked.slow[:20])
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(asked.answers.items()))
    figures(
        f"{sum(asked.answers.values())} requests to {len(asked.routes)} routes: {answers}; 0 × 5xx, 0 slower than 5 s"
    )


def test_generated_requests_are_answered_and_break_nothing(asked, scale, figures):
    @settings(max_examples=scale(120, 15_000), **OFTEN)
    @given(requests(asked))
    def run(request):
        ask(asked, request)

    run()
    told(asked, figures)


# What answers in JSON, as OpenAPI says it: for schemathesis alone, no user of the product asks for it.
ANSWER = {"200": {"description": "JSON", "content": {"application/json": {"schema": {"type": "object"}}}}}


def described(reference):
    words = {"type": "string"}
    report = {
        "type": "object",
        "properties": {
            "csp-report": {
                "type": "object",
                "properties": dict.fromkeys(
                    ("effective-directive", "blocked-uri", "document-uri", "source-file"), words
                ),
            }
        },
        "required": ["csp-report"],
    }
    on = [{"name": "on", "in": "query", "required": True, "schema": {"type": "string", "format": "date"}}]
    key = [{"name": "reference", "in": "path", "required": True, "schema": {"type": "string", "example": reference}}]
    body = {
        "required": True,
        "content": {"application/csp-report": {"schema": report}, "application/json": {"schema": report}},
    }
    paths = {
        "/day/": {"get": {"parameters": on, "responses": ANSWER}},
        "/cases/{reference}.json": {"get": {"parameters": key, "responses": ANSWER}},
        "/policy-report/": {"post": {"requestBody": body, "responses": {"204": {"description": "kept"}}}},
        "/health/live": {"get": {"responses": ANSWER}},
        "/health/ready": {"get": {"responses": ANSWER}},
    }
    return {"openapi": "3.0.3", "info": {"title": "What answers in JSON", "version": "1"}, "paths": paths}


def test_addresses_of_json_keep_to_their_description(asked, scale, figures):
    import json

    import schemathesis
    from schemathesis import GenerationMode

    reference = asked.keys["reference"][1]
    operations = [each.ok() for each in schemathesis.openapi.from_dict(described(reference)).get_all_operations()]
    assert len(operations) == 5
    modes = st.sampled_from(GenerationMode)

    @settings(max_examples=scale(40, 5000), **OFTEN)
    @given(st.data())
    def run(data):
        operation = data.draw(st.sampled_from(operations))
        mode = GenerationMode.POSITIVE if not (operation.body or operation.query) else data.draw(modes)
        case = data.draw(operation.as_strategy(generation_mode=mode))
        path = case.formatted_path if data.draw(st.booleans()) else f"/cases/{reference}.json"
        query = "&".join(f"{name}={value}" for name, value in (case.query or {}).items())
        body = case.body if isinstance(case.body, bytes) else json.dumps(case.body, default=str).encode()
        ask(asked, (case.path, "head", case.method, f"{path}?{query}", case.media_type or "", body, {}))

    run()
    told(asked, figures)


def test_the_harness_notices_what_breaks(asked, monkeypatch):
    monkeypatch.setattr("caseflow.cases.lists.listing", lambda *args: 1 / 0)
    ask(asked, ("tips/", "li", "GET", "/tips/?", "", b"", {}))
    assert re.search("ZeroDivisionError", asked.broken.pop())
