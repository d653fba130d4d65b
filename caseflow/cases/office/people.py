"""Accounts, offices and certificates. Nobody is deleted; whoever leaves is deactivated."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import inlineformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow import audit
from caseflow.people import offices, setup
from caseflow.people.models import Certificate, RoleChange, User
from caseflow.people.stepup import step_up, step_up_to_submit

from ..fields import CleanCharField, IsoDateField, PhoneField
from ..forms import CleanModelForm
from ..pickers import ChosenMany
from . import administrators_only, both_administrators, guards_offices

PAGE = 200


class PersonForm(CleanModelForm):
    """A person, and the offices asked for. No office is held before another administrator has confirmed it."""

    name = CleanCharField(label=_("姓名"), max_length=50)
    post = CleanCharField(label=_("职务"), max_length=40, required=False)
    unit = CleanCharField(label=_("科室"), max_length=40, required=False)
    phone = PhoneField(label=_("电话"), required=False)
    legal_qualification = CleanCharField(label=_("法律职业资格证号"), max_length=40, required=False)
    groups = ChosenMany(
        label=_("提出岗位"),
        required=False,
        help_text=_(
            "由安全管理员确认后生效。三类管理员由不同的人担任，也不兼任办案岗位；"
            "同一案件里哪些岗位不能兼任，由系统在办理时判断。"
        ),
    )
    is_active = forms.BooleanField(
        label=_("可以登录"), required=False, initial=True, help_text=_("离职、调离的，取消勾选；办过的事都保留。")
    )

    class Meta:
        model = User
        fields = ("username", "name", "post", "unit", "phone", "legal_qualification", "is_active")
        labels = {"username": _("账号")}
        help_texts = {"username": _("登录用，只用字母、数字和 - _ . @ +。")}

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.order_fields([*self.Meta.fields[:-1], "groups", "is_active"])
        groups: Any = self.fields["groups"]
        groups.queryset = Group.objects.order_by("pk")
        if self.instance.pk:
            groups.queryset = groups.queryset.exclude(pk__in=self.instance.groups.values("pk"))

    def clean_groups(self) -> Any:
        chosen = self.cleaned_data["groups"]
        held = set(self.instance.groups.values_list("name", flat=True)) if self.instance.pk else set()
        if refusal := offices.clash({*held, *(group.name for group in chosen)}):
            raise ValidationError(refusal)
        return chosen


class CertificateForm(CleanModelForm):
    """A certificate of an enforcement officer."""

    number = CleanCharField(label=_("证号"), max_length=40)
    issued_by = CleanCharField(label=_("发证机关"), max_length=80, required=False)
    regions = CleanCharField(
        label=_("执法区域代码"), max_length=200, required=False, help_text=_("行政区划代码，逗号分隔；空为不限")
    )
    valid_from = IsoDateField(label=_("有效期自"))
    valid_to = IsoDateField(label=_("有效期至"))

    class Meta:
        model = Certificate
        fields = ("number", "issued_by", "regions", "valid_from", "valid_to", "status")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _t("有效期的结束日期早于开始日期。"))
        return data


Certificates = inlineformset_factory(User, Certificate, CertificateForm, extra=1, can_delete=False)


@require_safe
@both_administrators
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody of the authority."""
    user: Any = request.user
    people = User.objects.filter(agency=user.agency_id).prefetch_related("groups", "certificates")
    context = {"section": "office", "tab": "people", "people": people.order_by("-is_active", "unit", "name")[:PAGE]}
    return render(request, "cases/office/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@step_up_to_submit
def create(request: HttpRequest) -> HttpResponse:
    """A new account with a set-up code that is shown once; its offices wait for another administrator."""
    form = PersonForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save(commit=False)
            person.agency = request.user.agency  # type: ignore[union-attr]
            person.save()
            audit.record("account.made", actor=request.user.pk, object=f"user:{person.pk}")
            _ask(request, person, form)
            code = setup.give(person, _user(request))
        return _shown_once(request, person, code)
    return _form_page(request, form, None)


def _user(request: HttpRequest) -> User:
    user: Any = request.user
    return user


def _ask(request: HttpRequest, person: User, form: PersonForm) -> None:
    asked = [group for group in form.cleaned_data["groups"] if offices.ask(person, group, _user(request))]
    if asked:
        words = {"names": "、".join(group.name for group in asked)}
        messages.info(request, _t("已提出岗位：%(names)s。由安全管理员确认后生效。") % words)


def _shown_once(request: HttpRequest, person: User, code: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("set-up"))
    context = {"section": "office", "tab": "people", "person": person, "code": code, "address": address}
    return render(request, "cases/office/set_up_code.html", context)


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User, pk=pk, agency=request.user.agency_id)  # type: ignore[union-attr]


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
@step_up_to_submit
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Offices, certificates, and whether the person may sign in."""
    person = _person(request, pk)
    form = PersonForm(request.POST or None, instance=person)
    certificates = Certificates(request.POST or None, instance=person, prefix="certificate")
    if request.method == "POST" and form.is_valid() and certificates.is_valid():
        if person == request.user and (not form.cleaned_data["is_active"] or form.cleaned_data["groups"]):
            form.add_error(None, _t("不能停用自己的账号，也不能为自己提出岗位。"))
        else:
            with transaction.atomic():
                form.save()
                certificates.save()
                _ask(request, person, form)
                audit.record("account.changed", actor=request.user.pk, object=f"user:{pk}", fields=form.changed_data)
            messages.success(request, _t("已保存%(person)s的资料。") % {"person": person})
            return redirect("office")
    return _form_page(request, form, certificates, person)


def _form_page(request: HttpRequest, form: Any, certificates: Any, person: User | None = None) -> HttpResponse:
    failed = form.is_bound and (form.errors or (certificates is not None and not certificates.is_valid()))
    context = {"section": "office", "tab": "people", "form": form, "certificates": certificates, "person": person}
    if person is not None:
        context["held"] = person.groups.order_by("pk")
        context["waiting"] = person.role_changes.filter(settled_at=None).select_related("group")
    return render(request, "cases/office/person.html", context, status=422 if failed else 200)


@require_POST
@administrators_only
@step_up
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """A set-up code for somebody who has forgotten the password, or lost the second factor as well."""
    person = _person(request, pk)
    return _shown_once(request, person, setup.give(person, _user(request), factors_too="factors" in request.POST))


@require_POST
@administrators_only
@step_up
def take(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """Take an office away, at once."""
    person = _person(request, pk)
    office = get_object_or_404(person.groups, pk=group)
    offices.take(person, office, _user(request))
    messages.success(request, _t("已取消%(person)s的岗位：%(office)s。") % {"person": person, "office": office.name})
    return redirect("person", pk=pk)


@require_safe
@both_administrators
def requests(request: HttpRequest) -> HttpResponse:
    """The offices that are asked for, and those that were given or refused lately."""
    user = _user(request)
    changes = RoleChange.objects.filter(person__agency=user.agency_id).select_related(
        "person", "group", "asked_by", "settled_by"
    )
    context = {
        "section": "office",
        "tab": "offices",
        "waiting": changes.filter(settled_at=None)[:PAGE],
        "settled": changes.exclude(settled_at=None).order_by("-settled_at")[:50],
        "confirms": guards_offices(user),
    }
    return render(request, "cases/office/requests.html", context)


@require_POST
@both_administrators
@step_up
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse an office that somebody else has asked for."""
    get_object_or_404(RoleChange, pk=pk, person__agency=_user(request).agency_id)
    try:
        change = offices.settle(pk, _user(request), grant="grant" in request.POST)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        if change is None:
            messages.warning(request, _t("这项申请已经办过了。"))
        else:
            words = {"person": change.person, "office": change.group.name}
            done = (
                _t("已授予%(person)s的岗位：%(office)s。")
                if change.granted
                else _t("已退回%(person)s的岗位申请：%(office)s。")
            )
            messages.success(request, done % words)
    return redirect("office-requests")
