"""Whom a tip is about: found in the register by what one types, with and without suggestions."""

import pytest

from caseflow.enforcement import subjects
from caseflow.enforcement.models import Institution, Practitioner, Tip

FORM = "/new/tip/register/"
FACTS = {"source": "tip_off", "channel": "phone", "summary": "称可付费鉴定胎儿性别"}


@pytest.fixture
def register(db):
    clinics = [
        Institution.objects.create(name=name, credit_code=code, address=address)
        for name, code, address in (
            ("安和门诊部", "91620702MA0000007X", "东关街17号"),
            ("仁爱诊所", "", "马家巷3号"),
            ("仁爱诊所", "", "西街9号"),
        )
    ]
    return [*clinics, Practitioner.objects.create(name="马有才", id_no="620702197001010011", institution=clinics[0])]


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("安和门诊部", 0),
        ("91620702ma0000007x", 0),
        ("安和门诊部 · 91620702MA0000007X · 东关街17号", 0),
        ("仁爱诊所 · 西街9号", 2),
        ("马有才", 3),
    ],
)
def test_what_is_typed_out_is_found(typed, which, register, people, desk):
    assert desk(people.intake).submit(FORM, about=typed, **FACTS).status_code == 303
    tip = Tip.objects.get()
    assert register[which] in (tip.institution, tip.practitioner)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("仁爱", "仁爱诊所 · 马家巷3号；仁爱诊所 · 西街9号"),
        ("仁爱诊所", "请写成其中之一"),
        ("没有", "登记册里没有这一个"),
    ],
)
def test_what_may_be_several_is_named_and_kept_to_be_completed(typed, said, register, people, desk):
    answer = desk(people.intake).submit(FORM, about=typed, **FACTS)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


def test_suggestions_are_few_and_tell_no_number_of_a_citizen(register, people, desk, monkeypatch):
    intake = desk(people.intake)
    assert intake.get("/subjects/", data={"about": "仁爱"}).content.decode().count("<option") == 2
    named = intake.get("/subjects/", data={"about": "马有才"}).content.decode()
    assert "马有才 · 安和门诊部" in named
    assert "6207021970" not in named
    assert "<option" not in intake.get("/subjects/", data={"about": "\x00"}).content.decode()
    Institution.objects.bulk_create(Institution(name=f"安康诊所{n}") for n in range(30))
    assert intake.get("/subjects/", data={"about": "安"}).content.decode().count("<option") == subjects.MOST
    assert "安康诊所" not in intake.get(FORM).content.decode()
