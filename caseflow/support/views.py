"""The page on which what is sealed in a family is opened: for a purpose, with a reason, for some hours, and looked back at."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from caseflow import audit
from caseflow.cases import pages
from caseflow.cases.access import can, record_for, scope
from caseflow.cases.fields import CleanCharField
from caseflow.people.stepup import step_up
from caseflow.vault import keeping
from caseflow.vault.store import Gone

from .access import LOOKS_REVIEW, SEALED_LOOK
from .codes import ChildStatus, ConfirmUnit, FamilyType, LookPurpose, Parentage, Sex
from .models import Child, Household, Look, Member

LEAST_REASON = 6  # characters: a word is no reason
SPOKEN: dict[str, Any] = {
    "sex": Sex,
    "status": ChildStatus,
    "parentage": Parentage,
    "confirm_unit": ConfirmUnit,
}


class LookForm(forms.Form):
    """Why somebody has to see it now."""

    purpose = forms.ChoiceField(label=_("目的"), choices=[("", _("请选择")), *LookPurpose.choices])
    reason = CleanCharField(
        label=_("理由"),
        lines=True,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("办哪一件事，为什么现在要看。"),
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if len(reason) < LEAST_REASON:
            raise ValidationError(_t("请写明办哪一件事，为什么现在要看。"))
        return reason


def _family(request: HttpRequest, reference: str) -> Household:
    record = record_for(request.user, reference)
    if not isinstance(record, Household):
        raise Http404
    return record


@require_http_methods(["GET", "HEAD", "POST"])
@step_up
def look(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask with a reason; while it holds, see what is sealed, each time with a line in the log."""
    family = _family(request, reference)
    if not (decision := can(request.user, SEALED_LOOK, family)):
        raise PermissionDenied(decision.why)
    user: Any = request.user
    form = LookForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            taken = Look.take(family, user, **form.cleaned_data)
            audit.record("sealed.looked", actor=user.pk, object=reference, look=taken.pk, purpose=taken.purpose)
        return redirect("sealed-look", reference)
    held = family.looks.open_to(user).first()  # type: ignore[attr-defined]
    may_review = can(user, LOOKS_REVIEW, family).ok
    context = {
        "section": "families",
        "page": pages.page_of(family, user),
        "form": form,
        "held": held,
        "shown": list(_shown(family, held, user)) if held and request.method == "GET" else [],
        "looks": list(family.looks.select_related("by", "reviewed_by")[:50]) if may_review else [],
        "user_key": user.pk,
        "type": FamilyType(family.family_type).label if held and family.family_type else "",
    }
    return render(request, "support/look.html", context, status=422 if form.is_bound else 200)


def _shown(family: Household, held: Look, user: Any) -> Any:
    """Every sealed row of the family in clear, with what the log is told of the ground."""

    def permit() -> dict[str, Any]:
        return {"look": held.pk, "purpose": held.purpose}

    rows = [*Child.objects.filter(household=family), *Member.objects.filter(household=family)]
    for row in rows:
        if not row.sealed():
            continue
        try:
            texts = keeping.unseal(row, actor=user.pk, object=family.dossier.reference, permit=permit)
        except Gone:
            continue
        title = str(row) if isinstance(row, Member) else _t("子女")
        yield {
            "title": title,
            "rows": [(row._meta.get_field(name).verbose_name, _spoken(name, text)) for name, text in texts.items()],  # type: ignore[union-attr]
        }


def _spoken(name: str, text: str) -> str:
    words = SPOKEN.get(name)
    return str(words(text).label) if words and text in words.values else text


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else looks back at a look (decision 10: all of them)."""
    found = scope(request.user, Look).select_related("household__dossier").filter(pk=pk).first()
    if found is None:
        raise Http404
    if not (decision := can(request.user, LOOKS_REVIEW, found.household)) or found.by_id == request.user.pk:
        raise PermissionDenied(decision.why or _t("自己的查看由别人复核。"))
    finding = CleanCharField(max_length=200, required=False).clean(request.POST.get("finding", ""))
    if found.reviewed_on is None:
        with transaction.atomic():
            Look.objects.filter(pk=found.pk, reviewed_by=None).update(
                reviewed_by=request.user.pk, reviewed_on=timezone.localdate(), finding=finding
            )
            audit.record(
                "sealed.reviewed", actor=request.user.pk, object=found.household.dossier.reference, look=found.pk
            )
    return redirect("sealed-look", found.household.dossier.reference)
