"""What auditors see, and that what people look at is in it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command

from caseflow import audit, routes
from caseflow.audit.models import Entry
from caseflow.people import offices
from tests.audit import histories
from tests.pages.conftest import address, desk, on_day  # noqa: F401
from tests.walk import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(agency):
    person = make_person(agency, "auditor", "审读")
    person.groups.set([Group.objects.get(name=offices.AUDIT)])
    return person


def words(page):
    return page.content.decode()


def test_the_log_is_for_auditors_and_for_nobody_else(auditor, people, desk):  # noqa: F811
    assert desk(auditor).get("/audit/").status_code == 200
    for person in (people.head, people.principal, people.li):
        assert desk(person).get("/audit/").status_code == 403


def test_an_auditor_changes_nothing_and_sees_no_case(auditor, bring_to, desk):  # noqa: F811
    case = bring_to("filed")
    assert desk(auditor).client.post("/audit/").status_code == 405
    assert desk(auditor).get(address(case)).status_code == 404


def test_it_says_when_everything_was_verified_and_what_was_found(auditor, bring_to, desk):  # noqa: F811
    case = bring_to("filed")
    assert "还没有核验过" in words(desk(auditor).get("/audit/"))
    call_command("verify_audit", "--record")
    assert "完整" in words(desk(auditor).get("/audit/"))
    with histories.tampered():
        histories.edit_facts(case.dossier, 1, {})
        with pytest.raises(SystemExit, match="1"):
            call_command("verify_audit", "--record")
        page = words(desk(auditor).get("/audit/"))
    assert "发现 1 处" in page
    assert f"{case.dossier.reference} 第 1 条：内容被改动" in page


def test_it_is_narrowed_by_kind_person_and_object(auditor, people, desk):  # noqa: F811
    audit.record("parameter.set", actor=people.head.pk, object="enforcement.filing_days", value="7")
    audit.record("role.granted", actor=people.li.pk, object="user:9", role="负责人")
    page = desk(auditor).get("/audit/?kind=settings")
    assert [row["entry"].action for row in page.context["rows"]] == ["parameter.set"]
    page = desk(auditor).get("/audit/?who=李建国")
    assert [row["entry"].action for row in page.context["rows"]] == ["role.granted"]
    assert not desk(auditor).get("/audit/?object=LF-&since=2026-01-01").context["rows"]


def test_older_lines_are_reached_by_the_number_of_the_last_one(auditor, desk):  # noqa: F811
    for number in range(120):
        audit.record("parameter.set", actor=None, object=str(number))
    reader, address_, seen = desk(auditor), "/audit/?kind=settings", []
    while address_:
        page = reader.get(address_)
        seen += [row["entry"].object for row in page.context["rows"]]
        address_ = page.context["earlier"] and f"/audit/?{page.context['earlier']}"
    assert seen == [str(number) for number in reversed(range(120))]


def test_the_page_asks_a_set_number_of_questions(auditor, people, desk, django_assert_max_num_queries):  # noqa: F811
    for number in range(60):
        audit.record("parameter.set", actor=people.head.pk, object=str(number))
    reader = desk(auditor)
    with django_assert_max_num_queries(22):
        reader.get("/audit/")


def test_a_search_is_found_by_its_words_and_cannot_be_read(auditor, people, bring_to, desk):  # noqa: F811
    bring_to("filed")
    desk(people.head).get("/cases/?q=安和门诊部")
    entry = Entry.objects.get(action="search.made")
    assert "安和" not in entry.body
    assert entry.data["hits"] == 1
    assert desk(auditor).get("/audit/?words=安和门诊部").context["rows"][0]["entry"] == entry
    assert not desk(auditor).get("/audit/?words=安和").context["rows"]


def test_a_paper_that_was_opened_is_in_the_log(people, bring_to, desk):  # noqa: F811
    case = bring_to("filed")
    paper = case.dossier.papers.get(kind="filing_report")
    desk(people.li).get(f"/papers/{paper.pk}.pdf")
    opened = Entry.objects.get(action="paper.opened")
    assert (opened.actor, opened.object, opened.data["kind"]) == (people.li.pk, case.dossier.reference, "filing_report")


def test_every_action_that_is_written_has_words_that_auditors_read():
    """Found in the code: whatever is recorded under a name of its own, and no other name stands in the list."""
    from caseflow.cases.office.log_words import ACTIONS, GROUPS

    starts = "|".join(sorted({start.partition(".")[0] for _words, group in GROUPS.values() for start in group}))
    named, code = re.compile(rf'"((?:{starts})\.[a-z_]+|logout)"'), Path(settings.BASE_DIR) / "caseflow"
    files = [each for each in code.rglob("*.py") if "migrations" not in each.parts and each.name != "log_words.py"]
    files = [each for each in files if "audit.record(" in (text := each.read_text()) or "looked_at(" in text]
    found = {name for each in files for name in named.findall(each.read_text())}
    of_routes = {name for name in found if name in set(routes.ACTIONS.values())}
    assert (
        found - of_routes - {"audit.checkpoint", "audit.ship", "key.txt", "file.read"} == set(ACTIONS) & found
    )  # jobs, a file
    assert all(any(name.startswith(start) for _w, group in GROUPS.values() for start in group) for name in ACTIONS)
