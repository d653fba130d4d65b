"""What the lines of a batch add up to: the sum of the shares of each line, never a share of the sum (reference 2.3)."""

from typing import Any

from django.db.models import Count, Sum

from ..models.money import LEVELS, EntitlementItem
from ..rules.splitting import Split


def of(items: Any) -> tuple[int, Split]:
    """How many lines, and what each level bears of them."""
    found = items.aggregate(
        n=Count("pk"),
        central=Sum("central_fen"),
        province=Sum("province_fen"),
        city=Sum("city_fen"),
        district=Sum("district_fen"),
    )
    levels = {name: int(found[name] or 0) for name in Split._fields}
    return int(found["n"]), Split(**levels)


def of_lines(batch: Any) -> tuple[int, Split]:
    return of(EntitlementItem.objects.filter(batch=batch))


def keep(batch: Any) -> None:
    """Let the batch say what its lines say."""
    lines, split = of_lines(batch)
    batch.lines, batch.amount_fen = lines, split.total
    for name in LEVELS:
        setattr(batch, name, getattr(split, name.removesuffix("_fen")))


FIELDS = ("lines", "amount_fen", *LEVELS)
