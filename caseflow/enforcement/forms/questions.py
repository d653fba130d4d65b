"""What the forms of enforcement ask again and again: words of the models, choices of the codes, officers, places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import SHORT, CleanCharField, CleanTextField, RadioCards
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import PeopleField, PersonField, RecordField, RecordsField

from ..codes import NOT_FOR_THE_PARTY
from ..penalties.table import VIOLATIONS, violation
from ..procedure import CASE, Role

CHOOSE = ("", _("请选择"))
FEW = 6  # options that are shown side by side
REASON = 400  # characters; what the models keep of a reason

WHY, REMARKS, CAUSE = _("理由"), _("备注"), _("案由")
PROTECTED, PAPERS = _("受保护人"), _("送达的文书")
COLLEAGUES = tuple(CASE.permission(role) for role in Role if role != Role.SUPERVISOR)  # who is of another authority
VERDICTS = (("pass", _("通过")), ("fail", _("不通过")), ("none", _("未审查")))


def words(model: type[Model], name: str, *, lines: bool = False, **options: Any) -> CleanCharField:
    """A text as the model keeps it: its name, and as long as the column takes it."""
    column: Any = model._meta.get_field(name)
    options.setdefault("label", column.verbose_name)
    if column.max_length:
        options["max_length"] = min(column.max_length, options.get("max_length") or column.max_length)
    if lines:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3 if column.max_length else 5}))
    return CleanCharField(lines=lines, **options)


def line(label: Any, *, most: int = SHORT, **options: Any) -> CleanCharField:
    return CleanCharField(label=label, max_length=most, **options)


def text(label: Any, *, rows: int = 5, most: int | None = None, **options: Any) -> CleanTextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return CleanTextField(label=label, max_length=most, widget=widget, **options)


def reason(label: Any = WHY, **options: Any) -> CleanTextField:
    return text(label, rows=3, most=REASON, **options)


def note(label: Any = REMARKS, **options: Any) -> CleanTextField:
    return text(label, rows=3, most=2000, required=False, **options)


def choose(label: Any, choices: Any, *, described: Any = None, **options: Any) -> forms.ChoiceField:
    """One of a closed list; a few options side by side, many in a list."""
    pairs = list(getattr(choices, "choices", choices))
    optional = not options.get("required", True)
    if described:
        options["widget"] = RadioCards(described=described)
    elif len(pairs) <= FEW and not optional:
        options.setdefault("widget", forms.RadioSelect)
    else:
        pairs = [("", _("（不选）")) if optional else CHOOSE, *pairs]
    return forms.ChoiceField(label=label, choices=pairs, **options)


def tick(label: Any, **options: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **options)


def causes() -> list[tuple[str, str]]:
    """The violations in force today; those of the past are chosen by the day of the act."""
    codes = dict.fromkeys(row.code for row in VIOLATIONS)
    today = timezone.localdate()
    in_force = [
        violation(code, today) for code in codes if any(r.code == code and r.in_force(today) for r in VIOLATIONS)
    ]
    return [(row.code, f"{row.code} {row.name}") for row in in_force]


def cause(label: Any = CAUSE, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=causes, **options)


def officer(label: Any, *, of_case: bool = False, **options: Any) -> PersonField:
    held = Role.OFFICER if of_case else ""
    return PersonField(CASE.permission(Role.OFFICER), of_case=held, label=label, **options)


def officers(label: Any, **options: Any) -> PeopleField:
    return PeopleField(CASE.permission(Role.OFFICER), label=label, **options)


def colleague(label: Any, **options: Any) -> PersonField:
    """Anybody of the authority who takes part in enforcement."""
    return PersonField(*COLLEAGUES, label=label, **options)


def colleagues(label: Any, **options: Any) -> PeopleField:
    return PeopleField(*COLLEAGUES, label=label, **options)


def protected(label: Any = PROTECTED, **options: Any) -> RecordField:
    return RecordField(
        lambda case: case.protected.all(),
        label=label,
        required=False,
        help_text=_("受保护人只写代称。还没有代称的，先“登记受保护人”。"),
        **options,
    )


def unserved(label: Any = PAPERS, **options: Any) -> RecordsField:
    from documents.kinds import kind

    def of(case: Any) -> Any:
        waiting = case.dossier.papers.filter(served_on=None, document__status="issued").select_related("document")
        served = [each.pk for each in waiting if kind(each.kind).outgoing and each.kind not in NOT_FOR_THE_PARTY]
        return waiting.filter(pk__in=served)

    return RecordsField(of, named=lambda paper: str(paper.document), label=label, **options)


def two_officers(form: FactsForm, *names: str) -> dict[str, Any]:
    """The officers of the case in the order of their appointment, the person at the keyboard first."""
    if form.record is None:
        return {}
    held = sorted(form.record.officers, key=lambda each: each.pk != getattr(form.user, "pk", None))
    return {name: person.pk for name, person in zip(names, held, strict=False)}
