"""Fields of the input layer for what models and settings hold: the time of a day, the columns of a record, a plain number."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import GROUPED, MAX_DAY, MIN_DAY, CleanCharField, Spoken
from .text import narrow, tidy


class ClockField(Spoken, forms.Field):
    """The time of a day, written 10:30, with the day it belongs to where that is given too."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "control--time"})

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> time | datetime | None:
        if isinstance(value, datetime):
            if not MIN_DAY <= value.date() <= MAX_DAY:
                raise self.refusal(_("“%(field)s”不是一个时刻，请核对年份。"))
            return timezone.localtime(value) if timezone.is_aware(value) else timezone.make_aware(value)
        typed = re.sub(r"\s", "", narrow(tidy("" if value is None else str(value))))
        if not typed:
            return None
        found = re.fullmatch(r"(?:.*[0-9]{1,2}[日T])?([0-9]{1,2})[:时点]([0-9]{2})?分?(?::[0-9]{2})?", typed)
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise self.refusal(_("“%(field)s”请写成 10:30 这样，按 24 小时制。"))
        return time(int(found[1]), int(found[2] or 0))


class StrictDecimalField(Spoken, forms.Field):
    """A number that is no money, such as a share: 0.30, in ASCII or full-width digits, at most six decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "control--num"})
    kind = "number"

    def __init__(self, *, max_value: Decimal | int = Decimal("1e12"), **options: Any):
        self.max_value = Decimal(max_value)
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        figures = narrow(tidy(str("" if value is None else value)))
        if not figures:
            return None
        if len(figures) > 30 or not re.fullmatch(rf"{GROUPED}(\.[0-9]{{1,6}})?", figures):
            raise self.refusal(_("“%(field)s”应当是不小于 0 的数字，例如 0.30，最多六位小数。"))
        number = Decimal(figures.replace(",", ""))
        if number > self.max_value:
            raise self.refusal(_("“%(field)s”不能大于 %(most)s，请核对。"), "max_value", most=f"{self.max_value:f}")
        return number


def column(field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """The form field of a column: text comes through the input layer, everything else as Django makes it."""
    plain = isinstance(field, models.CharField) and not field.choices
    return field.formfield(form_class=CleanCharField, **options) if plain else field.formfield(**options)
