"""A county full of families, made of one: rows again and again, in villages of forty, each with its worker."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max

from caseflow.cases.models import Assignment, Dossier
from caseflow.people.models import User
from caseflow.support.models import Area, Household, Member, QuietSpan
from tests.support import walk
from tests.walk import make_agency

VILLAGE, TOWNSHIP, QUIET = 40, 4_000, 20  # families of each; every so many-th has a day to avoid on the festival
SINCE = date(2026, 1, 5)
NUMBERS = "WITH RECURSIVE n(k) AS (SELECT {first} UNION ALL SELECT k + 1 FROM n WHERE k + 1 < {end}) "


def people() -> SimpleNamespace:
    """The people of a village and its township, and the first of their families."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    folk = walk.make_people(make_agency())
    family = walk.open_family(folk)
    Household.objects.filter(pk=family.pk).update(state="team_assignment", accompanied_since=SINCE)
    folk.family = family
    folk.bases = {model: model.objects.aggregate(pk=Max("pk"))["pk"] for model in MODELS}  # type: ignore[attr-defined]
    return folk


MODELS = (Area, User, Dossier, Household, Member, Assignment, QuietSpan)


def fill(folk: SimpleNamespace, first: int, end: int) -> None:
    """The families numbered from ``first`` to before ``end``, with their villages, workers and townships."""
    base = {model: (pk or 0) + 10 for model, pk in folk.bases.items()}
    village, town = f"(n.k / {VILLAGE})", f"(n.k / {TOWNSHIP})"
    villages = f"n.k >= {first} AND n.k % {VILLAGE} = 0"
    worker = f"CASE WHEN {village} = 0 THEN {folk.zhou.pk} ELSE {base[User]} + {village} END"
    officer = f"CASE WHEN {town} = 0 THEN {folk.tian.pk} ELSE {base[User]} + {village} END"
    areas = base[Area]
    of = {
        "town": (
            Area,
            folk.town.pk,
            f"n.k % {TOWNSHIP} = 0",
            {"id": f"{areas} + {town}", "code": f"CAST(100000000 + {town} AS varchar)"},
        ),
        "village": (
            Area,
            folk.village.pk,
            villages,
            {
                "id": f"{areas} + 1000000 + {village}",
                "code": f"CAST(100000000000 + {village} AS varchar)",
                "parent_id": f"CASE WHEN {town} = 0 THEN {folk.town.pk} ELSE {areas} + {town} END",
            },
        ),
        "worker": (User, folk.lei.pk, villages, {"id": f"{base[User]} + {village}", "username": f"'w' || {village}"}),
        "dossier": (
            Dossier,
            folk.family.dossier_id,
            "1 = 1",
            {"id": f"{base[Dossier]} + n.k", "reference": "'GH-620702-2027-' || n.k"},
        ),
        "household": (
            Household,
            folk.family.pk,
            "1 = 1",
            {
                "id": f"{base[Household]} + n.k",
                "dossier_id": f"{base[Dossier]} + n.k",
                "village_id": f"{areas} + 1000000 + {village}",
            },
        ),
        "member": (
            Member,
            folk.family.members.first().pk,
            "1 = 1",
            {"id": f"{base[Member]} + n.k", "household_id": f"{base[Household]} + n.k", "key_id": "NULL"},
        ),
        "assigned": (
            Assignment,
            folk.family.dossier.assignments.filter(user=folk.zhou).get().pk,
            "1 = 1",
            {"id": f"{base[Assignment]} + 2 * n.k", "dossier_id": f"{base[Dossier]} + n.k", "user_id": worker},
        ),
        "township": (
            Assignment,
            folk.family.dossier.assignments.filter(user=folk.tian).get().pk,
            "1 = 1",
            {"id": f"{base[Assignment]} + 2 * n.k + 1", "dossier_id": f"{base[Dossier]} + n.k", "user_id": officer},
        ),
    }
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        for model, template, where, given in of.values():
            _copy(cursor, model, template, first, end, where, given)
        quote = connection.ops.quote_name
        cursor.execute(
            f"INSERT INTO {quote(QuietSpan._meta.db_table)} (household_id, first_day, last_day) "
            f"{NUMBERS.format(first=first, end=end)} SELECT {base[Household]} + n.k, 618, 618 FROM n WHERE n.k % {QUIET} = 7"
        )
        for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _copy(cursor: Any, model: Any, template: int, first: int, end: int, where: str, given: dict[str, str]) -> None:
    quote, meta = connection.ops.quote_name, model._meta
    columns = [field.column for field in meta.local_concrete_fields]
    values = [given.get(column, f"t.{quote(column)}") for column in columns]
    cursor.execute(
        f"INSERT INTO {quote(meta.db_table)} ({', '.join(map(quote, columns))}) {NUMBERS.format(first=first, end=end)}"
        f"SELECT {', '.join(values)} FROM n CROSS JOIN {quote(meta.db_table)} t "
        f"WHERE t.{quote(meta.pk.column)} = {template} AND {where} ON CONFLICT DO NOTHING"
    )
