"""For every row of batches and funds, what makes it lawful: facts, and whatever must have come to pass before."""

from datetime import date

from caseflow.support.batches import registers
from caseflow.support.models import BatchException
from tests.kernel import afresh
from tests.support import money
from tests.support.facts import FAMILY, act, of, plain

BATCH, BUDGET = {}, {}

plain(BATCH, {"note": "记一笔"}, "annotate")
plain(BATCH, {}, "check_batch", "check_again", "send_to_bank", "sign_reconciliation")
plain(BATCH, {"opinion": "同意发放。"}, "approve_batch")
plain(BATCH, {"number": "ZF-1"}, "instruct")
plain(BATCH, {"reason": "标准待确认"}, "stop_batch")


@of(BATCH)
def build(p, batch, now):
    type(batch).objects.filter(pk=batch.pk).update(built_on=None)
    return {}


@of(BATCH)
def load_register(p, batch, now):
    listed = registers.Listed("DEPARTED", "0" * 64, (("a" * 64, date(2026, 1, 1)),))
    return {"register": listed, "kind": "DEPARTED", "rows": 1, "sha256": listed.sha256}


@of(BATCH, "remove_line", "explain_exception")
def an_exception(p, batch, now):
    item = money.lines(batch)[0]
    found = BatchException.objects.create(batch=batch, item=item, code="MOVED", found_on=now.date())
    return {"exception": found, "note": "核实过"}


@of(BATCH)
def cover_shortage(p, batch, now):
    type(batch).objects.filter(pk=batch.pk).update(
        province_fen=10**12, amount_fen=10**12 + batch.amount_fen - batch.province_fen
    )
    return {"reason": "月底拨入"}


BATCH["settle"] = lambda p, batch, now: money.answered(batch)
BATCH["settle_partly"] = lambda p, batch, now: money.answered(batch, failed=(1,))


@of(BATCH)
def reissue(p, batch, now):
    money.lines(batch)[0].member.accounts.update(ended_on=now.date())
    money.give_account(p, money.lines(batch)[0].member, 9)
    return {}


@of(BATCH)
def answer_reissue(p, batch, now):
    reissue(p, batch, now)
    act(batch, "reissue", p.qian, now)
    return money.answered(afresh(batch))


@of(BATCH)
def park_return(p, batch, now):
    return {"returned": batch.returns.get(), "note": "本人在外地"}


@of(BATCH)
def finish_returns(p, batch, now):
    act(batch, "park_return", p.zou, now, **park_return(p, batch, now))
    return {}


@of(BATCH)
def close_batch(p, batch, now):
    act(batch, "sign_reconciliation", p.zou, now)
    return {}


plain(BUDGET, {"note": "记一笔"}, "annotate")
plain(BUDGET, {"benefit": "MONTHLY", "basis": "区财社〔2026〕2号", "district": 100}, "appropriate")
plain(BUDGET, {}, "close_year")


@of(FAMILY)
def record_change(p, family, now):
    member = family.members.first()
    return {"code": "E_HUKOU_OUT", "happened_on": date(2026, 3, 1), "member": member, "source": "比对一致"}


@of(FAMILY)
def hold_payment(p, family, now):
    return {"member": _paid(p, family), "code": "SUSP_MATCH", "reason": "比对中"}


@of(FAMILY)
def resume_payment(p, family, now):
    member = _paid(p, family)
    act(family, "hold_payment", p.zou, now, member=member, code="SUSP_MATCH", reason="比对中")
    return {"member": member, "reason": "核实无误"}


def _paid(p, family):
    """A member who is paid; where the walk has not got so far, as if a decision of earlier years said so."""
    from caseflow.support.models import Application, Entitlement

    member = family.members.first()
    if not family.entitlements.exists():
        made = {"dossier": family.dossier, "household": family, "applicant": member, "track": "full"}
        other = family.applications.first() or Application.objects.create(**made, benefit="MONTHLY")
        Entitlement.objects.create(
            household=family,
            application=other,
            member=member,
            agency=family.dossier.agency,
            benefit="MONTHLY",
            from_month="2026-01",
            next_month="2026-01",
            policy="x",
            decided_on=date(2026, 1, 5),
        )
    return member
