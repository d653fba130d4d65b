"""The demonstration: an invented office that can be made twice, and cases that wait for somebody about today."""

from datetime import date
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from caseflow.cases.models import Dossier
from caseflow.cases.office import is_administrator
from caseflow.cases.stories.playing import play
from caseflow.cases.stories.reading import read_text
from caseflow.enforcement import demonstration
from caseflow.operations.management.commands import demo
from caseflow.people.models import User

SATURDAY = date(2026, 11, 21)
ODD_DAYS = (date(2026, 2, 24), date(2027, 1, 4))  # after a festival, in a year not yet known
FRESH = [(case.key, SATURDAY) for case in demonstration.CASES]
FRESH += [(key, day) for key in ("preserved", "hearing", "deferred") for day in ODD_DAYS]


@pytest.fixture
def small(settings, monkeypatch, tmp_path):
    """A demonstration of one case."""
    settings.DEMONSTRATION = True
    settings.VAR_DIR = tmp_path
    settings.DEMONSTRATED = tmp_path / "demonstration"
    monkeypatch.setattr(demo, "FOLDERS", ())
    monkeypatch.setattr(demonstration, "CASES", demonstration.CASES[3:4])


def test_everybody_of_the_office_can_sign_in_and_holds_an_office(db):
    demonstration.make_office()
    people = demonstration.make_office()

    assert User.objects.count() == len(people) == len(demonstration.PEOPLE) + len(demonstration.ADMINISTRATORS) + 1
    assert authenticate(username="li", password=demonstration.PASSWORD)
    held = {role for person in people for role in person.roles}
    assert {f"enforcement.{role}" for role in demonstration.Role.values} <= held
    assert [person.username for person in people if is_administrator(person)] == ["admin"]


@pytest.mark.parametrize(("key", "today"), FRESH)
def test_a_fresh_case_holds_whatever_the_day(key, today, db):
    with time_machine.travel(f"{today} 12:00+08:00", tick=False):
        text = dict(demonstration.fresh(today))[key]
    outcome = play(read_text(text))

    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.story.last_moment.date() < today


def test_the_demonstration_is_made_once(small, db):
    said = StringIO()
    call_command("demo", stdout=said)
    call_command("demo", stdout=StringIO())

    assert Dossier.objects.count() == 2
    assert "caseflow-demo" in said.getvalue()
    assert "承办人" in said.getvalue()


def test_its_papers_lie_under_names_that_people_read(small, db, tmp_path):
    call_command("demo", stdout=StringIO())
    papers = sorted(path.name for path in (tmp_path / "papers").rglob("*.pdf"))

    assert papers
    assert all(name[:3].isdigit() and "-" in name for name in papers)
    assert any("案件受理记录" in name for name in papers)


def test_an_office_is_no_demonstration(settings, db):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="演示"):
        call_command("demo")
