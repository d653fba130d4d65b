"""Test 23: whoever forgets the policy is stopped before anything starts."""

from types import SimpleNamespace

import pytest
from django.db import models
from django.urls import path

from caseflow.cases import picture
from caseflow.cases.access import checks
from outbox.checks import kinds_say_for_whom
from outbox.jobs import HANDLERS, handler


def errors(check):
    return [each.id for each in check(None)]


def test_nothing_is_forgotten_now():
    for check in (
        checks.models_are_declared,
        checks.routes_are_declared,
        checks.procedures_have_a_policy,
        checks.exports_are_declared,
        checks.templates_print_no_raw_identity,
        checks.nothing_goes_past_the_policy,
    ):
        assert list(check(None)) == []


def test_a_model_without_a_declaration(monkeypatch):
    meta = type("Meta", (), {"app_label": "cases", "managed": False})
    forgotten = type("Forgotten", (models.Model,), {"__module__": "caseflow.cases.models", "Meta": meta})
    try:
        assert errors(checks.models_are_declared) == ["access.E001"]
    finally:
        from django.apps import apps

        del apps.all_models["cases"]["forgotten"]
        apps.clear_cache()
    assert forgotten


def test_a_route_without_an_action(monkeypatch):
    forgotten = path("forgotten/", lambda request: None, name="forgotten")
    monkeypatch.setattr(checks, "routes", lambda: [("forgotten/", forgotten.name)])
    assert errors(checks.routes_are_declared) == ["access.E003"]


def test_a_template_that_prints_a_sealed_field(settings, tmp_path):
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "forgotten.html").write_text("{{ case.party.id_no }}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    assert errors(checks.templates_print_no_raw_identity) == ["access.E006"]


def test_a_column_of_an_export_without_a_class(monkeypatch):
    monkeypatch.setitem(picture._columns, "enforcement.case", {*picture.columns_of("enforcement.case"), "forgotten"})
    assert errors(checks.exports_are_declared) == ["access.E005"]


def test_a_job_that_does_not_say_for_whom(monkeypatch):
    monkeypatch.delitem(HANDLERS, "forgotten", raising=False)
    handler("forgotten")(lambda payload: None)
    try:
        assert [each.id for each in kinds_say_for_whom(None)] == ["outbox.E001"]
    finally:
        del HANDLERS["forgotten"]


@pytest.mark.parametrize(
    "line",
    [
        "Case.objects.raw('SELECT 1')",
        "Case.objects.extra(where=[x])",
        "RawSQL('1', [])",
        "connection.cursor()",
        "models.QuerySet(Case)",
        "Case._base_manager.all()",
        "Case.objects.order_by(name)",
        "Case.objects.values(f'{name}')",
        "fields = '__all__'",
        "serializers.serialize('json', rows)",
    ],
)
def test_a_way_past_the_policy_is_found(line):
    import ast

    assert list(checks.banned(ast.parse(line)))


def test_an_answer_without_a_decision_is_an_error_in_tests_and_a_404_else(rf, settings):
    from django.http import HttpResponse

    from caseflow.cases.access.routes import Decided, Undecided

    def forgetful(request):
        request.action = "file.read"
        return HttpResponse("名字")

    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=False, is_active=False)
    with pytest.raises(Undecided):
        Decided(forgetful)(request)
    settings.UNDECIDED_RAISES = False
    answer = Decided(forgetful)(request)
    assert answer.status_code == 404
    assert "名字" not in answer.content.decode()
