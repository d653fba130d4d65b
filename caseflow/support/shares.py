"""How an amount is borne by province, city and district, as it is kept with a decision."""

from decimal import Decimal


def shares(benefit: str, amount: Decimal | None) -> dict[str, str]:
    return {}
