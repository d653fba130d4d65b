"""Rows made of rows by the database itself, and the shares of a line in its words: for a million lines at a time.

A batch is no page: it takes every entitlement of the authority, so nothing here is asked for on behalf of a reader.
"""

from typing import Any

from django.db import connection, models
from django.db.models import Case, ExpressionWrapper, F, Value, When
from django.db.models.functions import Abs, Cast
from django.db.models.lookups import LessThan

from ..rules.splitting import FundingRule, Split, Unset

WHOLE = models.BigIntegerField()


def insert_from(model: type[models.Model], source: models.QuerySet[Any], **columns: Any) -> int:
    """INSERT INTO ``model`` … SELECT: a row for each row of ``source``, its columns from expressions; how many.

    What is not given takes the default of its field. Nothing of the rows passes through this program.
    """
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    given = {field.name: columns.pop(field.name, None) for field in fields}
    if columns:
        raise TypeError(f"{model._meta.label} has no {sorted(columns)}.")
    new = {}
    for field in fields:
        value = given[field.name]
        if value is None and not field.null:
            value = field.get_default()
        kind = getattr(field, "target_field", field)
        wrapped = value if hasattr(value, "resolve_expression") else Value(value, output_field=_plain(kind))
        new[f"new_{field.name}"] = wrapped
    names = tuple(new)
    sql, params = source.order_by().annotate(**new).values_list(*names).query.sql_with_params()
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({into}) {sql}", params)
        return int(cursor.rowcount)


def _plain(field: Any) -> Any:
    """A field of the kind of a column, free of the column: keys of rows are numbers."""
    if isinstance(field, (models.AutoField, models.BigAutoField)):
        return models.BigIntegerField()
    return field


def whole(expression: Any) -> Any:
    return ExpressionWrapper(expression, output_field=WHOLE)


def shares(rule: FundingRule, amount: Any) -> dict[str, Any]:
    """By level, the share of ``amount`` (an expression of fen) as ``rule.split`` gives it: half up at each cut, sign kept.

    Raises Unset where the county has not set the rule.
    """
    if rule.steps is None:
        raise Unset(rule.code)
    total = Cast(amount, WHOLE)
    left: Any = Abs(total)
    found: dict[str, Any] = dict.fromkeys(Split._fields, Value(0, output_field=WHOLE))
    for level, (ours, rest) in rule.steps:
        all_of = ours + rest
        share = whole((left * Value(2 * ours) + Value(all_of)) / Value(2 * all_of))
        found[level] = _signed(total, share)
        left = whole(left - share)
    found[rule.residual] = _signed(total, left)
    return found


def _signed(total: Any, share: Any) -> Any:
    return Case(When(LessThan(total, Value(0)), then=whole(share * Value(-1))), default=share, output_field=WHOLE)


def columns_of(rule: FundingRule, amount: Any) -> dict[str, Any]:
    """The shares under the names of the columns of a line."""
    return {f"{level}_fen": share for level, share in shares(rule, amount).items()}


def key(expression: str) -> Any:
    """The key of a row as text."""
    return Cast(F(expression), models.CharField())
