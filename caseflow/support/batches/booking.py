"""The ledger of the funds of a year, written only by adding to it, and what it allows (reference 2.3)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from caseflow.cases.models import Dossier

from ..codes_money import Entry
from ..rules import budget as rules
from ..rules.splitting import Split


def budget_for(agency: Any, period: str) -> Any:
    """The funds of the year of a month; None where finance has not opened them."""
    from ..models import Budget

    return Budget.objects.filter(dossier__agency=agency, year=int(period[:4])).select_related("dossier").first()


def book(budget: Any, kind: Entry, benefit: str, split: Split, *, on: Any, by: Any, **about: Any) -> None:
    """One entry for each level that bears something; shares of a recovery are negative and are entered as what came."""
    from ..models import BudgetLedger

    BudgetLedger.objects.bulk_create(
        BudgetLedger(budget=budget, level=level, benefit=benefit, kind=kind, fen=abs(fen), on=on, by=by, **about)
        for level, fen in zip(Split._fields, split, strict=True)
        if fen
    )


def ledgers(budget: Any) -> Mapping[str, rules.Ledger]:
    """By benefit, what was appropriated, is committed, was paid and came back at each level.

    Raises ``rules.Unbalanced`` for entries that cannot be.
    """
    sums: dict[str, dict[str, dict[str, int]]] = {}
    rows = budget.entries.order_by().values_list("benefit", "kind", "level").annotate(fen=Sum("fen"))
    for benefit, kind, level, fen in rows:
        sums.setdefault(benefit, {}).setdefault(kind, {})[level] = int(fen)
    return {benefit: _ledger(by_kind) for benefit, by_kind in sorted(sums.items())}


def _ledger(by_kind: Mapping[str, Mapping[str, int]]) -> rules.Ledger:
    told = {kind: Split(**by_kind.get(kind, {})) for kind in Entry.values}
    promised = told[Entry.COMMIT].minus(told[Entry.RELEASE]).minus(told[Entry.PAY])
    return rules.Ledger(told[Entry.APPROPRIATE], promised, told[Entry.PAY], told[Entry.GIVE_BACK])


def lacking(batch: Any) -> Mapping[str, int]:
    """By level, the fen that the funds lack for a batch."""
    budget = budget_for(batch.dossier.agency, batch.period)
    if budget is None:
        return {}
    return ledgers(budget).get(batch.benefit, rules.Ledger()).lacking(batch.split)


def refusal(batch: Any) -> str:
    """Why the funds do not allow a batch; empty where they do, or finance has said that they shall."""
    if budget_for(batch.dossier.agency, batch.period) is None:
        return _("%(year)s年的资金账还没有建立，请财务先建账。") % {"year": batch.period[:4]}
    short = lacking(batch)
    return str(rules.Short(dict(short))) if short and not batch.shortage_reason else ""


def commit(batch: Any, *, on: Any, by: Any) -> None:
    """Promise the batch, once the funds are held so that no other batch is promised at the same time.

    Raises ``transitions.Refused`` where another one was quicker.
    """
    from caseflow.cases.transitions import Refused

    budget = budget_for(batch.dossier.agency, batch.period)
    Dossier.objects.select_for_update(of=("self",)).get(pk=budget.dossier_id)
    if sentence := refusal(batch):
        raise Refused({"budget_suffices": sentence})
    book(budget, Entry.COMMIT, batch.benefit, batch.split, on=on, by=by, batch=batch, reason=batch.shortage_reason)


def move(batch: Any, kind: Entry, split: Split, *, on: Any, by: Any, reason: str = "") -> None:
    """What becomes of something that was promised: paid, or not paid after all."""
    budget = budget_for(batch.dossier.agency, batch.period)
    book(budget, kind, batch.benefit, split, on=on, by=by, batch=batch, reason=reason)
