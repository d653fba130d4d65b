"""The lines of a batch, a page at a time by key, and the file for the bank, for whoever in finance takes it there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from caseflow import audit
from caseflow.cases import pages
from caseflow.cases.access import can, record_for, scope
from caseflow.cases.access.vocabulary import FieldClass
from caseflow.cases.transitions import Refused
from caseflow.people.stepup import step_up
from caseflow.vault.store import Gone

from .access_money import BANK_FILE
from .batches import bank
from .models import BankFile, EntitlementItem, PaymentBatch
from .pages_money import yuan

PAGE = 50


@require_safe
def lines(request: HttpRequest, reference: str) -> HttpResponse:
    """The lines of a batch after a key, in the order of the roster."""
    batch = record_for(request.user, reference)
    if not isinstance(batch, PaymentBatch):
        raise Http404
    page = pages.page_of(batch, request.user)
    if not page.sight.sees(FieldClass.MONEY):
        raise Http404
    after = request.GET.get("after", "0")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    items = EntitlementItem.objects.filter(batch=batch, pk__gt=start).order_by("pk")
    found = list(items.select_related("member__household__village__parent")[: PAGE + 1])
    shown = [
        {
            "name": each.member.name,
            "village": str(each.member.household.village),
            "period": each.period.partition("/")[0],
            "amount": yuan(each.amount_fen),
            "upper": yuan(each.central_fen + each.province_fen),
            "city": yuan(each.city_fen),
            "district": yuan(each.district_fen),
            "state": each.get_state_display(),  # type: ignore[attr-defined]
        }
        for each in found[:PAGE]
    ]
    later = found[PAGE - 1].pk if len(found) > PAGE else None
    return render(
        request, "support/batch_lines.html", {"section": "batches", "page": page, "lines": shown, "later": later}
    )


@require_POST
@step_up
def bank_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was given to the bank, with the numbers of the cards; each time a line in the log, first."""
    file = scope(request.user, BankFile).select_related("batch__dossier__agency").filter(pk=pk).first()
    if file is None:
        raise Http404
    if not (decision := can(request.user, BANK_FILE, file.batch)):
        raise PermissionDenied(decision.why)
    user: Any = request.user
    with transaction.atomic(durable=True):
        audit.record("batch.file_taken", actor=user.pk, object=file.batch.dossier.reference, file=file.number)
    try:
        content = bank.again(file, actor=user.pk)
    except (Refused, Gone) as refused:
        raise PermissionDenied(str(refused)) from None
    answer = HttpResponse(content, content_type="text/csv; charset=gb18030")
    answer["Content-Disposition"] = f'attachment; filename="{file.number}.csv"'
    return answer
