"""What is particular on the pages of a batch and of the funds of a year, and what a family's page says of money."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.access import can
from caseflow.cases.access.routes import aside
from caseflow.cases.access.vocabulary import FieldClass
from caseflow.cases.calendar import long_day, short_day
from caseflow.cases.pages import Banner, Section, register_page

from .access_money import BANK_FILE
from .batches import booking, reconciling
from .codes import Benefit
from .codes_money import ItemState
from .models import Budget, EntitlementItem, PaymentBatch
from .pages import KINDS, _SupportPage, fact
from .procedure.batch_words import BatchState
from .rules.money import Yuan
from .rules.splitting import LEVELS, Split

EXCEPTIONS = 30  # on the page of a batch; all of them are found by going through the lines
LATEST = 24  # lines on the page of a family
MONEY = FieldClass.MONEY


def yuan(fen: int | None) -> str:
    return "" if fen is None else f"¥{Yuan(fen).grouped}"


def levels(split: Split) -> list[dict[str, Any]]:
    """The levels that bear something, with their sums."""
    return [fact(LEVELS[name], yuan(fen)) for name, fen in zip(Split._fields, split, strict=True) if fen]


class BatchPage(_SupportPage):
    """A batch: what it adds up to, what was found in it, its files and what the bank answered."""

    list_name = "batches"
    noun = _("发放批次")
    symbol = "money"
    causes = KINDS
    openings = ("open_batch",)
    lead = {
        "check_lines": ("check_batch", "build"),
        "sign_batch": ("approve_batch",),
        "pay_batch": ("instruct",),
        "hand_to_bank": ("send_to_bank",),
        "await_bank": ("settle", "settle_partly"),
        "mend_returns": ("finish_returns", "answer_reissue"),
        "reconcile": ("close_batch",),
    }
    icons = {
        "annotate": "chat",
        "stop_batch": "left",
        "load_register": "doc",
        "check_again": "check",
        "remove_line": "left",
        "explain_exception": "edit",
        "reissue": "send",
        "park_return": "clock",
        "sign_reconciliation": "check",
        "cover_shortage": "money",
    }
    places = {
        "exceptions": _("看疑点"),
        "funds": _("看资金"),
        "returns": _("看退票"),
        "reconciliation": _("看对账"),
        "papers": _("看文书"),
    }
    checks = {
        "not_builder": _("批次不是您编制的"),
        "not_checker": _("批次不是您复核的"),
        "no_open_exceptions": _("疑点都已经处理"),
        "nothing_new": _("复核以后没有新的情况"),
        "budget_suffices": _("各级资金够用，或者财务已经同意先列支"),
    }

    record: PaymentBatch

    def meta(self) -> Iterable[tuple[str, str]]:
        yield _t("事项"), str(Benefit(self.record.benefit).label)
        yield _t("所属月份"), self.record.period
        yield _t("编号"), self.dossier.reference

    def banners(self) -> Iterator[Banner]:
        batch = self.record
        if not batch.is_built:
            yield Banner(_("批次还在编制"), _("一段一段地编，停下来再接着编，结果一样。"))
        if batch.state in (BatchState.CHECKED, BatchState.DRAFT) and (short := booking.lacking(batch)):
            words = _t("、").join(f"{LEVELS[name]}{Yuan(fen).shown}" for name, fen in short.items())
            yield Banner(
                _("资金还差：%(levels)s") % {"levels": words}, _("待遇照常认定，资金到位后发放。"), "warn", "#funds"
            )

    def sections(self) -> Iterator[Section]:
        batch = self.record
        link = ((reverse("batch-lines", args=[self.dossier.reference]), _t("逐笔查看")),)
        yield Section("summary", _t("合计"), "cases/_facts.html", self._facts(), kind=MONEY, links=link)
        found = list(batch.open_exceptions.select_related("item__member")[: EXCEPTIONS + 1])
        data = {
            "rows": [
                {"name": each.item.member.name, "period": each.item.period, "what": each.get_code_display()}
                for each in found[:EXCEPTIONS]
            ],
            "more": len(found) > EXCEPTIONS,
            "checked": batch.checked_by_id is not None,
        }
        links = self.links(remove_line=_t("移出批次"), explain_exception=_t("核实后照发"), check_again=_t("重新比对"))
        count = min(len(found), EXCEPTIONS)
        yield Section("exceptions", _t("疑点"), "support/_exceptions.html", data, count, links=links, kind=MONEY)
        yield Section("funds", _t("资金"), "cases/_facts.html", self._funds(), kind=MONEY, in_tabs=False)
        if files := list(batch.files.select_related("made_by")):
            yield Section("files", _t("银行文件"), "support/_bank_files.html", self._files(files), kind=MONEY)
        if returns := list(batch.returns.select_related("item__member")[:EXCEPTIONS]):
            shown = [
                {
                    "name": each.item.member.name,
                    "amount": yuan(each.item.amount_fen),
                    "why": each.get_code_display(),  # type: ignore[attr-defined]
                    "day": short_day(each.on),
                    "state": _t("转入以后的批次") if each.parked else _t("已重发") if each.fixed_on else _t("待处理"),
                    "over": each.fixed_on is not None,
                }
                for each in returns
            ]
            links = self.links(reissue=_t("重新送交银行"), park_return=_t("转入以后的批次"))
            yield Section("returns", _t("退票"), "support/_returns.html", shown, len(shown), links=links, kind=MONEY)
        if batch.state in (BatchState.SETTLED, BatchState.CLOSED):
            yield Section("reconciliation", _t("对账"), "cases/_facts.html", self._reconciled(), kind=MONEY)

    def _facts(self) -> list[dict[str, Any]]:
        batch = self.record
        people = ((_t("编制"), batch.built_by), (_t("复核"), batch.checked_by), (_t("批准"), batch.approved_by))
        return [
            fact(_t("人次"), f"{batch.lines:,}"),
            fact(_t("金额"), yuan(batch.amount_fen)),
            *levels(batch.split),
            fact(_t("批准的金额"), yuan(batch.approved_fen)),
            fact(_t("支付指令号"), batch.instruction),
            *(fact(label, str(person or "")) for label, person in people),
            fact(_t("大写"), batch.amount.capitals, full=True),
        ]

    def _funds(self) -> list[dict[str, Any]]:
        batch = self.record
        budget = booking.budget_for(self.dossier.agency, batch.period)
        if budget is None:
            return [fact(_t("资金账"), _t("%(year)s年的资金账还没有建立。") % {"year": batch.period[:4]}, full=True)]
        ledger = booking.ledgers(budget).get(batch.benefit)
        free = ledger.free if ledger else Split()
        return [
            fact(_t("资金账"), budget.dossier.title),
            *(
                fact(_t("%(level)s尚可列支") % {"level": LEVELS[name]}, yuan(left))
                for name, left, ours in zip(Split._fields, free, batch.split, strict=True)
                if ours or left
            ),
            fact(_t("同意先列支的理由"), batch.shortage_reason, full=True),
        ]

    def _files(self, files: list[Any]) -> list[dict[str, Any]]:
        with aside():
            may = can(self.user, BANK_FILE, self.record).ok
        return [
            {
                "number": each.number,
                "lines": each.lines,
                "amount": yuan(each.amount_fen),
                "day": short_day(each.made_on),
                "who": str(each.made_by or ""),
                "sha256": each.sha256,
                "answered": short_day(each.returned_on) if each.returned_on else "",
                "url": reverse("bank-file", args=[each.pk]) if may else "",
            }
            for each in files
        ]

    def _reconciled(self) -> list[dict[str, Any]]:
        found = reconciling.of(self.record)
        return [
            fact(_t("批准的金额"), yuan(found.approved)),
            fact(_t("批准以后移出"), yuan(found.taken_out)),
            fact(_t("支付指令合计"), yuan(found.instructed)),
            fact(_t("银行到账"), yuan(found.paid)),
            fact(_t("转入以后的批次"), yuan(found.parked)),
            fact(_t("差额"), yuan(found.difference)),
            *levels(found.levels),
            fact(_t("卫健对账人"), str(self.record.reconciled_by or "")),
        ]

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        return {
            each.pk: _t("%(lines)s人次，%(sum)s") % {"lines": f"{each.lines:,}", "sum": yuan(each.amount_fen)}
            for each in records
        }


class BudgetPage(_SupportPage):
    """The funds of a year: what each level gave for each benefit, and what became of it."""

    list_name = "budgets"
    noun = _("资金账")
    symbol = "calculator"
    openings = ("open_year",)
    lead = {"keep_funds": ("appropriate", "close_year")}
    icons = {"annotate": "chat", "appropriate": "plus", "close_year": "off"}

    record: Budget

    def meta(self) -> Iterable[tuple[str, str]]:
        yield _t("年度"), str(self.record.year)
        yield _t("编号"), self.dossier.reference

    def sections(self) -> Iterator[Section]:
        rows = [
            {"benefit": Benefit(benefit).label, "level": LEVELS[level], **_sums(ledger, level)}
            for benefit, ledger in booking.ledgers(self.record).items()
            for level in ("central", "province", "city", "district")
            if any(getattr(getattr(ledger, kind), level) for kind in ("appropriated", "committed", "paid", "returned"))
        ]
        links = self.links(appropriate=_t("登记拨入的资金"))
        yield Section("ledger", _t("分级、分事项"), "support/_ledger.html", rows, links=links, kind=MONEY)
        latest = self.record.entries.select_related("batch__dossier", "by").order_by("-pk")[:LATEST]
        entries = [
            {
                "day": long_day(each.on),
                "kind": each.get_kind_display(),  # type: ignore[attr-defined]
                "level": LEVELS[each.level],
                "benefit": Benefit(each.benefit).label,
                "sum": yuan(each.fen),
                "about": each.batch.dossier.reference if each.batch else each.reason,
            }
            for each in latest
        ]
        yield Section("entries", _t("最近的分录"), "support/_entries.html", entries, kind=MONEY)


def _sums(ledger: Any, level: str) -> dict[str, str]:
    told = {
        kind: yuan(getattr(getattr(ledger, kind), level)) for kind in ("appropriated", "committed", "paid", "returned")
    }
    return {**told, "free": yuan(getattr(ledger.free, level))}


def of_family(family: Any, links: tuple[tuple[str, str], ...]) -> Section:
    """What a family is due and what it was paid, newest first."""
    entitlements = family.entitlements.select_related("member").order_by("-pk")
    items = EntitlementItem.objects.filter(entitlement__household=family).select_related("member")
    data = {
        "entitlements": [
            {
                "who": each.member.addressed,
                "what": each.get_benefit_display(),
                "since": each.from_month,
                "until": each.to_month if each.to_month > "1" else "",
                "state": each.get_state_display(),
                "over": each.state == "ENDED",
            }
            for each in entitlements
        ],
        "items": [
            {
                "who": each.member.addressed,
                "what": each.get_benefit_display(),
                "period": each.period.partition("/")[0] or _t("一次性"),
                "amount": yuan(each.amount_fen),
                "state": each.get_state_display(),
                "over": each.state in (ItemState.PAID, ItemState.CANCELLED),
            }
            for each in items.order_by("-period", "-pk")[:LATEST]
        ],
    }
    return Section("money", _t("待遇和发放"), "support/_money.html", data, kind=MONEY, links=links)


register_page(PaymentBatch.label(), BatchPage)
register_page(Budget.label(), BudgetPage)
