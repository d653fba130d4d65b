"""The input layer: form fields that take what people in a Chinese office type, and say in a sentence what they cannot take.

A field answers with the value as it is stored. What it put right on the way it tells by ``notice()``, which the form
shows below the control. Every refusal names its field, what is wrong and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseflow.cases import identifiers
from caseflow.cases.calendar import long_day, weekday
from caseflow.cases.text import narrow, problems, removed, tidy
from caseflow.files import intake, names
from documents import glyphs

SHORT = 200  # characters of a line
LONG = 20_000  # characters of a text
MAX_INTEGER = 2**31 - 1  # what both databases hold
MIN_DAY, MAX_DAY = date(1900, 1, 1), date(2100, 12, 31)
MAX_MONEY = Decimal("999999999999.99")  # Decimal(14, 2)
GROUPED = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"


class Spoken:
    """A field whose refusals are sentences that name it."""

    label: Any
    error_messages: dict[str, Any]
    unit: Any = ""  # shown after the control: 元, 份, 日
    kind = ""  # how the control looks: date, money, number
    required_sentence = _("请填写“%(field)s”。")

    @property
    def called(self) -> str:
        return str(self.label or gettext("这一项"))

    def refusal(self, sentence: Any, code: str = "invalid", **facts: Any) -> ValidationError:
        return ValidationError(str(sentence) % {"field": self.called, **facts}, code=code)

    def validate(self, value: Any) -> None:
        """Refuse an empty value where one is needed; whatever else Django would have refused, the field has."""
        if self.required and value in self.empty_values:  # type: ignore[attr-defined]
            raise self.refusal(self.required_sentence, "required")

    def notice(self, raw: Any, value: Any) -> str:
        """What was put right, or how the value was read, as a sentence; empty where it stands as typed."""
        return ""


class CleanCharField(Spoken, forms.CharField):
    """Text as typed, without what cannot be seen, printed or found again; ``lines`` for a text of several lines."""

    def __init__(self, *, lines: bool = False, max_length: int | None = None, **options: Any):
        self.lines = lines
        self.most = max_length or (LONG if lines else SHORT)
        if lines:
            options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = tidy("" if value is None else str(value), lines=self.lines)
        if len(text) > self.most:
            raise self.refusal(
                _("“%(field)s”最多写 %(most)s 个字，现在有 %(count)s 个字，请删减。"),
                "max_length",
                most=self.most,
                count=len(text),
            )
        if wrong := problems(text, lines=self.lines):
            raise self.refusal(_("“%(field)s”里%(problem)s"), "characters", problem=wrong[0].sentence)
        return text

    def notice(self, raw: Any, value: Any) -> str:
        said = ""
        if count := removed(str(raw or ""), str(value or "")):
            said = gettext("已去掉 %(count)d 个看不见的字符。") % {"count": count}
        if glyphs.has_pictures(str(value or "")):
            said += gettext("文书上印不出表情符号，印成“%(mark)s”。") % {"mark": glyphs.MARK}
        return said


class CleanTextField(CleanCharField):
    """A text of several lines."""

    def __init__(self, **options: Any):
        super().__init__(lines=True, **options)


class StrictIntegerField(Spoken, forms.Field):
    """A whole number in ASCII or full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "control--num"})
    kind = "number"

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_INTEGER, unit: Any = "", **options: Any):
        self.min_value, self.max_value, self.unit = min_value, max_value, unit
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return self._within(value)
        digits = narrow(tidy(str("" if value is None else value))).removesuffix(str(self.unit) or "\0").strip()
        if not digits:
            return None
        if not re.fullmatch(f"-?{GROUPED}", digits):
            raise self.refusal(_("“%(field)s”应当是整数，例如 12，请只填数字。"))
        digits = digits.replace(",", "")
        return self._within(int(digits) if len(digits) <= 18 else (-1 if digits[0] == "-" else 1) * 10**18)

    def _within(self, number: int) -> int:
        if number < self.min_value:
            raise self.refusal(_("“%(field)s”不能小于 %(least)s，请核对。"), "min_value", least=self.min_value)
        if number > self.max_value:
            raise self.refusal(_("“%(field)s”不能大于 %(most)s，请核对。"), "max_value", most=self.max_value)
        return number

    def notice(self, raw: Any, value: Any) -> str:
        if value is None or str(raw).strip() == str(value):
            return ""
        return gettext("已读作 %(value)s。") % {"value": value}


