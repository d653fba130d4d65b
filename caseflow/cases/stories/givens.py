"""What may exist before a story begins: each procedure says which kinds, and how they are made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from caseflow.people.models import Agency

from .nodes import Node, WrongStory

SUPPLIED = ("is", "as")


@dataclass(frozen=True)
class GivenKind:
    """A kind of record that a story may presuppose; ``identity`` are the columns by which one is found again."""

    name: str
    model: type[Model]
    identity: tuple[str, ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """The columns that a story may fill, by name."""
        return {each.name: each for each in self.model._meta.concrete_fields if each.editable and not each.primary_key}

    def make(self, told: Node, named: Callable[[Node], Any]) -> Model:
        """The record as told. Raises WrongStory for an unknown column or a value that the column does not take."""
        told.only((*SUPPLIED, *self.fields), f"given（{self.name}）")
        values: dict[str, Any] = {}
        for key, node in told:
            if key in SUPPLIED or node.empty:
                continue
            field = self.fields[key]
            values[key] = named(node) if isinstance(field, ForeignKey) else _value(field, node)
        found = self._known(values)
        if found is not None:
            for key, value in values.items():
                setattr(found, key, value)
        else:
            found = self.model(**values)
        try:
            found.full_clean()
        except ValidationError as refused:
            name, sentences = next(iter(refused.message_dict.items()))
            line = told.line_of(name)
            raise WrongStory(line, f"{name}：{' '.join(sentences)}") from None
        found.save()
        return found

    def _known(self, values: dict[str, Any]) -> Model | None:
        by = {key: values[key] for key in self.identity if values.get(key)}
        return self.model._default_manager.filter(**by).first() if by else None


def _value(field: Any, node: Node) -> Any:
    form_field = field.formfield()
    if isinstance(form_field, forms.BooleanField) or field.get_internal_type() == "BooleanField":
        if node.truth is None:
            raise node.wrong(_("“%(name)s”应当是 true 或者 false。"), name=field.name)
        return node.truth
    try:
        return field.to_python(node.word(field.name))
    except ValidationError as refused:
        raise node.wrong("%(why)s", why=" ".join(refused.messages)) from None


_kinds: dict[str, GivenKind] = {}
_in_the_way: list[Callable[[Agency], object]] = []


def in_the_way(set_aside: Callable[[Agency], object]) -> Callable[[Agency], object]:
    """Let a procedure set aside, for the time of a story that is undone, what an earlier one left in the authority."""
    _in_the_way.append(set_aside)
    return set_aside


def clear_the_stage(agency: Agency) -> None:
    """Only inside a transaction that is rolled back."""
    for set_aside in _in_the_way:
        set_aside(agency)


_clocks: list[Callable[[Any, date], object]] = []


def by_the_clock(keep: Callable[[Any, date], object]) -> Callable[[Any, date], object]:
    """Let a procedure do, for the files of a story, what its own clock makes due up to a day of it."""
    _clocks.append(keep)
    return keep


def keep_the_clock(dossiers: Any, today: date) -> None:
    for keep in _clocks:
        keep(dossiers, today)


def given(name: str, model: type[Model], identity: tuple[str, ...] = ()) -> None:
    """Let stories presuppose records of ``model`` under ``name``."""
    try:
        for key in identity:
            model._meta.get_field(key)
    except FieldDoesNotExist as missing:
        raise TypeError(str(missing)) from None
    _kinds[name] = GivenKind(name, model, identity)


def kinds() -> dict[str, GivenKind]:
    return dict(_kinds)


def kind_of(told: Node) -> GivenKind:
    """Raises WrongStory for a kind nobody registered."""
    name = told.need("is", "given").word("is")
    if name not in _kinds:
        raise told["is"].wrong(
            _("given 没有“%(name)s”这一种，这里可以写：%(known)s。"), name=name, known="、".join(_kinds)
        )
    return _kinds[name]
