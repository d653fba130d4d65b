"""Rows of the sixty through the pages: what is stored, found, shown back and kept, and what addresses may ask."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest
from django.urls import get_resolver

from caseflow.cases.models import Dossier, Event
from caseflow.cases.text import problems, tidy
from caseflow.enforcement.models import Tip
from tests import walk
from tests.identity.test_everywhere import routes
from tests.input.sixty import INPUTS

HOSTILE = [each.typed for each in INPUTS]
ROOT = Path(__file__).parents[2]
UNPRINTABLE = {"١٢"}  # digits that no font of a paper has: said at the form, which a tip prints at once


@pytest.fixture
def intake(people, desk, on_day):
    with on_day(3, 2):
        office = desk(people.intake)
        office.client.raise_request_exception = False
        yield office


def proper(office):
    return office.form("/new/tip/register/") | {"source": "tip_off", "channel": "phone", "violation": "P-01"}


@pytest.mark.parametrize("each", [each for each in INPUTS if len(each.typed) <= 120], ids=lambda each: each.name)
def test_a_name_and_a_text_are_stored_as_the_table_says_and_found(intake, each):
    typed = each.typed.replace("\ud800", "\ufffd")  # as Django reads what no form can send
    answer = intake.client.post("/new/tip/register/", proper(intake) | {"about_name": typed, "summary": typed})
    if problems(tidy(typed)) or not tidy(typed) or each.name in UNPRINTABLE:
        assert answer.status_code == 422
        assert (Tip.objects.count(), Event.objects.count()) == (0, 0)
        assert answer.context["form"]["about_name"].value() == typed
        assert "error-summary" in answer.content.decode()
    else:
        assert answer.status_code == 303, answer.context["form"].errors
        tip = Tip.objects.get()
        assert (tip.about_name, tip.summary) == (tidy(typed), tidy(typed, lines=True))
        page = intake.get(answer["Location"]).content.decode()
        assert tidy(typed) in unescape(page)
        found = intake.get("/tips/", data={"q": typed}).context["listing"]
        assert [line.dossier.pk for line in found.lines] == [tip.dossier_id]


@pytest.mark.parametrize(
    ("stored", "looked_for"),
    [
        ("葛\U000e0100医生", "葛"), ("\uf900诊所", "\u8c48"), ("\u8c48诊所", "\uf900"), ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉‧买买提", "阿卜杜拉・买买提"), ("Rene\u0301", "Ren\u00e9"), ("ＡＢ门诊", "ab"), ("100%安", "%"), ("a_b", "_"),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_looks_the_same_is_found_in_lists_and_in_the_register(people, desk, open_tip, stored, looked_for):
    walk.clinic()
    office = desk(people.intake)
    made = [open_tip(about=walk.Institution.objects.create(name=stored)), open_tip()]
    listed = office.get("/tips/", data={"q": looked_for}).context["listing"].lines
    assert [line.dossier.pk for line in listed] == [made[0].dossier_id]
    assert stored in unescape(office.get("/subjects/", data={"about": looked_for}).content.decode())


def test_fifty_characters_are_a_name_and_fifty_one_are_not(intake):
    form = proper(intake) | {"about_name": "安和", "summary": "称", "real_name": "on", "reporter_phone": "13800000000"}
    refused = intake.client.post("/new/tip/register/", form | {"reporter_name": "买" * 51})
    assert "最多写 50 个字，现在有 51 个字" in refused.content.decode()
    assert refused.context["form"]["reporter_name"].value() == "买" * 51
    assert intake.client.post("/new/tip/register/", form | {"reporter_name": "买" * 50}).status_code == 303


def test_a_text_of_three_megabytes_is_refused(intake):
    answer = intake.client.post("/new/tip/register/", proper(intake) | {"summary": "字" * 1_000_000})
    assert answer.status_code == 400
    assert not Dossier.objects.exists()


def test_how_a_number_was_read_is_shown_back(intake):
    form = proper(intake) | {
        "reporter_phone": "+86 １３８ 0000 0000",
        "reporter_id_no": "１１０１０５１９４９１２３１００２x",
    }
    page = intake.client.post("/new/tip/register/", form | {"source": ""}).content.decode()
    assert "已存为 13800000000。" in page
    assert "已存为 11010519491231002X。" in page


def test_nobody_learns_that_a_person_is_known(intake, open_tip):
    form = proper(intake) | {"summary": "称", "real_name": "on", "reporter_name": "周永康乐"}
    numbers = ("11010519491231002X", "11010519491231002X", "53010219200508011X")
    answers = [
        intake.client.post("/new/tip/register/", form | {"token": "", "reporter_id_no": each, "about_name": f"安和{n}"})
        for n, each in enumerate(numbers)
    ]
    assert [each.status_code for each in answers] == [303, 303, 303]
    intake.get("/")  # what was said of the three is read
    pages = [intake.get(each["Location"]).content.decode() for each in answers]
    told = [page.replace(f"-0000{n}", "-N") for n, page in enumerate(pages, 1)]
    assert len({page.count("<") for page in told}) == 1


def test_instalments_that_no_column_holds_are_refused(bring_to, people, desk, on_day, at):
    case = bring_to("performing")
    rows = {
        f"instalments-{n}-{name}": value
        for n in range(100)
        for name, value in (("due_on", "2026-05-20"), ("amount", "999999999999.99"))
    }
    with on_day(4, 13):
        answer = desk(people.head).submit(at(case, "approve_plan"), reason="困难", proof="报表", **rows)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not case.dossier.events.filter(transition="approve_plan").exists()


def test_a_day_before_what_it_follows_names_both(bring_to, people, desk, on_day, at):
    case = bring_to("notice_issued")
    with on_day(3, 30):
        answer = desk(people.li).submit(
            at(case, "serve_notice"), on="2026-03-01", method="SV2", receiver="石", relation="员"
        )
    assert answer.status_code == 422
    assert "3月1日" in answer.content.decode() or "2026-03-01" in answer.content.decode()
    assert case.dossier.events.filter(transition="serve_notice").count() == 0


# Addresses


def parameters():
    """Every name that the code asks an address for, and the fields of the forms that are filled in by an address."""
    names = {"page", "paper", "draft", "next", "framed", "emergency"}
    for path in (ROOT / "caseflow").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="GET"), attr="get"), args=[ast.Constant(name), *_]
                ):
                    names.add(name)
                case ast.Compare(left=ast.Constant(name), comparators=[ast.Attribute(attr="GET")]):
                    names.add(name)
    from caseflow.cases.calculator import DueForm
    from caseflow.cases.lists import Filters
    from caseflow.cases.office import log
    from caseflow.enforcement.calculator import PenaltyForm

    for form in (DueForm, Filters, log.Filters, PenaltyForm):
        names |= set(form.base_fields)
    return sorted(names)


PAGES = ["-1", "0", "1e9", "abc", str(10**20), "reporter__name", "-id;--", "٣", "1" * 4000]
NOT_A_PAGE = {"account_logout", "policy-report", "openid_connect_login", "openid_connect_callback"}


def addresses(case):
    for path, name, _view in routes():
        if name not in NOT_A_PAGE:
            yield path.replace("LF-620702-2026-00001", str(case)).replace(f"{case}/file/", f"{case}/approve_notice/")


def test_addresses_with_hostile_parameters(bring_to, people, desk, on_day, scale, figures):
    case = bring_to("in_legal_review", skip=("approve_notice",))
    names = parameters()
    assert {"q", "sort", "after", "before", "log", "series", "from", "on", "about", "phase", "limit"} <= set(names)
    asked, values = 0, [*PAGES, *(each for each in HOSTILE if len(each) < 4000)]
    with on_day(3, 26):
        head = desk(people.head)
        head.client.raise_request_exception = False
        for n, path in enumerate(addresses(case)):
            step = scale(12, 1)  # each address gets its share of the values, each value its share of the addresses
            for typed in values[n % step :: step]:
                answer = head.get(path, data=dict.fromkeys(names, typed.replace("\ud800", "\ufffd")))
                assert answer.status_code < 500, (path, typed)
                asked += 1
                if path.endswith("logout/"):
                    head.client.force_login(people.head)
    figures(f"{asked} addresses with {len(names)} hostile parameters each, 0 × 5xx")


@pytest.mark.parametrize(
    "key", ["abc", "-1", str(2**70), "9" * 5000, "../1", "%00", "1%00", "%ED%A0%80", "١", "1/../2"]
)
def test_keys_that_are_none_are_not_found(people, desk, key):
    head = desk(people.head)
    head.client.raise_request_exception = False
    patterns = [path for path in keyed(get_resolver()) if "<key:" in path or "<reference:" in path]
    assert len(patterns) > 25
    for path in patterns:
        address = "/" + re.sub("<[^>]+>", key, path)
        for method in (head.client.get, head.client.post):
            assert method(address).status_code in (301, 302, 403, 404, 405), address


def keyed(resolver, prefix=""):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from keyed(entry, path)
        else:
            yield path


def test_a_hold_keeps_what_was_typed(bring_to, people, desk):
    head = desk(people.head)
    for reference, reason in (("王\0", "诉讼"), ("LF-1", "诉\0讼"), ("LF-1", "诉讼")):
        answer = head.client.post("/custody/retention/hold/", {"reference": reference, "reason": reason})
        assert answer.status_code == 422
        assert answer.context["hold"]["reason"].value() == reason
