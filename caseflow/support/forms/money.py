"""What is typed for the moves of a batch, of the funds of a year, and of a family about what is paid to it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import CleanCharField, EvidenceFileField, IsoDateField, MoneyField, StrictIntegerField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField

from ..batches import answers, registers, returns
from ..codes import Benefit
from ..codes_money import CHANGES, Hold, Register
from . import questions as ask

PASTED = 50_000  # characters
OR_PASTED = _("或者把内容贴在这里")


class MonthField(CleanCharField):
    """A month as 2026-03."""

    def __init__(self, **options: Any):
        super().__init__(max_length=7, **options)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        if text and not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
            raise self.refusal(_("“%(field)s”请写成 2026-03。"))
        return text


class OpenBatchForm(FactsForm):
    """编制批次 (C1)."""

    on_label = _("编制日期")
    benefit = ask.choose(_("事项"), Benefit, initial=Benefit.MONTHLY)
    period = MonthField(label=_("所属月份"), help_text=_("例如 2026-03；以前没有发的月份一并编入。"))

    def defaults(self) -> dict[str, Any]:
        return {"period": f"{timezone.localdate():%Y-%m}"}


class TableForm(FactsForm):
    """A move for which a table is handed in, as a file or pasted; it is read whole before anything is done."""

    file = EvidenceFileField(label=_("文件（CSV）"), required=False)
    pasted = ask.text(OR_PASTED, rows=4, most=PASTED, required=False)

    def read(self, content: bytes) -> Any:
        """What the table says. Raises ``answers.BadRows``."""
        raise NotImplementedError

    def clean(self) -> Any:
        data = self.cleaned_data
        file, text = data.pop("file", None), data.pop("pasted", "")
        if not file and not text:
            if not self.errors:
                self.add_error("file", _t("请选择文件，或者把内容贴在下面。"))
            return data
        if file:
            file.seek(0)
        try:
            data["table"] = self.read(file.read() if file else str(text).encode())
        except answers.BadRows as bad:
            self.add_error("file" if file else "pasted", [ValidationError(each) for each in bad.sentences()])
        return data


class RegisterForm(TableForm):
    """部门名单: numbers and days."""

    on_label = _("导入日期")
    sections = ((_("名单"), ("on", "kind", "file", "pasted")),)
    kind = ask.choose(_("名单"), Register)

    def read(self, content: bytes) -> Any:
        return registers.read(content, str(self.cleaned_data.get("kind", "")))

    def facts(self) -> dict[str, Any]:
        listed = super().facts()["table"]
        return {"register": listed, "kind": listed.kind, "rows": len(listed.rows), "sha256": listed.sha256}


class AnswerForm(TableForm):
    """银行回单 (C6)."""

    on_label = _("回单日期")

    def read(self, content: bytes) -> Any:
        file = returns.last_file(self.record)
        if file is None:
            raise answers.BadRows([(0, _t("没有等待答复的发放文件。"))])
        return answers.read(content, file.number, returns.expected(self.record, file.issue))

    def facts(self) -> dict[str, Any]:
        found = super().facts()["table"]
        counts = {"paid": len(found.paid), "returned": len(found.failed)}
        return {"answer": found, "sha256": found.sha256, **counts}


class ExceptionForm(FactsForm):
    """One exception, and what was found out about it."""

    on_label = _("办理日期")
    exception = RecordField(lambda batch: batch.open_exceptions.select_related("item__member"), label=_("疑点"))
    note = ask.reason(_("核实情况"))


class ShortageForm(FactsForm):
    on_label = _("同意日期")
    reason = ask.reason(_("理由"), help_text=_("缺多少、什么时候能拨入。待遇照常认定。"))


class ApproveBatchForm(FactsForm):
    on_label = _("签署日期")
    opinion = ask.text(_("意见"), rows=3, most=1000, initial=_("同意发放。"))


class InstructForm(FactsForm):
    on_label = _("下达日期")
    number = ask.line(_("支付指令号"), most=40)


class ParkForm(FactsForm):
    on_label = _("办理日期")
    returned = RecordField(
        lambda batch: batch.returns.filter(fixed_on=None).select_related("item__member"), label=_("退票")
    )
    note = ask.reason(_("为什么现在不能重发"))


class StopForm(FactsForm):
    on_label = _("停止日期")
    reason = ask.reason(_("理由"))


class OpenYearForm(FactsForm):
    on_label = _("建账日期")
    year = StrictIntegerField(label=_("年度"), min_value=2016, max_value=2100, unit=_("年"))

    def defaults(self) -> dict[str, Any]:
        return {"year": timezone.localdate().year}


class AppropriateForm(FactsForm):
    """拨入的资金: what each level gives."""

    on_label = _("到账日期")
    benefit = ask.choose(_("事项"), Benefit)
    basis = ask.line(_("拨款文件"), help_text=_("文号和日期。"))
    central = MoneyField(label=_("中央"), required=False)
    province = MoneyField(label=_("省级"), required=False)
    city = MoneyField(label=_("市级"), required=False)
    district = MoneyField(label=_("区级"), required=False)


class ChangeForm(FactsForm):
    """情况变化 (1.3): in neutral words, and nothing about why."""

    on_label = _("登记日期")
    code = forms.ChoiceField(label=_("变化"), choices=[ask.CHOOSE, *CHANGES])
    member = ask.member(_("家人"), required=False, help_text=_("只关系到一个人的，选这个人；关系到全家的，空着。"))
    happened_on = IsoDateField(label=_("发生日期"), past=True)
    source = ask.line(_("依据"), help_text=_("例如：部门信息比对一致；本人书面说明。"))


class HoldForm(FactsForm):
    on_label = _("暂缓日期")
    member = ask.member(_("享受人"))
    code = ask.choose(_("原因"), Hold)
    reason = ask.reason(_("在核实什么，由谁联系家里"))


class ResumeForm(FactsForm):
    on_label = _("恢复日期")
    member = ask.member(_("享受人"))
    reason = ask.reason(_("核实结果"))


BATCH_FORMS: dict[str, type[FactsForm]] = {
    "open_batch": OpenBatchForm,
    "load_register": RegisterForm,
    "remove_line": ExceptionForm,
    "explain_exception": ExceptionForm,
    "cover_shortage": ShortageForm,
    "approve_batch": ApproveBatchForm,
    "instruct": InstructForm,
    "settle": AnswerForm,
    "settle_partly": AnswerForm,
    "answer_reissue": AnswerForm,
    "park_return": ParkForm,
    "stop_batch": StopForm,
}
BUDGET_FORMS: dict[str, type[FactsForm]] = {"open_year": OpenYearForm, "appropriate": AppropriateForm}
MONEY_OF_FAMILY_FORMS: dict[str, type[FactsForm]] = {
    "record_change": ChangeForm,
    "hold_payment": HoldForm,
    "resume_payment": ResumeForm,
}


def register() -> None:
    from caseflow.cases.moves import register_forms

    from .family import AnnotateForm

    register_forms("support.batch", {**BATCH_FORMS, "annotate": AnnotateForm})
    register_forms("support.budget", {**BUDGET_FORMS, "annotate": AnnotateForm})
    register_forms("support.family", MONEY_OF_FAMILY_FORMS)
