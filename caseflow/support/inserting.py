"""Rows out of rows in one statement: what Django has no words for, and what a million duties are made by."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet


def insert_from(model: type[models.Model], columns: Sequence[str], rows: QuerySet[Any, Any]) -> int:
    """Insert what ``rows`` selects, column by column, leave what exists as it is, and return how many are new.

    ``columns`` are columns of ``model``; names and values come from the program alone.
    """
    try:
        select, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return 0
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        cursor.execute(f"{into} {select} ON CONFLICT DO NOTHING", params)
        return int(cursor.rowcount)
