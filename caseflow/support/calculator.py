"""“能领什么”: what one person can have, with every reason in plain words. Nobody is named and nothing is kept.

The days that are typed tell when somebody died, so they are sent in the body of a form and stand in no address or log.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from caseflow.cases import holidays, parameters, settled
from caseflow.cases.fields import CleanTextField, IsoDateField, RadioCards, StrictIntegerField, Toggle

from .rules.facts import Sex, Stay
from .rules.overview import Asked, Overview, overview
from .rules.policy import Benefit, FamilyType
from .rules.results import Answer
from .rules.said import BadFacts
from .rules.settings import DEFAULTS, PARAMETERS, Settings

MOST_STAYS = 50
KINDS = {
    FamilyType.DEATH: _("资格确认通知上写的是一类。"),
    FamilyType.DISABILITY: _("孩子持有一级至三级《残疾人证》。"),
}
AREAS = (("RURAL", _("农村")), ("URBAN", _("城镇")))
SCHEMES = (("RESIDENT", _("城乡居民医保")), ("EMPLOYEE", _("职工医保")), ("", _("没有参保")))
TONES = {Answer.YES: "ok", Answer.LOOK: "wait", Answer.NO: "off"}


def settings_on(day: date) -> Settings:
    """What the county has set on a day; the reference's defaults where there is no database yet.

    Raises BadFacts, with the sentence, for a setting that makes no sense.
    """
    try:
        with settled.once():
            return Settings.of({each.key: parameters.value(each.key, day) for each in PARAMETERS})
    except Error:
        return DEFAULTS


class StaysField(CleanTextField):
    """Stays in hospital, one a line: two days, or one while it goes on."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > MOST_STAYS:
            raise self.refusal(_("“%(field)s”一次最多填%(most)s行。"), most=MOST_STAYS)
        return [self._stay(line) for line in lines]

    def _stay(self, line: str) -> Stay:
        written = re.findall(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", line.translate(WIDE))
        left = re.sub(r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", "", line.translate(WIDE))
        if not 1 <= len(written) <= 2 or not re.fullmatch(r"[\s至到~～—–\-:：,，]*", left):
            raise self.refusal(_("“%(line)s”没有看懂，请一行写一次，例如 2026-03-10 至 2026-03-20。"), line=line[:40])
        try:
            admitted, discharged = [*(self.day.clean(each) for each in written), None][:2]
            return Stay(admitted, discharged, claimed_on=timezone.localdate())
        except BadFacts as wrong:
            raise ValidationError(str(wrong)) from None

    @property
    def day(self) -> IsoDateField:
        return IsoDateField(label=self.label, past=True)


WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


class BenefitForm(forms.Form):
    """What is known of one person, without a name."""

    type = forms.ChoiceField(
        label=_("家庭类别"), choices=FamilyType.choices, widget=RadioCards(described=KINDS), initial=FamilyType.DEATH
    )
    born = IsoDateField(label=_("本人出生日期"), past=True)
    sex = forms.ChoiceField(label=_("本人性别"), choices=Sex.choices, widget=Toggle, initial=Sex.FEMALE)
    wife_born = IsoDateField(
        label=_("妻子的出生日期"), past=True, required=False, help_text=_("本人是丈夫的，填上；按月的一项看她的年龄。")
    )
    event_on = IsoDateField(label=_("符合条件之日"), past=True, help_text=_("抄资格确认表上的日期，不用再去问家里人。"))
    confirmed_from = IsoDateField(
        label=_("资格确认之日"), past=True, required=False, help_text=_("还没有确认的，空着。")
    )
    area = forms.ChoiceField(label=_("户口"), choices=AREAS, widget=Toggle, initial="RURAL")
    medical = forms.ChoiceField(label=_("医疗保险"), choices=SCHEMES, required=False, initial="RESIDENT")
    pension = forms.BooleanField(label=_("参加了城乡居民养老保险，今年有应缴的"), required=False)
    stays = StaysField(
        label=_("今年和去年的住院"),
        required=False,
        help_text=_("一行写一次，例如 2026-03-10 至 2026-03-20；还没出院的只写入院日期。没有的，空着。"),
    )
    paid_days = StrictIntegerField(label=_("今年已领的住院护理天数"), required=False, max_value=366, unit=_("天"))
    had_one_time = forms.BooleanField(label=_("一次性扶助已经领过"), required=False)

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.fields["stays"].widget.attrs["rows"] = 3
        for field in self.fields.values():  # whether a day was a holiday is nothing to the family
            field.widget.attrs.pop("data-day", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        born, event = data.get("born"), data.get("event_on")
        if born and event and event <= born:
            self.add_error("event_on", _t("符合条件之日不会早于本人出生的日期，请核对。"))
        return data

    def answer(self, on: date) -> Overview | None:
        """Everything there is to have; None where it cannot be found, which the form then says."""
        data = self.cleaned_data
        asked = Asked(
            FamilyType(data["type"]),
            data["born"],
            Sex(data["sex"]),
            data["event_on"],
            data["confirmed_from"],
            data["wife_born"] if data["sex"] == Sex.MALE else None,
            data["area"],
            data["pension"],
            data["medical"],
            tuple(data["stays"]),
            data["paid_days"] or 0,
            data["had_one_time"],
        )
        try:
            return overview(asked, on, settings=settings_on(on), calendar=holidays.calendar())
        except BadFacts as wrong:
            self.add_error("stays", str(wrong))
            return None


@require_http_methods(["GET", "HEAD", "POST"])
def benefits(request: HttpRequest) -> HttpResponse:
    """What somebody can have, found from what was typed."""
    asked = request.method == "POST"
    form = BenefitForm(request.POST if asked else None)
    found = form.answer(timezone.localdate()) if asked and form.is_valid() else None
    rows = [
        {
            "result": each,
            "tone": TONES[each.answer],
            "premium": each.benefit in (Benefit.PENSION_PREM, Benefit.MED_PREM),
        }
        for each in (found.results if found else ())
    ]
    context = {"section": "calc-benefit", "form": form, "found": found, "rows": rows}
    return render(request, "support/calc_benefit.html", context, status=422 if asked and found is None else 200)
