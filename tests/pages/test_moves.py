"""The page of a move: what is typed is judged, kept, performed once, or answered with what is missing."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext

from caseflow.cases.models import Draft
from caseflow.cases.transitions import perform
from caseflow.enforcement.models import EnforcementCase
from tests import walk

SERVED = {"method": "SV2", "receiver": "石培德", "relation": "负责人"}


def afresh(case):
    return EnforcementCase.objects.select_related("dossier").get(pk=case.pk)


def test_a_move_leads_to_the_file_and_says_what_happened(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        answer = desk(people.li).submit(at(case, "serve_notice"), **SERVED)
        assert (answer.status_code, answer["Location"]) == (303, at(case))
        text = desk(people.li).get(at(case)).content.decode()
    assert afresh(case).state == "notice_served"
    assert "听证申请期限" in text
    assert "期限届满前不得作出处罚决定" in text


def test_the_form_says_what_will_happen(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        text = desk(people.li).get(at(case, "serve_notice")).content.decode()
    assert "进入“陈述申辩·待听证”" in text
    assert "陈述申辩期限：5 个工作日" in text
    assert "按今天（3月30日）计算，至4月7日 星期二" in text
    assert "制作《送达回执》" in text


def test_what_will_happen_follows_the_day_in_the_form(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(4, 2):
        officer = desk(people.li)
        assert "按今天（4月2日）计算，至4月10日 星期五" in officer.get(at(case, "serve_notice")).content.decode()
        refused = officer.submit(at(case, "serve_notice"), on="2026-03-30", method="")
        assert refused.status_code == 422
        assert "按3月30日计算，至4月7日 星期二" in refused.content.decode()
        lines = officer.get(at(case, "serve_notice", "effects"), data={"on": "2026-03-31"}).content.decode()
        assert "<html" not in lines
        assert "按3月31日计算，至4月8日 星期三" in lines
        for nonsense in ("", "x", "2026-02-30", "2027-01-01", "%00"):
            lines = officer.get(at(case, "serve_notice", "effects"), data={"on": nonsense}).content.decode()
            assert "按今天（4月2日）计算" in lines


def test_what_will_happen_is_told_to_whoever_may_make_it_happen(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(4, 2):
        assert desk(people.unit_head).get(at(case, "serve_notice", "effects")).status_code == 403
        assert desk(people.li).get(at(case, "no_such_move", "effects")).status_code == 404


def test_what_is_wrong_is_said_above_and_at_the_field_and_what_was_typed_is_kept(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        answer = desk(people.li).submit(at(case, "serve_notice"), receiver="石培德", on="2026-04-30")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in text
    assert 'id="error-summary"' in text
    assert 'value="石培德"' in text
    assert 'value="2026-04-30"' in text
    assert afresh(case).state == "notice_issued"


def test_what_the_case_does_not_allow_is_said_with_a_link_to_the_place_that_mends_it(
    bring_to, people, desk, on_day, at
):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        answer = desk(people.li).submit(at(case, "serve_notice"), method="SV5", receiver="石培德")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="{at(case)}#services">邮寄送达须写明邮件号' in text
    assert 'value="石培德"' in text


def test_the_same_form_sent_twice_moves_once(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        values = {**li.form(at(case, "serve_notice")), **SERVED}
        first, second = (li.client.post(at(case, "serve_notice"), values) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert case.dossier.events.filter(transition="serve_notice").count() == 1
    assert case.dossier.papers.filter(kind="service_receipt").count() == 1


def test_a_form_that_others_have_overtaken_comes_back_with_what_they_did(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    with on_day(3, 12):
        li = desk(people.li)
        values = li.form(at(case, "record_act"))
        desk(people.zhao).submit(at(case, "add_protected_person"), identity="王某某")
        typed = {"happened_on": "2026-02-10", "method": "ultrasound", "conveyed": "orally", "fee": "600"}
        answer = li.client.post(at(case, "record_act"), {**values, **typed})
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "赵红 · 登记受保护人" in text
        assert 'value="600"' in text
        assert case.acts.count() == 0
        fresh = {
            "token": text.split('name="token" value="')[1].split('"')[0],
            "version": text.split('name="version" value="')[1].split('"')[0],
        }
        assert li.client.post(at(case, "record_act"), {**typed, **fresh}).status_code == 303
    assert case.acts.count() == 1


def test_a_remark_of_others_overtakes_nothing(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        values = li.form(at(case, "serve_notice"))
        desk(people.zhao).submit(at(case, "annotate"), note="已电话联系")
        assert li.client.post(at(case, "serve_notice"), {**values, **SERVED}).status_code == 303


def test_a_form_of_a_state_that_is_over_shows_who_was_quicker(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        values = li.form(at(case, "serve_notice"))
        desk(people.zhao).submit(at(case, "serve_notice"), **SERVED)
        answer = li.client.post(at(case, "serve_notice"), {**values, **SERVED, "place": "门诊部大厅"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "赵红 · 登记告知书送达" in text
    assert "门诊部大厅" in text


def test_whoever_has_lost_the_office_meanwhile_is_refused(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        values = li.form(at(case, "serve_notice"))
        people.li.groups.clear()
        answer = li.client.post(at(case, "serve_notice"), {**values, **SERVED})
    assert answer["Location"].startswith("/login/")  # whoever loses an office is signed out
    assert afresh(case).state == "notice_issued"


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_move_works_with_htmx_and_without(headers, bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        values = {**li.form(at(case, "serve_notice")), **SERVED}
        assert li.client.post(at(case, "serve_notice"), values, headers=headers).status_code == 303


def test_a_missing_standing_condition_shuts_the_button_and_says_why(bring_to, people, desk, on_day, at):
    case = bring_to("investigating", skip=("record_interview",))
    with on_day(3, 12):
        text = desk(people.li).get(at(case, "conclude_investigation")).content.decode()
    assert "还不能办理" in text
    assert f'href="{at(case)}#evidence"' in text
    assert 'disabled aria-describedby="h-missing"' in text


def test_the_page_costs_as_many_queries_whatever_was_done_before(bring_to, people, desk, on_day, at):
    case = bring_to("investigating")
    counts = []
    with on_day(3, 12):
        li = desk(people.li)
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert li.get(at(case, "add_evidence")).status_code == 200
            counts.append(len(queries))
            for n in range(10):
                perform(case, "add_evidence", by=people.li, kind="EV1", name=f"账页{n}", proves="收费")
    assert counts[0] == counts[1] <= 20


# --- approvals


def test_the_head_sees_the_draft_beside_what_was_checked(bring_to, people, desk, on_day, at):
    case = bring_to("in_legal_review")
    walk.step(people, case, (3, 26), "legal", "review_legality", {"items": dict(walk.PASS), "opinion": "同意。"})
    with on_day(3, 27):
        text = desk(people.head).get(at(case, "approve_notice")).content.decode()
        paper = desk(people.head).get(at(case, "approve_notice", "preview") + "?paper=prior_notice")
    assert "法制审核同意现在的处罚建议" in text
    assert '<iframe class="paper"' in text
    assert "您批准的就是这些文书" in text
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    assert case.dossier.papers.filter(kind="prior_notice").count() == 0


def test_the_head_approves_what_was_shown_with_words_of_his_own(bring_to, people, desk, on_day, at):
    case = bring_to("in_legal_review")
    walk.step(people, case, (3, 26), "legal", "review_legality", {"items": dict(walk.PASS), "opinion": "同意。"})
    with on_day(3, 27):
        answer = desk(people.head).submit(at(case, "approve_notice"), opinion="同意，请抓紧送达。", on="2026-03-27")
    assert answer.status_code == 303
    assert afresh(case).state == "notice_issued"


def test_an_approval_of_what_has_changed_does_not_count(bring_to, people, desk, on_day, at):
    case = bring_to("in_legal_review")
    walk.step(people, case, (3, 26), "legal", "review_legality", {"items": dict(walk.PASS), "opinion": "同意。"})
    with on_day(3, 27):
        head = desk(people.head)
        values = head.form(at(case, "approve_notice"))
        case.party.name = "安和门诊部有限公司"
        case.party.save()
        answer = head.client.post(at(case, "approve_notice"), {**values, "opinion": "同意。", "on": "2026-03-27"})
    assert answer.status_code == 422
    assert "您看过以后，文书内容有了变化" in answer.content.decode()
    assert afresh(case).state == "in_legal_review"


def test_other_ways_out_stand_beside_the_approval(bring_to, people, desk, on_day, at):
    case = bring_to("accepted")
    with on_day(3, 5):
        text = desk(people.head).get(at(case, "file")).content.decode()
    assert f'href="{at(case, "decline")}"' in text


# --- papers before the move


def test_a_draft_is_made_of_what_was_typed(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        good = li.client.post(at(case, "serve_notice", "preview"), {**li.form(at(case, "serve_notice")), **SERVED})
        bad = li.client.post(at(case, "serve_notice", "preview"), {"method": "SV5"})
        unknown = li.get(at(case, "serve_notice", "preview") + "?paper=penalty_decision")
    assert good["Content-Type"] == "application/pdf"
    assert "%E8%8D%89%E7%A8%BF" in good["Content-Disposition"]  # 草稿
    assert bad.status_code == 422
    assert "邮寄送达须写明邮件号" in bad.content.decode()
    assert unknown.status_code == 404
    assert afresh(case).state == "notice_issued"


# --- what is typed and not yet submitted


def test_what_is_typed_is_kept_offered_and_gone_after_the_move(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    page = at(case, "serve_notice")
    with on_day(3, 30):
        li = desk(people.li)
        answer = li.client.post(
            at(case, "serve_notice", "draft"), {"receiver": "石培德", "method": "SV2", "token": "x"}
        )
        assert "草稿已自动保存，10:24" in answer.content.decode()
        assert "没有提交的内容还在" in li.get(page).content.decode()
        assert "石培德" not in li.get(page).content.decode()
        resumed = li.get(page + "?draft=1").content.decode()
        assert 'value="石培德"' in resumed
        assert "有 1 处需要改正" not in resumed
        assert "没有提交的内容还在" not in desk(people.zhao).get(page).content.decode()
        li.submit(page, **SERVED)
    assert not Draft.objects.exists()


def test_a_draft_may_be_thrown_away(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        li = desk(people.li)
        li.client.post(at(case, "serve_notice", "draft"), {"receiver": "石培德"})
        li.client.post(at(case, "serve_notice", "draft"), {"discard": "1"})
    assert not Draft.objects.exists()


def test_what_is_typed_on_while_the_move_is_made_leaves_no_draft(bring_to, people, desk, on_day, at):
    case = bring_to("notice_served")
    with on_day(4, 2):
        late = desk(people.li).client.post(at(case, "serve_notice", "draft"), {"receiver": "石培德"})
    assert late.status_code == 204
    assert not Draft.objects.exists()


def test_a_refused_form_is_kept_as_a_draft_without_what_is_sealed(people, desk, on_day):
    with on_day(3, 2):
        answer = desk(people.intake).submit(
            "/new/tip/register/",
            channel="phone",
            summary="称可鉴定",
            reporter_name="周永康乐",
            reporter_phone="13900001111",
        )
    assert answer.status_code == 422
    kept = str(Draft.objects.get().data)
    assert "称可鉴定" in kept
    assert "周永康乐" not in kept
    assert "13900001111" not in kept


def test_a_form_that_arrives_after_the_session_has_ended_is_offered_after_signing_in(
    bring_to, people, desk, on_day, at
):
    case = bring_to("notice_issued")
    page = at(case, "serve_notice")
    with on_day(3, 30):
        li = desk(people.li)
        values = {**li.form(page), **SERVED}
        li.client.session.flush()
        answer = li.client.post(page, values)
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={page}")
        assert SESSION_KEY not in li.client.session
        li.client.post("/login/", {"login": "li", "password": "caseflow-demo", "next": page})
        text = li.get(page + "?draft=1").content.decode()
    assert 'value="石培德"' in text
    assert afresh(case).state == "notice_issued"


def test_somebody_else_who_signs_in_does_not_get_it(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    page = at(case, "serve_notice")
    with on_day(3, 30):
        li = desk(people.li)
        values = {**li.form(page), **SERVED}
        li.client.session.flush()
        li.client.post(page, values)
        li.client.post("/login/", {"login": "zhao", "password": "caseflow-demo", "next": page})
    assert not Draft.objects.exists()


# --- opening a file


def test_a_tip_is_registered_by_its_form(people, desk, on_day):
    walk.clinic()
    with on_day(3, 2):
        intake = desk(people.intake)
        assert "登记线索" in intake.get("/").content.decode()
        values = {**intake.form("/new/tip/register/"), "source": "tip_off", "channel": "phone", "violation": "P-01"}
        values |= {"about_name": "惠康理疗", "summary": "称可鉴定", "act_place": "东关街"}
        first, second = (intake.client.post("/new/tip/register/", values) for _time in range(2))
        assert first.status_code == 303
        assert second["Location"] == first["Location"]
        assert "惠康理疗" in intake.get(first["Location"]).content.decode()


def test_what_a_caller_says_is_kept_while_it_is_typed_but_for_who_it_is(people, desk, on_day):
    with on_day(3, 2):
        intake = desk(people.intake)
        typed = {"summary": "称可鉴定", "reporter_name": "周永康乐"}
        assert "草稿已自动保存" in intake.client.post("/new/tip/register/draft/", typed).content.decode()
        text = intake.get("/new/tip/register/?draft=1").content.decode()
    assert "称可鉴定" in text
    assert "周永康乐" not in text
    assert desk(people.finance).client.post("/new/tip/register/draft/", typed).status_code == 404


@pytest.mark.parametrize("address", ["/new/tip/accept/", "/new/case/accept/", "/new/family/register/"])
def test_files_are_opened_by_the_rows_that_open_files_only(address, people, desk):
    assert desk(people.head).get(address).status_code == 404


def test_registering_is_for_those_who_do_it(people, desk):
    assert desk(people.head).get("/new/tip/register/").status_code == 403
    assert desk(people.finance).get("/new/tip/register/").status_code == 404
