"""What sealing costs: one value sealed and opened, its keys made, and the record that comes before the sight."""

from itertools import count

from django.db import transaction

from caseflow.enforcement.models import Reporter
from caseflow.vault import ciphers, keeping, store

from .report import Table, engine, median, p95, timed

TEXT = "何不言，13900001111，青岚县城关镇东关街9号".encode()


def measure(quick: bool = False) -> list[Table]:
    rounds = 20 if quick else 500
    numbers = count()
    secret = b"a data key of thirty-two bytes!!"
    boxes = {alg: ciphers.encrypt(alg, secret, TEXT, "bench") for alg in ciphers.ALGORITHMS}

    def keep() -> None:
        n = next(numbers)
        with transaction.atomic():
            keeping.keep(Reporter(code=f"B-{n}"), f"B-{n // 4}", name="何不言", phone="13900001111")

    for _n in range(rounds):
        keep()
    rows = list(Reporter.objects.order_by("pk")[:rounds])
    read = iter(rows)
    lines = {
        "seal a value, AES-256-GCM": lambda: ciphers.encrypt("aes256gcm", secret, TEXT, "bench"),
        "open a value, AES-256-GCM": lambda: ciphers.decrypt("aes256gcm", secret, boxes["aes256gcm"], "bench"),
        "seal a value, SM4-GCM": lambda: ciphers.encrypt("sm4gcm", secret, TEXT, "bench"),
        "open a value, SM4-GCM": lambda: ciphers.decrypt("sm4gcm", secret, boxes["sm4gcm"], "bench"),
        "fetch a person's key from the store": lambda: store.secret(str(rows[0].key_id)),
        "keep a person (row, key on the disk, two values)": keep,
        "unseal a person (record committed, two values)": lambda: keeping.unseal(
            next(read), actor=1, object="bench", permit=dict
        ),
    }
    table = Table(f"Sealed identities, {engine()}", ["", "median µs", "p95 µs"])
    for name, action in lines.items():
        taken = [timed(action) for _n in range(rounds)]
        table.rows.append([name, f"{1000 * median(taken):.0f}", f"{1000 * p95(taken):.0f}"])
    return [table]
