"""The investigation: what is seen, said, gathered, kept and tested, and its conclusion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import (
    EvidenceFileField,
    IdNumberField,
    IsoDateField,
    IsoDateTimeField,
    MoneyField,
    PhoneField,
    StrictIntegerField,
)
from caseflow.cases.grids import RowsField, VerdictsField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField, RecordsField, YesNoField

from ..amounts import shown
from ..codes import (
    CheckItem,
    Conveyed,
    EvidenceKind,
    EvidenceStatus,
    InterviewRole,
    Keeping,
    Method,
    Outcome,
    Suspension,
    Termination,
)
from ..models import Appraisal, Evidence, IllegalAct, Inspection, Interview, Preservation, PreservedItem, Recusal
from .filing import SEXES
from .questions import (
    choose,
    colleague,
    colleagues,
    line,
    note,
    officer,
    protected,
    reason,
    text,
    tick,
    two_officers,
    words,
)

CHECKED = (("pass", _("符合")), ("fail", _("不符合")), ("none", _("不涉及")))
SHOWN = _("已出示执法证件，并告知权利和义务")


class OnTheSpot(FactsForm):
    """What two officers do on the spot, with its beginning and its end."""

    started_at = IsoDateTimeField(label=_("开始时间"), past=True)
    ended_at = IsoDateTimeField(label=_("结束时间"), past=True)
    officer1 = officer(_("执法人员一"))
    officer2 = officer(_("执法人员二"))
    shown = tick(SHOWN, initial=True)

    def defaults(self) -> dict[str, Any]:
        return two_officers(self, "officer1", "officer2")


class InspectionForm(OnTheSpot):
    """现场笔录 (D05), with the checklist of reference 1.3."""

    on_label = _("检查日期")
    sections = (
        (_("何时何地"), ("on", "started_at", "ended_at", "place")),
        (_("谁在场"), ("officer1", "officer2", "shown", "companion", "recorder_no")),
        (_("看到什么"), ("findings", "checklist")),
    )

    place = words(Inspection, "place", help_text=_("写到房间，例如“二楼超声检查室”。"))
    companion = words(Inspection, "companion", required=False, help_text=_("姓名、职务。"))
    findings = words(
        Inspection,
        "findings",
        lines=True,
        help_text=_("逐条写看到的事实，每条一行；不写评价，不引法条，孕妇写“孕妇甲”。"),
    )
    recorder_no = words(Inspection, "recorder_no", required=False)
    checklist = VerdictsField(CheckItem.choices, CHECKED, label=_("检查清单"), required=False)

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        return {**super().defaults(), "place": case.party.address} if case else {}


class InterviewForm(OnTheSpot):
    """询问笔录 (D06); a protected person appears by her pseudonym."""

    on_label = _("询问日期")
    sections = (
        (_("何时何地"), ("on", "started_at", "ended_at", "place")),
        (_("谁问谁"), ("officer1", "officer2", "recorder", "shown", "role", "name", "protected")),
        (_("被询问人的情况"), ("sex", "id_no", "unit", "phone", "address")),
        (_("问答"), ("rights_answer", "content")),
    )

    place = words(Interview, "place")
    role = choose(_("与本案关系"), InterviewRole)
    name = words(Interview, "name", required=False)
    protected = protected()
    sex = choose(_("性别"), SEXES, required=False)
    id_no = IdNumberField(label=_("公民身份号码"), required=False)
    unit = words(Interview, "unit", required=False)
    phone = PhoneField(label=_("电话"), required=False)
    address = line(_("住址"), required=False)
    recorder = words(Interview, "recorder", required=False)
    rights_answer = line(
        _("对权利告知的回答"),
        required=False,
        help_text=_("是否听清、是否申请回避，照原话记；空着的，打印以后由本人手写。"),
    )
    content = words(Interview, "content", lines=True, help_text=_("一问一答各起一行，以“问：”“答：”开头。"))


class AddRecordingForm(FactsForm):
    """执法记录仪的录音录像."""

    on_label = _("上传日期")
    upload = EvidenceFileField(label=_("录音录像文件"))
    device_no = line(_("执法记录仪编号"), most=40)
    note = note(_("说明"))


class AddProtectedPersonForm(FactsForm):
    """受保护人 (6.9): who she is is sealed; the file knows the pseudonym alone."""

    on_label = _("登记日期")
    identity = line(
        _("身份"), required=False, help_text=_("姓名和联系方式，加密保存，不进案卷；不知道的不填。系统会给出代称。")
    )


class AddEvidenceForm(FactsForm):
    """证据 (6.5)."""

    on_label = _("登记日期")
    sections = (
        (_("是什么证据"), ("on", "kind", "name", "proves", "upload", "original", "contains_protected")),
        (_("怎样取得"), ("collected_on", "place", "source", "provider", "collector1", "collector2")),
    )

    kind = choose(_("证据种类"), EvidenceKind)
    name = words(Evidence, "name")
    proves = words(Evidence, "proves", lines=True, required=False)
    source = words(Evidence, "source", required=False)
    collected_on = IsoDateField(label=_("取得日期"), past=True, required=False, help_text=_("不填的，按登记日期。"))
    place = words(Evidence, "place", required=False)
    collector1 = officer(_("取证人员一"), required=False)
    collector2 = officer(_("取证人员二"), required=False)
    provider = words(Evidence, "provider", required=False)
    original = tick(_("原件、原物"), initial=True)
    upload = EvidenceFileField(
        label=_("证据文件"), required=False, help_text=_("上传后自动记录校验值（SHA-256）和时间。")
    )
    contains_protected = tick(_("涉及受保护人"))

    def defaults(self) -> dict[str, Any]:
        return two_officers(self, "collector1", "collector2")


def _waiting(case: Any) -> Any:
    return case.evidence.filter(status=EvidenceStatus.COLLECTED)


class VerifyEvidenceForm(FactsForm):
    """核验证据: all that wait are chosen at first."""

    on_label = _("核验日期")
    items = RecordsField(_waiting, label=_("证据"))
    verification = words(Evidence, "verification", lines=True, required=False, help_text=_("真实性、合法性、关联性。"))

    def defaults(self) -> dict[str, Any]:
        return {"items": [each.pk for each in _waiting(self.record)]} if self.record else {}


class ExcludeEvidenceForm(FactsForm):
    """排除证据."""

    on_label = _("排除日期")
    item = RecordField(lambda case: case.evidence.exclude(status=EvidenceStatus.EXCLUDED), label=_("证据"))
    reason = reason(_("排除理由"))


def act_in_words(act: Any) -> str:
    """An act as it is offered for choice."""
    return " ".join(filter(None, (act.on.isoformat(), act.get_method_display(), act.place, act.actor, shown(act.fee))))


class RecordActForm(FactsForm):
    """违法行为事实和收费 (6.6). The sex of a fetus is never asked."""

    on_label = _("登记日期")
    sections = (
        (_("行为"), ("on", "happened_on", "method", "place", "actor", "protected", "conveyed")),
        (_("收费"), ("fee", "refunded", "evidence")),
    )

    happened_on = IsoDateField(label=_("行为日期"), past=True)
    method = choose(_("方式"), Method)
    place = words(IllegalAct, "place", required=False)
    actor = words(IllegalAct, "actor", required=False)
    protected = protected()
    conveyed = choose(_("结果告知"), Conveyed, initial=Conveyed.ORALLY)
    fee = MoneyField(label=_("收取金额"), min_value=0, initial=Decimal("0.00"), help_text=_("没有收费的，填 0。"))
    refunded = MoneyField(
        label=_("依法退还"), min_value=0, required=False, initial=Decimal("0.00"), help_text=_("已经依法退赔的金额。")
    )
    evidence = RecordsField(
        lambda case: case.evidence.exclude(status=EvidenceStatus.EXCLUDED), label=_("证据"), required=False
    )

    def clean_evidence(self) -> str:
        """The numbers of the items, as the act keeps them."""
        numbers = "、".join(each.number for each in self.cleaned_data["evidence"])
        most = IllegalAct._meta.get_field("evidence").max_length or 0
        if len(numbers) > most:
            raise self.fields["evidence"].refusal(_("“%(field)s”选得太多，请只选最主要的几件。"))  # type: ignore[attr-defined]
        return numbers


class StrikeActForm(FactsForm):
    """剔除违法行为."""

    on_label = _("剔除日期")
    act = RecordField(lambda case: case.acts.filter(struck=False), named=act_in_words, label=_("违法行为"))
    reason = reason(_("剔除理由"))


class AssessForm(FactsForm):
    """认定情节: what the range of the penalty and the limitation depend on."""

    on_label = _("认定日期")
    serious = tick(_("情节严重"))
    refused_to_correct = tick(_("拒不改正"))
    harm = tick(_("造成危害后果"))
    repeated = tick(_("两次以上或者以营利为目的"))
    life_and_harm = tick(_("涉及公民生命健康安全且有危害后果（追责时效五年）"))
    complex_case = tick(_("案情复杂（须集体讨论）"))
    reasons = text(_("认定理由"), rows=3, most=2000, required=False)

    def defaults(self) -> dict[str, Any]:
        flags = ("serious", "refused_to_correct", "harm", "repeated", "life_and_harm", "complex_case")
        return {flag: getattr(self.record, flag) for flag in flags} if self.record else {}


class SupervisionOpinionForm(FactsForm):
    """卫生监督意见书 (D07)."""

    on_label = _("出具日期")
    found = text(_("检查情况"))
    opinion = text(_("监督意见"), help_text=_("责令改正的事项，逐条写。"))
    correct_by = IsoDateField(label=_("改正期限"), required=False)


class RequestRecusalForm(FactsForm):
    """申请回避 (R-06)."""

    on_label = _("申请日期")
    person = colleague(_("被申请回避人"))
    asked_by = words(Recusal, "asked_by")
    ground = words(Recusal, "ground", lines=True)


class DecideRecusalForm(FactsForm):
    """回避决定书."""

    on_label = _("决定日期")
    recusal = RecordField(
        lambda case: case.recusals.filter(decided_on=None).select_related("person"),
        named=lambda each: f"{each.person}：{each.ground}",
        label=_("回避申请"),
    )
    granted = YesNoField(label=_("决定"), yes=_("准予回避"), no=_("驳回申请"))
    reasons = text(_("决定理由"), rows=3, most=200)
    replacement = officer(_("接替的承办人"), required=False, help_text=_("准予回避后承办人不足两名的，必须同时指定。"))

    def defaults(self) -> dict[str, Any]:
        return {"recusal": _last(self.record.recusals.filter(decided_on=None))} if self.record else {}


def _last(records: Any) -> int | None:
    found = records.last()
    return found and found.pk


def _to_approve(case: Any) -> Any:
    return case.preservations.filter(approved_at=None)


def _to_do(case: Any) -> Any:
    return case.preservations.filter(done_at=None).exclude(approved_at=None)


def preservation_in_words(each: Any) -> str:
    return "，".join(filter(None, (each.reason.rstrip("。"), each.place, each.keeper)))


class Keep(FactsForm):
    """Why, where and by whom evidence is kept."""

    reason = words(Preservation, "reason", lines=True, required=False, help_text=_("证据可能灭失或者以后难以取得。"))
    place = words(Preservation, "place", required=False)
    keeping = choose(_("保存方式"), Keeping, initial=Keeping.ON_SITE)
    keeper = words(Preservation, "keeper", required=False)


class ApprovePreservationForm(Keep):
    """批准先行登记保存, before it or within 24 hours after it."""

    on_label = _("批准日期")
    field_order = ("token", "version", "on", "preservation")
    preservation = RecordField(
        _to_approve,
        named=preservation_in_words,
        label=_("补办批准的登记保存"),
        required=False,
        empty_label=_("（新的登记保存，请在下面填写）"),
    )

    def defaults(self) -> dict[str, Any]:
        return {"preservation": _last(_to_approve(self.record))} if self.record else {}


def goods() -> dict[str, Any]:
    """The columns of the list of goods (D17)."""
    return {
        "name": words(PreservedItem, "name"),
        "model": words(PreservedItem, "model", required=False),
        "serial_no": words(PreservedItem, "serial_no", required=False),
        "maker": words(PreservedItem, "maker", required=False),
        "quantity": StrictIntegerField(label=_("数量"), min_value=1, max_value=1_000_000, initial=1),
        "unit": words(PreservedItem, "unit", initial="台"),
        "condition": words(PreservedItem, "condition", required=False),
        "seal_no": words(PreservedItem, "seal_no", required=False),
    }


class PreserveEvidenceForm(Keep):
    """证据先行登记保存决定书和物品清单 (D08, D17)."""

    on_label = _("登记保存日期")
    sections = (
        (_("批准"), ("on", "preservation", "emergency")),
        (_("保存什么"), ("items",)),
        (_("怎样保存"), ("reason", "place", "keeping", "keeper", "officer1", "officer2")),
    )

    preservation = RecordField(
        _to_do,
        named=preservation_in_words,
        label=_("已批准的登记保存"),
        required=False,
        empty_label=_("（没有事先批准，情况紧急）"),
    )
    emergency = tick(_("紧急：先保存，二十四小时内补办批准"))
    items = RowsField(goods(), label=_("物品"))
    officer1 = officer(_("执法人员一"), required=False)
    officer2 = officer(_("执法人员二"), required=False)

    def defaults(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        return {"preservation": _last(_to_do(self.record)), **two_officers(self, "officer1", "officer2")}


class DisposePreservedForm(FactsForm):
    """证据先行登记保存处理决定书 (D09)."""

    on_label = _("处理日期")
    item = RecordField(lambda case: case.undecided_goods(), label=_("物品"))
    outcome = choose(_("处理结果"), [each for each in Outcome.choices if each[0] != Outcome.O7])
    reason = reason(_("处理理由"))

    def defaults(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        waiting = self.record.undecided_goods()[:2]
        return {"item": waiting[0].pk} if len(waiting) == 1 else {}


def samples() -> dict[str, Any]:
    """The columns of the records of sampling (D10, D11)."""
    kinds = (("product", _("产品")), ("other", _("非产品")))
    return {
        "kind": forms.ChoiceField(label=_("类别"), choices=kinds, initial="product"),
        "name": line(_("名称"), most=120),
        "model": line(_("规格型号"), most=80, required=False),
        "batch": line(_("批号"), most=80, required=False),
        "maker": line(_("生产单位"), most=120, required=False),
        "made_on": line(_("生产日期"), most=40, required=False),
        "quantity": line(_("采样数量"), most=40),
        "stock": line(_("库存数量"), most=40, required=False),
        "place": line(_("采样地点"), most=120, required=False),
        "method": line(_("采样方法"), most=80, required=False),
        "condition": line(_("状态"), most=80, required=False),
        "seal_no": line(_("封签号"), most=40, required=False),
        "remark": line(_("备注"), most=120, required=False),
    }


class EntrustAppraisalForm(FactsForm):
    """技术鉴定委托书，采样记录 (D13, D10, D11)."""

    on_label = _("委托日期")
    body = words(Appraisal, "body")
    qualification = words(Appraisal, "qualification", help_text=_("资质证书的名称和编号。"))
    matters = words(Appraisal, "matters", lines=True)
    materials = words(Appraisal, "materials", lines=True, help_text=_("名称、数量、封签号。"))
    samples = RowsField(
        samples(), spare=3, label=_("采样"), required=False, help_text=_("当场采样的，逐件填写；系统据此制作采样记录。")
    )
    due_on = IsoDateField(label=_("约定完成日期"), required=False)


class ReceiveAppraisalForm(FactsForm):
    """收到鉴定意见."""

    on_label = _("收到日期")
    appraisal = RecordField(lambda case: case.appraisals.filter(received_on=None), label=_("技术鉴定"))
    result = words(Appraisal, "result", lines=True)

    def defaults(self) -> dict[str, Any]:
        return {"appraisal": _last(self.record.appraisals.filter(received_on=None))} if self.record else {}


class SuspendForm(FactsForm):
    """中止调查决定."""

    on_label = _("中止日期")
    ground = choose(_("中止情形"), Suspension)
    reason = reason(_("中止的理由"))


class ResumeForm(FactsForm):
    """恢复调查决定."""

    on_label = _("恢复日期")
    reason = reason(_("恢复的理由"))


class TerminateForm(FactsForm):
    """终止调查决定."""

    on_label = _("终止日期")
    ground = choose(_("终止情形"), Termination)
    reason = reason(_("终止的理由"))


class CloseTerminatedForm(FactsForm):
    """终止后报请结案 (D44)."""

    on_label = _("报请日期")
    summary = text(_("结案情况"))


class ConcludeForm(FactsForm):
    """案件调查终结报告 (D22)."""

    on_label = _("终结日期")
    sections = (
        (_("查明的事实"), ("on", "findings", "circumstances", "party_opinion")),
        (_("是否涉嫌犯罪"), ("crime_suspected", "crime_reason")),
        (_("处理建议"), ("advice",)),
    )

    findings = text(_("查明事实"), rows=8, help_text=_("时间、地点、行为、经过和结果。"))
    circumstances = text(_("裁量情节"), required=False, help_text=_("从轻、减轻或者从重的事实。"))
    party_opinion = text(_("当事人意见"), required=False)
    crime_suspected = YesNoField(label=_("涉嫌犯罪"), yes=_("涉嫌犯罪，须移送"), no=_("不涉嫌犯罪"))
    crime_reason = reason(_("涉嫌犯罪审查意见"))
    advice = text(_("处理建议"))


class PanelForm(FactsForm):
    """合议记录 (D23)."""

    on_label = _("合议日期")

    held_at = IsoDateTimeField(label=_("合议时间"), past=True)
    place = line(_("合议地点"))
    chair = colleague(_("主持人"), help_text=_("不得是本案承办人。"))
    members = colleagues(label=_("参加人"), help_text=_("连同主持人三人以上，两名承办人都须参加。"))
    recorder = line(_("记录人"), required=False)
    opinions = text(_("合议意见"), rows=8, help_text=_("每个人对事实、证据、适用法律、程序和裁量的意见。"))
    conclusion = text(_("合议结论"), rows=3)

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        if case is None:
            return {}
        officers = [each.pk for each in case.officers]
        chair = getattr(self.user, "pk", None)
        return {"members": officers, "chair": None if chair in officers else chair}


class ReturnForm(FactsForm):
    """Back to an earlier stage, with the reason."""

    on_label = _("退回日期")
    reason = reason(_("退回的理由"))
