"""The papers of notice, hearing, decision, service, performance, closing and archive, each issued by its move."""

from datetime import date
from decimal import Decimal

import pytest

from caseflow.cases.models import ParameterValue
from caseflow.cases.moves import form_of
from caseflow.cases.transitions import Refused
from caseflow.enforcement.codes import Adopted
from caseflow.enforcement.models import EnforcementCase
from caseflow.enforcement.papers.closing import kept
from caseflow.enforcement.papers.validate import REQUIRED, complete, missing
from documents.issuing import void
from documents.models import Document
from outbox.runner import run_due
from tests import walk
from tests.enforcement.papers.reading import document_of, printed, squeezed
from tests.kernel import at, do

OPERATIVE = (
    "你单位利用超声技术为他人进行非医学需要的胎儿性别鉴定，违反了《中华人民共和国人口与计划生育法》第三十九条、"
    "《禁止非医学需要的胎儿性别鉴定和选择性别人工终止妊娠的规定》第三条第一款。依据《中华人民共和国人口与计划生育法》"
    "第四十条第二项，责令改正，并决定给予以下行政处罚：一、警告；二、没收违法所得人民币18600.00元"
    "（大写：壹万捌仟陆佰元整）；三、罚款人民币55800.00元（大写：伍万伍仟捌佰元整）。"
)
PAYMENT = (
    "到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条第一款第一项，每日按罚款数额的百分之三加处罚款，"
    "加处罚款的数额不超出罚款的数额。"
)
REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内向青岚县人民政府申请行政复议，也可以自收到本决定书之日起六个月内"
    "向青岚县人民法院提起行政诉讼。复议、诉讼期间不停止本决定的执行（法律另有规定的除外）。"
    "逾期不申请复议、不提起诉讼又不履行的，本机关将依法申请人民法院强制执行。"
)
PUBLICITY = "本决定信息将依法自作出之日起七个工作日内向社会公开。"
RIGHTS = (
    "依据《中华人民共和国行政处罚法》第四十四条、第四十五条，你单位有权进行陈述和申辩。请于收到本告知书之日起五个工作日内"
    "提出；逾期视为放弃。"
)
HEARING = (
    "拟作出的处罚属于《中华人民共和国行政处罚法》第六十三条规定的听证范围。你单位如要求听证，应当自收到本告知书之日起"
    "五个工作日内提出；逾期视为放弃听证权利。本机关不收取听证费用。"
)
ARCHIVE = {"archive_cover", "archive_index", "archive_note"}
LOW = {"propose": {"fine": Decimal("37200.00")}}  # below the sum from which a hearing is offered


@pytest.fixture
def go(people):
    def move(case, day, who, what, **facts):
        walk.step(people, case, day, who, what, facts)
        return EnforcementCase.objects.select_related("dossier").get(pk=case.pk)

    return move


def test_the_usual_course_prints_its_papers(bring_to):
    case = bring_to("archived")
    notice = printed(case, "prior_notice")
    assert RIGHTS in notice
    assert HEARING in notice
    assert "二、没收违法所得人民币18600.00元" in notice
    decision = printed(case, "penalty_decision")
    for exact in (OPERATIVE, PAYMENT, REMEDIES, PUBLICITY):
        assert exact in decision
    assert "同意3人，反对0人，保留意见0人。" in printed(case, "discussion_record")
    demand = printed(case, "demand")
    assert "请自收到本催告书之日起十个工作日内履行" in demand
    assert "每日按罚款数额的百分之三" in demand
    assert "已达到罚款本数的上限" in printed(case, "enforcement_application")
    assert "2027年1月11日" in printed(case, "enforcement_application")
    for kind in (
        "service_receipt",
        "waiver_of_rights",
        "discussion_notice",
        "closing_report",
        "closing_approval",
        "archive_cover",
        "archive_index",
        "archive_note",
    ):
        printed(case, kind)


