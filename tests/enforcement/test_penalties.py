"""The table of penalties says what the reference says, and no proposal leaves it."""

import json
import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from caseflow.enforcement.amounts import BadAmount, half_up, yuan
from caseflow.enforcement.penalties import (
    CODES,
    PARAMETERS,
    VIOLATIONS,
    Flag,
    Kind,
    Mitigation,
    NotInTable,
    Proposal,
    Rule,
    add_up,
    check_penalty,
    choose_norm,
    collective_reasons,
    fine_range,
    hearing_required,
    hearing_required_from,
    legal_review_reasons,
    mitigated,
    operative,
    tier_of,
    tiers,
    violation,
)

DAY = date(2026, 3, 5)
REFERENCE = Path(__file__).parents[2] / "docs/reference/enforcement.md"
D = Decimal


def reference_table():
    text = REFERENCE.read_text().split("### 1.5")[1].split("### 1.6")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: row for row in rows if re.match(r"P-\d", row[0])}


TABLE = reference_table()
money = st.decimals(min_value=0, max_value=10**9, places=2)
codes = st.sampled_from(CODES)
flags = st.frozensets(st.sampled_from([flag.value for flag in Flag]))


def ranged(code, income=0, *flags, **more):
    return fine_range(code, D(income), flags=flags, on=DAY, **more)


def bounds(code, income=0, *flags):
    found = ranged(code, income, *flags)
    return found.fine_min, found.fine_max


def codes_of(errors):
    return [code for code, _sentence in errors]


# The table


def test_no_code_of_the_reference_is_missing_and_none_is_invented():
    assert list(CODES) == list(TABLE)


def test_every_code_has_one_row_on_a_day():
    for code in CODES:
        assert sum(row.code == code and row.in_force(DAY) for row in VIOLATIONS) == 1


def only(row, kind):
    components = row.of(kind)
    return components[0] if components else None


@pytest.mark.parametrize("code", CODES)
def test_the_components_are_those_of_the_reference(code):
    _code, _name, _basis, order, warning, confiscation, _fine, licence, body = TABLE[code]
    row = violation(code, DAY)
    assert row.punishable_here is ("transfer" not in body)
    for kind, cell in ((Kind.ORDER, order), (Kind.WARNING, warning), (Kind.CONFISCATION, confiscation)):
        component = only(row, kind)
        if cell == "-" or cell.startswith("none"):
            assert component is None
        elif cell in {"R", "S"}:
            assert component.when == {"R": Flag.REFUSED, "S": Flag.SERIOUS}[cell]
            assert not component.optional
        else:
            assert component.when is None
            assert not component.optional
    assert bool(row.of(Kind.GOODS)) is ("药品器械" in confiscation)
    letters = set(re.findall(r"\b[OSR]\b", licence)) if not licence.startswith("-") else {"S"} & set(licence)
    assert bool(row.of(Kind.LICENCE)) is (not licence.startswith("-") or "S" in licence)
    when = {component.when for component in row.of(Kind.LICENCE)}
    expected = (
        {Flag.REPEATED} if "≥2 times" in licence else {{"S": Flag.SERIOUS, "R": Flag.REFUSED}[c] for c in letters}
    )
    assert when == expected


@pytest.mark.parametrize("code", CODES)
def test_the_numbers_of_a_fine_are_those_of_the_reference(code):
    cell = TABLE[code][6]
    if cell == "same":
        cell = TABLE["P-01"][6]
    rule = violation(code, DAY).fine
    if "see L" in cell or cell == "-" or "none" in cell:
        assert rule is None
        return
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", cell)}
    fields = (rule.amount_min, rule.amount_max, rule.times_min, rule.times_max, rule.threshold, rule.floor)
    assert {int(field) for field in fields} - {0} == numbers
    component = only(violation(code, DAY), Kind.FINE)
    assert component.optional is bool(re.search(r"\bO\b", cell))
    when = {"S:": Flag.SERIOUS, "R,": Flag.REFUSED}.get(cell[:2], Flag.HARM if "危害" in cell else None)
    assert component.when == when


@pytest.mark.parametrize("code", CODES)
def test_a_row_names_articles_in_full_and_says_what_they_say(code):
    for citation in violation(code, DAY).norms:
        assert re.fullmatch(r"《.+》", citation.law)
        assert re.match(r"第[一二三四五六七八九十百]+条", citation.article)
        assert citation.says.endswith("。")