class MoneyField(Spoken, forms.Field):
    """An amount in yuan with at most two decimals, as a Decimal; nothing below ``min_value`` (one fen unless told)."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "control--money"})
    kind = "money"
    unit = _("元")

    def __init__(
        self, *, min_value: Decimal | int = Decimal("0.01"), max_value: Decimal | int = MAX_MONEY, **options: Any
    ):
        self.min_value, self.max_value = Decimal(min_value), Decimal(max_value)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        figures = narrow(tidy(str("" if value is None else value))).replace(" ", "")
        figures = figures.removeprefix("¥").removesuffix("元")
        if not figures:
            return None
        if re.search("[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟角分整]", figures):
            raise self.refusal(_("“%(field)s”请用阿拉伯数字填写，以元为单位，例如 12000.00。"))
        if not re.fullmatch(rf"-?{GROUPED}(\.[0-9]*)?", figures):
            raise self.refusal(_("“%(field)s”不是金额，请填写以元为单位的数字，例如 12000.00。"))
        if re.search(r"\.[0-9]{3,}$", figures):
            raise self.refusal(_("“%(field)s”最多两位小数（到分），请核对。"), "max_decimal_places")
        if figures.startswith("-"):
            raise self.refusal(_("“%(field)s”不能是负数，请核对。"), "min_value")
        return self._within(figures.replace(",", ""))

    def _within(self, figures: str) -> Decimal:
        amount = Decimal(figures) if len(figures) <= 30 else Decimal("Infinity")
        if amount < self.min_value:
            raise self.refusal(
                _("“%(field)s”不能少于 %(least)s 元，请核对。"), "min_value", least=f"{self.min_value:,.2f}"
            )
        if amount > self.max_value:
            raise self.refusal(
                _("“%(field)s”不能超过 %(most)s 元，请核对。"), "max_value", most=f"{self.max_value:,.2f}"
            )
        return amount.quantize(Decimal("0.01"))

    def notice(self, raw: Any, value: Any) -> str:
        if value is None or str(raw).strip() == f"{value:.2f}":
            return ""
        return gettext("已读作 %(amount)s 元。") % {"amount": f"{value:,.2f}"}


class IsoDateField(Spoken, forms.Field):
    """A day, written 2026-10-09 or 2026年10月9日; ``past`` refuses days after today."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "class": "control--date", "data-day": ""}
    )
    kind = "date"

    def __init__(self, *, past: bool = False, earliest: date = MIN_DAY, latest: date = MAX_DAY, **options: Any):
        self.past, self.earliest, self.latest = past, earliest, latest
        options.setdefault("help_text", _("例如 2026-10-09。"))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return self._within(value)
        typed = re.sub(r"\s", "", narrow(tidy(str("" if value is None else value))))
        return self._within(self._day(typed)) if typed else None

    def _day(self, typed: str) -> date:
        found = re.fullmatch(r"([0-9]{4})([-/.年])([0-9]{1,2})([-/.月])([0-9]{1,2})日?", typed)
        if not found:
            raise self.refusal(_("“%(field)s”请写成 2026-10-09 或者 2026年10月9日 这样，年份写四位。"))
        year, month, day = (int(found[part]) for part in (1, 3, 5))
        try:
            return date(year, month, day)
        except ValueError:
            raise self.refusal(
                _("“%(field)s”不对：没有 %(year)s年%(month)s月%(day)s日 这一天，请核对。"),
                year=year,
                month=month,
                day=day,
            ) from None

    def _within(self, day: date) -> date:
        if self.past and day > timezone.localdate():
            raise self.refusal(
                _("“%(field)s”不能晚于今天（%(today)s）。"), "future", today=long_day(timezone.localdate())
            )
        if not self.earliest <= day <= self.latest:
            raise self.refusal(
                _("“%(field)s”应当在 %(earliest)s 至 %(latest)s 之间，请核对。"),
                "bounds",
                earliest=long_day(self.earliest),
                latest=long_day(self.latest),
            )
        return day

    def notice(self, raw: Any, value: Any) -> str:
        return f"{long_day(value)} {weekday(value)}" if value else ""


