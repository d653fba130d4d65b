"""What an administrator sets, and that none of it opens a case."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from caseflow.cases import holidays, parameters
from caseflow.cases.models import CalendarDay, Deadline, ParameterValue
from caseflow.cases.office import GROUP
from caseflow.people import offices
from caseflow.people.models import User
from tests.walk import make_person


@pytest.fixture
def admin(agency):
    person = make_person(agency, "admin", "管理员")
    person.groups.set([Group.objects.get(name=GROUP)])
    return person


PAGES = ["/admin/", "/admin/people/new/", "/admin/agency/", "/admin/parameters/", "/admin/holidays/"]


@pytest.mark.parametrize("page", [*PAGES, "/admin/parameters/enforcement.filing_days/"])
def test_the_pages_are_for_administrators(page, admin, people, desk):
    assert desk(admin).get(page).status_code == 200
    for person in (people.head, people.principal, people.li):
        assert desk(person).get(page).status_code == (404 if "." in page else 403)  # of what is asked, nobody is told


def test_an_administrator_sees_no_case(admin, bring_to, desk, at):
    case = bring_to("filed")
    assert desk(admin).get(at(case)).status_code == 404
    assert desk(admin).get("/cases/").status_code == 403


@pytest.fixture
def guard(agency):
    """Who confirms the offices that the administrator asks for."""
    person = make_person(agency, "guard", "安宁")
    person.groups.set([Group.objects.get(name=offices.SECURITY)])
    return person


def code_in(answer):
    return answer.content.decode().split("<code>")[1].split("</code>")[0]


def test_a_new_colleague_gets_a_code_once_and_chooses_a_password(admin, desk, client):
    answer = desk(admin).client.post(
        "/admin/people/new/", {"username": "newcomer", "name": "新同事", "is_active": "on"}
    )
    values = {"login": "newcomer", "code": code_in(answer), "password1": "12345678", "password2": "12345678"}
    assert client.post("/set-up/", values).status_code == 422
    values |= {"password1": "青岚的山与水在2026年", "password2": "青岚的山与水在2026年"}
    assert client.post("/set-up/", values)["Location"] == "/login/"
    assert client.post("/set-up/", values).status_code == 422
    client.post("/login/", {"login": "newcomer", "password": values["password1"]})
    assert client.get("/").status_code == 200


def test_an_office_is_held_after_another_administrator_has_confirmed_it(admin, guard, desk):
    office = Group.objects.get(name="承办人")
    values = {"username": "newcomer", "name": "新同事", "groups": [office.pk], "is_active": "on"}
    desk(admin).client.post("/admin/people/new/", values)
    newcomer = User.objects.get(username="newcomer")
    assert newcomer.roles == frozenset()
    change = newcomer.role_changes.get()
    assert desk(admin).client.post(f"/admin/offices/{change.pk}/", {"grant": "1"}).status_code == 403
    assert "新同事" in desk(guard).get("/admin/offices/").content.decode()
    desk(guard).client.post(f"/admin/offices/{change.pk}/", {"grant": "1"})
    assert User.objects.get(pk=newcomer.pk).roles == {"enforcement.case_officer"}


def test_a_forgotten_password_is_replaced_by_one_that_no_administrator_knows(admin, people, desk, client):
    code = code_in(desk(admin).client.post(f"/admin/people/{people.li.pk}/reset/"))
    assert not client.login(username="li", password="caseflow-demo")
    assert not client.login(username="li", password=code)
    values = {"login": "li", "code": code, "password1": "雨后的杏花开在渠边", "password2": "雨后的杏花开在渠边"}
    assert client.post(
        "/set-up/", {**values, "password1": "雨后的杏花开在南渠边吗？", "password2": "雨后的杏花开在南渠边吗？"}
    )
    assert client.login(username="li", password="雨后的杏花开在南渠边吗？")


def test_offices_certificates_and_leaving(admin, people, desk, client):
    values = {
        "username": "li",
        "name": "李建国",
        "groups": [Group.objects.get(name="档案管理员").pk],
        "certificate-TOTAL_FORMS": 2,
        "certificate-INITIAL_FORMS": 1,
        "certificate-0-id": people.li.certificates.get().pk,
        "certificate-0-number": "甘620702-0001",
        "certificate-0-valid_from": "2024-01-01",
        "certificate-0-valid_to": "2023-01-01",
        "certificate-0-status": "valid",
        "certificate-1-number": "甘620702-0099",
        "certificate-1-valid_from": "2026-01-01",
        "certificate-1-valid_to": "2030-01-01",
        "certificate-1-status": "valid",
    }
    office = desk(admin)
    refused = office.client.post(f"/admin/people/{people.li.pk}/", values)
    assert refused.status_code == 422
    assert "有效期的结束日期早于开始日期" in refused.content.decode()
    values["certificate-0-valid_to"] = "2025-12-31"
    assert office.client.post(f"/admin/people/{people.li.pk}/", values).status_code == 302
    li = User.objects.get(username="li")
    assert (li.is_active, li.certificates.count()) == (False, 2)
    assert not client.login(username="li", password="caseflow-demo")


def test_nobody_is_administrator_and_something_else(admin, people, desk):
    both = Group.objects.filter(name__in=[GROUP, "负责人"]).values_list("pk", flat=True)
    answer = desk(admin).client.post("/admin/people/new/", {"username": "x", "name": "某", "groups": list(both)})
    assert answer.status_code == 422
    assert "也不能兼任办案岗位" in answer.content.decode()


def test_an_administrator_does_not_shut_herself_out(admin, desk):
    values = {
        "username": "admin",
        "name": "管理员",
        "groups": [Group.objects.get(name=GROUP).pk],
        "certificate-TOTAL_FORMS": 0,
        "certificate-INITIAL_FORMS": 0,
    }
    assert desk(admin).client.post(f"/admin/people/{admin.pk}/", values).status_code == 422


def test_a_person_of_another_authority_is_not_found(admin, desk):
    outsider = make_person(None, "outsider", "外人", certificate=False)
    assert desk(admin).get(f"/admin/people/{outsider.pk}/").status_code == 404


def test_the_data_of_the_authority_are_printed_from_then_on(admin, agency, desk):
    office = desk(admin)
    values = {**office.form("/admin/agency/"), "bank_account": "6207020009999999"}
    assert office.client.post("/admin/agency/", values).status_code == 302
    agency.refresh_from_db()
    assert agency.for_paper()["bank_account"] == "6207020009999999"
    assert office.client.post("/admin/agency/", {**values, "name": ""}).status_code == 422


def test_a_parameter_holds_from_its_day_with_its_basis(admin, desk, on_day):
    with on_day(3, 2):
        office = desk(admin)
        assert "未核定" in office.get("/admin/parameters/").content.decode()
        values = {"value": "3", "valid_from": "2026-04-01", "basis": "省局〔2026〕5号"}
        assert office.client.post("/admin/parameters/enforcement.statement_days/", values).status_code == 302
        assert parameters.value("enforcement.statement_days") == 5
    with on_day(4, 2):
        assert parameters.value("enforcement.statement_days") == 3
        assert "省局〔2026〕5号" in desk(admin).get("/admin/parameters/").content.decode()


@pytest.mark.parametrize("value", ["", "三", "-1", "1e3", "NaN", "9" * 40])
def test_a_parameter_that_is_no_number_is_refused(value, admin, desk):
    values = {"value": value, "valid_from": "2026-04-01", "basis": "文件"}
    assert desk(admin).client.post("/admin/parameters/enforcement.statement_days/", values).status_code == 422
    assert not ParameterValue.objects.exists()
    assert desk(admin).get("/admin/parameters/no.such/").status_code == 404


def test_the_notice_of_a_year_makes_provisional_limits_final(admin, bring_to, desk, on_day):
    bring_to("performing")
    with on_day(11, 20):
        waiting = Deadline.objects.running().filter(provisional=True)
        assert waiting.exists()
        answer = desk(admin).client.post(
            "/admin/holidays/",
            {"source": "国办发明电〔2026〕9号", "days": "2027-01-01至2027-01-03 放假 元旦\n2027-01-10 上班 元旦"},
            follow=True,
        )
        assert "已录入 4 天" in answer.content.decode()
        assert not waiting.exists()
        assert holidays.calendar().is_working(date(2027, 1, 10))
        day = CalendarDay.objects.get(date=date(2027, 1, 10))
        desk(admin).client.post(f"/admin/holidays/{day.pk}/delete/")
        assert CalendarDay.objects.count() == 3


@pytest.mark.parametrize(
    "days",
    [
        "",
        "明年春节放假",
        "2027-02-30 放假 春节",
        "2027-01-03至2027-01-01 放假",
        "2027-01-01 放假\n2027-01-01 上班",
        "2027-01-01至2028-01-01 放假",
    ],
)
def test_a_notice_that_cannot_be_read_is_refused(days, admin, desk):
    assert desk(admin).client.post("/admin/holidays/", {"source": "通知", "days": days}).status_code == 422
    assert not CalendarDay.objects.exists()
