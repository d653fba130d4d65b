"""What every cash rule asks first (reference 2.2, G0): confirmed, in force, the person's own, nothing open, nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from .facts import Standing, Status
from .policy import Benefit, BenefitRow, Book, FamilyType
from .said import Reason, reason
from .settings import Settings


def guards(
    benefit: Benefit, standing: Standing, on: date, book: Book, settings: Settings, *, closing: date | None = None
) -> Iterator[Reason]:
    """G0 for a benefit on a day. ``closing`` is the day tested against END-2 where it is not ``on``."""
    row = book.benefit(benefit, on)
    if row is None:
        yield reason("NO_POLICY", False, _("这一天还没有这项政策。"), "G0")
    elif not row.confirmed:
        yield reason("NO_POLICY", None, _("这项政策还没有核定。"), "G0")
    yield status(standing, row, settings)
    if not standing.parent:
        yield reason("NOT_PARENT", False, _("待遇发给孩子的父母本人。"), "G0")
    if not standing.account_verified:
        yield reason("ACCOUNT", None, _("收款账户还没有核对，核对以后就能发。"), "G0")
    if standing.fraud_flag:
        yield reason("OPEN_FLAG", None, _("有情况正在核实，核实以后再发。"), "G0")
    day = closing or on
    if standing.closed_to == date.min:
        yield reason("CLOSED", False, _("资格确认已经撤销，不再计发。"), "END-2")
    elif standing.closed_to is not None and day > standing.closed_to:
        yield reason("CLOSED", False, _("登记情况有变化，%(day)s以后不再计发。"), "END-2", day=standing.closed_to)


def status(standing: Standing, row: BenefitRow | None, settings: Settings) -> Reason:
    """Whether the household is confirmed; one that waits for its age may have what asks for no age."""
    if standing.status in (Status.CONFIRMED, Status.ENDED) and standing.confirmed_from is not None:
        return reason("CONFIRMED", True, _("资格自%(day)s起确认。"), "G0", day=standing.confirmed_from)
    ageless = row is not None and row.age is None and row.benefit != Benefit.MONTHLY
    if standing.status == Status.CONFIRMED_FUTURE and ageless and settings.allow_future:
        return reason("CONFIRMED", True, _("资格已经确认，这一项不用等到年满。"), "G0")
    if standing.status == Status.CONFIRMED_FUTURE:
        return reason("CONFIRMED", False, _("资格已经确认，年满以后开始。"), "G0")
    if standing.status == Status.SUSPENDED:
        return reason("CONFIRMED", None, _("目前暂停，核实以后补发。"), "SUSP-1")
    return reason("CONFIRMED", False, _("资格还在确认中，确认以后就能办。"), "G0")


def of_type(standing: Standing, types: frozenset[str], ref: str) -> Reason:
    """Whether a benefit is for this kind of family; said without naming what happened."""
    if standing.type in types:
        return reason("FAMILY_TYPE", True, _("属于这一项的范围。"), ref)
    return reason("FAMILY_TYPE", False, _("按现行文件，这一项暂不包括二类关怀家庭。"), ref)


DEATH_ONLY = frozenset({str(FamilyType.DEATH)})


def once(used: frozenset[object], key: object, text: object) -> Reason:
    """Whether what may be paid once has been paid (2.2, the duplicate key)."""
    return reason("PAID_BEFORE", key not in used, text if key in used else _("以前没有领过。"), "2.2")
