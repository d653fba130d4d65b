"""The yearly notice of days off, entered before the software knows it; what was provisional is then counted anew."""

import re
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from caseflow import audit

from .. import holidays, sweep
from ..calendar import DayKind, day_words
from ..fields import CleanCharField, CleanTextField, IsoDateField
from ..forms import CleanForm
from ..models import CalendarDay
from . import administrators_only

MOST = 120  # days of one notice
_LINE = re.compile(r"^(?P<first>\S+?)(?:\s*[至~—–]+\s*(?P<last>\S+))?\s+(?P<kind>\S+)(?:\s+(?P<name>\S.*))?$")
DAY = IsoDateField()
KINDS = {"放假": DayKind.HOLIDAY, "上班": DayKind.MAKEUP, "休息": DayKind.REST, "工作": DayKind.WORK}


class NoticeForm(CleanForm):
    """A notice as lines: a day or a stretch of days, what they are, and the festival."""

    source = CleanCharField(
        label=_("文件依据"), max_length=200, help_text=_("例如《国务院办公厅关于2027年部分节假日安排的通知》")
    )
    days = CleanTextField(
        label=_("安排"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "control"}),
        help_text=_("每行一段，例如：2027-02-05至2027-02-11 放假 春节；2027-02-20 上班 春节"),
    )

    def clean_days(self) -> list[tuple[date, DayKind, str]]:
        found: list[tuple[date, DayKind, str]] = []
        lines = re.split(r"[\n；;]+", self.cleaned_data["days"])
        for number, line in enumerate(filter(None, map(str.strip, lines)), 1):
            found += _read(number, line)
            if len(found) > MOST:
                raise ValidationError(_t("一次最多录入 %(most)d 天。") % {"most": MOST})
        days = [day for day, _kind, _name in found]
        if len(set(days)) < len(days):
            twice = next(day for day in days if days.count(day) > 1)
            raise ValidationError(_t("%(day)s 写了两次。") % {"day": twice.isoformat()})
        return found


def _read(number: int, line: str) -> list[tuple[date, DayKind, str]]:
    match = _LINE.match(line)
    if match is None or match["kind"] not in KINDS:
        raise ValidationError(
            _t("第 %(n)d 行“%(line)s”看不懂，请写成“2027-02-20 上班 春节”的样子。") % {"n": number, "line": line[:60]}
        )
    try:
        first = DAY.clean(match["first"])
        last = DAY.clean(match["last"]) if match["last"] else first
    except ValidationError:
        raise ValidationError(_t("第 %(n)d 行的日期不对，请写成 2027-02-20 的样子。") % {"n": number}) from None
    if last < first or (last - first).days >= MOST:
        raise ValidationError(_t("第 %(n)d 行的起止日期不对。") % {"n": number})
    stretch = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [(day, KINDS[match["kind"]], (match["name"] or "")[:40]) for day in stretch]


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def listing(request: HttpRequest) -> HttpResponse:
    """What was entered, what the software brings along, and the form for the next notice."""
    form = NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changed = _enter(form.cleaned_data["days"], form.cleaned_data["source"], request.user.pk)
        words = {"n": len(form.cleaned_data["days"]), "changed": changed}
        messages.success(request, _t("已录入 %(n)d 天；重新计算暂定期限，有 %(changed)d 个日期改变。") % words)
        return redirect("holidays")
    known = holidays.calendar()
    entered = [
        {"day": each, "words": day_words(each.date, known)} for each in CalendarDay.objects.order_by("-date")[:200]
    ]
    today = timezone.localdate()
    years = sorted(year for year in known.years if year >= today.year - 1)
    context = {
        "section": "office",
        "tab": "holidays",
        "form": form,
        "entered": entered,
        "years": years,
        "next_missing": not known.loaded(today.year + 1),
        "next_year": today.year + 1,
    }
    return render(request, "cases/office/holidays.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _enter(days: list[tuple[date, DayKind, str]], source: str, by: int | None) -> int:
    """Keep the days and count anew what was provisional; returns how many limits changed."""
    for day, kind, name in days:
        CalendarDay.objects.update_or_create(date=day, defaults={"kind": kind.value, "name": name, "source": source})
    changed = sweep.settle_provisional()
    entered = [[day.isoformat(), kind.value, name] for day, kind, name in days]
    audit.record("calendar.entered", actor=by, source=source, days=entered, limits=changed)
    return changed


@require_POST
@administrators_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A day entered wrongly is taken out again."""
    day = get_object_or_404(CalendarDay, pk=pk)
    with transaction.atomic():
        audit.record("calendar.deleted", actor=request.user.pk, object=day.date.isoformat(), kind=day.kind)
        day.delete()
    messages.success(request, _t("已删除 %(day)s。") % {"day": day.date.isoformat()})
    return redirect("holidays")
