"""Fields whose answer is a person, a record of the file, or yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.access import scope
from caseflow.cases.fields import CHOOSE, Spoken, Toggle
from caseflow.cases.text import narrow, problems, tidy
from caseflow.people.models import User

NOBODY_ELSE = _("“%(field)s”里没有这个选项，请重新选择。")
YES, NO = _("是"), _("否")
_KEY = re.compile("[0-9]{1,18}")

Records = Callable[[Any], "QuerySet[Any]"]


class Chosen(Spoken, forms.ModelChoiceField):
    """One record out of those that belong to the case; ``fit`` finds them once the form knows its case."""

    required_sentence = CHOOSE
    empty = _("请选择")

    def __init__(self, **options: Any):
        options.setdefault("empty_label", self.empty)
        super().__init__(queryset=User.objects.none(), **options)

    def fit(self, form: Any) -> None:
        """Limit the choice to what ``form`` is about."""

    def to_python(self, value: Any) -> Any:
        return one_of(self, value)


class ChosenMany(Spoken, forms.ModelMultipleChoiceField):
    """Several records out of those that belong to the case, in the order of the list."""

    queryset: Any
    widget = forms.CheckboxSelectMultiple
    required_sentence = CHOOSE

    def __init__(self, **options: Any):
        super().__init__(queryset=User.objects.none(), **options)

    def fit(self, form: Any) -> None:
        """Limit the choice to what ``form`` is about."""

    def clean(self, value: Any) -> Any:
        given = value if isinstance(value, (list, tuple, set, frozenset, QuerySet)) else [value]
        wanted = {key_of(self, each) for each in given if each not in self.empty_values}
        found = [each for each in self.queryset.all() if each.pk in wanted]
        if len(found) != len(wanted):
            raise self.refusal(NOBODY_ELSE, "invalid_choice")
        self.validate(found)
        return found


def key_of(field: Any, value: Any) -> int:
    """The key that ``value`` stands for: a record, a number, or its digits. Raises ValidationError for anything else."""
    if isinstance(value, Model):
        return int(value.pk or 0)
    if isinstance(value, bool) or not _KEY.fullmatch(str(value)):
        raise field.refusal(NOBODY_ELSE, "invalid_choice")
    return int(str(value))


def one_of(field: Any, value: Any) -> Any:
    """The record of ``field.queryset`` that ``value`` stands for. Raises ValidationError where there is none."""
    if value in field.empty_values:
        return None
    found = field.queryset.filter(pk=key_of(field, value)).first()
    if found is None:
        raise field.refusal(NOBODY_ELSE, "invalid_choice")
    return found


class _People:
    """Who may be chosen: active people of the authority who hold one of ``permissions``; with none, everybody.

    ``of_case`` limits them to those who hold ``of_case`` on the file now.
    """

    queryset: Any

    def __init__(self, *permissions: str, of_case: str = "", **options: Any):
        self.permissions, self.of_case = permissions, of_case
        super().__init__(**options)

    def fit(self, form: Any) -> None:
        people = User.objects.filter(is_active=True, agency=form.agency)
        if self.permissions:
            people = people.filter(pk__in=_holders(self.permissions))
        if self.of_case and form.record is not None:
            held = form.record.dossier.assignments.filter(role=self.of_case, ended_on=None)
            people = people.filter(pk__in=held.values("user"))
        self.day = timezone.localdate()
        self.region = form.agency.region_code if form.agency else ""
        self.queryset = people.prefetch_related("certificates").order_by("unit", "pk")

    def label_from_instance(self, person: User) -> str:
        return described(person, self.day, self.region)


class PersonField(_People, Chosen):
    """One person."""


class PeopleField(_People, ChosenMany):
    """Several people."""


def _holders(permissions: Iterable[str]) -> QuerySet[User, Any]:
    labels, codes = zip(*(each.split(".") for each in permissions), strict=True)
    return User.objects.filter(
        groups__permissions__content_type__app_label__in=labels, groups__permissions__codename__in=codes
    ).values("pk")


def described(person: User, day: Any, region: str = "") -> str:
    """How a person is offered: name, post, certificate and until when it is valid."""
    certificate = person.certificate_on(day, region)
    if certificate:
        return _t("%(person)s（执法证 %(number)s，有效至 %(last)s）") % {
            "person": person,
            "number": certificate.number,
            "last": certificate.valid_to.isoformat(),
        }
    if held := max(person.certificates.all(), key=lambda each: each.valid_to, default=None):
        return _t("%(person)s（执法证 %(number)s，%(day)s 无效）") % {
            "person": person,
            "number": held.number,
            "day": day.isoformat(),
        }
    return _t("%(person)s（%(post)s）") % {"person": person, "post": person.post} if person.post else str(person)


class _OfCase:
    """What may be chosen: the records that ``of(record)`` gives, called as ``called(each)``."""

    queryset: Any

    def __init__(self, of: Records, *, named: Callable[[Any], str] = str, **options: Any):
        self.of, self.named = of, named
        super().__init__(**options)

    def fit(self, form: Any) -> None:
        if form.record is not None:
            self.queryset = self.of(form.record)

    def label_from_instance(self, each: Any) -> str:
        return self.named(each)


class RecordField(_OfCase, Chosen):
    """One record of the case: an item of evidence, a paper, a recusal."""


class RecordsField(_OfCase, ChosenMany):
    """Several records of the case."""


class ReferenceField(Spoken, forms.CharField):
    """Another file, named by its number as it stands on the paper, among those that the person may see."""

    def __init__(self, of: Records, **options: Any):
        self.of = of
        self.queryset: Any = None
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(**options)

    def fit(self, form: Any) -> None:
        if form.record is not None:
            found = self.of(form.record)
            self.queryset = found.filter(pk__in=scope(form.user, found.model).values("pk"))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and self.queryset is not None:
            return str(self.queryset.filter(pk=value).first() or "")
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return one_of(self, value)
        typed = narrow(tidy("" if value is None else str(value)))
        if not typed:
            return None
        found = None
        if len(typed) <= 40 and not problems(typed):
            found = self.queryset.filter(dossier__reference__iexact=typed).first()
        if found is None:
            raise self.refusal(_("“%(field)s”：没有找到这个编号，请对照文书核对后重新填写。"), "invalid_choice")
        return found


class Suggested(forms.TextInput):
    """A text that may be typed out; what it may become is suggested meanwhile by the page ``source``."""

    template_name = "components/suggested.html"

    def __init__(self, source: str, **options: Any):
        self.source = source
        super().__init__(**options)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        offered = f"{context['widget']['attrs'].get('id', name)}_offered"
        context["widget"]["offered"] = offered
        context["widget"]["attrs"] |= {
            "autocomplete": "off",
            "list": offered,
            "hx-get": reverse(self.source),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{offered}",
            "hx-sync": "this:replace",
        }
        return context


class SuggestedField(Spoken, forms.Field):
    """One of too many to list: typed, and suggested while one types. ``to_python`` finds it."""

    def __init__(self, source: str, **options: Any):
        super().__init__(widget=Suggested(source), **options)


class YesNoField(Spoken, forms.Field):
    """A question that must be answered either way."""

    required_sentence = CHOOSE
    words = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}

    def __init__(self, *, yes: Any = YES, no: Any = NO, **options: Any):
        options.setdefault("widget", Toggle(choices=(("yes", yes), ("no", no))))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def to_python(self, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        if value in self.empty_values:
            return None
        try:
            return self.words[str(value).strip().lower()]
        except KeyError:
            raise self.refusal(NOBODY_ELSE, "invalid_choice") from None
