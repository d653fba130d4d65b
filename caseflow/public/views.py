"""The pages of tips and receipts. Nobody signs in, nothing runs in the browser, and no cookie is set."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from caseflow.acting import system
from caseflow.cases.transitions import Refused
from caseflow.enforcement.models import Tip
from caseflow.operations.unavailable import is_passing
from caseflow.receipts import codes, limits
from caseflow.receipts.models import Receipt

from . import receiving, tokens, words
from .forms import AdditionForm, ReceiptForm, TipForm
from .house import full, heard_enough, house, no_more_files

View = Callable[..., HttpResponse]
HERE = {
    "tip": "tip",
    "received": "tip",
    "receipt": "receipt",
    "state": "receipt",
    "verify": "verify",
    "verified": "verify",
}
LANGUAGES = (("zh-hans", "简体中文"), ("en", "English"))


def for_everybody(view: View) -> View:
    """A page of the public. Without a cookie there is nothing to forge but where a form comes from: that is looked at."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        origin = request.META.get("HTTP_ORIGIN")
        if request.method == "POST" and origin not in {None, "null", f"{request.scheme}://{request.get_host()}"}:
            return forbidden(request)
        with system():
            return view(request)

    return answer


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Rendered without the request: what it may say of somebody reaches no template."""
    language = get_language()
    others = [{"code": code, "name": name} for code, name in LANGUAGES if code != language]
    for each in others:
        try:
            resolve(request.path_info)
            each["url"] = translate_url(request.path, each["code"])
        except Resolver404:
            each["url"] = "/en/" if each["code"] == "en" else "/"
    with system():
        agency = house()
    content = render_to_string(
        f"public/{template}.html", {"agency": agency, "others": others, "here": HERE.get(template), **context}
    )
    return HttpResponse(content, status=status)


# --- a tip


@require_http_methods(["GET", "HEAD", "POST"])
def _tip(request: HttpRequest) -> HttpResponse:
    """The form of a tip; sent, it answers with the receipt at the same address."""
    agency = house()
    if agency is None:
        return problem(request, 503)
    refusal = full(agency)
    if request.method != "POST":
        return page(request, "tip", {"form": TipForm(initial={"token": tokens.new()}), "refusal": refusal})
    form = TipForm(request.POST, {} if refusal else request.FILES)
    token = tokens.read(request.POST.get("token", ""))
    if form.is_valid() and not refusal and token:
        if refused := no_more_files(agency, form.cleaned_data["attached"]):
            form.add_error("attached", refused)
        else:
            try:
                given = receiving.take(agency, form.cleaned_data, token)
                return page(request, "received", {"receipt": given})
            except Refused as refused_:
                for sentence in refused_.reasons.values():
                    form.add_sentence(sentence)
    if not token:
        form.add_sentence(_("这个页面放得太久了。您填的内容还在，请核对后再提交一次。"))
    return page(request, "tip", _again(request, form, refusal, token), 422)


tip = for_everybody(_tip)


def _again(request: HttpRequest, form: Any, refusal: str, token: str) -> dict[str, Any]:
    """The form with what was typed; files a browser does not give back, and the page says so."""
    _shown_again(form, token=request.POST["token"] if token else tokens.new())
    return {"form": form, "refusal": refusal, "files_lost": bool(request.FILES)}


def _shown_again(form: Any, **hidden: str) -> None:
    """What was typed stays; what is hidden is as fresh as the page."""
    form.data = form.data.copy()
    for name, value in hidden.items():
        form.data[name] = value


# --- a receipt


@require_http_methods(["GET", "HEAD", "POST"])
def _receipt(request: HttpRequest) -> HttpResponse:
    """By a receipt: how far the tip has come, what the office says, and room to answer."""
    if request.method != "POST":
        return page(request, "receipt", {"form": ReceiptForm()})
    if "ticket" in request.POST:
        return _added(request)
    form = ReceiptForm(request.POST)
    typed = request.POST.get("receipt", "")
    if form.is_valid():
        if not _may_try(typed):
            form.add_error("receipt", _("试的次数太多，或者查询的人太多。请过一会儿再试，最长一小时。"))
            return page(request, "receipt", {"form": form}, 429)
        if (found := codes.find(typed)) is not None:
            return _state(request, found)
        form.add_error("receipt", _("没有这个收据号，请核对后再输入。"))
    return page(request, "receipt", {"form": form}, 422)


receipt = for_everybody(_receipt)


def _may_try(typed: str) -> bool:
    """Ten tries a second of everybody, ten an hour for one receipt, known or not. None where the cache is away."""
    locator, _digits = codes.read(typed)
    if not limits.take("receipts", "", most=10, seconds=1):
        return False
    return not locator or limits.take("receipt", locator, most=10, seconds=limits.HOUR)


def _state(request: HttpRequest, found: Receipt, form: Any = None, *, done: bool = False, status: int = 200) -> Any:
    record = Tip.objects.select_related("dossier", "case__dossier").get(dossier=found.dossier_id)  # type: ignore[misc]
    context = {
        "told": words.told(record),
        "received": record.received_at,
        "messages": list(record.dossier.messages.all()),
        "form": form or AdditionForm(initial={"token": tokens.new(), "ticket": tokens.ticket(found.pk)}),
        "done": done,
        "files_lost": status == 422 and bool(request.FILES),
    }
    return page(request, "state", context, status)


def _added(request: HttpRequest) -> HttpResponse:
    known = tokens.receipt_of(request.POST.get("ticket", ""))
    found = Receipt.objects.select_related("dossier__agency").filter(pk=known).first() if known else None
    if found is None:
        form = ReceiptForm(initial={})
        return page(request, "receipt", {"form": form, "kept": request.POST.get("text", "")[:5000], "late": True}, 422)
    agency = found.dossier.agency
    refusal = full(agency) or heard_enough(found.dossier)
    addition = AdditionForm(request.POST, {} if refusal else request.FILES)
    token = tokens.read(request.POST.get("token", ""))
    if refusal:
        addition.add_sentence(refusal)
    elif not token:
        addition.add_sentence(_("这个页面放得太久了。您填的内容还在，请核对后再提交一次。"))
    elif addition.is_valid():
        try:
            if refused := no_more_files(agency, addition.cleaned_data["attached"]):
                addition.add_error("attached", refused)
            else:
                receiving.add(found.dossier, addition.cleaned_data, token)
                return _state(request, found, done=True)
        except Refused as refused_:
            for sentence in refused_.reasons.values():
                addition.add_sentence(sentence)
    _shown_again(addition, token=tokens.new(), ticket=tokens.ticket(found.pk))
    return _state(request, found, addition, status=422)


@require_safe
def _privacy(request: HttpRequest) -> HttpResponse:
    """How whoever gives a tip is protected, and what they can do themselves."""
    return page(request, "privacy", {})


privacy = for_everybody(_privacy)


# --- what goes wrong


def problem(request: HttpRequest, status: int) -> HttpResponse:
    return page(request, "problem", {"status": status, **_said(status)}, status)


def _said(status: int) -> dict[str, str]:
    match status:
        case 404:
            return {"title": _("没有找到这个页面"), "text": _("链接可能不完整。")}
        case 413:
            return {"title": _("文件太大，没有收下"), "text": _("请减少文件，或者先提交文字，再凭收据号补交文件。")}
        case 503:
            return {"title": _("现在不能办理"), "text": _("系统正在维护，请过几分钟再试。什么也没有保存。")}
        case 403:
            return {"title": _("没有收下"), "text": _("这个请求来自别的网站，没有办理。请从本站的页面提交。")}
        case 400:
            return {"title": _("没有收下"), "text": _("没有读懂浏览器发来的内容，请返回后再提交一次。")}
    return {"title": _("没有办成"), "text": _("系统出了错，什么也没有保存。请过几分钟再试。")}


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem(request, 404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return problem(request, 403)


def too_large(request: HttpRequest) -> HttpResponse:
    return problem(request, 413)


def broken(request: HttpRequest) -> HttpResponse:
    """What nobody caught; where the database itself is away, a page that asks it nothing."""
    if is_passing():
        content = render_to_string("public/problem.html", {"status": 503, "others": [], **_said(503)})
        return HttpResponse(content, status=503)
    return problem(request, 500)
