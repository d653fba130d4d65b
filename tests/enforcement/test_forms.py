"""The form of every move: what it asks is what the move records, and nothing that is typed breaks it."""

import inspect
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.html import strip_tags

from caseflow.cases import received
from caseflow.cases.forms import mistakes
from caseflow.cases.moves import FactsForm, InvalidFacts, form_class, form_of, open_record, submit
from caseflow.cases.transitions import NotPermitted, Refused, perform
from caseflow.enforcement.forms import CASE_FORMS, TIP_FORMS
from caseflow.enforcement.models import EnforcementCase, Tip
from caseflow.enforcement.procedure import CaseState
from caseflow.people.models import User
from tests import walk
from tests.walk import moment

RECORDS = (Tip, EnforcementCase)
ROWS = [(each, row) for each in RECORDS for row in each.procedure if not row.is_nobodys]
OPENED_BY_A_TIP = (EnforcementCase, "accept")
TYPED = [(each, row) for each, row in ROWS if (each, row.name) != OPENED_BY_A_TIP]
IDS = [f"{each.procedure.name}.{row.name}" for each, row in TYPED]

SERVICE = {
    "method",
    "receiver",
    "relation",
    "place",
    "delivered_at",
    "server1",
    "server2",
    "witness",
    "refusal",
    "tracking_no",
    "media",
    "note",
}
INSPECTION = {
    "started_at",
    "ended_at",
    "place",
    "officer1",
    "officer2",
    "shown",
    "companion",
    "findings",
    "checklist",
    "recorder_no",
}
INTERVIEW = {
    "started_at",
    "ended_at",
    "place",
    "officer1",
    "officer2",
    "shown",
    "role",
    "name",
    "protected",
    "sex",
    "id_no",
    "unit",
    "phone",
    "address",
    "recorder",
    "rights_answer",
    "content",
}
PROPOSAL = {
    "tier",
    "reasons",
    "mitigation",
    "warning",
    "confiscation",
    "goods",
    "fine",
    "licence",
    "months",
    "correction",
}
RESOLUTION = {
    "held_at",
    "place",
    "chair",
    "expected",
    "present",
    "absent",
    "attendees",
    "speeches",
    "against",
    "abstained",
    "dissent",
    "conclusion",
}
MORE = {  # the facts behind the ** of a method
    "describe_party": {
        "type",
        "name",
        "credit_code",
        "licence_no",
        "legal_rep",
        "id_no",
        "sex",
        "born",
        "address",
        "phone",
    },
    "inspect": INSPECTION,
    "record_inspection": INSPECTION,
    "interview": INTERVIEW,
    "record_interview": INTERVIEW,
    "add_evidence": {
        "kind",
        "name",
        "proves",
        "source",
        "collected_on",
        "place",
        "collector1",
        "provider",
        "original",
        "contains_protected",
    },
    "record_act": {"method", "place", "actor", "protected", "conveyed", "fee", "refunded", "evidence"},
    "propose": PROPOSAL,
    "renotify": PROPOSAL,
    "serve_notice": SERVICE,
    "serve_decision": SERVICE,
    "serve_demand": SERVICE,
    "serve_paper": SERVICE,
    "resolve_penalty": RESOLUTION | {"reasons", "overdue_reason"},
    "resolve_no_penalty": RESOLUTION,
    "return_from_discussion": RESOLUTION,
}


def asked(form):
    return set(form.base_fields) - set(FactsForm.base_fields)


def facts_of(record_class, row):
    """What the method takes, by name."""
    parameters = inspect.signature(inspect.unwrap(getattr(record_class, row.name))).parameters.values()
    named = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}
    return named | (MORE[row.name] if any(each.kind is each.VAR_KEYWORD for each in parameters) else set())


# --- every row


@pytest.mark.parametrize(("record_class", "row"), TYPED, ids=IDS)
def test_a_form_asks_for_exactly_what_its_move_records(record_class, row):
    assert asked(form_class(record_class.label(), row.name)) == facts_of(record_class, row)


