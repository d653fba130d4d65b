"""Who may do what with batches and the funds of a year, and see what of them.

Finance reads batches and funds and no family; the county reads both; townships and villages read neither, but what is
paid to the families of their area on the page of the family.
"""

from collections.abc import Iterator

from caseflow.cases.access.vocabulary import (
    EXPORT,
    HOUSE,
    READ,
    VOID,
    WHO,
    FieldClass,
    Policy,
    Rule,
    Shown,
    Sight,
    register_policy,
    scoped,
    system,
)
from caseflow.procedure import Procedure

from . import law
from .access import SHARED, columns, moves, rule, sights
from .procedure.batch import BATCH, BUDGET
from .procedure.words import OF_COUNTY, Role

READERS = (*OF_COUNTY, Role.FINANCE)
BATCH_COLUMNS = {
    **SHARED,
    "MONEY": "benefit period lines amount levels exceptions files returns approved reconciliation",
}
BUDGET_COLUMNS = {**SHARED, "MONEY": "year ledger"}
PAPERS = {"support_payment_roster": FieldClass.MONEY, "support_reconciliation": FieldClass.MONEY}
BANK_FILE = "batch.bank_file"


def _rules(procedure: Procedure) -> Iterator[Rule]:
    states = tuple(procedure.states.values)
    for role in READERS:
        yield rule(READ, role, states, HOUSE, law.FUNDS)
    for role in (Role.COUNTY_OFFICER, Role.FINANCE):
        yield rule(EXPORT, role, states, HOUSE, law.FUNDS)
    for role in (Role.SECTION_HEAD, Role.LEADER):
        yield rule(WHO, role, states, HOUSE, law.SECRECY)
        yield rule(VOID, role, states, HOUSE, law.RECORDS)
    if procedure is BATCH:
        sent = ("at_bank", "partly_returned", "settled", "batch_closed")
        yield rule(BANK_FILE, Role.FINANCE, sent, HOUSE, law.FUNDS)
    yield from moves(procedure)


def _seen() -> Iterator[Sight]:
    for kind in (FieldClass.OPEN, FieldClass.OFFICIAL, FieldClass.FILE, FieldClass.MONEY):
        yield from sights(kind, READERS, Shown.VISIBLE, law.FUNDS)


def register() -> None:
    """Bring the rows into the one policy, and say what each model of money is."""
    facts = {("appropriate", level): FieldClass.MONEY for level in ("central", "province", "city", "district")}
    for procedure, shown in ((BATCH, BATCH_COLUMNS), (BUDGET, BUDGET_COLUMNS)):
        label = f"{procedure.app_label}.{procedure.name}"
        rules = tuple(_rules(procedure))
        register_policy(Policy(label, procedure.app_label, rules, tuple(_seen()), PAPERS, facts, columns(shown)))


LEVELS = "central_fen province_fen city_fen district_fen"
scoped(
    "support.Entitlement",
    "household__dossier",
    open="id household application agency",
    official="benefit state",
    money="member from_month to_month next_month unit_fen decided_on end_code policy",
    personal="family_type area inputs",
)
scoped(
    "support.EntitlementItem",
    "entitlement__household__dossier",
    open="id entitlement",
    official="benefit state",
    money=f"member period part quantity unit_fen amount_fen {LEVELS} batch account issue due_on paid_on original",
    personal="paid_for",
    also="shown split",
)
scoped("support.CareDay", "item__entitlement__household__dossier", open="id", money="member day year item")
scoped(
    "support.PaymentBatch",
    "dossier",
    open="id dossier state",
    official="benefit period",
    money=f"lines amount_fen {LEVELS} approved_lines approved_fen shortage_reason instruction",
    file="upto built_to built_on built_by checked_by approved_by shortage_by reconciled_by",
    also="amount is_built",
)
scoped(
    "support.BatchException",
    "batch__dossier",
    open="id batch",
    money="item code found_on outcome solved_on solved_by note",
)
scoped(
    "support.BankFile",
    "batch__dossier",
    open="id batch",
    money="issue number sha256 lines amount_fen made_on made_by return_sha256 returned_on",
)
scoped("support.PaymentReturn", "batch__dossier", open="id batch", money="item issue code reason on fixed_on parked")
scoped("support.Budget", "dossier", open="id dossier state", official="year")
scoped("support.BudgetLedger", "budget__dossier", open="id budget", money="level benefit kind fen batch on by reason")
system("support.RegisterEntry")
