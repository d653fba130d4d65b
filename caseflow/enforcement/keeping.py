"""What enforcement says of the custody of its files: who is sealed in them, who leads, who keeps, and for how long."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from caseflow.custody.kinds import Identity, Kept, Kind, Period, register
from caseflow.procedure import Citation

from .procedure import Role

LEADERS = frozenset({f"enforcement.{Role.HEAD.value}", f"enforcement.{Role.PRINCIPAL.value}"})
KEEPERS = frozenset({f"enforcement.{Role.ARCHIVIST.value}"})
SINCE = date(2006, 12, 18)
PERIODS_OF_RECORDS = Citation(
    "《机关文件材料归档范围和文书档案保管期限规定》", "第七条", "文书档案的保管期限定为永久、定期两种。"
)
PERIODS = (
    Period("永久", None, SINCE, PERIODS_OF_RECORDS),
    Period("30年", 30, SINCE, PERIODS_OF_RECORDS),
    Period("10年", 10, SINCE, PERIODS_OF_RECORDS),
)
TIP_WITHOUT_CASE = "10年"  # a clue that led to no case


def _of_tip(tip: Any) -> Iterator[Identity]:
    if tip.reporter is not None:
        yield Identity(tip.reporter, tip.reporter.code)


def _of_case(case: Any) -> Iterator[Identity]:
    for person in case.protected.select_related("key"):
        yield Identity(person, person.pseudonym)


def _kept_case(case: Any) -> Kept | None:
    event = case.dossier.events.filter(transition="archive").order_by("-pk").first()
    return Kept(event.data["retention"], event.on) if event else None


def _kept_tip(tip: Any) -> Kept | None:
    if tip.case is not None:
        return _kept_case(tip.case)  # with the case that it led to
    return Kept(TIP_WITHOUT_CASE, tip.dossier.closed_on) if tip.dossier.closed_on else None


def register_kinds() -> None:
    register(Kind("enforcement.tip", _of_tip, LEADERS, KEEPERS, PERIODS, _kept_tip))
    register(Kind("enforcement.case", _of_case, LEADERS, KEEPERS, PERIODS, _kept_case))