@pytest.mark.parametrize(("record_class", "row"), TYPED, ids=IDS)
def test_a_form_speaks_in_words_that_can_be_translated(record_class, row):
    form = form_class(record_class.label(), row.name)
    assert isinstance(form.on_label, Promise)
    for name in asked(form):
        field = form.base_fields[name]
        assert isinstance(field.label, Promise), name
        assert not field.help_text or isinstance(field.help_text, Promise), name


def test_no_form_stands_for_a_row_that_does_not_exist():
    assert set(TIP_FORMS) <= set(Tip.procedure.rows)
    assert set(CASE_FORMS) <= set(EnforcementCase.procedure.rows)


def by_first_state():
    """The rows of a case by the state in which their form is looked at; the states in the order of the procedure."""
    found = {}
    for record_class, row in TYPED:
        if record_class is EnforcementCase:
            state = next(each for each in row.source if each != CaseState.SERVED)
            found.setdefault(state, []).append(row)
    return sorted(found.items(), key=lambda pair: list(CaseState).index(pair[0]))


@pytest.mark.parametrize(("state", "rows"), by_first_state(), ids=[str(state) for state, _rows in by_first_state()])
def test_every_form_shows_itself(state, rows, bring_to, people, django_assert_max_num_queries):
    case = bring_to(state)
    with time_machine.travel(moment(date(2026, 12, 1)), tick=False):
        for row in rows:
            with django_assert_max_num_queries(60):
                page = str(form_of(case, row.name, people.li))
            words = strip_tags(re.sub("<(option|script).*?</\\1>", "", page, flags=re.DOTALL))
            assert re.search("[\u4e00-\u9fff]", words), row.name
            assert "None" not in words, row.name
            assert " object (" not in page, row.name


def test_every_form_of_a_tip_shows_itself(open_tip, people):
    tip = open_tip()
    for record_class, row in TYPED:
        if record_class is Tip and row.source:
            form = form_of(tip, row.name, people.intake)
            assert str(form.on_label) in str(form)
    form = form_class("enforcement.tip", "register")(user=people.intake, agency=people.agency)
    assert [field.name for field in form.visible_fields() if str(field.label) not in str(form)] == []


# --- what stories and pages give


def test_the_facts_of_the_story_in_the_scenarios_suffice(people):
    with time_machine.travel(moment(date(2026, 3, 2), 9, 10), tick=False):
        tip = open_record(
            "enforcement.tip",
            "register",
            by=people.intake,
            agency=people.agency,
            data={"channel": "phone", "source": "tip_off", "about": walk.clinic(), "summary": "称可付费鉴定胎儿性别"},
        )
    with time_machine.travel(moment(date(2026, 3, 4), 15), tick=False):
        submit(tip, "accept", by=people.head, data={})
    case = Tip.objects.get(pk=tip.pk).case
    with time_machine.travel(moment(date(2026, 3, 5), 9), tick=False):
        with pytest.raises(Refused) as refused:
            submit(case, "file", by=people.head, data={"officers": [people.li]})
        assert list(refused.value.reasons) == ["two_officers"]
        submit(case, "file", by=people.head, data={"officers": [people.li.pk, people.zhao.pk]})
    case = EnforcementCase.objects.get(pk=case.pk)
    assert case.state == CaseState.FILED
    assert case.filed_on == date(2026, 3, 5)
    assert tip.institution == walk.clinic()


def test_a_page_gives_what_a_story_gives(bring_to, people):
    case = bring_to("accepted")
    post = QueryDict(mutable=True)
    post.setlist("officers", [str(people.li.pk), str(people.zhao.pk)])
    post["on"] = "2026年3月5日"
    with time_machine.travel(moment(date(2026, 3, 6)), tick=False):
        event = submit(case, "file", by=people.head, data=post)
    assert event.on == date(2026, 3, 5)
    assert [each["name"] for each in event.data["officers"]] == ["李建国", "赵红"]


def test_a_fact_nobody_asked_for_is_named(bring_to, people):
    case = bring_to("accepted")
    with pytest.raises(InvalidFacts) as refused:
        submit(case, "file", by=people.head, data={"officers": [people.li, people.zhao], "officer": 5})
    assert "officer" in refused.value.reasons["__all__"]


