"""From the tip to the filing of a case, and what may be done in any state."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import (
    CreditCodeField,
    IdNumberField,
    IsoDateField,
    IsoDateTimeField,
    PhoneField,
    StrictIntegerField,
)
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import ReferenceField

from ..codes import USUAL_VIOLATION, Addressee, Channel, NotFiled, PartyType, Source
from ..models import EnforcementCase, Party, Tip
from ..subjects import SubjectField
from .questions import cause, choose, line, note, officer, officers, reason, text, tick, words

SEXES = (("男", _("男")), ("女", _("女")))


class RegisterForm(FactsForm):
    """线索（举报）登记表 (D01; 6.1)."""

    on_label = _("登记日期")
    sections = (
        (_("从哪里来"), ("on", "channel", "source", "received_at", "urgent")),
        (_("反映谁、反映什么"), ("about", "about_name", "about_citizen", "about_address", "violation", "summary")),
        (_("行为的时间和地点"), ("act_from", "act_to", "act_place")),
        (
            _("举报人（密封保存，案卷里只有代号）"),
            (
                "real_name",
                "reporter_name",
                "reporter_phone",
                "reporter_id_no",
                "reporter_address",
                "wants_reply",
                "wants_reward",
            ),
        ),
    )

    channel = forms.ChoiceField(label=_("渠道"), choices=[("", _("请选择")), *Channel.choices])
    source = forms.ChoiceField(label=_("来源"), choices=[("", _("请选择")), *Source.choices])
    received_at = IsoDateTimeField(
        label=_("接收时间"), past=True, required=False, help_text=_("例如 2026-03-02 09:10。不填的，按登记的时刻。")
    )
    urgent = tick(_("紧急"))
    about = SubjectField(
        "subjects",
        label=_("被举报的机构或者人员"),
        required=False,
        help_text=_("填写登记册里的名称、姓名或者统一社会信用代码；不在登记册里的，填在下面。"),
    )
    about_name = words(
        Tip,
        "about_name",
        label=_("登记册以外的名称、姓名"),
        required=False,
        help_text=_("登记册里有的，请在上面选择。"),
    )
    about_citizen = tick(_("是个人（自然人）"))
    about_address = words(Tip, "about_address", required=False)
    violation = cause(_("涉嫌行为"), initial=USUAL_VIOLATION)
    summary = text(
        _("内容"), help_text=_("何时、何地、何人、做了什么、有什么线索。不要写孕妇的姓名，写“孕妇甲”。"), rows=8
    )
    act_from = IsoDateField(label=_("行为时间自"), past=True, required=False)
    act_to = IsoDateField(label=_("行为时间至"), past=True, required=False)
    act_place = words(Tip, "act_place", required=False)
    real_name = tick(_("实名举报"))
    reporter_name = line(_("举报人姓名"), most=50, required=False)
    reporter_phone = PhoneField(label=_("举报人电话"), required=False)
    reporter_id_no = IdNumberField(label=_("举报人公民身份号码"), required=False)
    reporter_address = line(_("举报人地址"), required=False)
    wants_reply = tick(_("要求答复"))
    wants_reward = tick(_("要求奖励"))


class TakeInForm(FactsForm):
    """核对网上举报：对照登记册写清反映的是谁、涉嫌什么。举报人写的内容不改动。"""

    on_label = _("核对日期")
    about = SubjectField(
        "subjects",
        label=_("被举报的机构或者人员"),
        required=False,
        help_text=_("登记册里有的，填写名称、姓名或者统一社会信用代码；没有的不填，保留举报人写的名称。"),
    )
    violation = cause(_("涉嫌行为"), initial=USUAL_VIOLATION)
    act_from = IsoDateField(label=_("行为时间自"), past=True, required=False)
    act_to = IsoDateField(label=_("行为时间至"), past=True, required=False)
    urgent = tick(_("紧急"))


class WriteToReporterForm(FactsForm):
    """给举报人留言."""

    on_label = _("留言日期")
    text = text(
        _("留言"),
        most=2000,
        help_text=_("举报人凭收据号看到。可以请举报人补充情况；不写调查的内容，不写当事人和其他人的个人信息。"),
    )


class AssignCheckForm(FactsForm):
    """线索核查任务单 (D01a)."""

    on_label = _("交办日期")
    officers = officers(_("核查人员"))
    note = note(_("核查要求"))


class TransferTipForm(FactsForm):
    """移送有权机关 (T03)."""

    on_label = _("移送日期")
    addressee = choose(_("接收机关的类别"), Addressee)
    body = line(_("接收机关名称"), most=120)
    reason = reason(_("移送理由"))


class DeclineForm(FactsForm):
    """不予立案 (T04, T07)."""

    on_label = _("决定日期")
    ground = choose(_("不予立案情形"), NotFiled)
    reason = reason(_("不予立案的理由"))


class AcceptTipForm(FactsForm):
    """受理为案件 (T05)."""

    on_label = _("受理日期")
    violation = cause(_("案由"), required=False)
    act_place = words(Tip, "act_place", required=False)
    designation = words(
        EnforcementCase,
        "designation",
        required=False,
        help_text=_("行为发生地不在本辖区的，写明指定管辖文件的名称和文号。"),
    )
    into = ReferenceField(
        lambda tip: EnforcementCase.objects.filter(
            dossier__agency=tip.dossier.agency, dossier__closed_on=None
        ).select_related("dossier"),
        label=_("并入案件"),
        required=False,
        help_text=_("与正在办理的案件是同一事的，写该案的编号；另立新案的不填。"),
    )

    def defaults(self) -> dict[str, Any]:
        tip: Any = self.record
        return {"violation": tip.violation, "act_place": tip.act_place} if tip else {}


class ReplyReporterForm(FactsForm):
    """举报处理结果告知书 (D46)."""

    on_label = _("答复日期")
    result = text(
        _("处理结果"), most=2000, help_text=_("只告知处理结果，不写调查的细节，不写当事妇女和其他人的个人信息。")
    )


class LinkDuplicateForm(FactsForm):
    """重复线索 (6.1)."""

    on_label = _("登记日期")
    original = ReferenceField(
        lambda tip: Tip.objects.filter(dossier__agency=tip.dossier.agency).exclude(pk=tip.pk).select_related("dossier"),
        label=_("原线索编号"),
    )


class AnnotateForm(FactsForm):
    on_label = _("日期")
    note = text(_("批注"), rows=3, most=2000)


class FileForm(FactsForm):
    """立案报告 (D03)."""

    on_label = _("立案日期")
    officers = officers(_("承办人"), help_text=_("两名以上，执法证在有效期内（行政处罚法第四十二条）。"))
    source = choose(_("案件来源"), Source, required=False)
    violation = cause(_("案由"), required=False)
    summary = text(_("案情摘要"), required=False)

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        return {"source": case.source, "violation": case.violation, "summary": case.summary} if case else {}


class ExtendCaseLimitForm(FactsForm):
    """延长办案期限 (DL-17x)."""

    on_label = _("批准日期")
    days = StrictIntegerField(
        label=_("延长天数"),
        min_value=1,
        max_value=365,
        required=False,
        unit=_("日"),
        help_text=_("不填的，按本机关设定的天数。"),
    )
    reason = reason(_("延长的理由"))


class PartyForm(FactsForm):
    """当事人基本情况 (6.4)."""

    on_label = _("登记日期")
    type = choose(_("当事人类型"), PartyType)
    name = words(Party, "name")
    credit_code = CreditCodeField(label=_("统一社会信用代码"), required=False)
    licence_no = words(Party, "licence_no", required=False)
    legal_rep = words(Party, "legal_rep", required=False)
    id_no = IdNumberField(label=_("公民身份号码"), required=False, help_text=_("当事人是个人的填写。"))
    sex = choose(_("性别"), SEXES, required=False)
    born = words(Party, "born", required=False, help_text=_("例如 1980年5月。"))
    address = words(Party, "address", required=False)
    phone = PhoneField(label=_("电话"), required=False)

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        own = [name for name in type(self).base_fields if name not in FactsForm.base_fields]
        return {name: getattr(case.party, name) for name in own} if case else {}


class ConfirmAddressForm(FactsForm):
    """送达地址确认书 (D39)."""

    on_label = _("确认日期")
    service_address = words(Party, "service_address")
    service_phone = PhoneField(label=_("确认的电话"), required=False)
    service_email = words(
        Party, "service_email", required=False, help_text=_("电子邮箱、传真号或者即时通信账号；同意电子送达的必填。")
    )
    accepts_electronic = tick(_("当事人同意电子送达"))

    def defaults(self) -> dict[str, Any]:
        case: Any = self.record
        if case is None:
            return {}
        party = case.party
        return {
            "service_address": party.service_address or party.address,
            "service_phone": party.service_phone or party.phone,
            "service_email": party.service_email,
            "accepts_electronic": party.accepts_electronic,
        }

    def clean(self) -> None:
        if self.cleaned_data.get("accepts_electronic") and self.cleaned_data.get("service_email") == "":
            self.add_error("service_email", _("同意电子送达的，须填写“确认的电子送达地址”。"))


class ReplaceOfficerForm(FactsForm):
    """更换承办人."""

    on_label = _("更换日期")
    leaving = officer(_("退出的承办人"), of_case=True)
    joining = officer(_("接替的承办人"))
    reason = text(_("更换的理由"), rows=3, most=200)


class SuperviseForm(FactsForm):
    """督办通知书 (D51)."""

    on_label = _("督办日期")
    body = line(_("督办单位"), most=120)
    matter = text(_("督办事项"), rows=3, most=2000)
    requirement = text(_("办理要求"), rows=3, most=2000)
    reply_by = IsoDateField(label=_("回复期限"))


class AnswerSupervisionForm(FactsForm):
    """督办回复."""

    on_label = _("回复日期")
    reply = text(_("办理情况"))
