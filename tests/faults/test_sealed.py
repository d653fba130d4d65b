"""Assurances 26, 27, 45: nothing is seen unrecorded, nothing is read without the key, nothing is left of whom one erased."""

import hashlib
import hmac
import os
import random
import signal
import time
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection, transaction

from caseflow.acting import system
from caseflow.audit.models import Entry
from caseflow.audit.verification import verify
from caseflow.custody import kinds, retention, unsealing
from caseflow.enforcement.models import ProtectedPerson, Reporter, Tip
from caseflow.people.models import User
from caseflow.vault import ciphers, keeping, store
from caseflow.vault.models import DataKey, Word
from tests import walk
from tests.faults.processes import Child

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "须当面向举报人核实其所述的收费时间、地点和数额。"
NAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "媛婧琬珺珂瑾璇菡萏蕤"


@pytest.fixture
def office(agency):
    people = walk.make_people(agency)
    people.protector = User.objects.create_user(username="protector", name="保护", agency=agency)
    people.protector.groups.add(Group.objects.get(name="保护专员"))
    return people


# --- 26: killed between the record and the sight


POINTS = ("asked", "before the record", "after the record", "opened")


def looking(around, tip, point, tell, careless=False):
    """One request after another, granted, looked at and told; it kills itself at ``point`` of the third."""
    here = {"round": 0}

    def dies(name):
        if name == point and here["round"] == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    opened, record = keeping._opened, keeping.audit.record

    def recording(*args, **said):
        if args[0] == "identity.unsealed":
            dies("before the record")
        return record(*args, **said)

    def opening(row, name):
        dies("after the record")
        return opened(row, name)

    keeping.audit.record, keeping._opened = recording, opening
    unsealing.A_DAY_EACH = unsealing.A_DAY_UNIT = 10**6
    with system():
        (identity,) = kinds.identities_of(Tip.objects.get(pk=tip.pk))
        while True:
            here["round"] += 1
            request = unsealing.ask(around.unit_head, tip, identity, ground="inquiry", reason=REASON, minutes=30)
            unsealing.decide(around.protector, request.pk, grant=True)
            dies("asked")
            if careless:  # shown first, recorded afterwards
                tell("shown", request.pk)
            unsealing.look(around.unit_head, request.pk)
            dies("opened")
            if not careless:
                tell("shown", request.pk)


def unrecorded(around, tip, rounds, careless=False, seed=26):
    """Kill as many processes that look, half of them at a point of their own, half at any; what was shown unrecorded."""
    chance, shown = random.Random(seed), []
    for n in range(rounds):
        point = POINTS[n % len(POINTS)] if n % 2 or careless else ""
        child = Child(lambda tell, point=point: looking(around, tip, point, tell, careless))
        child.until_heard()
        if not point:
            time.sleep(chance.uniform(0.01, 0.15))
            child.kill()
        told = child.wait()
        assert not [line for line in told if line[0] == "failed"], told
        shown += [line[1] for line in told]
    recorded = {each.data["request"] for each in Entry.objects.filter(action="identity.unsealed")}
    return shown, [each for each in shown if each not in recorded]


@pytest.fixture
def tip(office):
    return walk.open_tip(office, real_name=True, reporter_name="何不言", reporter_phone="13900001111")


def test_nothing_is_shown_that_no_record_tells_of(office, tip, on_disk, scale, figures):
    kills = scale(4, 100)
    shown, missing = unrecorded(office, tip, kills)
    assert len(shown) >= kills
    assert missing == []
    figures(f"{kills} kills on {connection.vendor}: {len(shown)} sights, 0 without a record")


def test_the_harness_notices_who_shows_before_recording(office, tip, on_disk):
    _shown, missing = unrecorded(office, tip, 2, careless=True)
    assert missing


# --- 27: everything but the key


def invented(n):
    """People with rare characters in their names, and numbers that no other datum holds."""
    chance = random.Random(27)
    return [
        {
            "name": NAMES[each % 16] + "".join(chance.sample(GIVEN, 2)) + f"{chance.randrange(10**6):06}",
            "phone": f"199{chance.randrange(10**8):08}",
            "id_no": f"620702{chance.randrange(10**12):012}",
        }
        for each in range(n)
    ]


def sealed(office, persons):
    """Half of them reporters, half protected persons of one case, whose words are indexed; some rewritten and deleted."""
    case = walk.bring_to(office, "filed")
    with transaction.atomic():
        for n, person in enumerate(persons):
            if n % 2:
                keeping.keep(Reporter(code=f"R-{n}"), f"JB-{n}", **person)
            else:
                row = ProtectedPerson(case=case, pseudonym=f"孕妇{n}")
                keeping.keep(row, case.dossier.reference, identity=f"{person['name']} {person['id_no']}")
        for n, person in enumerate(persons[:20]):  # leaves its traces in free pages and dead rows
            gone = Reporter(code=f"G-{n}")
            keeping.keep(gone, f"JB-{n}", **person)
            gone.delete()
    return case