def test_a_box_that_was_not_ticked_on_a_page_is_not_ticked(bring_to, people):
    form = form_of(bring_to("filed"), "inspect", people.li, QueryDict("place=二楼"))
    form.is_valid()
    assert form.cleaned_data["shown"] is False


def test_goods_come_as_rows_of_a_table_or_as_a_list(bring_to, people):
    case = bring_to("investigating")
    rows = [{"name": "超声诊断仪", "serial_no": "S123"}, {"name": "B超探头", "quantity": 2, "unit": "只"}]
    from_story = form_of(case, "preserve_evidence", people.li, {"items": rows, "emergency": True})
    post = QueryDict(mutable=True)
    for key, value in {"0-name": "超声诊断仪", "0-serial_no": "S123", "3-name": "B超探头", "3-quantity": "２"}.items():
        post[f"items-{key}"] = value
    post["items-3-unit"] = "只"
    from_page = form_of(case, "preserve_evidence", people.li, post)
    for form in (from_story, from_page):
        form.is_valid()
        assert "items" not in form.errors
        assert [(each["name"], each["quantity"], each["unit"]) for each in form.cleaned_data["items"]] == [
            ("超声诊断仪", 1, "台"),
            ("B超探头", 2, "只"),
        ]


def test_a_wrong_row_is_named_and_kept(bring_to, people):
    post = QueryDict("items-0-name=超声诊断仪&items-0-quantity=-1", mutable=True)
    form = form_of(bring_to("investigating"), "preserve_evidence", people.li, post)
    assert "第 1 行" in form.errors["items"][0]
    assert 'value="超声诊断仪"' in str(form)


def test_eight_verdicts_come_one_by_one_or_in_a_word(bring_to, people):
    case = bring_to("in_legal_review")
    post = QueryDict(mutable=True)
    for item in walk.PASS:
        post[f"items-{item}"] = "pass"
    for data in (post, {"items": "pass"}, {"items": walk.PASS}):
        form = form_of(case, "review_legality", people.legal, data)
        form.is_valid()
        assert form.cleaned_data["items"] == walk.PASS


def test_the_range_stands_at_the_fine(bring_to, people):
    case = bring_to("in_panel")
    form = form_of(case, "propose", people.reviewer)
    assert "罚款下限：18600.00元 × 2 = 37200.00元" in str(form["fine"].help_text)
    assert form["confiscation"].value() == "18600.00"


def test_the_servers_are_the_officers_of_the_case(bring_to, people):
    form = form_of(bring_to("notice_issued"), "serve_notice", people.zhao)
    assert [form["server1"].value(), form["server2"].value()] == [people.zhao.pk, people.li.pk]
    assert {each for each, _label in form.fields["server2"].choices if each} == {people.li.pk, people.zhao.pk}
    assert "有效至 2029-12-31" in str(form["server1"])


def test_the_time_of_service_belongs_to_its_day(bring_to, people):
    case = bring_to("notice_issued")
    with time_machine.travel(moment(date(2026, 3, 31)), tick=False):
        form = form_of(
            case,
            "serve_notice",
            people.li,
            {"method": "SV2", "receiver": "石培德", "on": date(2026, 3, 30), "delivered_at": "10:30"},
        )
        assert form.is_valid(), form.errors
        assert form.cleaned_data["delivered_at"] == moment(date(2026, 3, 30), 10, 30)
        late = form_of(case, "serve_notice", people.li, {"method": "SV2", "delivered_at": "23:59"})
        assert "晚于现在" in late.errors["delivered_at"][0]


# --- uploads


def test_an_upload_is_kept_under_its_hash_and_named_in_the_file(bring_to, people):
    case = bring_to("investigating")
    photo = SimpleUploadedFile("收据.txt", "收到现金一千元".encode())
    with time_machine.travel(moment(date(2026, 3, 10), 11), tick=False):
        event = submit(
            case, "add_evidence", by=people.li, data={"kind": "EV1", "name": "收据"}, files={"upload": photo}
        )
    upload = case.evidence.last().upload
    assert received.open_upload(upload).read() == "收到现金一千元".encode()
    assert event.data["upload"]["sha256"] == upload.sha256
    assert event.data["upload"]["name"] == "收据.txt"


