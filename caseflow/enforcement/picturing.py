"""What only enforcement can say in the picture of a tip or a case. A sealed identity is never in it."""

from typing import Any

from django.utils import timezone

from caseflow.cases.picture import part_of_picture

from .amounts import NOTHING
from .models import EnforcementCase, Tip
from .models.evidence import PreservedItem


@part_of_picture(
    "enforcement.tip",
    "source channel received_at about violation summary act_from act_to act_place urgent reporter answerable replied_on "
    "result duplicate_of case",
)
def of_tip(tip: Tip) -> dict[str, Any]:
    return {
        "source": tip.source,
        "channel": tip.channel,
        "received_at": tip.received_at,
        "about": tip.subject_name,
        "violation": tip.violation,
        "summary": tip.summary,
        "act_from": tip.act_from,
        "act_to": tip.act_to,
        "act_place": tip.act_place,
        "urgent": tip.urgent,
        "reporter": tip.reporter.code if tip.reporter else None,
        "answerable": tip.answerable,
        "replied_on": tip.replied_on,
        "result": tip.result,
        "duplicate_of": tip.duplicate_of.dossier.reference if tip.duplicate_of else None,
        "case": tip.case.dossier.reference if tip.case else None,
    }


@part_of_picture(
    "enforcement.case",
    "party source violation summary act_place act_from act_to discovered_on accepted_on filed_on flags tips officers "
    "protected evidence preserved acts income range crime_suspected proposal fine confiscation reviews statements "
    "hearing_offered hearing services recusals decision money closing not_filed redo",
)
def of_case(case: EnforcementCase) -> dict[str, Any]:
    party = case.party
    return {
        "party": {
            "name": party.name,
            "type": party.type,
            "credit_code": party.credit_code,
            "address": party.address,
            "legal_rep": party.legal_rep,
        },
        "source": case.source,
        "violation": case.violation,
        "summary": case.summary,
        "act_place": case.act_place,
        "act_from": case.act_from,
        "act_to": case.act_to,
        "discovered_on": case.discovered_on,
        "accepted_on": case.accepted_on,
        "filed_on": case.filed_on,
        "flags": sorted(case.flags),
        "tips": [each.dossier.reference for each in case.tips.select_related("dossier").order_by("pk")],
        "officers": [str(each) for each in case.officers],
        "protected": [each.pseudonym for each in case.protected.all()],
        "evidence": [
            {"number": each.number, "kind": each.kind, "name": each.name, "status": each.status}
            for each in case.evidence.all()
        ],
        "preserved": [
            {"name": each.name, "quantity": each.quantity, "outcome": each.outcome, "outcome_on": each.outcome_on}
            for each in PreservedItem.objects.filter(preservation__case=case)
        ],
        "acts": [
            {"on": each.on, "method": each.method, "fee": each.fee, "refunded": each.refunded, "struck": each.struck}
            for each in case.acts.all()
        ],
        "income": case.income(),
        "range": _range(case),
        "crime_suspected": case.crime_suspected,
        **_proposal(case),
        "reviews": [
            {"on": each.on, "by": str(each.by), "second": each.second, "conclusion": each.conclusion}
            for each in case.reviews.select_related("by")
        ],
        "statements": [
            {"on": each.on, "speaker": each.speaker, "waiver": each.waiver, "adopted": each.adopted}
            for each in case.statements.all()
        ],
        "hearing_offered": case.hearing_offered,
        "hearing": _hearing(case),
        "services": [
            {
                "method": each.method,
                "papers": [paper.kind for paper in each.papers.all()],
                "receiver": each.receiver,
                "served_on": each.served_on,
            }
            for each in case.services.prefetch_related("papers")
        ],
        "recusals": [
            {"person": str(each.person), "granted": each.granted, "decided_on": each.decided_on}
            for each in case.recusals.select_related("person")
        ],
        "decision": _decision(case),
        "money": _money(case),
        "closing": case.closing,
        "not_filed": case.not_filed,
        "redo": case.redo,
    }


def _range(case: EnforcementCase) -> dict[str, Any]:
    found = case.range()
    return {"fine_min": found.fine_min, "fine_max": found.fine_max, "confiscation": found.confiscation}


def _proposal(case: EnforcementCase) -> dict[str, Any]:
    """What is proposed now; ``fine`` and ``confiscation`` stand for themselves."""
    proposal = case.proposal
    if proposal is None:
        return {"proposal": None, "fine": None, "confiscation": None}
    told = {
        "on": proposal.on,
        "tier": proposal.tier,
        "mitigation": proposal.mitigation,
        "warning": proposal.warning,
        "fine": proposal.fine,
        "confiscation": proposal.confiscation,
        "income": proposal.income,
        "goods": proposal.goods,
        "licence": proposal.licence,
        "months": proposal.months,
        "fine_min": proposal.computation.get("fine_min"),
        "fine_max": proposal.computation.get("fine_max"),
    }
    return {"proposal": told, "fine": proposal.fine, "confiscation": proposal.confiscation}


def _hearing(case: EnforcementCase) -> dict[str, Any] | None:
    hearing = case.hearing
    if hearing is None:
        return None
    return {
        "requested_on": hearing.requested_on,
        "requested_by": hearing.requested_by,
        "scheduled_at": hearing.scheduled_at,
        "place": hearing.place,
        "is_open": hearing.is_open,
        "host": str(hearing.host) if hearing.host else None,
        "notice_served_on": hearing.notice_served_on,
        "postponed": hearing.postponed,
        "held_on": hearing.held_on,
        "ended_how": hearing.ended_how,
    }


def _decision(case: EnforcementCase) -> dict[str, Any] | None:
    decision = case.decisions.last()
    if decision is None:
        return None
    return {
        "kind": decision.kind,
        "on": decision.on,
        "ground": decision.ground,
        "together": decision.resolved_together,
        "served_on": decision.served_on,
        "annulled_on": decision.annulled_on,
    }


def _money(case: EnforcementCase) -> dict[str, Any]:
    account = case.account(timezone.localdate())
    lines = account.lines
    return {
        "owed": sum((line.item.in_force for line in lines), NOTHING),
        "paid": account.paid,
        "rest": account.rest,
        "overdue": account.overdue,
        "surcharge": account.surcharge,
        "refund": account.refund,
        "settled": account.settled,
        "next_due": account.next_due,
        "items": [
            {
                "kind": line.item.kind.value,
                "amount": line.item.amount,
                "in_force": line.item.in_force,
                "due": line.due,
                "paid": line.paid,
                "rest": line.rest,
                "overdue": line.overdue,
                "surcharge": line.surcharge,
                "surcharge_rest": line.surcharge_rest,
                "status": line.status.value,
            }
            for line in lines
        ],
        "instalments": [{"due_on": each.due_on, "amount": each.amount} for each in case.plan_rows],
        "payments": [
            {"slip_no": each.slip_no, "paid_on": each.paid_on, "amount": each.amount} for each in case.payments.all()
        ],
    }
