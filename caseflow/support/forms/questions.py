"""What the forms of support ask again and again: words, choices, people of an office, members of the family."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import SHORT, CleanCharField, CleanTextField
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