def test_a_refused_move_keeps_no_upload(bring_to, people):
    case = bring_to("in_panel")
    photo = SimpleUploadedFile("收据.txt", b"x")
    with pytest.raises(NotPermitted):
        submit(case, "add_recording", by=people.wu, data={"device_no": "1"}, files={"upload": photo})
    assert not case.dossier.uploads.exists()


def test_the_same_token_moves_once(bring_to, people):
    case = bring_to("investigating")
    for _attempt in range(2):
        photo = SimpleUploadedFile("录像.txt", b"x")
        submit(case, "add_recording", by=people.li, data={"device_no": "1"}, files={"upload": photo}, token="once")
    assert case.dossier.uploads.count() == 1


def test_what_was_altered_in_the_store_is_not_given_back(bring_to, people):
    upload = received.keep(SimpleUploadedFile("a.txt", b"abc"), bring_to("accepted").dossier, people.li)
    path = received.files_store().path_of(upload.sha256)
    path.chmod(0o600)
    path.write_bytes(b"abd")
    with pytest.raises(received.Damaged):
        received.open_upload(upload)


def test_several_files_are_taken_at_once(bring_to, people):
    case = bring_to("notice_issued")
    files = MultiValueDict({"media": [SimpleUploadedFile(f"{n}.txt", b"x%d" % n) for n in range(2)]})
    with time_machine.travel(moment(date(2026, 3, 30)), tick=False):
        submit(
            case,
            "serve_notice",
            by=people.li,
            data={"method": "SV3", "refusal": "拒绝签收", "place": "安和门诊部"},
            files=files,
        )
    assert case.services.last().media.count() == 2


# --- what nobody should type, and somebody does

HOSTILE = [
    "\0",
    "a\0b",
    "2026-02-30",
    "2999-01-01",
    "0000-00-00",
    "９９９９９９９９９９９９９９９９９９９９",
    "-1",
    "1.234",
    "1e400",
    "NaN",
    "١٢٣",
    "\u202eexe.fdp",
    "𠮷𠀀",
    "\ud800",
    "x" * 100_000,
    "'; DROP TABLE enforcement_tip; --",
    "<script>alert(1)</script>",
    "{{7*7}}%s%(field)s{0}",
    "institution:999999999999999999999999",
    "institution:0",
    "25:61",
    "[]",
    [],
    ["x", "\0", 7],
    [["x"]],
    [{"name": ["x"], "strange": 1, "amount": {}, "due_on": 5, "quantity": True}],
    {"x": {"y": 1}},
    {"facts": "perhaps", "IC01": 7},
    -5,
    10**40,
    1.5,
    float("inf"),
    Decimal("NaN"),
    True,
    date.max,
    datetime.max,
    datetime.min,
    date.min,
    b"\xff\xfe",
    object(),
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: "object" if type(value) is object else ascii(value)[:30])
def test_nothing_that_is_typed_breaks_a_form(value, people, open_tip, bring_to, monkeypatch):
    case = bring_to("investigating")
    for record_class, row in TYPED:
        form_kind = form_class(record_class.label(), row.name)
        data = dict.fromkeys([*asked(form_kind), "on"], value)
        records = {Tip: case.tips.get(), EnforcementCase: case}
        form = form_of(records[record_class], row.name, people.li, data)
        form.is_valid()
        assert all(each.sentence for each in mistakes(form))
        str(form)
        if isinstance(value, str):
            post = QueryDict(mutable=True)
            for name in asked(form_kind) | {"on", "token", "version"}:
                for key in (name, f"{name}-0-name", f"{name}-0-amount", f"{name}-facts", f"{name}-999-name"):
                    post.setlist(key, [value, value])
            form = form_of(records[record_class], row.name, people.li, post, MultiValueDict())
            form.is_valid()
            str(form)