def test_nothing_repealed_is_cited():
    cited = {citation.law for row in VIOLATIONS for citation in row.norms}
    assert not any("计划生育技术服务" in law or "卫生行政处罚程序" in law for law in cited)


def test_a_code_that_is_not_there_is_refused_in_a_sentence():
    with pytest.raises(NotInTable, match=r"没有编码“P-99”"):
        violation("P-99", DAY)
    with pytest.raises(NotInTable, match="自2021年8月20日起"):
        violation("P-01", date(2021, 8, 19))
    assert violation("P-01", date(2021, 8, 20)).code == "P-01"


# Ranges: the vectors of the reference


@pytest.mark.parametrize(
    ("code", "income", "low", "high"),
    [
        ("P-01", "10000", "20000.00", "60000.00"),
        ("P-01", "9999.99", "10000.00", "30000.00"),
        ("P-01", "0", "10000.00", "30000.00"),
        ("P-02", "10000", "20000.00", "60000.00"),
        ("P-03", "20000", "40000.00", "120000.00"),
        ("P-09", "3000", "50000.00", "200000.00"),
        ("P-09", "12000", "60000.00", "240000.00"),
        ("P-05", "5000", "15000.00", "25000.00"),
        ("P-05", "4999.99", "5000.00", "20000.00"),
        ("P-10", "0", "20000.00", "100000.00"),
        ("P-14", "50000", "0.00", "30000.00"),
        ("P-15", "10000.01", "50000.05", "150000.15"),
    ],
)
def test_vectors(code, income, low, high):
    assert bounds(code, income) == (D(low), D(high))


def test_confiscation_is_the_actual_income_never_the_floor():
    assert ranged("P-09", 3000).confiscation == D("3000.00")


def test_the_higher_fine_wins_for_one_act():
    ours, doctors = ranged("P-01", 20000), ranged("P-11", 20000)
    assert choose_norm([doctors, ours]) is ours
    assert (ours.fine_min, ours.fine_max) == (40000, 120000)


def test_of_equal_maxima_the_higher_minimum_wins():
    broker, records = ranged("P-08", 0, "serious"), ranged("P-07", 0, "refused_to_correct")
    assert broker.fine_max == records.fine_max
    assert choose_norm([broker, records]) is records


def test_different_violations_are_added():
    low, high, confiscation, steps = add_up([ranged("P-01", 10000), ranged("P-12", 2000)])
    assert (low, high, confiscation) == (30000, 160000, 12000)
    assert steps[-1].total


# Traps


@pytest.mark.parametrize("kind", [Kind.FINE, Kind.CONFISCATION])
def test_a_broker_pays_only_when_it_is_serious(kind):
    assert ranged("P-08", 9000).option(kind).rule == Rule.FORBIDDEN
    assert ranged("P-08", 9000, "serious").option(kind).rule == Rule.REQUIRED


def test_a_fine_on_a_broker_without_serious_circumstances_is_refused():
    errors = check_penalty(Proposal(warning=True, fine=D(5000)), ranged("P-08", 9000))
    assert errors == [
        ("component_not_allowed", "“介绍、组织孕妇实施“两非”案”不得适用“罚款”：只有在情节严重时才可以适用。")
    ]


def test_records_are_fined_only_after_refusal():
    assert bounds("P-07") == (0, 0)
    assert codes_of(check_penalty(Proposal(fine=D(10000)), ranged("P-07"))) == ["component_not_allowed"]
    refused = ranged("P-07", 0, "refused_to_correct")
    assert refused.may_be_zero
    assert check_penalty(Proposal(warning=True, fine=D(10000)), refused) == []
    assert check_penalty(Proposal(warning=True), refused) == []


def test_a_missing_sign_has_no_fine():
    for flags in ((), ("serious",), ("refused_to_correct", "harm", "repeated")):
        assert bounds("P-20", 50000, *flags) == (0, 0)
    assert codes_of(check_penalty(Proposal(fine=D(1)), ranged("P-20"))) == ["component_not_allowed"]


def test_an_institution_is_fined_for_false_papers_only_when_harm_was_done():
    assert bounds("P-06b") == (0, 0)
    assert bounds("P-06b", 0, "harm") == (10000, 100000)