def archived(people, case):
    do(case, "archive", people.archivist, date(2026, 11, 13), retention="30年")
    return document_of(case, "archive_index").content["contents"]


def set_what_is_due():
    with at(walk.moment(date(2026, 11, 13))):
        while run_due():
            pass


@pytest.fixture
def one_cannot_be_set(settings, tmp_path):
    """The first paper that waits found no place to be kept."""

    def fail():
        usual, settings.DOCUMENTS_DIR = settings.DOCUMENTS_DIR, tmp_path / "full"
        settings.DOCUMENTS_DIR.write_text("no directory")
        with at(walk.moment(date(2026, 11, 13))):
            run_due(limit=1)
        settings.DOCUMENTS_DIR = usual

    return fail


def test_the_index_follows_model_a_and_tells_the_page_of_every_paper(people, open_tip, bring_to, one_cannot_be_set):
    case = bring_to("closed", tip=open_tip(reporter_name="周永康乐", reporter_phone="13900001111"))
    with pytest.raises(Refused, match="正在排印"):
        archived(people, case)
    one_cannot_be_set()
    set_what_is_due()
    failed = Document.objects.get(pdf_sha256="")
    with pytest.raises(Refused, match=f"《{failed}》排印失败"):
        archived(people, case)
    void(failed, "不能排印", "石存")
    rows = archived(people, case)
    assert [row["title"] for row in rows[:3]] == ["结案报告", "结案审批表", "线索（举报）登记表"]
    assert [row["remark"] for row in rows if not row["page"]] == ["作废"]
    pages = [paper.document.pages for paper in kept(case) if paper.kind not in ARCHIVE]
    assert [row["page"] or "0" for row in rows] == [
        str(1 + sum(pages[:n]) if pages[n] else 0) for n in range(len(pages))
    ]
    assert f"{len(rows)}件，{sum(pages)}页" in document_of(case, "archive_note").content["statement"]
    assert not any("密封" in row["title"] for row in rows)


def test_without_a_hearing_the_notice_says_nothing_of_one(bring_to):
    case = bring_to("notice_issued", change=LOW)
    notice = printed(case, "prior_notice")
    assert RIGHTS in notice
    assert "听证" not in notice
    assert not case.dossier.papers.filter(kind="hearing_rights_notice").exists()


def test_the_office_may_tell_of_the_hearing_on_a_paper_of_its_own(bring_to):
    ParameterValue.objects.create(
        key="enforcement.separate_hearing_notice", value="true", valid_from=date(2026, 1, 1), basis="本局规定"
    )
    case = bring_to("notice_issued")
    assert squeezed(HEARING) in printed(case, "hearing_rights_notice")
    assert HEARING not in document_of(case, "prior_notice").context


def test_a_statement_is_recorded_and_examined(people, bring_to, go):
    case = bring_to("notice_served")
    case = go(
        case,
        (3, 31),
        "li",
        "record_statement",
        speaker="石培德",
        content="收费中有一部分是普通产检费。",
        evidence="收费清单2页",
        place="本机关询问室",
    )
    printed(case, "statement_record")
    case = go(case, (4, 8), "li", "examine_statement", adopted="rejected", opinion="所附清单与本案收费无关，不予采纳。")
    assert "收费中有一部分是普通产检费。" in printed(case, "statement_review")
    heard = decision_after(people, case, (4, 9), go)["heard"]
    assert (
        "陈述、申辩称：收费中有一部分是普通产检费。经复核，本机关认为：所附清单与本案收费无关，不予采纳。对该意见不予采纳。"
        in heard
    )


