"""Whether a payment batch may go on: who may, what is built, found, solved, paid for and answered (C1–C9, 4.7)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from caseflow.procedure import Attempt, guard

from ..codes_money import MAY_BE_EXPLAINED


@guard(lazy("这个月份的标准还没有核定。"), ref="1.5", of_facts=True)
def rates_confirmed(batch: Any, attempt: Attempt) -> bool | str:
    from ..batches import rates

    facts = attempt.facts
    if not facts.get("period"):
        return True
    return rates.refusal(batch.dossier.agency, facts["benefit"], facts["period"]) or True


@guard(lazy("同一事项、同一月份的批次已经在办，先办完那一个。"), ref="C1", of_facts=True)
def no_other_in_hand(batch: Any, attempt: Attempt) -> bool | str:
    from ..models import PaymentBatch
    from ..procedure.batch_words import BatchState

    facts = attempt.facts
    mine = PaymentBatch.objects.filter(dossier__agency=batch.dossier.agency, benefit=facts.get("benefit", ""))
    other = mine.filter(state__in=[BatchState.DRAFT, BatchState.CHECKED]).select_related("dossier").first()
    if other is None:
        return True
    return _("%(reference)s 还没有批准，办完以后再编制下一个批次。") % {"reference": other.dossier.reference}


@guard(lazy("所属月份晚于本月，到了那个月再编制。"), ref="C1", of_facts=True)
def not_ahead(batch: Any, attempt: Attempt) -> bool:
    return attempt.facts.get("period", "") <= f"{attempt.on:%Y-%m}"


@guard(lazy("还有人没有编进来，请先继续编制。"), ref="C1")
def is_built(batch: Any, attempt: Attempt) -> bool:
    return bool(batch.is_built)


@guard(lazy("已经编制完成。"), ref="C1")
def not_built_yet(batch: Any, attempt: Attempt) -> bool:
    return not batch.is_built


@guard(lazy("批次里没有要发放的记录。"), ref="C2")
def has_lines(batch: Any, attempt: Attempt) -> bool:
    return batch.lines > 0


@guard(lazy("编制批次的人不复核、不批准同一个批次。"), ref="4.7")
def not_builder(batch: Any, attempt: Attempt) -> bool:
    return attempt.by is None or attempt.by.pk != batch.built_by_id


@guard(lazy("复核批次的人不批准同一个批次。"), ref="4.7")
def not_checker(batch: Any, attempt: Attempt) -> bool:
    return attempt.by is None or attempt.by.pk != batch.checked_by_id


@guard(lazy("还有疑点没有处理。"), ref="C3", mend="exceptions")
def no_open_exceptions(batch: Any, attempt: Attempt) -> bool:
    return not batch.open_exceptions.exists()


@guard(lazy("复核以后又有新的情况，请先重新比对。"), ref="END-3", mend="exceptions")
def nothing_new(batch: Any, attempt: Attempt) -> bool:
    from ..batches import checking

    return not checking.anything_new(batch)


@guard(lazy("本年度的资金账还没有建立，请财务先建账。"), ref="2.3", mend="funds")
def budget_suffices(batch: Any, attempt: Attempt) -> bool | str:
    from ..batches import booking

    return booking.refusal(batch) or True


@guard(lazy("资金够用，不用另行同意列支。"), ref="2.3")
def is_short(batch: Any, attempt: Attempt) -> bool:
    from ..batches import booking

    return bool(booking.lacking(batch))


@guard(lazy("请选择这个批次里还没有处理的疑点。"), ref="C2", of_facts=True)
def open_exception_of_batch(batch: Any, attempt: Attempt) -> bool:
    found = attempt.facts.get("exception")
    return found is None or (found.batch_id == batch.pk and not found.outcome)


@guard(lazy("这一项不能说明以后照发，请移出批次，或者先消除问题再重新比对。"), ref="C2", of_facts=True)
def may_be_explained(batch: Any, attempt: Attempt) -> bool:
    found = attempt.facts.get("exception")
    return found is None or found.code in MAY_BE_EXPLAINED


@guard(lazy("批次的合计与记录不一致，请停下来核对。"), ref="C4")
def still_adds_up(batch: Any, attempt: Attempt) -> bool:
    from ..batches import sums

    return sums.of_lines(batch) == (batch.lines, batch.split)


@guard(lazy("没有银行退回的记录。"), ref="C6", of_facts=True)
def answer_has_returns(batch: Any, attempt: Attempt) -> bool:
    answer = attempt.facts.get("answer")
    return answer is None or bool(answer.failed)


@guard(lazy("回单里有退回的记录，请用“导入回单：有退票”。"), ref="C6", of_facts=True)
def answer_is_all_paid(batch: Any, attempt: Attempt) -> bool:
    answer = attempt.facts.get("answer")
    return answer is None or not answer.failed


@guard(lazy("这份回单已经导入过。"), ref="C6", of_facts=True)
def answer_is_new(batch: Any, attempt: Attempt) -> bool:
    from ..models import BankFile

    answer = attempt.facts.get("answer")
    return answer is None or not BankFile.objects.filter(return_sha256=answer.sha256).exists()


@guard(lazy("没有等待银行答复的重发文件。"), ref="C7")
def awaits_reissue(batch: Any, attempt: Attempt) -> bool:
    return batch.items.filter(state="REISSUED").exists()


@guard(lazy("重发的文件还没有答复。"), ref="C7")
def awaits_no_reissue(batch: Any, attempt: Attempt) -> bool:
    return not batch.items.filter(state="REISSUED").exists()


@guard(lazy("还没有账户已经更正、可以重发的退票。"), ref="C7", mend="returns")
def something_to_reissue(batch: Any, attempt: Attempt) -> bool:
    from ..batches import returns

    return bool(returns.mended(batch).exists())


@guard(lazy("还有退票没有处理：账户更正以后重发，或者转入以后的批次。"), ref="C7", mend="returns")
def returns_settled(batch: Any, attempt: Attempt) -> bool:
    return not batch.items.filter(state__in=["RETURNED", "REISSUED"]).exists()


@guard(lazy("请选择这个批次里退回的记录。"), ref="C7", of_facts=True)
def return_of_batch(batch: Any, attempt: Attempt) -> bool:
    found = attempt.facts.get("returned")
    return found is None or (found.batch_id == batch.pk and found.fixed_on is None and found.item.state == "RETURNED")


@guard(lazy("卫健一方还没有签对账。"), ref="C8")
def health_signed(batch: Any, attempt: Attempt) -> bool:
    return batch.reconciled_by_id is not None


@guard(lazy("卫健一方已经签过对账。"), ref="C8")
def health_not_signed(batch: Any, attempt: Attempt) -> bool:
    return batch.reconciled_by_id is None


@guard(lazy("两方各由一人签对账。"), ref="C8")
def not_who_signed(batch: Any, attempt: Attempt) -> bool:
    return attempt.by is None or attempt.by.pk != batch.reconciled_by_id


@guard(lazy("对账有差额，请先查明。"), ref="C8", mend="reconciliation")
def reconciled(batch: Any, attempt: Attempt) -> bool | str:
    from ..batches import reconciling

    return reconciling.refusal(batch) or True


# The funds of a year


@guard(lazy("本年度的资金账已经有了。"), ref="2.3", of_facts=True)
def year_is_new(budget: Any, attempt: Attempt) -> bool:
    from ..models import Budget

    year = attempt.facts.get("year")
    return not Budget.objects.filter(dossier__agency=budget.dossier.agency, year=year or 0).exists()


@guard(lazy("至少填一级的金额。"), ref="2.3", of_facts=True)
def something_came(budget: Any, attempt: Attempt) -> bool:
    given = [attempt.facts.get(level) for level in ("central", "province", "city", "district")]
    return not attempt.facts.get("benefit") or any(given)


@guard(lazy("还有已列支没有发放的款项，不能结账。"), ref="2.3")
def nothing_committed(budget: Any, attempt: Attempt) -> bool:
    from ..batches import booking

    return not any(ledger.committed.total for ledger in booking.ledgers(budget).values())
