"""Payment, plan, demand and court."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateField, MoneyField
from caseflow.cases.grids import RowsField
from caseflow.cases.moves import FactsForm

from ..amounts import shown
from ..codes import Closing, CourtOutcome
from ..models import Payment, Refund, Waiver
from .questions import choose, line, note, reason, text, words


def _show(form: FactsForm, name: str, sentence: str, amount: str) -> None:
    """Say at the field ``name`` what the account says of ``amount`` today."""
    if form.record is not None:
        account = form.record.account(timezone.localdate())
        form.fields[name].help_text = sentence % {"sum": shown(getattr(account, amount))}


def instalments() -> dict[str, Any]:
    return {"due_on": IsoDateField(label=_("缴纳日期")), "amount": MoneyField(label=_("金额"))}


class PlanForm(FactsForm):
    """延期、分期缴纳 (D41)."""

    on_label = _("批准日期")
    instalments = RowsField(instalments(), label=_("各期"), help_text=_("一期的是延期。各期合计等于尚未缴纳的数额。"))
    reason = reason(_("批准的理由"))
    proof = line(_("经济困难的证明材料"), most=400, help_text=_("当事人的书面申请和证明材料的名称。"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if self.record is not None:
            account = self.record.account(timezone.localdate())
            owed = sum((each.rest for each in account.lines), Decimal("0.00"))
            self.fields["instalments"].help_text = _t("一期的是延期。各期合计须等于尚未缴纳的 %(sum)s。") % {
                "sum": shown(owed)
            }


class PaymentForm(FactsForm):
    """缴款登记 (R-22)."""

    on_label = _("登记日期")
    slip_no = words(Payment, "slip_no")
    amount = MoneyField(label=_("金额"))
    paid_on = IsoDateField(
        label=_("缴款日期"), past=True, required=False, help_text=_("票据上的日期；不填的，按登记日期。")
    )
    bank = words(Payment, "bank", required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _show(self, "amount", _t("截至今天尚未缴纳 %(sum)s。"), "rest")

    def defaults(self) -> dict[str, Any]:
        return {"bank": self.agency.bank} if self.agency else {}


class WaiveSurchargeForm(FactsForm):
    """减免加处罚款 (ACL art. 42)."""

    on_label = _("批准日期")
    amount = MoneyField(label=_("减免的数额"))
    reason = words(Waiver, "reason", lines=True, label=_("减免的理由"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _show(self, "amount", _t("截至今天已产生加处罚款 %(sum)s。"), "surcharge")


class RefundForm(FactsForm):
    """退款登记."""

    on_label = _("退款日期")
    slip_no = words(Refund, "slip_no")
    amount = MoneyField(label=_("退款数额"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _show(self, "amount", _t("应当退还 %(sum)s。"), "refund")


class DemandForm(FactsForm):
    """催告书 (D42)."""

    on_label = _("制作日期")
    note = note()


class ApplyToCourtForm(FactsForm):
    """强制执行申请书 (D43)."""

    on_label = _("申请日期")
    court = line(_("受理法院"), most=80, required=False)
    request = text(
        _("补充的申请事项"), required=False, help_text=_("罚款、没收款和加处罚款由系统算出，这里只写其他事项。")
    )

    def defaults(self) -> dict[str, Any]:
        return {"court": self.agency.court} if self.agency else {}


class CourtAcceptanceForm(FactsForm):
    """法院受理或者准予执行."""

    on_label = _("裁定日期")
    ruling_no = line(_("通知书、裁定书文号"), most=80)
    outcome = choose(
        _("结果"),
        [each for each in CourtOutcome.choices if each[0] != CourtOutcome.REFUSED],
        initial=CourtOutcome.ACCEPTED,
    )
    note = note()


class CourtRefusalForm(FactsForm):
    """法院不予受理或者不准予执行."""

    on_label = _("收到裁定日期")
    ruling_no = line(_("裁定书文号"), most=80)
    note = reason(_("裁定的内容和理由"))


class ComplaintForm(FactsForm):
    """对裁定申请复议 (ACL art. 58¶3)."""

    on_label = _("申请日期")
    court = line(_("上一级人民法院"), most=80)
    note = note(_("复议的理由"))


class RulingForm(FactsForm):
    """A ruling of the court on the enforcement."""

    on_label = _("裁定日期")
    ruling_no = line(_("裁定书文号"), most=80)
    note = note()


class LicenceActionForm(FactsForm):
    """许可证件处理的执行."""

    on_label = _("登记日期")
    issuer = line(_("发证机关"), most=120)
    done_on = IsoDateField(label=_("执行日期"), past=True)
    document = line(_("文书名称和文号"), most=120)
    note = note()


class CompleteForm(FactsForm):
    """履行完毕，报请结案 (D44)."""

    on_label = _("报请日期")
    summary = text(_("履行情况"), required=False)


COURT_CAUSES = [each for each in Closing.choices if each[0] in {Closing.CL2, Closing.CL3, Closing.CL9}]


class CloseByCourtForm(FactsForm):
    """以法院受理、终结执行等报请结案 (D44)."""

    on_label = _("报请日期")
    cause = choose(_("结案情形"), COURT_CAUSES)
    summary = text(_("执行情况"))
