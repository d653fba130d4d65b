"""The form of a move: what is typed for one row of a procedure, with its errors said once above and once at the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import Spoken, speak


class Control(BoundField):
    """A field on a page: its control is named, described and marked as the templates of the components expect."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden and not self.is_bare:
            attrs["class"] = " ".join(filter(None, ("control", widget.attrs.get("class", ""))))
        return attrs

    @property
    def is_bare(self) -> bool:
        """Ticks, radio buttons and files keep the look of the browser."""
        return isinstance(self.field.widget, (forms.CheckboxInput, forms.RadioSelect, forms.FileInput))

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_file(self) -> bool:
        return isinstance(self.field.widget, forms.FileInput)

    @property
    def aria_describedby(self) -> str | None:
        """Hint, error, remark, in the order in which they stand on the page."""
        named = super().aria_describedby
        if named is not None and self.auto_id and not self.is_hidden and self.has_after:
            named = f"{named} {self.auto_id}_after".strip()
        return named

    @property
    def kind(self) -> str:
        return getattr(self.field, "kind", "")

    @property
    def unit(self) -> Any:
        return getattr(self.field, "unit", "")

    @property
    def after(self) -> str:
        """The remark below the control: how the value was read."""
        return getattr(self.form, "notices", {}).get(self.name, "")

    @property
    def has_after(self) -> bool:
        return bool(self.after) or self.kind == "date"

    @property
    def anchor(self) -> str:
        """The id that a link in the summary leads to: the control, or the first of several."""
        if self.use_fieldset and len(self.subwidgets) and self.subwidgets[0].id_for_label:
            return self.subwidgets[0].id_for_label
        return self.id_for_label or self.auto_id


class Renderer(TemplatesSetting):
    """Every form of the project looks alike: set as FORM_RENDERER."""

    form_template_name = "components/form.html"
    field_template_name = "components/_field.html"
    bound_field_class = Control


@dataclass(frozen=True)
class Mistake:
    """A line of the error summary; ``anchor`` is empty where no field is to blame, ``mend`` leads to another page."""

    sentence: str
    anchor: str = ""
    code: str = ""
    mend: str = ""

    @property
    def link(self) -> str:
        return f"#{self.anchor}" if self.anchor else self.mend


def mistakes(form: forms.BaseForm) -> list[Mistake]:
    """The errors of a form in the order of its fields, those of the whole form last."""
    found = []
    for name in form.fields:
        bound = form[name]
        anchor = "" if bound.is_hidden else getattr(bound, "anchor", bound.id_for_label)
        found += [Mistake(str(sentence), anchor) for sentence in bound.errors]
    mends = getattr(form, "mends", {})
    for error in form.non_field_errors().as_data():
        code = error.code or ""
        found += [Mistake(str(sentence), "", code, mends.get(code, "")) for sentence in error.messages]
    return found


class Speaking:
    """A form beside the moves: labels without a colon, and refusals in whole sentences whatever kind the field is."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            speak(field)


class CleanForm(Speaking, forms.Form):
    """What is typed on a page that is no move."""


class CleanModelForm(Speaking, forms.ModelForm):  # type: ignore[type-arg]
    """The same for one record; ``Meta.formfield_callback = column`` brings the columns into the input layer."""


class MoveForm(forms.Form):
    """What every move carries beside its facts: the token of the attempt, and the version of the file it was filled in on.

    ``sections`` groups the fields under headings: ``((_("谁去送的"), ("server", "witness")), …)``. Fields that it does
    not name come first, without a heading.
    """

    sections: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()
    controls: ClassVar[frozenset[str]] = frozenset({"token", "version", "digest"})

    token = forms.RegexField(r"^[A-Za-z0-9_-]{1,64}$", required=False, widget=forms.HiddenInput)
    version = forms.RegexField(r"^[0-9]{1,10}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.mends: dict[str, str] = {}
        for name, field in self.fields.items():
            if name in MoveForm.base_fields:
                field.error_messages["invalid"] = _("这个页面已经失效，您填的内容还在，请核对后再提交一次。")
            else:
                speak(field)
        if not self.is_bound:
            self.initial.setdefault("token", token_urlsafe(16))

    @property
    def token_of_attempt(self) -> str:
        return str(self.cleaned_data.get("token", ""))

    @property
    def version_filled_in_on(self) -> int | None:
        version = self.cleaned_data.get("version")
        return int(version) if version else None

    def facts(self) -> dict[str, Any]:
        """What the move is about, named as the facts of its transition; empty optional fields too."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.controls}

    def refuse(self, reasons: Mapping[str, Any], mends: Mapping[str, str] | None = None) -> None:
        """Show why the case does not allow the move: sentences by the code of the guard, and where each is mended."""
        self.mends.update(mends or {})
        for code, sentence in reasons.items():
            self.add_error(None, ValidationError(str(sentence), code=code))

    @cached_property
    def notices(self) -> dict[str, str]:
        """By field, what was put right in what was typed, and how it was read."""
        self.errors  # noqa: B018 - cleans the form where nobody has yet
        found: dict[str, str] = {}
        for name, value in getattr(self, "cleaned_data", {}).items():
            field = self.fields.get(name)
            if isinstance(field, Spoken) and (sentence := field.notice(self[name].data, value)):
                found[name] = sentence
        return found

    @property
    def groups(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Headings with their visible fields; the first heading may be empty."""
        named = {name for _heading, names in self.sections for name in names}
        first = [bound for bound in self.visible_fields() if bound.name not in named]
        if first:
            yield "", first
        for heading, names in self.sections:
            if bounds := [self[name] for name in names if name in self.fields and not self[name].is_hidden]:
                yield heading, bounds
