"""Accounts, offices and certificates. Nobody is deleted; whoever leaves is deactivated."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow.people.models import Certificate, User

from ..fields import CleanCharField, IsoDateField, PhoneField
from . import GROUP, administrators_only

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
PAGE = 200


class PersonForm(forms.ModelForm):
    """A person and the offices held. An administrator holds no office in cases, and the other way round."""

    name = CleanCharField(label=_("姓名"), max_length=50)
    post = CleanCharField(label=_("职务"), max_length=40, required=False)
    unit = CleanCharField(label=_("科室"), max_length=40, required=False)
    phone = PhoneField(label=_("电话"), required=False)
    legal_qualification = CleanCharField(label=_("法律职业资格证号"), max_length=40, required=False)
    groups = forms.ModelMultipleChoiceField(
        Group.objects.order_by("pk"),
        label=_("岗位"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("系统管理员不能同时担任办案岗位；同一案件里哪些岗位不能兼任，由系统在办理时判断。"),
    )
    is_active = forms.BooleanField(
        label=_("可以登录"), required=False, initial=True, help_text=_("离职、调离的，取消勾选；办过的事都保留。")
    )

    class Meta:
        model = User
        fields = ("username", "name", "post", "unit", "phone", "legal_qualification", "groups", "is_active")
        labels = {"username": _("账号")}
        help_texts = {"username": _("登录用，只用字母、数字和 - _ . @ +。")}

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean_groups(self) -> Any:
        chosen = self.cleaned_data["groups"]
        names = {group.name for group in chosen}
        if GROUP in names and len(names) > 1:
            raise ValidationError(_t("系统管理员不能同时担任办案岗位。"))
        return chosen


class CertificateForm(forms.ModelForm):
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
@administrators_only
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody of the authority."""
    user: Any = request.user
    people = User.objects.filter(agency=user.agency_id).prefetch_related("groups", "certificates")
    context = {"section": "office", "tab": "people", "people": people.order_by("-is_active", "unit", "name")[:PAGE]}
    return render(request, "cases/office/people.html", context)


def initial_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(3))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def create(request: HttpRequest) -> HttpResponse:
    """A new account with a password that is shown once and must be changed."""
    form = PersonForm(request.POST or None, initial={"is_active": True})
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        person.agency = request.user.agency  # type: ignore[union-attr]
        password = _give_password(person)
        form.save_m2m()
        return _shown_once(request, person, password)
    return _form_page(request, form, None)


def _give_password(person: User) -> str:
    password = initial_password()
    person.set_password(password)
    person.password_is_initial = True
    person.save()
    return password


def _shown_once(request: HttpRequest, person: User, password: str) -> HttpResponse:
    context = {"section": "office", "tab": "people", "person": person, "password": password}
    return render(request, "cases/office/password.html", context)


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User, pk=pk, agency=request.user.agency_id)  # type: ignore[union-attr]


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Offices, certificates, and whether the person may sign in."""
    person = _person(request, pk)
    form = PersonForm(request.POST or None, instance=person)
    certificates = Certificates(request.POST or None, instance=person, prefix="certificate")
    if request.method == "POST" and form.is_valid() and certificates.is_valid():
        if person == request.user and not form.cleaned_data["is_active"]:
            form.add_error("is_active", _t("不能停用自己的账号。"))
        else:
            form.save()
            certificates.save()
            messages.success(request, _t("已保存%(person)s的资料。") % {"person": person})
            return redirect("office")
    return _form_page(request, form, certificates, person)


def _form_page(request: HttpRequest, form: Any, certificates: Any, person: User | None = None) -> HttpResponse:
    failed = form.is_bound and (form.errors or (certificates is not None and not certificates.is_valid()))
    context = {"section": "office", "tab": "people", "form": form, "certificates": certificates, "person": person}
    return render(request, "cases/office/person.html", context, status=422 if failed else 200)


@require_POST
@administrators_only
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Another initial password, for somebody who has forgotten theirs."""
    person = _person(request, pk)
    return _shown_once(request, person, _give_password(person))


class ChangePassword(PasswordChangeView):
    """One's own password; the first thing to do with an initial one."""

    template_name = "registration/password.html"
    success_url = reverse_lazy("inbox")

    def form_valid(self, form: Any) -> HttpResponse:
        form.user.password_is_initial = False
        messages.success(self.request, _t("密码已更换。"))
        return super().form_valid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response