def stolen(tmp_path):
    """The bytes of everything a thief may carry away: the database as it lies on the disk, its log, a dump, a copy."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = Path(connection.settings_dict["NAME"])
            found = [Path(f"{name}{end}").read_bytes() for end in ("", "-wal") if Path(f"{name}{end}").exists()]
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "copy")])
            found.append((tmp_path / "copy").read_bytes())
        else:
            found = []
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 3")
            for (name,) in cursor.fetchall():
                cursor.execute("SELECT pg_read_binary_file(%s)", [f"pg_wal/{name}"])
                found.append(bytes(cursor.fetchone()[0]))
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT pg_read_binary_file(pg_relation_filepath('\"{table}\"'))")
                found.append(bytes(cursor.fetchone()[0]))
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                found.append("\n".join(row for (row,) in cursor.fetchall()).encode())
    return b"\n".join(found)


def seen_in(heap, persons):
    """Those of whom a name or a number stands somewhere, as text of any kind that a database or a page writes."""
    found = []
    for n, person in enumerate(persons):
        words = [
            form for text in person.values() for form in (text.encode(), text.encode("utf-16-le"), text.encode("gbk"))
        ]
        if any(word in heap for word in words):
            found.append(n)
    return found


def guessed(candidates, key_ids):
    """What somebody without the keys of persons may try on the blind index: hashes, and what else is written down as key."""
    known = set(Word.objects.values_list("mac", flat=True))
    tries = [b"", b"caseflow", *(key.encode() for key in key_ids), *(bytes.fromhex(key) for key in key_ids)]
    hits = [each for each in candidates if hashlib.sha256(each.encode()).hexdigest() in known]
    return hits + [
        each for key in tries for each in candidates if hmac.digest(key, each.encode(), "sha256").hex() in known
    ]


def test_without_the_key_nobody_is_found(office, on_disk, tmp_path, scale, figures):
    persons = invented(scale(60, 500))
    sealed(office, persons)
    heap = stolen(tmp_path)
    assert seen_in(heap, persons) == []
    numbers = [person["id_no"] for person in persons]
    chance = random.Random(45)
    candidates = numbers + [f"620702{chance.randrange(10**12):012}" for _n in range(10_000 - len(numbers))]
    assert guessed(candidates, list(DataKey.objects.values_list("pk", flat=True)[: scale(2, 20)])) == []
    figures(
        f"{len(persons)} identities, {len(heap) / 1e6:.0f} MB of {connection.vendor}: 0 found; "
        f"{len(candidates)} candidates against the blind index: 0 found"
    )


def test_the_search_finds_what_stands_there_in_clear(office, on_disk, tmp_path):
    persons = invented(4)
    case = sealed(office, persons)
    case.dossier.subject = persons[2]["name"]
    case.dossier.save()
    assert seen_in(stolen(tmp_path), persons) == [2]
    with_key = keeping._index_key(store.secret(case.protected.first().key_id), "identity")
    known = set(Word.objects.values_list("mac", flat=True))
    assert hmac.digest(with_key, persons[0]["id_no"].encode(), "sha256").hex() in known


# --- 45: erased here and in older copies


def readable(rows, key_ids):
    """What can still be opened of ``rows``, by the ordinary way and by trying every key that is left."""
    left = [store.secret(each) for each in key_ids if store.path_of(each).exists()]
    found = []
    for row in rows:
        for name, held in row.sealed().items():
            about = keeping._about(row, name, held.key_id)
            for way in (lambda row=row, name=name: keeping._opened(row, name), *tries(held, about, left)):
                try:
                    found.append(way())
                except (store.Gone, ciphers.Altered):
                    continue
    return found


def tries(held, about, secrets):
    return [lambda secret=secret: ciphers.decrypt(held.alg, secret, held.box, about) for secret in secrets]


def test_of_the_erased_nothing_is_left_here_or_in_an_older_copy(office, on_disk, scale, figures):
    persons, day = invented(scale(6, 50)), date(2026, 3, 2)
    tips = [
        walk.open_tip(office, day=day, real_name=True, reporter_name=each["name"], reporter_phone=each["phone"])
        for each in persons
    ]
    stays = walk.open_tip(office, day=day, real_name=True, reporter_name="何不言", reporter_phone="13900001111")
    older = [Reporter.objects.get(pk=each.reporter.pk) for each in tips]  # what a copy of yesterday holds
    assert len(readable(older, [])) == 2 * len(persons)
    with time_machine.travel(walk.moment(date(2026, 3, 5)), tick=True):
        chosen = [(each.dossier, identity) for each in tips for identity in kinds.identities_of(each)]
        listed = retention.propose_erasure(office.head, chosen, "处理目的已经实现，本人请求删除。")
        retention.approve(office.protector, listed.pk)
        done = retention.approve(office.principal, listed.pk)
    assert len(done.certificate["keys"]) == len(persons)
    live = list(Reporter.objects.filter(pk__in=[each.pk for each in older]))
    DataKey.objects.update(destroyed_at=None, ground="")  # the rows as an older copy brings them back
    key_ids = list(DataKey.objects.values_list("pk", flat=True))
    assert readable(live, key_ids) == []
    assert readable(older, key_ids) == []
    assert len(readable([Reporter.objects.get(pk=stays.reporter.pk)], [])) == 2
    report = verify()
    assert report.sound, report.damages
    figures(f"{len(persons)} erased on {connection.vendor}: 0 values readable; {report.links} links sound")
