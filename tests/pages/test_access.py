"""Who sees which page: everybody their work, nobody a stranger's file."""

import pytest

from caseflow.enforcement.models import Reporter
from caseflow.enforcement.procedure import Role
from caseflow.people.models import Agency
from tests.walk import make_person


@pytest.fixture
def stranger(agency):
    """A head of another county."""
    other = Agency.objects.create(
        key="hongshui",
        name="洪水县卫生健康局",
        abbr="洪",
        region_code="620703",
        region_name="洪水县",
        government="—",
        court="—",
    )
    return make_person(other, "stranger", "外人", Role.HEAD)


@pytest.fixture
def nobody(agency):
    """Somebody who signs in and holds no office."""
    return make_person(agency, "nobody", "无岗", certificate=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/tips/",
        "/cases/",
        "/search/",
        "/day/",
        "/calculators/deadlines/",
        "/admin/",
        "/papers/register/",
        "/papers/1.pdf",
    ],
)
def test_whoever_is_not_signed_in_is_asked_to(client, page):
    answer = client.get(page)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


def test_a_stranger_gets_the_same_404_as_for_what_does_not_exist(bring_to, desk, stranger, at, on_day):
    case = bring_to("filed")
    with on_day(3, 6):
        outside = desk(stranger)
        pages = ["", "papers/", "next/", "file/", "annotate/", "annotate/preview/"]
        answers = [outside.get(at(case) + page) for page in pages]
        answers += [outside.get(f"/cases/{case}.json"), outside.get(f"/papers/{case.dossier.papers.first().pk}.pdf")]
        answers.append(outside.client.post(at(case, "annotate", "draft")))
        missing = outside.get("/cases/LF-620702-2026-99999/")
    assert {answer.status_code for answer in answers} == {404}
    assert case.dossier.title not in "".join(answer.content.decode() for answer in answers)
    assert missing.status_code == 404


def test_a_stranger_finds_nothing_in_lists_search_and_inbox(bring_to, desk, stranger, on_day):
    case = bring_to("concluded")
    with on_day(3, 23):
        outside = desk(stranger)
        for page in ("/", "/cases/", "/tips/", "/cases/?q=安和"):
            assert case.dossier.title not in outside.get(page).content.decode()
        found = outside.client.get("/search/", data={"q": str(case)}, follow=True).content.decode()
    assert "没有符合条件的" in found


def test_somebody_without_an_office_sees_an_empty_desk_and_calculators(bring_to, desk, nobody, at):
    case = bring_to("filed")
    alone = desk(nobody)
    assert "没有等您办的事" in alone.get("/").content.decode()
    assert alone.get("/cases/").status_code == 403
    assert alone.get(at(case)).status_code == 404
    assert alone.get("/calculators/deadlines/").status_code == 200
    assert alone.get("/calculators/penalties/").status_code == 200


def test_each_office_sees_the_files_that_are_its_business(bring_to, people, desk, at):
    case = bring_to("filed")
    tip = case.tips.select_related("dossier").get()
    sees = {
        name: (
            desk(getattr(people, name)).get(at(tip)).status_code,
            desk(getattr(people, name)).get(at(case)).status_code,
        )
        for name in (
            "intake",
            "li",
            "wu",
            "head",
            "principal",
            "legal",
            "council1",
            "finance",
            "archivist",
            "supervisor",
        )
    }
    assert sees == {
        "intake": (200, 200),  # who registered the tip
        "li": (200, 200),
        "wu": (404, 404),  # an officer, but of other cases
        "head": (200, 200),
        "principal": (404, 200),
        "legal": (404, 404),  # nothing to review yet
        "council1": (404, 200),
        "finance": (404, 404),  # nothing to collect yet
        "archivist": (404, 404),
        "supervisor": (404, 200),
    }


def test_a_file_comes_into_view_with_its_stage_and_stays_for_whoever_took_part(bring_to, people, desk, at):
    case = bring_to("in_legal_review")
    assert desk(people.legal).get(at(case)).status_code == desk(people.legal2).get(at(case)).status_code == 200
    later = bring_to("notice_issued")
    assert desk(people.legal).get(at(later)).status_code == 200
    assert desk(people.legal2).get(at(later)).status_code == 404


def test_a_move_of_another_office_is_a_403_that_names_person_and_reason(bring_to, people, desk, at, on_day):
    case = bring_to("concluded")
    with on_day(3, 23):
        answer = desk(people.li).get(at(case, "discuss_in_panel"))
    assert answer.status_code == 403
    assert "李建国 没有办理这一步的角色（科室负责人）" in answer.content.decode()


def test_for_an_officer_of_another_case_this_one_does_not_exist(bring_to, people, desk, at, on_day):
    case = bring_to("investigating")
    with on_day(3, 11):
        other = desk(people.wu)
        answers = [other.get(at(case, "annotate")), other.client.post(at(case, "annotate"), {"note": "看"})]
        listed = "".join(other.get(page).content.decode() for page in ("/", "/cases/", f"/cases/?q={case}"))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert case.dossier.title not in listed


@pytest.mark.parametrize("row", ["no_such_row", "accept", "default", "../x"])
def test_what_is_no_move_of_a_person_is_a_404(bring_to, people, desk, at, row):
    case = bring_to("filed")
    assert desk(people.head).get(at(case) + f"{row}/").status_code == 404


def test_a_move_of_another_state_leads_back_to_the_file(bring_to, people, desk, at, on_day):
    case = bring_to("filed")
    with on_day(3, 6):
        answer = desk(people.li).client.get(at(case, "serve_decision"), follow=True)
    assert answer.redirect_chain == [(at(case), 302)]
    assert "现在是“已立案”，不能办理“登记决定书送达”" in answer.content.decode()


def test_the_reporter_appears_on_no_page(open_tip, people, desk, at):
    tip = open_tip(real_name=True, reporter_name="周永康乐", reporter_phone="13900001111")
    for person in (people.intake, people.unit_head, people.head):
        text = desk(person).get(at(tip)).content.decode() + desk(person).get("/tips/").content.decode()
        assert "周永康乐" not in text
        assert "13900001111" not in text
    assert "身份已封存" in text


def test_a_reporter_who_left_no_name_is_called_anonymous(open_tip, people, desk, at):
    tip = open_tip(real_name=False, reporter_name="", reporter_phone="")
    tip.reporter = Reporter.objects.create(code="R-620702-2026-09999")
    tip.save(update_fields=["reporter"])
    text = desk(people.intake).get(at(tip)).content.decode()
    assert "匿名，没有留下身份" in text
    assert "身份已封存" not in text
