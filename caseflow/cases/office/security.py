"""What browsers have stopped on our pages: a sign of an attack, or of a mistake of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from caseflow import headers

from . import both_administrators


@require_safe
@both_administrators
def reports(request: HttpRequest) -> HttpResponse:
    """The reports of the last month, the newest first."""
    context = {"section": "office", "tab": "reports", "reports": headers.reports()}
    return render(request, "cases/office/reports.html", context)