@pytest.mark.parametrize("adopted", Adopted)
def test_the_examination_says_what_was_chosen_in_the_form(people, bring_to, go, adopted):
    case = bring_to("notice_served")
    case = go(case, (3, 31), "li", "record_statement", speaker="石培德", content="初次违法，请求从轻。")
    offered = dict(form_of(case, "examine_statement", people.li).fields["adopted"].choices)
    case = go(case, (4, 8), "li", "examine_statement", adopted=adopted.value, opinion="没有新的事实。")
    chosen = str(offered[adopted.value])
    assert document_of(case, "statement_review").content["adopted"] == chosen
    assert f"对该意见{chosen}。" in decision_after(people, case, (4, 9), go)["heard"]


def decision_after(people, case, day, go):
    """What the decision says when the case is decided from its second review on."""
    month, first = day
    ways = {what: facts for _state, _day, _who, what, facts in walk.PATH}
    case = go(case, day, "legal", "pass_second_review", **ways["pass_second_review"](people, date(2026, month, first)))
    moves = (("head", "refer_to_discussion"), ("council1", "resolve_penalty"))
    for who, what in moves:
        case = go(case, day, who, what, **ways[what](people, date(2026, month, first)))
    return document_of(case, "penalty_decision").content


def test_a_hearing_prints_its_papers(people, bring_to, go):
    case = go(
        bring_to("notice_served"),
        (3, 31),
        "intake",
        "request_hearing",
        requested_by="石培德",
        way="书面",
        grounds="处罚过重",
    )
    printed(case, "hearing_request_register")
    case = schedule(case, people, go)
    notice = printed(case, "hearing_notice")
    assert (
        "应你单位要求，定于2026年4月16日9时00分在三楼会议室不公开举行听证。主持人顾承远，听证员周明，记录员王敏，"
        in notice
    )
    case = go(
        case,
        (4, 2),
        "host",
        "postpone_hearing",
        ground="HP1",
        reason="法定代表人住院",
        scheduled_at=walk.moment(date(2026, 4, 23), 9),
    )
    assert "2026年4月23日9时00分" in printed(case, "hearing_postponement")
    case = go(
        case, (4, 3), "li", "serve_paper", papers=[case.file_paper("hearing_postponement")], **walk.service(people)
    )
    case = go(
        case,
        (4, 23),
        "host",
        "hold_hearing",
        participants="石培德（当事人负责人）、李建国、赵红（调查人员）",
        record="调查人员：提出事实、证据和处罚建议。\n当事人：认为处罚过重。\n双方质证、辩论，作最后陈述。",
        opinion="事实清楚，证据充分，建议按告知内容处罚。",
    )
    printed(case, "hearing_record")
    assert "建议按告知内容处罚" in printed(case, "hearing_opinion")
    heard = decision_after(people, case, (4, 24), go)["heard"]
    assert "应你单位要求，本机关于2026年4月23日举行听证。听证意见：事实清楚，证据充分，建议按告知内容处罚。" in heard


def schedule(case, people, go):
    return go(
        case,
        (4, 1),
        "intake",
        "schedule_hearing",
        scheduled_at=walk.moment(date(2026, 4, 16), 9),
        place="三楼会议室",
        host=people.host,
        members="周明",
        clerk="王敏",
        is_open=False,
        closed_reason="涉及个人隐私",
    )


def test_a_hearing_that_is_given_up_is_recorded(people, bring_to, go):
    case = schedule(bring_to("in_hearing"), people, go)
    case = go(case, (4, 2), "host", "end_hearing", how="当事人书面撤回听证申请")
    assert "当事人书面撤回听证申请" in printed(case, "hearing_termination_record")


def test_no_penalty_states_ground_education_and_remedies(bring_to, go):
    case = go(
        bring_to("in_approval"),
        (4, 3),
        "head",
        "decide_no_penalty",
        ground="NP1",
        reasons="及时改正。",
        education="已当面讲解有关法律规定。",
    )
    text = printed(case, "no_penalty_decision")
    assert (
        "鉴于违法行为轻微并及时改正，没有造成危害后果，依据《中华人民共和国行政处罚法》第三十三条第一款，决定不予行政处罚。"
        "本机关已依法对你单位进行教育：已当面讲解有关法律规定。"
    ) in text


