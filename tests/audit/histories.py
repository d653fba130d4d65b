"""Files with a few lines each, and hands that change them past the program with every right on the database."""

import random
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction

import writeonce
from caseflow.audit import chain
from caseflow.cases.chained import SAID, said
from caseflow.cases.models import Dossier, Event
from tests.kernel import do

DAY = date(2026, 3, 9)


def write(case, person, lines, day=DAY):
    """``lines`` further lines in the file, one a day."""
    for number in range(lines):
        do(case, "annotate", person, day + timedelta(days=number), note=f"第{number + 1}次批注")


@contextmanager
def tampered():
    """Inside, no trigger holds; afterwards nothing has happened."""
    with transaction.atomic():
        writeonce.remove()
        yield
        transaction.set_rollback(True)


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def event(dossier, seq):
    return Event.objects.get(dossier=dossier, seq=seq)


def change(dossier, line, **columns):
    for name, value in columns.items():
        sql(f'UPDATE cases_event SET "{name}" = %s WHERE dossier_id = %s AND seq = %s', value, dossier.pk, line)


def set_end(dossier, seq):
    """The row of the file says that it ends at ``seq``."""
    last = event(dossier, seq)
    sql("UPDATE cases_dossier SET seq = %s, head = %s, last_at = %s WHERE id = %s", seq, last.hash, last.at, dossier.pk)


def rehash(dossier, first, others):
    """Right hashes from ``first`` on, as anybody can compute them; the key is a guess unless ``others`` has it."""
    key = others.get("key", b"guessed".ljust(32))
    prev = event(dossier, first - 1).hash if first > 1 else chain.START
    for each in Event.objects.filter(dossier=dossier, seq__gte=first).order_by("seq"):
        body = said(*(getattr(each, name) for name in SAID))
        moment = chain.moment(each.at)
        hash = chain.digest(
            each.alg, dossier.reference, each.seq, moment, each.actor_id, each.transition, each.part, body, prev
        )
        change(dossier, each.seq, prev=prev, hash=hash, mac=chain.mac(each.alg, key, hash))
        prev = hash
    sql("UPDATE cases_dossier SET head = %s WHERE id = %s", prev, dossier.pk)


# Each does one thing to the file at ``seq`` and returns the number where that must be seen.


def edit_facts(dossier, seq, others):
    change(dossier, seq, facts='{"note":"另一句话"}')
    return seq


def edit_actor(dossier, seq, others):
    now = event(dossier, seq).actor_id
    change(dossier, seq, actor_id=next(each for each in others["people"] if each != now))
    return seq


def edit_time(dossier, seq, others):
    change(dossier, seq, at=event(dossier, seq).at - timedelta(days=1))
    return seq


def delete(dossier, seq, others):
    sql("DELETE FROM cases_event WHERE dossier_id = %s AND seq = %s", dossier.pk, seq)
    return seq


def swap(dossier, seq, others):
    change(dossier, seq, seq=1_000_000)
    change(dossier, seq + 1, seq=seq)
    change(dossier, 1_000_000, seq=seq + 1)
    return seq


def move_elsewhere(dossier, seq, others):
    other = next(each for each in others["dossiers"] if each.pk != dossier.pk)
    where = {"dossier_id": other.pk, "seq": other.seq + 1}
    sql("UPDATE cases_event SET dossier_id = %s, seq = %s WHERE id = %s", *where.values(), event(dossier, seq).pk)
    return seq


def delete_last(dossier, seq, others):
    return delete(dossier, dossier.seq, others)


def delete_last_and_roll_back(dossier, seq, others):
    delete(dossier, dossier.seq, others)
    set_end(dossier, dossier.seq - 1)
    return dossier.seq


def rewrite(dossier, seq, others):
    change(dossier, seq, facts='{"note":"另一段历史"}')
    rehash(dossier, seq, others)
    return seq


def delete_file(dossier, seq, others):
    sql("DELETE FROM cases_event WHERE dossier_id = %s", dossier.pk)
    sql("DELETE FROM enforcement_enforcementcase WHERE dossier_id = %s", dossier.pk)
    sql("DELETE FROM cases_dossier WHERE id = %s", dossier.pk)
    return 1


def change_state(dossier, seq, others):
    sql("UPDATE enforcement_enforcementcase SET state = 'archived' WHERE dossier_id = %s", dossier.pk)
    return dossier.seq


def append_forged(dossier, seq, others):
    columns = [field.column for field in Event._meta.local_concrete_fields if field.column not in {"id", "token"}]
    new = [{"seq": "%s", "prev": "%s"}.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    sql(
        f"INSERT INTO cases_event ({names}) SELECT {', '.join(new)} FROM cases_event WHERE dossier_id = %s AND seq = %s",
        *[{"seq": dossier.seq + 1, "prev": "x"}[name] for name in columns if name in {"seq", "prev"}],
        dossier.pk,
        dossier.seq,
    )
    rehash(dossier, dossier.seq + 1, others)
    set_end(dossier, dossier.seq + 1)
    return dossier.seq + 1


KINDS = (
    edit_facts,
    edit_actor,
    edit_time,
    delete,
    swap,
    move_elsewhere,
    delete_last,
    delete_last_and_roll_back,
    rewrite,
    delete_file,
    change_state,
    append_forged,
)


def places(dossiers, wanted, seed=20260309):
    """``wanted`` times a file and the number of a line in it that is neither the first nor the last."""
    chosen = random.Random(seed)
    for _n in range(wanted):
        dossier = Dossier.objects.get(pk=chosen.choice(dossiers).pk)
        yield dossier, chosen.randint(2, dossier.seq - 2)