@pytest.mark.parametrize(("code", "to"), [("P-17", "TR-D"), ("P-18", "TR-D"), ("P-19", "TR-A"), ("P-21", "TR-P")])
def test_what_others_punish_is_transferred(code, to):
    found = ranged(code, 50000, "serious")
    assert found.violation.transfer == to
    assert (found.fine_min, found.fine_max, found.confiscation) == (0, 0, 0)
    assert codes_of(check_penalty(Proposal(warning=True, fine=D(10000)), found)) == ["not_punishable_here"]


# Proposals

LAWFUL = Proposal(warning=True, confiscation=D(12000), fine=D(30000))


def test_a_lawful_proposal_has_nothing_against_it():
    assert check_penalty(LAWFUL, ranged("P-01", 12000)) == []


@pytest.mark.parametrize("fine", ["23999.99", "72000.01"])
def test_a_fine_outside_its_range_is_refused_with_the_sum(fine):
    errors = check_penalty(Proposal(warning=True, confiscation=D(12000), fine=D(fine)), ranged("P-01", 12000))
    assert codes_of(errors) == ["fine_outside_range"]
    assert "12000.00元 × 2 = 24000.00元" in errors[0][1]
    assert "12000.00元 × 6 = 72000.00元" in errors[0][1]


def test_missing_components_are_errors():
    errors = check_penalty(Proposal(order=False), ranged("P-01", 12000))
    assert codes_of(errors) == ["component_missing"] * 4


def test_without_income_nothing_is_confiscated():
    found = ranged("P-01", 0)
    assert check_penalty(Proposal(warning=True, fine=D(10000)), found) == []
    errors = check_penalty(Proposal(warning=True, fine=D(10000), confiscation=D(1)), found)
    assert codes_of(errors) == ["component_not_allowed"]


def test_confiscation_must_equal_the_income():
    errors = check_penalty(Proposal(confiscation=D(10000), fine=D(50000)), ranged("P-09", 3000))
    assert codes_of(errors) == ["confiscation_not_income"]


def test_goods_that_were_found_must_be_confiscated():
    found, proposal = ranged("P-10", 0), Proposal(fine=D(20000))
    assert check_penalty(proposal, found) == []
    assert codes_of(check_penalty(proposal, found, goods_found=True)) == ["component_missing"]
    assert codes_of(check_penalty(Proposal(warning=True, fine=D(10000), goods=True), ranged("P-01"))) == [
        "component_not_allowed"
    ]


@pytest.mark.parametrize("amount", ["-1", "0.001", "NaN", "Infinity", "1e30", "三万", 0.1, True, ""])
def test_what_is_no_sum_is_refused_in_a_sentence(amount):
    assert codes_of(check_penalty(Proposal(fine=amount), ranged("P-11"))) == ["bad_amount"]
    with pytest.raises(BadAmount):
        yuan(amount)


def test_a_licence_is_touched_only_where_the_law_says_so():
    serious = ranged("P-11", 0, "serious")
    base = {"warning": True, "fine": D(30000)}
    assert codes_of(check_penalty(Proposal(**base), serious)) == ["component_missing"]
    assert check_penalty(Proposal(**base, licence="revoke"), serious) == []
    assert check_penalty(Proposal(**base, licence="suspend", months=6), serious) == []
    assert codes_of(check_penalty(Proposal(**base, licence="suspend", months=13), serious)) == ["suspension_length"]
    assert codes_of(check_penalty(Proposal(**base, licence="stop"), serious)) == ["licence_not_allowed"]
    assert codes_of(check_penalty(Proposal(**base, licence="revoke"), ranged("P-11"))) == ["component_not_allowed"]


def test_what_the_issuer_revokes_is_not_compulsory_in_our_decision():
    assert check_penalty(LAWFUL, ranged("P-01", 12000, "serious")) == []


def test_a_fine_below_the_minimum_needs_a_ground():
    found = ranged("P-01", 0)
    light = Proposal(warning=True, fine=D(4000))
    assert codes_of(check_penalty(light, found)) == ["fine_outside_range"]
    opened = mitigated(found, Mitigation.COOPERATED)
    assert check_penalty(light, opened) == []
    assert codes_of(check_penalty(Proposal(warning=True, fine=D("30000.01")), opened)) == ["fine_outside_range"]
    assert codes_of(check_penalty(Proposal(warning=True), opened)) == ["component_missing"]
    with pytest.raises(ValueError, match="is not a valid"):
        mitigated(found, "kindness")