@pytest.mark.parametrize("row", ["resolve_no_penalty", "return_from_discussion"])
def test_the_leaders_discussion_is_recorded_whatever_comes_of_it(people, bring_to, go, row):
    facts = walk.PATH[[what for _s, _d, _w, what, _f in walk.PATH].index("resolve_penalty")][4](
        people, date(2026, 4, 8)
    )
    if row == "resolve_no_penalty":
        facts |= {"ground": "NP4", "reasons": "违法事实不能成立。", "education": "已提示依法执业。"}
    case = go(bring_to("in_discussion"), (4, 8), "council1", row, **facts, absent="无", dissent="没有不同意见。")
    printed(case, "discussion_record")


def test_a_plan_is_approved_and_announced(bring_to):
    case = bring_to("deferred")
    printed(case, "instalment_approval")
    text = printed(case, "instalment_notice")
    assert "同意你单位分两期缴纳青卫医罚〔2026〕1号确定的罚没款：2026年5月20日—人民币30000.00元" in text


def test_the_address_is_confirmed_and_a_public_notice_sums_up_what_it_serves(people, bring_to, go):
    case = go(
        bring_to("decided"),
        (4, 9),
        "li",
        "confirm_address",
        service_address="青岚县城关镇东关街17号",
        service_phone="0936-7654321",
        service_email="anhe@example.cn",
        accepts_electronic=True,
    )
    printed(case, "address_confirmation")
    paper = case.file_paper("penalty_decision")
    for day, method in (((4, 9), "SV2"), ((4, 10), "SV5")):
        case = go(
            case,
            day,
            "li",
            "serve_paper",
            papers=[paper],
            served=False,
            method=method,
            refusal="查无此人",
            server1=people.li,
            server2=people.zhao,
        )
    assert "未送达" in printed(case, "service_receipt")
    case = go(
        case,
        (4, 13),
        "li",
        "announce_service",
        papers=[paper],
        reason="下落不明",
        announced_where="本机关公告栏、当事人住所",
    )
    text = printed(case, "public_service_notice")
    assert "自本公告发出之日起，经过三十日，即视为送达。" in text
    assert "六十日内向青岚县人民政府申请行政复议" in text
    assert "罚款人民币55800.00元" in text


def test_a_person_is_addressed_as_you_and_a_mere_warning_asks_for_no_payment(open_tip, bring_to):
    tip = open_tip(about=None, about_name="马有才", about_citizen=True, about_address="青岚县城关镇西街3号")
    case = bring_to("notice_issued", tip=tip, change={"propose": {"fine": Decimal("37200.00")}})
    notice = printed(case, "prior_notice")
    assert "你有权进行陈述和申辩" in notice
    assert "你单位" not in notice
    paper = {**document_of(case, "prior_notice").content, "penalties": ["警告"], "payment": "", "remedies": REMEDIES}
    assert missing("penalty_decision", {**paper, "publicity": PUBLICITY}) == []


def test_a_decision_that_lacks_something_is_refused(bring_to):
    paper = document_of(bring_to("decided"), "penalty_decision").content
    assert missing("penalty_decision", paper) == []
    for key in ("facts", "evidence", "operative", "penalties", "payment", "remedies", "publicity"):
        with pytest.raises(Refused) as refused:
            complete("penalty_decision", {**paper, key: ""})
        assert "文书缺少" in str(refused.value)
    for key in ("government", "court", "bank", "name"):
        assert missing("penalty_decision", {**paper, "agency": {**paper["agency"], key: ""}})
    assert missing("penalty_decision", {**paper, "remedies": paper["remedies"].replace("六十日", "三十日")})
    assert missing("penalty_decision", {**paper, "party": {**paper["party"], "address": ""}})


def test_every_kind_that_is_checked_is_complete_when_issued():
    assert set(REQUIRED) == {"prior_notice", "penalty_decision", "no_penalty_decision"}
