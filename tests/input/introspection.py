"""Every field of every form of the site, found by looking: those of all moves of all procedures, and those of the pages."""

from types import SimpleNamespace

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from caseflow.cases import calculator, columns, fields, grids, pickers, registry
from caseflow.cases import forms as case_forms
from caseflow.cases.lists import Filters
from caseflow.cases.moves import FactsForm, form_class, form_of
from caseflow.cases.office import agency, calendar_days, log, parameters, people, stand_ins
from caseflow.custody import forms as custody
from caseflow.enforcement import calculator as penalties
from caseflow.enforcement.subjects import SubjectField
from caseflow.errands.views import RemindersForm
from caseflow.people import account, setup
from caseflow.people.views import AnotherPassword
from caseflow.procedure import SYSTEM
from caseflow.procedure.limits import parameters as all_parameters
from caseflow.public import forms as public
from caseflow.support import calculator as benefits
from caseflow.support import views as support
from caseflow.support.forms import money

KINDS = (
    (fields.IdNumberField, "id"),
    (fields.CreditCodeField, "credit"),
    (fields.PhoneField, "phone"),
    (fields.IdentifierField, "licence"),
    (fields.MoneyField, "money"),
    (fields.StrictIntegerField, "integer"),
    (columns.StrictDecimalField, "decimal"),
    (benefits.StaysField, "days"),
    (fields.IsoDateTimeField, "moment"),
    (fields.IsoDateField, "date"),
    (columns.ClockField, "clock"),
    ((pickers.ReferenceField, SubjectField), "found"),
    ((pickers.Chosen, pickers.ChosenMany, pickers.YesNoField, grids.VerdictsField), "closed"),
    (forms.ChoiceField, "closed"),
    (forms.BooleanField, "tick"),
    (forms.EmailField, "email"),
    (money.MonthField, "month"),
    (fields.EvidenceFileField, "file"),
)
CONTROLS = case_forms.MoveForm.base_fields
# Passwords, codes and names of accounts: what is typed must come as it is, and is compared, never shown.
SECRETS = {
    "SetUpForm.login", "SetUpForm.code", "SetUpForm.password1", "SetUpForm.password2", "PersonForm.username",
    "ReceiptForm.receipt", "VerifyForm.code", "VerifyForm.sha256", "VerifyForm.file",
}  # fmt: skip
OF_ALLAUTH = (
    account.SignIn,
    AnotherPassword,
    account.PasswordAgain,
    AuthenticateForm,
    ReauthenticateForm,
    ActivateTOTPForm,
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
)


def kind_of(name, field):
    """The kind of a field of the input layer. Raises LookupError or TypeError for one that stands beside it."""
    if isinstance(field, forms.ModelChoiceField) and not isinstance(field, (pickers.Chosen, pickers.ChosenMany)):
        raise TypeError(f"{name}: Django looks keys up that no column holds.")
    if isinstance(field, fields.CleanCharField) and not isinstance(field, (benefits.StaysField, money.MonthField)):
        return "lines" if field.lines else "line"
    if name in SECRETS:
        return "secret"
    if name.rpartition(".")[2] in {*CONTROLS, "ticket"}:
        return "control"
    for classes, kind in KINDS:
        if isinstance(field, classes):
            return kind
    raise LookupError(f"{name}: {type(field).__name__} is no field of the input layer.")


def rows(record):
    """The moves of a procedure that a person makes."""
    return [row.name for row in record.procedure if row.by != (SYSTEM,) and row.source]


def forms_of_moves(staff, records):
    for record in records:
        for name in rows(record):
            yield f"{record.procedure.name}.{name}", form_of(record, name, staff.li)
        for name in registry.record_class(record.label()).procedure.rows:
            row = record.procedure.rows[name]
            if not row.source:
                cls = form_class(record.label(), name)
                yield f"{record.procedure.name}.{name}", cls(user=staff.intake, row=row, agency=staff.agency)


def forms_of_pages(staff):
    """The forms of the other pages as their views make them."""
    request = RequestFactory().get("/")
    plain = (people.PersonForm, people.CertificateForm, calendar_days.NoticeForm, calculator.DueForm, log.Filters)
    plain += (penalties.PenaltyForm, custody.AskForm, custody.EmergencyForm, custody.AnswerForm, custody.ReasonForm)
    plain += (custody.HoldForm, RemindersForm, benefits.BenefitForm, support.LookForm)
    made = [each() for each in plain]
    made += [agency.AgencyForm(instance=staff.agency), stand_ins.StandInForm(user=staff.unit_head)]
    made += [Filters(QueryDict(), label=label, user=staff.head) for label in registry.record_classes()]
    made += [parameters.ValueForm(parameter=each) for each in one_of_each_type()]
    made += [setup.SetUpForm(request=request), public.TipForm(), public.ReceiptForm(), public.AdditionForm()]
    made += [public.VerifyForm()]
    return made


def one_of_each_type():
    return {type(each.default): each for each in all_parameters().values()}.values()


def every_form(staff, records):
    """Each form with its name."""
    yield from forms_of_moves(staff, records)
    for each in forms_of_pages(staff):
        more = getattr(getattr(each, "parameter", None), "key", "")
        yield type(each).__name__ + more, each


def every_field(staff, records):
    """Each field with its name, its kind, and a function that judges what is typed as the form would."""
    for name, form in every_form(staff, records):
        for called, field in form.fields.items():
            yield from _cells(f"{name}.{called}", field, type(form).__name__)


def _cells(name, field, form):
    if isinstance(field, grids.RowsField):
        for column, inner in field.columns.items():
            yield SimpleNamespace(
                name=f"{name}.{column}", kind=kind_of(name, inner), field=inner, judge=_in_row(field, column)
            )
        return
    kind = kind_of(f"{form}.{name.rpartition('.')[2]}", field)
    yield SimpleNamespace(name=name, kind=kind, field=field, judge=_judge(field))


def _judge(field):
    if isinstance(field, grids.VerdictsField):
        return lambda typed: field.clean(dict.fromkeys(list(field.points)[:1], typed))
    many = isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField))
    return lambda typed: field.clean([typed] if many else typed)


def _in_row(field, column):
    return lambda typed: field.columns[column].clean(typed)


def classes_of_forms():
    """Every class of form of ours that has fields of its own."""

    def below(cls):
        for each in cls.__subclasses__():
            yield each
            yield from below(each)

    ours = {each for each in below(forms.BaseForm) if each.__module__.startswith("caseflow.")}
    return {each for each in ours if each.base_fields and not issubclass(each, FactsForm)}