# Discretion


def test_tiers_divide_the_span():
    steps = tiers(ranged("P-01", 0))
    assert [(step.name, step.low, step.high) for step in steps] == [
        ("轻微", D("10000.00"), D("13000.00")),
        ("较轻", D("13000.00"), D("16000.00")),
        ("一般", D("16000.00"), D("24000.00")),
        ("较重", D("24000.00"), D("27000.00")),
        ("严重", D("27000.00"), D("30000.00")),
    ]


@pytest.mark.parametrize(
    ("fine", "tier"),
    [(10000, "slight"), (16000, "light"), ("16000.01", "ordinary"), (24000, "heavy"), (30000, "severe")],
)
def test_a_bound_belongs_to_the_outer_tier(fine, tier):
    assert tier_of(ranged("P-01", 0), D(fine)).code == tier


def test_outside_the_range_there_is_no_tier():
    assert tier_of(ranged("P-01", 0), D(9999)) is None
    assert tiers(ranged("P-20")) == ()


# Thresholds


def test_the_thresholds_are_settings_that_nobody_has_confirmed():
    assert all(not parameter.verified for parameter in PARAMETERS)
    assert hearing_required_from(organisation=False) == 5000
    assert hearing_required_from(organisation=True) == 50000
    assert hearing_required_from(organisation=True, values={"enforcement.hearing_organisation": D(100000)}) == 100000


@pytest.mark.parametrize(
    ("organisation", "fine", "confiscation", "required"),
    [
        (False, "4999.99", "4999.99", False),
        (False, "5000", "0", True),
        (False, "0", "5000", True),
        (True, "49999.99", "49999.99", False),
        (True, "50000", "0", True),
    ],
)
def test_a_hearing_is_offered_from_the_threshold_on_each_sum_by_itself(organisation, fine, confiscation, required):
    found, reasons = hearing_required(organisation=organisation, fine=D(fine), confiscation=D(confiscation))
    assert found is required
    assert bool(reasons) is required


def test_a_licence_always_gives_a_hearing():
    assert hearing_required(organisation=True, licence="revoke") == (True, ("吊销许可证件、停止或者限制执业",))


def test_heavy_or_doubtful_penalties_are_discussed_together():
    assert collective_reasons(organisation=True, fine=D(49999)) == ()
    reasons = collective_reasons(organisation=True, fine=D(50000), mitigation="APL32-4", suspected_crime=True)
    assert codes_of(reasons) == ["fine", "suspected_crime", "mitigation"]


def test_the_law_demands_a_legal_review_after_a_hearing():
    assert legal_review_reasons() == ()
    assert codes_of(legal_review_reasons(heard=True, complex_law=True)) == ["heard", "complex_law"]


# Words


def test_the_operative_words_are_those_of_the_model():
    words = operative(violation("P-01", DAY), LAWFUL)
    assert words.opening() == (
        "你单位利用超声技术为他人进行非医学需要的胎儿性别鉴定，违反了《中华人民共和国人口与计划生育法》第三十九条、"
        "《禁止非医学需要的胎儿性别鉴定和选择性别人工终止妊娠的规定》第三条第一款。依据《中华人民共和国人口与计划"
        "生育法》第四十条第二项，责令改正，并决定给予以下行政处罚："
    )
    assert [(item.text, item.amount) for item in words.items] == [
        ("警告", None),
        ("没收违法所得", D("12000.00")),
        ("罚款", D("30000.00")),
    ]


def test_the_method_chooses_the_words():
    assert "采血检测技术" in operative(violation("P-01", DAY), LAWFUL, method="blood_dna").conduct


def test_a_suspension_is_written_out():
    words = operative(violation("P-16", DAY), Proposal(licence="suspend", months=8), conduct=1)
    assert words.items[-1].text == "责令暂停八个月执业活动"
    assert words.basis == "依据《中华人民共和国医师法》第五十六条第三项"


def test_without_a_penalty_there_is_only_the_order():
    assert operative(violation("P-07", DAY), Proposal()).opening().endswith("第二十条，责令改正。")
    assert operative(violation("P-20", DAY), Proposal()).opening().endswith("第十一条。出具卫生监督意见书。")


