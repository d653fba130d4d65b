"""The data of the authority, as its papers print them."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from caseflow import audit
from caseflow.people.models import Agency

from ..columns import column
from ..forms import CleanModelForm
from . import administrators_only


class AgencyForm(CleanModelForm):
    """What letters are headed with; papers already issued keep what they said."""

    class Meta:
        model = Agency
        formfield_callback = column
        fields = (
            "name",
            "abbr",
            "category",
            "region_code",
            "region_name",
            "government",
            "court",
            "head",
            "bank",
            "bank_account",
            "address",
            "phone",
            "postcode",
        )
        help_texts = {"abbr": _("文号开头的简称，例如“青”，文号即为 青卫医罚〔2026〕1号。")}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def edit(request: HttpRequest) -> HttpResponse:
    agency = request.user.agency  # type: ignore[union-attr]
    if agency is None:
        raise Http404
    form = AgencyForm(request.POST or None, instance=agency)
    if request.method == "POST" and form.is_valid():
        before = {name: str(form.initial.get(name, "")) for name in form.changed_data}
        with transaction.atomic():
            form.save()
            changed = {name: [old, str(form.cleaned_data[name])] for name, old in before.items()}
            audit.record("agency.changed", actor=request.user.pk, object=agency.key, changed=changed)
        messages.success(request, _t("已保存机关资料；以后制作的文书按新的资料。"))
        return redirect("agency")
    context = {"section": "office", "tab": "agency", "form": form}
    return render(request, "cases/office/agency.html", context, status=422 if form.errors else 200)
