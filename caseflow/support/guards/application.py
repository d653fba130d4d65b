"""Whether an application may go on: who may act, what must be there, what the law says first (B1–B19, 4.4, 4.7)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.cases import limits, parameters
from caseflow.procedure import Attempt, guard

from .. import law, notices, privacy, wording
from ..codes import Level, Mode, Purpose, Track
from ..rules.money import Yuan

LETTERS = (
    "missing",
    "how",
    "text",
    "explanation",
    "conclusion",
    "reason",
    "facts",
    "opinion",
    "note",
    "words",
    "doubts",
)


# Who may (4.7, 3.3)


@guard(lazy("代填或者登记这件申请的人不办理它的调查、评议、审核和审批。"), ref="4.7")
def not_who_entered(application: Any, attempt: Attempt) -> bool:
    return attempt.by is None or attempt.by.pk not in application.entered_by


@guard(lazy("声明与这个家庭有关系的人不参与评议、审核和审批。"), ref="3.3")
def not_close(application: Any, attempt: Attempt) -> bool:
    return attempt.by is None or not application.close_to(attempt.by)


@guard(lazy("两名调查人须是两个人，都没有代填这件申请，也不是家庭的亲属。"), ref="B5", of_facts=True)
def second_is_another(application: Any, attempt: Attempt) -> bool:
    second = attempt.facts.get("second")
    if second is None or attempt.by is None:
        return True
    fit = second.pk != attempt.by.pk and second.pk not in application.entered_by
    return fit and not application.household.barred(second)


# On the way


@guard(lazy("须先告诉申请人用什么方式公示，并给他（她）看过公示的内容。"), ref="P-4", of_facts=True)
def mode_was_told(application: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("mode_told")) or application.is_short


@guard(lazy("补正只告知一次，已经告知过。"), ref="B2")
def not_asked_yet(application: Any, attempt: Attempt) -> bool:
    return not application.correction_asked


@guard(lazy("补正期限只延长一次，已经延长过。"), ref="L-3")
def not_extended_yet(application: Any, attempt: Attempt) -> bool:
    return not application.supplement_extended


@guard(lazy("还没有到期。"), ref="L-3")
def supplement_over(application: Any, attempt: Attempt) -> bool:
    return _over(application, law.SUPPLEMENT, attempt)


@guard(lazy("审查期限还没有届满。"), ref="L-2")
def completeness_over(application: Any, attempt: Attempt) -> bool:
    return _over(application, law.COMPLETENESS, attempt)


def _over(application: Any, limit: Any, attempt: Attempt) -> bool:
    running = application.dossier.deadlines.running().filter(code=limit.code).first()
    return running is not None and attempt.on > running.legal_due


@guard(lazy("单项待遇和急难先办不评议、不公示，由一人核查、一人复核。"), ref="4.2")
def on_full_course(application: Any, attempt: Attempt) -> bool:
    return not application.is_short


@guard(lazy("资格确认须两人入户调查，并经评议。"), ref="4.2")
def on_short_course(application: Any, attempt: Attempt) -> bool:
    return application.is_short


@guard(lazy("已经有一次待答复的函询。"), ref="R-INT")
def waits_for_nobody(application: Any, attempt: Attempt) -> bool:
    return not application.dossier.exclusions.filter(code="S-3", end=None).exists()


@guard(lazy("没有待答复的函询。"), ref="R-INT")
def waits_for_an_answer(application: Any, attempt: Attempt) -> bool:
    return application.dossier.exclusions.filter(code="S-3", end=None).exists()


# The panel (B6)


def _voters(attempt: Attempt) -> list[Any]:
    recused = {each.pk for each in attempt.facts.get("recused", ())}
    return [each for each in attempt.facts.get("present", ()) if each.pk not in recused]


@guard(lazy("到会人数不够。"), ref="B6", of_facts=True)
def enough_present(application: Any, attempt: Attempt) -> bool | str:
    least = int(parameters.value("support.panel_quorum", attempt.on))
    due, present = attempt.facts.get("due") or 0, len(attempt.facts.get("present", ()))
    voters = len(_voters(attempt))
    if voters < least:
        return _("有表决权的到会成员 %(n)d 人，至少须 %(least)d 人（回避的不计）。") % {"n": voters, "least": least}
    if 3 * present < 2 * due:
        return _("应到 %(due)d 人，到会 %(present)d 人，不足三分之二。") % {"due": due, "present": present}
    return True


@guard(lazy("反对和弃权的票数超过了有表决权的人数。"), ref="B6", of_facts=True)
def votes_add_up(application: Any, attempt: Attempt) -> bool:
    facts = attempt.facts
    return (facts.get("against") or 0) + (facts.get("abstained") or 0) <= len(_voters(attempt))


@guard(lazy("代填这件申请的人、家庭的亲属和已声明有关系的人须回避。"), ref="3.3", of_facts=True)
def the_right_ones_vote(application: Any, attempt: Attempt) -> bool | str:
    for each in _voters(attempt):
        if each.pk in application.entered_by or application.close_to(each) or application.barred(each):
            return _("%(person)s 须回避，不能表决。") % {"person": each}
    return True


@guard(lazy("回避须写明理由。"), ref="B6", of_facts=True)
def recusals_explained(application: Any, attempt: Attempt) -> bool:
    return not attempt.facts.get("recused") or bool(attempt.facts.get("recusal_reason"))


@guard(lazy("主持人须到会。"), ref="B6", of_facts=True)
def chair_is_present(application: Any, attempt: Attempt) -> bool:
    chair, voters = attempt.facts.get("chair"), _voters(attempt)
    return chair is None or chair.pk in {each.pk for each in voters}


# Publicity (4.4)


@guard(lazy("评议没有通过，或者定为不公示，直接签署村级意见。"), ref="B10'")
def is_published(application: Any, attempt: Attempt) -> bool:
    return not application.skips_publicity


@guard(lazy("评议已经通过，须先公示。"), ref="B7")
def is_not_published(application: Any, attempt: Attempt) -> bool:
    return application.skips_publicity


@guard(lazy("公示内容不合要求。"), ref="P-2", of_facts=True)
def notice_is_clean(application: Any, attempt: Attempt) -> bool | str:
    """Never child, event, number, address, account, amount, nor a full name unless all members consented."""
    text = attempt.facts.get("text")
    if not text:
        return True
    mode = attempt.facts.get("mode") or application.mode
    household = application.household
    names = [] if mode == Mode.FULL_LIST else [each.name for each in household.members.all()]
    phones = [household.village.phone, household.village.parent.phone, application.dossier.agency.phone]
    found = privacy.leaks(text, names=names, phones=phones, places=[household.address])
    return True if not found else _("公示内容%(leaks)s，请改正。") % {"leaks": "，".join(found)}


@guard(lazy("“完整名单”超出法定的最小范围，须全体成员单独同意（F-04 第 I 项）。"), ref="P-4", of_facts=True)
def beyond_the_minimum_by_consent(application: Any, attempt: Attempt) -> bool:
    mode = attempt.facts.get("mode") or application.mode
    return mode != Mode.FULL_LIST or application.household.consents_to(Purpose.I)


@guard(lazy("公示内容须与告诉申请人的一致：公示方式只能比告知的更小。"), ref="P-4", of_facts=True)
def mode_not_wider(application: Any, attempt: Attempt) -> bool:
    order = [Mode.NONE, Mode.PANEL_ONLY, Mode.MINIMAL, Mode.FULL_LIST]
    mode = attempt.facts.get("mode")
    return not mode or order.index(mode) <= order.index(application.mode)


@guard(lazy("公示期还没有届满。"), ref="P-5")
def publicity_over(application: Any, attempt: Attempt) -> bool | str:
    held = application.round
    if held is None or held.over(attempt.on):
        return True
    return _("公示到 %(day)s 为止，次日起才能办理。") % {"day": held.last_day.isoformat()}


@guard(lazy("公示已经期满，此后的反映按举报登记，不重新公示。"), ref="P-6")
def still_public(application: Any, attempt: Attempt) -> bool:
    held = application.round
    return held is not None and not held.over(attempt.on)


@guard(lazy("实名的异议须登记姓名。"), ref="P-6", of_facts=True)
def objector_named(application: Any, attempt: Attempt) -> bool:
    return not attempt.facts.get("named") or bool(attempt.facts.get("objector"))


@guard(lazy("这件异议不在本级的公示里。"), ref="B12")
def of_village_round(application: Any, attempt: Attempt) -> bool:
    return application.round is not None and application.round.level == Level.VILLAGE


@guard(lazy("这件异议不在本级的公示里。"), ref="B12")
def of_township_round(application: Any, attempt: Attempt) -> bool:
    return application.round is not None and application.round.level == Level.TOWNSHIP


@guard(lazy("登记异议的人和原调查人不复核同一件异议。"), ref="4.7")
def not_who_took_it(application: Any, attempt: Attempt) -> bool:
    objection, record = application.open_objection, application.check_record
    if attempt.by is None or objection is None:
        return True
    return attempt.by.pk not in {objection.received_by_id, record and record.by_id, record and record.second_id}


# Township and county


@guard(lazy("须先当面见到申请人，登记乡镇审核。"), ref="B11")
def was_reviewed(application: Any, attempt: Attempt) -> bool:
    review = application.review
    return review is not None and _fresh(application, review.on)


def _fresh(application: Any, on: Any) -> bool:
    """Whether a review answers the last return of the county."""
    back = application.dossier.events.filter(transition="send_back").order_by("seq").last()
    asked = application.dossier.events.filter(transition="review_in_township").order_by("seq").last()
    return back is None or (asked is not None and asked.seq > back.seq)


@guard(lazy("乡镇审核须当面见到申请人。"), ref="B11", of_facts=True)
def met_in_person(application: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("met", True))


@guard(lazy("这件申请须先作乡镇公示。"), ref="B13'")
def needs_no_second_round(application: Any, attempt: Attempt) -> bool:
    return application.is_short or application.skips_publicity or application.returned or _no_village(application)


def _no_village(application: Any) -> bool:
    return application.track == Track.FAST_NO_APPLY


@guard(lazy("这件申请不作乡镇公示，直接报县级审批。"), ref="B13'")
def needs_second_round(application: Any, attempt: Attempt) -> bool:
    return not needs_no_second_round.test(application, attempt)


@guard(lazy("已经有待复核的意见，请先复核或者签批。"), ref="B14")
def nothing_proposed(application: Any, attempt: Attempt) -> bool:
    return not _pending(application)


@guard(lazy("须先由县级经办人提出意见。"), ref="B14")
def is_proposed(application: Any, attempt: Attempt) -> bool:
    return _pending(application)


def _pending(application: Any) -> bool:
    """Whether a proposal waits that was made after the file last came back."""
    decision = application.decision
    back = application.dossier.events.filter(transition="send_back").order_by("seq").last()
    made = application.dossier.events.filter(transition="propose_decision").order_by("seq").last()
    return decision is not None and decision.decided_on is None and (back is None or made.seq > back.seq)


@guard(lazy("须先由科室负责人复核。"), ref="B14")
def is_endorsed(application: Any, attempt: Attempt) -> bool:
    return _pending(application) and application.decision.endorsed_on is not None


@guard(lazy("已经复核过。"), ref="B14")
def not_endorsed_yet(application: Any, attempt: Attempt) -> bool:
    return not (_pending(application) and application.decision.endorsed_on is not None)


@guard(lazy("提出的意见是“不予批准”。"), ref="B14")
def proposed_to_grant(application: Any, attempt: Attempt) -> bool:
    return _pending(application) and application.decision.grants


@guard(lazy("提出的意见是“批准”。"), ref="B15")
def proposed_to_refuse(application: Any, attempt: Attempt) -> bool:
    return _pending(application) and not application.decision.grants


@guard(lazy("与核查结论、评议结果或者规则的结论不同的，须写明理由。"), ref="B14", of_facts=True)
def deviation_explained(application: Any, attempt: Attempt) -> bool:
    grants, record, vote = attempt.facts.get("grants"), application.check_record, application.vote
    if grants is None:
        return True
    recommended = (record is None or record.recommended) and (vote is None or vote.passed)
    asked = application.judgement
    by_rule = grants if asked is None or asked.recommended is None else asked.recommended
    return grants == recommended == by_rule or bool(attempt.facts.get("deviation"))


@guard(lazy("不予批准须写明理由。"), ref="B15", of_facts=True)
def refusal_explained(application: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("grants", True) or bool(attempt.facts.get("explanation"))


@guard(lazy("批准按月待遇须写明起始月份。"), ref="B14", of_facts=True)
def start_month_told(application: Any, attempt: Attempt) -> bool:
    wanted = attempt.facts.get("grants") and application.benefit == "MONTHLY"
    return not wanted or attempt.facts.get("start_month") is not None


@guard(lazy("金额与住院天数算出的不一致。"), ref="2.4", of_facts=True)
def stays_give_the_amount(application: Any, attempt: Attempt) -> bool | str:
    from ..batches import granting

    facts = attempt.facts
    if not facts.get("grants") or not facts.get("stays") or application.benefit != "HOSP_CARE":
        return True
    lines = granting.care_lines(application, granting.told_stays(facts["stays"]), attempt.on)
    fen = sum(each.amount_fen for each in lines)
    if lines and fen == int((facts.get("amount") or 0) * 100):
        return True
    told = _("、").join(_("%(year)d年%(days)d天") % {"year": each.year, "days": each.days} for each in lines)
    return _("这些住院日可以计发：%(days)s，共%(sum)s元，请核对金额。") % {
        "days": told or _("没有"),
        "sum": Yuan(fen).figures,
    }


@guard(lazy("县级只退回一次，已经退回过。"), ref="B16")
def not_sent_back_yet(application: Any, attempt: Attempt) -> bool:
    return not application.returned


@guard(lazy("家庭的资格已经记入，或者这件申请不改变资格。"), ref="A3")
def family_to_confirm(application: Any, attempt: Attempt) -> bool:
    return application.track == Track.FULL and application.household.state == "eligibility_review"


@guard(lazy("申请人还没有收到决定。"), ref="L-10")
def was_told(application: Any, attempt: Attempt) -> bool:
    return application.told_on is not None


@guard(lazy("已经告知过。"), ref="L-10")
def not_told_yet(application: Any, attempt: Attempt) -> bool:
    return application.told_on is None


@guard(lazy("须先告知本人，听取意见。"), ref="B19")
def heard_before_revoking(application: Any, attempt: Attempt) -> bool | str:
    if application.heard_on is None:
        return False
    running = application.dossier.deadlines.running().filter(code=law.ANSWER.code).first()
    if application.heard or running is None or attempt.on > running.legal_due:
        return True
    return _("本人可以在 %(day)s 以前提出意见，期满或者收到意见以后才能决定。") % {"day": running.legal_due.isoformat()}


@guard(lazy("已经告知过拟撤销。"), ref="B19")
def not_heard_yet(application: Any, attempt: Attempt) -> bool:
    return application.heard_on is None


@guard(lazy("还没有告知拟撤销。"), ref="B19")
def is_being_heard(application: Any, attempt: Attempt) -> bool:
    return application.heard_on is not None and not application.heard


@guard(lazy("须告诉申请人撤回的后果，以及可以随时再申请。"), ref="B18", of_facts=True)
def effect_was_told(application: Any, attempt: Attempt) -> bool:
    return bool(attempt.facts.get("effect_told"))


@guard(lazy("请换一种说法。"), ref="6.4", of_facts=True)
def dignified(record: Any, attempt: Attempt) -> bool | str:
    """Nothing that goes on a paper is put in words that hurt."""
    for name in LETTERS:
        if sentence := wording.refusal(str(attempt.facts.get(name) or "")):
            return sentence
    return True


def usual_text(application: Any, on: Any, level: Level) -> str:
    """The notice as it would be shown, for the form."""
    limit = law.VILLAGE_PUBLICITY if level == Level.VILLAGE else law.TOWNSHIP_PUBLICITY
    village = application.household.village
    phone = village.phone if level == Level.VILLAGE else village.parent.phone
    return notices.wording(application, on, limits.length_of(limit, on), phone or application.dossier.agency.phone)