@pytest.mark.parametrize("code", CODES)
def test_every_conduct_can_be_worded(code):
    row = violation(code, DAY)
    for n, conduct in enumerate(row.conducts):
        opening = operative(row, Proposal(), conduct=n).opening("你")
        assert opening.startswith(f"你{conduct.phrase}，违反了《")
        assert opening.endswith("。")


# Laws


@given(codes, money, flags)
def test_a_range_is_ordered_and_its_bounds_are_lawful(code, income, held):
    found = ranged(code, income, *held)
    assert 0 <= found.fine_min <= found.fine_max
    assert found.confiscation in {D(0), income}
    assert [option.kind for option in found.components] == list(Kind)
    if found.fine_max and found.fine_min:
        assert found.holds(found.fine_min)
        assert found.holds(found.fine_max)
        assert not found.holds(found.fine_max + D("0.01"))


@given(codes, money, flags)
def test_what_a_range_demands_passes_its_own_check(code, income, held):
    found = ranged(code, income, *held)
    if not found.violation.punishable_here:
        return
    required = {option.kind for option in found.components if option.required}
    licences = found.option(Kind.LICENCE).licences
    proposal = Proposal(
        order=Kind.ORDER in required,
        warning=Kind.WARNING in required,
        confiscation=found.confiscation if Kind.CONFISCATION in required else D(0),
        fine=found.fine_max if Kind.FINE in required else D(0),
        licence=licences[-1].licence.value if Kind.LICENCE in required else "",
    )
    assert check_penalty(proposal, found) == []


@given(st.sampled_from(["P-01", "P-05", "P-09", "P-10", "P-15", "P-11"]), money, money)
def test_more_income_never_lowers_the_maximum(code, one, other):
    less, more = sorted((one, other))
    assert ranged(code, less).fine_max <= ranged(code, more).fine_max


@given(codes, money, flags)
def test_tiers_are_contiguous_from_minimum_to_maximum(code, income, held):
    found = ranged(code, income, *held)
    steps = tiers(found)
    if not steps:
        assert found.fine_max == 0
        return
    assert steps[0].low == found.fine_min
    assert steps[-1].high == found.fine_max
    assert all(one.high == other.low and one.low <= one.high for one, other in pairwise(steps))


@given(codes, money, flags, st.sampled_from(Mitigation.values))
def test_mitigation_opens_downwards_only(code, income, held, ground):
    found, opened = ranged(code, income, *held), ranged(code, income, *held, mitigation=ground)
    assert opened.fine_min <= found.fine_min
    assert opened.fine_max == found.fine_max


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_rounding_is_half_up(amount):
    assert abs(half_up(amount) - amount) <= D("0.005")
    assert half_up(D("0.005")) == D("0.01")


# The command


def run(*arguments, capsys):
    call_command("penalty", *arguments)
    return capsys.readouterr().out


@pytest.mark.django_db
def test_the_command_answers_in_json(capsys):
    answer = json.loads(run("P-01", "--income", "18000", "--on", "2026-03-05", "--json", capsys=capsys))
    assert (answer["fine_min"], answer["fine_max"]) == ("36000.00", "108000.00")
    assert answer["hearing_required_from"] == "50000.00"
    assert answer["hearing_threshold_verified"] is False
    assert {"kind": "fine", "name": "罚款", "required": True, "why": "法律规定为“应当”"} in answer["components"]
    assert answer["basis"] == ["《中华人民共和国人口与计划生育法》第四十条第二项"]


@pytest.mark.django_db
def test_a_citizen_has_another_threshold(capsys):
    answer = json.loads(run("p-08", "--serious", "--person", "citizen", "--json", capsys=capsys))
    assert (answer["code"], answer["hearing_required_from"]) == ("P-08", "5000.00")


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_command_speaks_of_every_code(code, capsys):
    assert run(code, "--income", "3000", capsys=capsys).startswith(f"{code} ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "请给出违法行为编码"),
        (["P-99"], "处罚表中没有编码“P-99”。"),
        (["P-01", "--income=-5"], "不得为负数"),
        (["P-01", "--income", "abc"], "不是数字"),
        (["P-01", "--income", "1.005"], "最多保留两位小数"),
        (["P-01", "--on", "2026-13-01"], "不是日期"),
        (["P-01", "--on", "2019-01-01"], "没有有效的处罚依据"),
        (["P-01", "--person", "dog"], "不是 citizen 或者 organisation"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_2(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("penalty", *arguments)
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err
