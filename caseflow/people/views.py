"""One's own account: the devices one is signed in on, what has happened to the account, the password."""

from typing import Any

from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from caseflow import audit

from . import notices, sessions
from .models import Notice, Session
from .setup import STRONG, SetUpForm

SHOWN = 50  # sessions and notices


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, and what one was told; having been shown, it is read."""
    user: Any = request.user
    held = list(user.sessions.order_by("-seen_at")[:SHOWN])
    here = sessions.digest(request.session.session_key or "")
    told = list(user.notices.all()[:SHOWN])
    context = {
        "tab": "account",
        "sessions": [{"session": each, "here": each.pk == here} for each in held],
        "notices": told,
        "unread": user.notices_unread,
    }
    response = render(request, "people/account.html", context)
    if user.notices_unread:
        notices.read(user)
    return response


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one session, or all but this one, or all of them."""
    user: Any = request.user
    which = request.POST.get("which", "")
    with transaction.atomic():
        if which in {"others", "all"}:
            count = sessions.end(user, but=request.session if which == "others" else None)
        else:
            count = Session.objects.filter(user=user, pk=which[:40].replace("\0", "")).delete()[0]
        audit.record("sessions.ended", actor=user.pk, count=count)
    still_here = Session.objects.filter(pk=sessions.digest(request.session.session_key or "")).exists()
    if not still_here:
        request.session.flush()
        return redirect("account_login")
    messages.success(request, _("已退出 %(n)d 处登录。") % {"n": count})
    return redirect("account")


class AnotherPassword(PasswordChangeForm):
    """In the words of the house."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].label, self.fields["new_password1"].help_text = _("新密码"), STRONG
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = _("再输一次新密码"), ""


@method_decorator(rate_limit(action="change_password"), name="dispatch")
class ChangePassword(PasswordChangeView):
    """One's own password. Every other session ends, this one goes on under a new key."""

    template_name = "people/password.html"
    form_class = AnotherPassword
    success_url = reverse_lazy("account")
    extra_context = {"tab": "password"}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end(form.user, but=self.request.session)
        notices.tell(form.user, Notice.Kind.PASSWORD, self.request)
        audit.record("password.changed", actor=form.user.pk)
        messages.success(self.request, _("密码已更换，其他设备上的登录都已退出。"))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The own password by the code that an administrator has handed over."""
    form = SetUpForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("密码已设好，请登录。"))
        return redirect("account_login")
    return render(request, "people/set_up.html", {"form": form}, status=422 if form.is_bound else 200)