class IsoDateTimeField(IsoDateField):
    """A moment, written 2026-03-02 09:10, in the office's time zone unless an offset is given; ``past`` as for days."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "control--date"})
    kind = "datetime"

    def __init__(self, **options: Any):
        options.setdefault("help_text", _("例如 2026-03-02 09:10，按 24 小时制。"))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
        return value

    def to_python(self, value: Any) -> datetime | None:  # type: ignore[override]
        moment = value if isinstance(value, datetime) else self._moment(tidy(str("" if value is None else value)))
        if moment is None:
            return None
        try:
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            moment = timezone.localtime(moment)
        except OverflowError:
            raise self.refusal(_("“%(field)s”不是一个时刻，请核对年份。"), "bounds") from None
        self._within(moment.date())
        if self.past and moment > timezone.now():
            raise self.refusal(
                _("“%(field)s”不能晚于现在（%(now)s）。"), "future", now=timezone.localtime().strftime("%Y-%m-%d %H:%M")
            )
        return moment

    def _moment(self, typed: str) -> datetime | None:
        typed = re.sub(r"\s+", " ", narrow(typed).replace("T", " ").replace("t", " "))
        if not typed:
            return None
        found = re.fullmatch(
            r"([0-9]{4}[-/.年] ?[0-9]{1,2}[-/.月] ?[0-9]{1,2}日?) ?([0-9]{1,2})[:时点]([0-9]{2}|(?<=[时点])[0-9])?分?"
            r"(:[0-9]{2}(?:\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
            typed,
        )
        if not found:
            raise self.refusal(_("“%(field)s”请写成 2026-03-02 09:10 这样，日期和时间之间空一格。"))
        day = self._day(found[1].replace(" ", ""))
        clock = f"{int(found[2]):02d}:{int(found[3] or 0):02d}{found[4] or ':00'}{found[5] or ''}"
        try:
            moment = parse_datetime(f"{day.isoformat()}T{clock}")
        except ValueError:
            moment = None
        if moment is None:
            raise self.refusal(_("“%(field)s”里的时间 %(clock)s 不存在，请写 00:00 至 23:59。"), clock=clock)
        return moment

    def notice(self, raw: Any, value: Any) -> str:
        return f"{super().notice(raw, value)} {value:%H:%M}" if value else ""


class IdentifierField(Spoken, forms.CharField):
    """A number given by a registry: stored compact, and shown back where that is not what was typed."""

    longest = 60

    def __init__(self, **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}))
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        typed = tidy("" if value is None else str(value))
        if wrong := problems(typed):
            raise self.refusal(_("“%(field)s”里%(problem)s"), "characters", problem=wrong[0].sentence)
        if len(typed) > self.longest:
            raise self.refusal(
                _("“%(field)s”最多 %(most)s 位，现在有 %(count)s 位，请核对。"),
                "max_length",
                most=self.longest,
                count=len(typed),
            )
        return self.read(typed) if typed else ""

    def read(self, typed: str) -> str:
        return identifiers.compact(typed)

    def doubt(self, value: str) -> str:
        """What is odd about an accepted number."""
        return ""

    def notice(self, raw: Any, value: Any) -> str:
        if not value:
            return ""
        if doubt := self.doubt(value):
            return doubt
        return "" if str(raw) == value else gettext("已存为 %(value)s。") % {"value": value}


class IdNumberField(IdentifierField):
    """A citizen identity number (GB 11643)."""

    def read(self, typed: str) -> str:
        number = identifiers.compact(typed)
        if wrong := identifiers.id_problem(number, today=timezone.localdate(), synthetic=settings.SYNTHETIC_PERSONS):
            raise ValidationError(wrong, code="invalid")
        return number


class CreditCodeField(IdentifierField):
    """A unified social credit code (GB 32100)."""

    def read(self, typed: str) -> str:
        code = identifiers.compact(typed)
        if wrong := identifiers.credit_problem(code):
            raise ValidationError(wrong, code="invalid")
        return code

    def doubt(self, value: str) -> str:
        return identifiers.credit_doubt(value)


class PhoneField(IdentifierField):
    """A telephone number in mainland China."""

    def __init__(self, **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
        super().__init__(**options)

    def read(self, typed: str) -> str:
        if number := identifiers.phone(typed):
            return number
        raise self.refusal(_("“%(field)s”不是电话号码：手机号是 11 位，固定电话请带区号，例如 0936-8212345。请核对。"))


class LicenceNumberField(IdentifierField):
    """The registration number of a medical institution: an odd one is remarked on, never refused."""

    def doubt(self, value: str) -> str:
        return identifiers.licence_doubt(value)


class RadioCards(forms.RadioSelect):
    """A few options, each with a line about what it entails: ``described`` by value."""

    template_name = "components/radio_cards.html"

    def __init__(self, *args: Any, described: Mapping[Any, Any] | None = None, **options: Any):
        super().__init__(*args, **options)
        self.described = dict(described or {})

    def create_option(self, name: Any, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **options)
        option["described"] = self.described.get(str(value), "")
        return option


class Toggle(forms.RadioSelect):
    """Two to four short options side by side."""

    template_name = "components/toggle.html"


class ManyFiles(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class EvidenceFileField(Spoken, forms.FileField):
    """A file that is what its name says, not empty and not too big; ``multiple`` answers with a list.

    The size limit is ``settings.UPLOAD_MAX_BYTES``. The name is cleaned; the content is what the person sent.
    """

    widget = forms.FileInput
    kind = "file"
    required_sentence = _("请上传“%(field)s”。")

    def __init__(self, *, multiple: bool = False, **options: Any):
        self.multiple = multiple
        if multiple:
            options.setdefault("widget", ManyFiles)
        super().__init__(**options)

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {"accept": ",".join(f".{each}" for each in names.KINDS)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = [each for each in (data if isinstance(data, (list, tuple)) else [data]) if each]
        if not files:
            if self.required and not initial:
                raise self.refusal(self.required_sentence, "required")
            return [] if self.multiple else initial
        taken = []
        refusals = []
        for each in files:
            try:
                taken.append(self._taken(each))
            except ValidationError as refused:
                refusals.append(refused)
        if refusals:
            raise ValidationError(refusals)
        return taken if self.multiple else taken[0]

    def _taken(self, file: UploadedFile) -> UploadedFile:
        if names.turns_writing(str(file.name)):
            raise ValidationError(
                gettext("有一个文件的名称里带有改变书写方向的隐形字符，看到的扩展名可能是假的，请改名后重新上传。"),
                code="name",
            )
        file.name = names.clean_name(str(file.name)) or gettext("未命名文件")
        if not file.size:
            raise ValidationError(gettext("“%(name)s”是空文件，请检查后重新上传。") % {"name": file.name}, code="empty")
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(
                gettext("“%(name)s”有 %(size)d MB，单个文件不能超过 %(most)d MB，请压缩或者分成几份上传。")
                % {
                    "name": file.name,
                    "size": -(-file.size // 1024**2),
                    "most": settings.UPLOAD_MAX_BYTES // 1024**2,
                },
                code="size",
            )
        try:
            verdict: Any = getattr(file, "verdict", None) or intake.take_in(file.name, file)
        except intake.Refused as refused:
            sentence = refused.sentence(file.name, names.extension(file.name))
            raise ValidationError(sentence, code="content") from None
        file.verdict = verdict  # type: ignore[attr-defined]  # looked for once, however often the form is read
        return file


CHOOSE = _("请选择“%(field)s”。")
PLAIN_SENTENCES: dict[str, Any] = {
    "required": _("请填写“%(field)s”。"),
    "invalid": _("“%(field)s”填写的内容不对，请核对。"),
    "invalid_choice": _("“%(field)s”里没有这个选项，请重新选择。"),
    "invalid_list": _("“%(field)s”的选择没有收到，请重新选择。"),
    "invalid_pk_value": _("“%(field)s”里没有这个选项，请重新选择。"),
}


def speak(field: forms.Field) -> None:
    """Give a field of Django's own the same kind of sentences; those written for it in a form are left alone."""
    if isinstance(field, Spoken):
        return
    called = {"field": str(field.label or gettext("这一项"))}
    chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
    inherited = [vars(each).get("default_error_messages", {}) for each in type(field).__mro__]
    for code, sentence in PLAIN_SENTENCES.items():
        if chosen and code == "required":
            sentence = CHOOSE
        if code in field.error_messages and any(
            field.error_messages[code] == messages.get(code) for messages in inherited
        ):
            field.error_messages[code] = str(sentence) % called
