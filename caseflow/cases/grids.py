"""Fields of several lines: a small table to fill in, and a list of points that each get a verdict. No JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import Spoken, speak

MOST_ROWS = 100


class Grid(forms.Widget):
    """A table of inputs named ``items-0-name``; what was typed, then ``spare`` empty rows."""

    template_name = "components/grid.html"
    use_fieldset = True

    def __init__(self, columns: Mapping[str, forms.Field], spare: int = 5, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.columns, self.spare = dict(columns), spare

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        typed = re.compile(rf"{re.escape(name)}-([0-9]{{1,3}})-({'|'.join(self.columns)})")
        rows: dict[int, dict[str, Any]] = {}
        for key in data:
            if found := typed.fullmatch(str(key)):
                rows.setdefault(int(found[1]), {})[found[2]] = data[key]
        return [rows[number] for number in sorted(rows)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(str(key).startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []
        filled = [row for row in filled if any(each not in (None, "") for each in row.values())]
        rows = [*filled, *({} for _spare in range(self.spare))]
        widget = context["widget"]
        widget["heads"] = [(field.label, getattr(field, "unit", "")) for field in self.columns.values()]
        widget["rows"] = [
            [self._cell(name, number, column, row.get(column, "")) for column in self.columns]
            for number, row in enumerate(rows)
        ]
        return context

    def _cell(self, name: str, number: int, column: str, value: Any) -> dict[str, Any]:
        field = self.columns[column]
        label = _t("第 %(row)d 行，%(column)s") % {"row": number + 1, "column": field.label}
        attrs = {**field.widget.attrs, "aria-label": label, "id": f"id_{name}-{number}-{column}"}
        attrs["class"] = f"control {attrs.get('class', '')}".strip()
        cell = field.widget.get_context(f"{name}-{number}-{column}", field.prepare_value(value), attrs)
        return {"label": field.label, **cell["widget"]}


class RowsField(Spoken, forms.Field):
    """Rows of a small table, as a list of mappings; empty rows do not count.

    A column left empty in a row that counts takes the initial value of its field.
    """

    required_sentence = _("请至少填写一行“%(field)s”。")

    def __init__(self, columns: Mapping[str, forms.Field], *, spare: int = 5, **options: Any):
        self.columns = columns
        options.setdefault("widget", Grid(columns, spare))
        super().__init__(**options)

    def __deepcopy__(self, memo: dict[int, Any]) -> RowsField:
        """For a form: the columns speak the language in which it is shown."""
        copied = super().__deepcopy__(memo)
        copied.columns = deepcopy(dict(self.columns), memo)
        for field in copied.columns.values():
            speak(field)
        return copied

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        if value in self.empty_values:
            return []
        if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) for row in value):
            raise self.refusal(_("“%(field)s”没有收到，请重新填写。"))
        if len(value) > MOST_ROWS:
            raise self.refusal(_("“%(field)s”最多 %(most)s 行，请分几次登记。"), most=MOST_ROWS)
        rows, refusals = [], []
        for number, row in enumerate(value, 1):
            if all(each in (None, "") for each in row.values()):
                continue
            cleaned, wrong = self._row(number, row)
            rows.append(cleaned)
            refusals += wrong
        if refusals:
            raise ValidationError(refusals)
        return rows

    def _row(self, number: int, row: Mapping[str, Any]) -> tuple[dict[str, Any], list[ValidationError]]:
        cleaned, refusals = {}, []
        if strange := sorted(map(str, set(row) - set(self.columns))):
            refusals.append(
                self._of_row(number, _t("没有“%(names)s”这一列。") % {"names": _t("、").join(strange)[:200]}, "unknown")
            )
        for name, field in self.columns.items():
            value = row.get(name, "")
            if value in (None, "") and field.initial is not None:
                value = field.initial
            try:
                cleaned[name] = field.clean(value)
            except ValidationError as refused:
                refusals += [self._of_row(number, sentence, "row") for sentence in refused.messages]
        return cleaned, refusals

    def _of_row(self, number: int, sentence: str, code: str) -> ValidationError:
        return ValidationError(_t("第 %(row)d 行：%(sentence)s") % {"row": number, "sentence": sentence}, code=code)


class Verdicts(forms.Widget):
    """A table of points with one radio button for each verdict, named ``items-facts``."""

    template_name = "components/verdicts.html"
    use_fieldset = True

    def __init__(self, points: Sequence[tuple[str, Any]], verdicts: Sequence[tuple[str, Any]], attrs: Any = None):
        super().__init__(attrs)
        self.points, self.verdicts = tuple(points), tuple(verdicts)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        return {code: data[f"{name}-{code}"] for code, _label in self.points if data.get(f"{name}-{code}")}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}-{code}" in data for code, _label in self.points)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = value if isinstance(value, Mapping) else {}
        context["widget"]["verdicts"] = [label for _code, label in self.verdicts]
        context["widget"]["points"] = [
            {
                "name": f"{name}-{code}",
                "label": label,
                "options": [
                    {"value": verdict, "label": word, "checked": given.get(code) == verdict}
                    for verdict, word in self.verdicts
                ],
            }
            for code, label in self.points
        ]
        return context


class VerdictsField(Spoken, forms.Field):
    """A verdict on each of several points, as a mapping; one word for all stands for every point."""

    required_sentence = _("请对“%(field)s”逐项作出结论。")

    def __init__(self, points: Sequence[tuple[str, Any]], verdicts: Sequence[tuple[str, Any]], **options: Any):
        self.points, self.verdicts = dict(points), dict(verdicts)
        options.setdefault("widget", Verdicts(points, verdicts))
        super().__init__(**options)

    def to_python(self, value: Any) -> dict[str, str]:
        if value in self.empty_values:
            return {}
        if isinstance(value, str) and value in self.verdicts:
            value = dict.fromkeys(self.points, value)
        if not isinstance(value, Mapping):
            raise self.refusal(_("“%(field)s”没有收到，请重新选择。"))
        given = {str(code): str(verdict) for code, verdict in value.items() if verdict not in (None, "")}
        if not set(given) <= set(self.points) or not set(given.values()) <= set(self.verdicts):
            raise self.refusal(_("“%(field)s”里没有这个选项，请重新选择。"), "invalid_choice")
        return {code: given[code] for code in self.points if code in given}
