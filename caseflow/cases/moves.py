"""What is asked for a move, and the one way from what was asked to the move: for pages, stories and the API alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases import received, registry, transitions
from caseflow.cases.fields import IsoDateField, IsoDateTimeField
from caseflow.cases.forms import MoveForm
from caseflow.cases.models import Dossier, Event, Record
from caseflow.people.models import Agency
from caseflow.procedure import Transition

Sections = Sequence[tuple[Any, Sequence[str]]]  # headings with the names of their fields
_forms: dict[str, dict[str, type[FactsForm]]] = {}


class InvalidFacts(transitions.Refused):
    """What was typed cannot be taken: ``form`` knows why; ``reasons`` are the sentences by the name of the field."""

    def __init__(self, form: FactsForm):
        self.form = form
        super().__init__({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})


class FactsForm(MoveForm):
    """The form of one row: its facts, and the legal day of the act.

    ``on_label`` is what the day is called for this row. ``defaults`` gives the initial values that depend on the case.
    """

    controls: ClassVar[frozenset[str]] = MoveForm.controls | {"on"}
    on_label: ClassVar[Any] = _("办理日期")

    on = IsoDateField(label=_("办理日期"), past=True, required=False, initial=timezone.localdate)

    def __init__(
        self,
        *args: Any,
        record: Record | None = None,
        user: Any = None,
        row: Transition | None = None,
        agency: Agency | None = None,
        **options: Any,
    ):
        self.record: Any = record  # None where a file is to be opened
        self.user, self.row = user, row
        self.agency = agency or (record.dossier.agency if record is not None else None)
        super().__init__(*args, **options)
        self.fields["on"].label = self.on_label
        for field in self.fields.values():
            if fit := getattr(field, "fit", None):
                fit(self)
        self.initial = {**self.defaults(), **self.initial}

    def defaults(self) -> dict[str, Any]:
        """Initial values that follow from the case and the person."""
        return {}

    @property
    def on_day(self) -> date | None:
        return self.cleaned_data.get("on")

    def facts(self) -> dict[str, Any]:
        """The facts by name; what was left out and has no value is not among them."""
        return {name: value for name, value in super().facts().items() if value is not None}


def register_forms(label: str, classes: Mapping[str, type[FactsForm]]) -> None:
    """Give rows of the procedure ``label`` their forms."""
    _forms.setdefault(label, {}).update(classes)


def form_class(label: str, name: str) -> type[FactsForm]:
    """The form of a row; a row without facts asks for the day alone."""
    return _forms.get(label, {}).get(name, FactsForm)


def form_of(record: Record, name: str, user: Any, data: Any = None, files: Any = None, **options: Any) -> FactsForm:
    """The form of a row for ``record``, bound where there are data."""
    row = record.procedure.rows[name]
    return _bind(form_class(record.label(), name), data, files, record=record, user=user, row=row, **options)


def submit(
    record: Record,
    name: str,
    *,
    by: Any,
    data: Any,
    files: Any = None,
    at: datetime | None = None,
    token: str = "",
    version: int | None = None,
    digest: str = "",
) -> Event:
    """Move ``record`` by what was typed: a submitted page, or facts by name, where what is missing takes its default.

    Raises InvalidFacts, and whatever ``perform`` raises; nothing has then changed.
    """
    form = form_of(record, name, by, {} if data is None else data, files)
    if not form.is_valid():
        raise InvalidFacts(form)
    return perform_form(form, by=by, at=at, token=token, version=version, digest=digest)


def perform_form(
    form: FactsForm,
    *,
    by: Any,
    at: datetime | None = None,
    token: str = "",
    version: int | None = None,
    digest: str = "",
) -> Event:
    """Make the move that a valid form asks for. Uploads are stored before, their lines written in its transaction."""
    assert form.row is not None
    token = token or form.token_of_attempt
    facts = form.facts()
    received.put(facts.values())
    with transaction.atomic():
        # locked before the token is looked for: of a form sent twice at once, the second keeps no line of its upload
        Dossier.objects.select_for_update(of=("self",)).get(pk=form.record.dossier_id)
        if token and (done := Event.objects.filter(token=token).first()):
            return done
        return transitions.perform(
            form.record,
            form.row.name,
            by=by,
            on=form.on_day,
            at=at,
            token=token,
            version=form.version_filled_in_on if version is None else version,
            digest=digest,
            **_kept(facts, form.record, by),
        )


def open_record(
    label: str,
    name: str,
    *,
    by: Any,
    agency: Agency,
    data: Any,
    files: Any = None,
    at: datetime | None = None,
    token: str = "",
) -> Record:
    """Open a file by what was typed, and return its record. Raises as ``submit`` does."""
    record_class = registry.record_class(label)
    row = record_class.procedure.rows[name]
    form = _bind(form_class(label, name), {} if data is None else data, files, user=by, row=row, agency=agency)
    if not form.is_valid():
        raise InvalidFacts(form)
    return transitions.open_dossier(
        record_class,
        name,
        by=by,
        agency=agency,
        on=form.on_day,
        at=at,
        token=token or form.token_of_attempt,
        **form.facts(),
    )


def _kept(facts: dict[str, Any], record: Record, by: Any) -> dict[str, Any]:
    """The facts with every uploaded file replaced by its line in the file."""

    def kept(value: Any) -> Any:
        if isinstance(value, UploadedFile):
            return received.keep(value, record.dossier, by)
        return [kept(each) for each in value] if isinstance(value, list) else value

    return {name: kept(value) for name, value in facts.items()}


# --- what stories and the API give, as a page would


def _bind(cls: type[FactsForm], data: Any, files: Any, **options: Any) -> FactsForm:
    if data is None or isinstance(data, QueryDict):
        return cls(data, files, **options)
    blank = cls(**options)
    given = {**data, **(files or {})}
    bound: dict[str, Any] = {}
    handed: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in blank.fields.items():
        if isinstance(field, forms.FileField):
            handed.setlist(name, _uploads(given.get(name)))
        elif name in given or name not in FactsForm.base_fields:  # the day follows the moment of the act
            bound[name] = plain(field, given.get(name, blank.get_initial_for_field(field, name)))
    form = cls(bound, handed, **options)
    for name, field in blank.fields.items():
        if isinstance(field, forms.FileField) and given.get(name) and not handed.getlist(name):
            form.add_error(name, _t("“%(field)s”应当是文件。") % {"field": field.label})
    if strange := sorted(str(name) for name in given if name not in blank.fields):
        form.add_error(None, _unknown(strange, blank))
    return form


def plain(field: forms.Field, value: Any) -> Any:
    """A value of YAML or JSON as ``field`` takes it from a page."""
    match value:
        case None:
            return ""
        case Model():
            return _key(field, value)
        case list() | tuple() | set() | frozenset():
            return [plain(field, each) for each in value]
        case Mapping():
            return {str(name): "" if each is None else each for name, each in value.items()}
        case bool() if isinstance(field, forms.ChoiceField):
            return "yes" if value else "no"
        case datetime() if isinstance(field, IsoDateField) and not isinstance(field, IsoDateTimeField):
            return timezone.localdate(value) if timezone.is_aware(value) else value.date()
        case time():
            return value.isoformat(timespec="minutes")
        case int() | float() | Decimal() if isinstance(field, (forms.CharField, forms.ChoiceField)):
            return value if hasattr(field, "fit") else str(value)
    return value


def _key(field: forms.Field, value: Model) -> Any:
    key_of_model = getattr(field, "key_of_model", None)
    return key_of_model(value) if key_of_model else value.pk


def _uploads(value: Any) -> list[Any]:
    """The files among ``value``, as a page would have sent them."""
    many = value if isinstance(value, (list, tuple)) else [value]
    return [
        each if isinstance(each, UploadedFile) else UploadedFile(each.file, name=each.name, size=each.size)
        for each in many
        if isinstance(each, File)
    ]


def _unknown(strange: list[str], form: FactsForm) -> forms.ValidationError:
    known = _t("、").join(name for name in form.fields if name not in MoveForm.base_fields)
    sentence = _t("没有“%(names)s”这一项。可以填的有：%(known)s。")
    return forms.ValidationError(sentence % {"names": _t("、").join(strange)[:200], "known": known}, code="unknown")
