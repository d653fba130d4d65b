"""What goes into the papers of a batch: the payment roster (F-20) and the reconciliation (F-21)."""

from collections.abc import Iterator
from typing import Any

from caseflow.procedure import Attempt
from documents.kinds import Series

from ..batches import reconciling
from ..codes import Benefit
from ..models.money import EntitlementItem
from ..rules.money import Yuan
from ..rules.splitting import LEVELS, Split, total_of
from . import parts
from .catalogue import _kind
from .context import builder

PER_PAGE = 20  # lines of a page of the roster, whose sum stands below it
PRINTED = 2_000  # lines in print; of a larger batch the roster gives the sums by township, its lines are on the page

MONEY_KINDS = (
    _kind("payment_roster", "F-20", "资金发放花名册", Series.official("发"), "payment_roster", seal=True, copies=3),
    _kind("reconciliation", "F-21", "对账单", Series.form(), "sheet", copies=3),
)


def _figures(fen: int) -> str:
    return Yuan(fen).grouped


def _said(fen: int) -> str:
    return f"{Yuan(fen).grouped}元（大写：{Yuan(fen).capitals}）"


def _masked(last4: str) -> str:
    return f"**************{last4}" if last4 else "／"


def _row(number: int, item: EntitlementItem) -> list[str]:
    member, village = item.member, item.member.household.village
    account = item.member.accounts.filter(ended_on=None).exclude(confirmed_on=None).last()
    return [
        str(number),
        member.name,
        str(member.get_sex_display()),  # type: ignore[attr-defined]
        _masked(member.id_last4),
        str(village),
        item.period.partition("/")[0] or "一次性",
        _figures(item.amount_fen),
        _figures(item.central_fen + item.province_fen),
        _figures(item.city_fen),
        _figures(item.district_fen),
        f"尾号{account.last4}" if account else "／",
    ]


def _pages(items: Any) -> Iterator[dict[str, Any]]:
    rows: list[list[str]] = []
    here: list[EntitlementItem] = []
    for number, item in enumerate(items, start=1):
        rows.append(_row(number, item))
        here.append(item)
        if len(rows) == PER_PAGE:
            yield _page(rows, here)
            rows, here = [], []
    if rows:
        yield _page(rows, here)


def _page(rows: list[list[str]], items: list[EntitlementItem]) -> dict[str, Any]:
    split = total_of(each.split for each in items)
    return {"rows": rows, "figures": _sums(split), "capitals": Yuan(split.total).capitals}


def _sums(split: Split) -> list[str]:
    return [_figures(each) for each in (split.total, split.central + split.province, split.city, split.district)]


@builder("support_payment_roster")
def payment_roster(batch: Any, attempt: Attempt) -> dict[str, Any]:
    """F-20: who gets what and who bears it, with the sum of each page and of all in figures and capitals."""
    items = (
        EntitlementItem.objects.filter(batch=batch).order_by("pk").select_related("member__household__village__parent")
    )
    pages = list(_pages(items)) if batch.lines <= PRINTED else []
    return parts.base(
        batch,
        attempt,
        to="",
        period=f"{batch.period[:4]}年{int(batch.period[5:])}月",
        benefit=str(Benefit(batch.benefit).label),
        heads=[
            "序号",
            "姓名",
            "性别",
            "证件号码",
            "乡镇、村（社区）",
            "所属期",
            "金额",
            "中央和省级",
            "市级",
            "区级",
            "账户",
        ],
        pages=pages,
        lines=str(batch.lines),
        figures=_sums(batch.split),
        capitals=Yuan(batch.amount_fen).capitals,
        maker=str(batch.built_by),
        checker=str(batch.checked_by),
        leader=str(attempt.by or ""),
        opinion=str(attempt.facts.get("opinion", "")),
    )


@builder("support_reconciliation")
def reconciliation(batch: Any, attempt: Attempt) -> dict[str, Any]:
    """F-21: instruction, bank, returns and every level, with the difference, which is nothing."""
    found = reconciling.of(batch)
    rows = [
        parts.row(parts.cell("批次", batch.dossier.reference), parts.cell("事项", Benefit(batch.benefit).label)),
        parts.row(parts.cell("所属月份", batch.period), parts.cell("支付指令号", batch.instruction)),
        parts.one("批准的金额", _said(found.approved)),
        parts.one("批准后移出", _said(found.taken_out)),
        parts.one("支付指令", _said(found.instructed)),
        parts.one("银行到账", _said(found.paid)),
        parts.one("银行退回", _said(found.returned)),
        parts.one("重新发放", _said(found.reissued)),
        parts.one("转入以后批次", _said(found.parked)),
        *(
            parts.one(f"{LEVELS[name]}承担", f"发放记录{_figures(ours)}元，资金账{_figures(theirs)}元")
            for name, ours, theirs in zip(Split._fields, found.levels, found.ledger, strict=True)
            if ours or theirs
        ),
        parts.one("差额", _said(found.difference)),
    ]
    return parts.base(
        batch,
        attempt,
        rows=rows,
        opinions=[
            parts.opinion("卫生健康局", "账目一致。", batch.reconciled_by, attempt.on),
            parts.opinion("财政", "账目一致。", attempt.by, attempt.on),
            parts.opinion("开户银行"),
        ],
    )