@pytest.mark.parametrize(
    ("row", "field", "value", "says"),
    [
        ("register", "reporter_id_no", "990101199001010010", "校验码"),
        ("register", "reporter_phone", "12345678", "电话号码"),
        ("register", "act_from", "2026-02-30", "没有 2026年2月30日 这一天"),
        ("register", "received_at", "2999-01-01 10:00", "不能晚于今天"),
        ("register", "summary", "x" * 100_000, "最多写 20000 个字"),
        ("register", "summary", "a\0b", "控制字符"),
        ("register", "about_name", "甲\u202e乙", "书写方向"),
        ("describe_party", "credit_code", "91620702MA0000007Y", "校验码"),
        ("record_act", "fee", "-5", "不能是负数"),
        ("record_act", "fee", "1.234", "两位小数"),
        ("record_act", "happened_on", "2100-01-01", "不能晚于今天"),
        ("propose", "fine", "壹万元", "阿拉伯数字"),
        ("serve_notice", "method", "SV99", "没有这个选项"),
        ("file", "officers", ["999999999999999999999"], "没有这个选项"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(row, field, value, says, bring_to, people):
    case = bring_to("filed")
    record = case.tips.get() if row == "register" else case
    form = form_of(record, row, people.li, {field: value})
    assert says in form.errors[field][0]


def test_full_width_digits_and_rare_characters_are_taken(bring_to, people):
    form = form_of(
        bring_to("filed"),
        "record_act",
        people.li,
        {"happened_on": "２０２６年２月１０日", "fee": "１８，６００．００", "actor": "𠮷田", "method": "ultrasound"},
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["fee"] == Decimal("18600.00")
    assert form.cleaned_data["actor"] == "𠮷田"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.pdf", b"", "空文件"),
        ("照片.jpg", b"MZ not a picture", "可能改过扩展名"),
        ("病毒.exe", b"MZ", "不收"),
        ("a\u202egpj.exe", b"x", "隐形字符"),
    ],
)
def test_a_file_is_refused_at_its_field(name, content, says, bring_to, people):
    files = {"upload": SimpleUploadedFile(name, content)}
    form = form_of(bring_to("filed"), "add_recording", people.li, {"device_no": "1"}, files)
    assert says in form.errors["upload"][0]


def test_a_file_too_big_is_refused(bring_to, people, settings):
    settings.UPLOAD_MAX_BYTES = 10
    files = {"upload": SimpleUploadedFile("a.txt", b"x" * 11)}
    form = form_of(bring_to("filed"), "add_recording", people.li, {"device_no": "1"}, files)
    assert "不能超过" in form.errors["upload"][0]


@pytest.mark.parametrize("form", sorted({*CASE_FORMS.values(), *TIP_FORMS.values()}, key=lambda each: each.__name__))
def test_a_form_asks_nothing_twice(form):
    asked = [name for _title, names in getattr(form, "sections", ()) for name in names]
    assert len(asked) == len(set(asked))


def test_what_is_written_to_a_reporter_is_never_served_on_the_party(bring_to, people, open_tip):
    tip = open_tip(real_name=True, reporter_name="钱某", reporter_phone="13800000000")
    case = bring_to("notice_served", tip=tip)
    with time_machine.travel(moment(date(2026, 4, 1), 9)):
        perform(case, "reply_reporter", by=people.li, result="已依法处理。")
        offered = {each.kind for each in form_of(case, "serve_paper", people.li).fields["papers"].queryset}
        assert not offered & {"reporter_reply", "service_receipt"}
        reply = case.dossier.papers.get(kind="reporter_reply")
        with pytest.raises(Refused, match="不是本案要送达当事人的文书"):
            perform(case, "announce_service", by=people.li, papers=[reply], announced_where="公告栏", reason="下落不明")


def test_only_people_of_enforcement_are_offered_for_a_panel(bring_to, people, agency):
    stranger = User.objects.create(username="village", name="村专干", agency=agency)
    case = bring_to("concluded")
    fields = form_of(case, "discuss_in_panel", people.unit_head).fields
    for name in ("chair", "members"):
        assert stranger not in fields[name].queryset
        assert people.li in fields[name].queryset
