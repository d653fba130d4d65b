"""What several papers say alike. Only texts that a paper can hold; names that a family reads, never what kind of family it is."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from documents.wording import date_words, money

BLANK = "　　　　"


def base(record: Any, attempt: Any, **more: Any) -> dict[str, Any]:
    """What every paper holds: the agency, the legal day of the move and the reference of the file, and ``more``."""
    agency = record.dossier.agency.for_paper()
    return {"agency": agency, "date": date_words(attempt.on), "reference": record.dossier.reference, **more}


def day(value: date | None) -> str:
    return date_words(value) if value else ""


def cell(label: str, value: Any) -> dict[str, str]:
    """A labelled value of a sheet."""
    return {"label": label, "value": str(value if value not in (None, "") else "／")}


def row(*cells: dict[str, str]) -> list[dict[str, str]]:
    return list(cells)


def one(label: str, value: Any) -> list[dict[str, str]]:
    """A row of one labelled value over the whole width."""
    return [cell(label, value)]


def told(label: str, value: Any) -> list[list[dict[str, str]]]:
    """The same where there is something to say, else no row."""
    return [one(label, value)] if value not in (None, "") else []


def opinion(label: str, text: Any = "", by: Any = None, on: date | None = None) -> dict[str, str]:
    """A cell for an opinion; without text and name it stays empty for the hand."""
    return {"label": label, "text": str(text or ""), "name": str(by or ""), "date": day(on)}


def addressed(member: Any) -> str:
    return f"尊敬的{member.addressed}"


def family(household: Any) -> str:
    return "、".join(each.addressed for each in household.members.all())


def names(people: Iterable[Any]) -> str:
    return "、".join(str(each) for each in people if each)


def lines(*texts: str) -> list[str]:
    return [each.strip() for text in texts for each in str(text).splitlines() if each.strip()]


def yuan(amount: Any) -> str:
    """590.00元（大写：伍佰玖拾元整）, or nothing."""
    if amount is None:
        return ""
    said = money(amount)
    return f"{said['figures']}元（大写：{said['words']}）"


def remedies(agency: Any) -> str:
    """Where and how long a decision may be challenged."""
    return (
        f"您如不服，可自收到之日起60日内向{agency.government}申请行政复议，"
        f"或者自收到之日起6个月内向{agency.court}提起行政诉讼。"
    )


def asks(record: Any) -> str:
    """Whom the family may call: a person of the village, not an office alone."""
    household = record.household if hasattr(record, "household") else record
    worker = next(
        (each.user for each in record.dossier.team if each.role == "village_worker" and not each.ended_on), None
    )
    phones = [getattr(worker, "phone", ""), household.village.phone, household.village.parent.phone]
    phone = next(filter(None, phones), record.dossier.agency.phone)
    return f"有不清楚的，请随时找{worker or household.village.office}，电话：{phone}。"
