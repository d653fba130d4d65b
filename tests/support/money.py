"""People who are paid, and batches walked to their stage: by the moves that lead there, on days of 2026."""

import csv
import io
from datetime import date

import time_machine

from caseflow.cases.models import ParameterValue
from caseflow.cases.transitions import open_dossier, perform
from caseflow.support.batches import answers, returns
from caseflow.support.codes_money import EntitlementState
from caseflow.support.lookup import digest
from caseflow.support.models import Account, Budget, Entitlement, EntitlementItem, Member, PaymentBatch
from caseflow.support.rules.money import Yuan
from caseflow.vault import keeping
from tests.kernel import afresh
from tests.support import walk
from tests.walk import moment

RATES = {"support.monthly_rate_first": "590.00", "support.monthly_rate_second": "460.01"}
FUNDING = {"support.monthly_funding": "省级 8:2 市级 2:8"}


def set_rates(**more):
    for key, value in {**RATES, **FUNDING, **more}.items():
        ParameterValue.objects.create(key=key, value=value, valid_from=date(2024, 1, 1), basis="区卫健发〔2024〕1号")


def card(n):
    """A number of a card with its check digit."""
    body = f"62220200{n:010d}"
    total = 0
    for place, digit in enumerate(reversed(body), start=1):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def give_account(folk, member, n, day=date(2026, 4, 7)):
    """A confirmed account, entered by one and confirmed by another."""
    account = Account(
        household=member.household,
        member=member,
        bank="青岚农商银行",
        kind="SOCIAL_CARD",
        card_hmac=digest("card", card(n)),
        last4=card(n)[-4:],
        number_checked=True,
        entered_by=folk.zhou,
        entered_on=day,
        confirmed_by=folk.tian,
        confirmed_on=day,
    )
    keeping.keep(account, member.household.dossier.reference, card=card(n))
    return account


def paid_family(folk, family=None):
    """A family whose monthly allowance is approved, with an account."""
    family = family or walk.family_in_review(folk)
    application = walk.apply(folk, family)
    walk.bring_to(folk, "approved", application)
    give_account(folk, family.members.first(), 1)
    return afresh(family)


def crowd(folk, family, number, first=2):
    """As many people more who are paid each month, in the file of one family: rows alone, no moves."""
    model = family.entitlements.first()
    members = [
        Member(household=family, name=f"王{n}", sex="2", birth_date=date(1960, 1, 1), id_hmac=digest("id", f"x{n}"))
        for n in range(first, first + number)
    ]
    Member.objects.bulk_create(members)
    Entitlement.objects.bulk_create(
        Entitlement(
            household=family,
            application=model.application,
            member=member,
            agency=model.agency,
            benefit="MONTHLY",
            family_type=model.family_type,
            area=model.area,
            state=EntitlementState.PENDING_START,
            from_month=model.from_month,
            next_month=model.from_month,
            policy=model.policy,
            decided_on=model.decided_on,
        )
        for member in members
    )
    for n, member in enumerate(members, start=first):
        give_account(folk, member, n)
    return members


def at_(day, hour=16):
    return time_machine.travel(moment(date(2026, *day), hour), tick=False)


def open_funds(folk, yuan=10_000_000, benefit="MONTHLY", day=(4, 8)):
    with at_(day, 9):
        budget = open_dossier(Budget, "open_year", by=folk.qian, agency=folk.agency, year=2026)
        shares = {"province": yuan * 80 // 100, "city": yuan * 4 // 100, "district": yuan * 16 // 100}
        perform(afresh(budget), "appropriate", by=folk.qian, benefit=benefit, basis="区财社〔2026〕1号", **shares)
    return afresh(budget)


def open_batch(folk, period="2026-04", benefit="MONTHLY", day=(4, 10)):
    with at_(day, 9):
        batch = open_dossier(
            PaymentBatch, "open_batch", by=folk.zou, agency=folk.agency, benefit=benefit, period=period
        )
    return afresh(batch)


def do(batch, name, by, day, /, **facts):
    with at_(day):
        perform(afresh(batch), name, by=by, **facts)
    return afresh(batch)


def answer_to(batch, failed=(), reason="户名不符"):
    """The bank's answer to the last file as it would come: a table; ``failed`` are places in it."""
    file = returns.last_file(batch)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(answers.HEAD)
    for place, (_key, fen) in enumerate(returns.expected(batch, file.issue), start=1):
        bad = place in failed
        table.writerow((file.number, place, Yuan(fen).figures, "失败" if bad else "成功", reason if bad else ""))
    return out.getvalue().encode()


def answered(batch, failed=()):
    file = returns.last_file(batch)
    read = answers.read(answer_to(batch, failed), file.number, returns.expected(batch, file.issue))
    return {"answer": read, "sha256": read.sha256, "paid": len(read.paid), "returned": len(read.failed)}


PATH = (
    ("batch_checked", "check_batch", "second", (4, 10), lambda b: {}),
    ("batch_approved", "approve_batch", "lu", (4, 13), lambda b: {"opinion": "同意发放。"}),
    ("at_finance", "instruct", "qian", (4, 14), lambda b: {"number": "ZF-2026-0417"}),
    ("at_bank", "send_to_bank", "qian", (4, 15), lambda b: {}),
    ("settled", "settle", "zou", (4, 17), answered),
    ("", "sign_reconciliation", "zou", (4, 20), lambda b: {}),
    ("batch_closed", "close_batch", "qian", (4, 21), lambda b: {}),
)


def bring_to(folk, state, batch=None):
    """A batch in ``state``; a new one where none is given."""
    batch = batch or ready(folk)
    if state == "partly_returned":
        batch = bring_to(folk, "at_bank", batch)
        return do(batch, "settle_partly", folk.zou, (4, 17), **answered(batch, failed=(1,)))
    for reached, name, who, day, facts in PATH:
        if batch.state == state:
            return batch
        batch = do(batch, name, getattr(folk, who), day, **facts(batch))
        if reached == state:
            return batch
    return batch


def ready(folk, family=None):
    """A draft of the months from January to April for one person, with rates and funds."""
    set_rates()
    paid_family(folk, family)
    open_funds(folk)
    return open_batch(folk)


def lines(batch):
    return list(EntitlementItem.objects.filter(batch=batch).order_by("pk"))
