"""Enforcement and support never meet: not in an import, not on a page, not in a search, not in the register of numbers."""

import ast
from datetime import date

import pytest
import time_machine
from django.conf import settings

from tests.pages.conftest import Desk
from tests.support import walk
from tests.walk import moment, sign_in

BASE = settings.BASE_DIR / "caseflow"


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


@pytest.mark.parametrize(("one", "other"), [("support", "enforcement"), ("enforcement", "support")])
def test_no_module_of_the_one_imports_the_other(one, other):
    found = [(path.name, name) for path in (BASE / one).rglob("*.py") for name in imported(path)]
    assert len(found) > 100
    assert [each for each in found if each[1].startswith(f"caseflow.{other}")] == []


@pytest.fixture
def both(people, folk, open_tip):
    """A tip and a family in one authority, and the day after."""
    tip, application = open_tip(), walk.bring_to(folk, "submitted")
    with time_machine.travel(moment(date(2026, 3, 6), 10), tick=False):
        yield tip, application, people, folk


def pages(record):
    here = f"/cases/{record.dossier.reference}"
    return [f"{here}/", f"{here}/papers/", f"{here}.json", f"{here}/who/", f"{here}/next/", f"{here}/annotate/"]


@pytest.mark.django_db
def test_an_office_of_enforcement_sees_nothing_of_a_family(both):
    _tip, application, people, _folk = both
    for who in (people.intake, people.head, people.principal, people.archivist, people.li):
        desk = Desk(who)
        for record in (application, application.household):
            assert [desk.get(page).status_code for page in pages(record)] == [404] * 6
        assert desk.get("/families/").status_code == desk.get("/applications/").status_code == 403
        found = desk.get("/search/", data={"q": "何秀英"}, follow=True).content.decode()
        assert application.dossier.reference not in found
        for page in ("/", "/tips/"):
            assert "/families/" not in desk.get(page).content.decode()


@pytest.mark.django_db
def test_an_office_of_support_sees_nothing_of_a_case(both):
    tip, _application, _people, folk = both
    for who in (folk.zhou, folk.tian, folk.zou, folk.jin, folk.lu):
        desk = Desk(who)
        assert [desk.get(page).status_code for page in pages(tip)] == [404] * 6
        assert desk.get("/tips/").status_code == desk.get("/cases/").status_code == 403
        assert "/tips/" not in desk.get("/").content.decode()


@pytest.mark.django_db
def test_the_register_of_numbers_tells_a_keeper_nothing_of_the_other_side(both):
    tip, application, people, folk = both
    head = Desk(people.head).get("/papers/register/").content.decode()
    section = Desk(folk.jin).get("/papers/register/").content.decode()
    assert "线索（举报）登记表" in head
    assert application.dossier.reference not in head
    assert "关怀帮扶" not in head
    assert tip.dossier.reference not in section
    assert "线索（举报）" not in section  # the box above every page speaks of clues in general


def test_whoever_works_for_families_alone_sees_their_colours(client, folk, people):
    for person, calm in ((folk.zhou, True), (people.li, False)):
        sign_in(client, person)
        assert ('class="tone-care"' in client.get("/").content.decode()) == calm
