"""What the forms of support ask again and again: words, choices, people of an office, members of the family."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import SHORT, CleanCharField, CleanTextField, IdentifierField
from caseflow.cases.pickers import PeopleField, PersonField, RecordField

from ..models import Area
from ..procedure import Role

CHOOSE = ("", _("请选择"))
REASON = 400  # characters


def line(label: Any, *, most: int = SHORT, **options: Any) -> CleanCharField:
    return CleanCharField(label=label, max_length=most, **options)


def text(label: Any, *, rows: int = 4, most: int = 4000, **options: Any) -> CleanTextField:
    return CleanTextField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def reason(label: Any, **options: Any) -> CleanTextField:
    return text(label, rows=3, most=REASON, **options)


def choose(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    pairs = list(getattr(choices, "choices", choices))
    return forms.ChoiceField(label=label, choices=[CHOOSE, *pairs], **options)


def tick(label: Any, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


def person(label: Any, *roles: Role, **options: Any) -> PersonField:
    return PersonField(*(f"support.{role.value}" for role in roles), label=label, **options)


def people(label: Any, *roles: Role, **options: Any) -> PeopleField:
    return PeopleField(*(f"support.{role.value}" for role in roles), label=label, **options)


def member(label: Any, **options: Any) -> RecordField:
    return RecordField(lambda family: family.members.all(), label=label, **options)


class VillageField(RecordField):
    """A village or community in which the person at the keyboard holds an office."""

    def __init__(self, **options: Any):
        super().__init__(lambda record: Area.objects.none(), **options)

    def fit(self, form: Any) -> None:
        villages = Area.objects.exclude(parent=None).select_related("parent")
        if form.agency is not None:
            villages = villages.filter(code__startswith=form.agency.region_code)
        self.queryset = villages


class CardField(IdentifierField):
    """The number of a bank card: 16 to 19 digits end in a check digit (Luhn), shorter ones have none."""

    def read(self, typed: str) -> str:
        number = super().read(typed)
        if not number.isascii() or not number.isdecimal() or not 9 <= len(number) <= 30:
            raise self.refusal(_("“%(field)s”应当是 9 至 30 位数字，请对照卡面核对。"))
        if 16 <= len(number) <= 19 and not luhn(number):
            raise self.refusal(_("“%(field)s”的校验位不对，说明其中有一位填错了，请对照卡面逐位核对。"))
        return number


def luhn(number: str) -> bool:
    """Whether the check digit of a card number fits (ISO/IEC 7812-1)."""
    digits = [int(each) for each in reversed(number)]
    return sum(digits[0::2] + [sum(divmod(2 * each, 10)) for each in digits[1::2]]) % 10 == 0
