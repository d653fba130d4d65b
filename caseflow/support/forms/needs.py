"""What is typed for the moves of a request: short enough for a telephone call, and for a telephone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateField, IsoDateTimeField, RadioCards, StrictIntegerField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import PersonField, RecordField
from caseflow.people.models import User

from ..law import needs
from ..need_codes import (
    MEANING,
    PROPOSED,
    Channel,
    Confirmed,
    Ground,
    Need,
    Priority,
    Satisfaction,
    Signer,
    Step,
    Told,
)
from ..procedure import Role
from ..procedure.ticket_words import OPEN_TICKET
from ..rules.priorities import PRIORITIES
from . import questions as ask


class RegisterNeedForm(FactsForm):
    """需求登记 (F-18): what was said, by whom, how urgent."""

    on_label = _("登记日期")
    sections = (
        (_("家里怎么说"), ("words", "who", "category")),
        (_("有多急"), ("priority",)),
        (_("怎么听到的"), ("channel", "heard_at", "on")),
    )
    words = ask.text(_("原话"), rows=4, most=2000, help_text=_("照家里人说的写，不改写。"))
    who = ask.line(_("谁说的"), most=60)
    category = ask.choose(_("类别"), Need)
    priority = forms.ChoiceField(
        label=_("缓急"), choices=Priority.choices, widget=RadioCards(described=MEANING), initial=Priority.P2
    )
    channel = forms.ChoiceField(label=_("渠道"), choices=Channel.choices, initial=Channel.PHONE)
    heard_at = IsoDateTimeField(
        label=_("听到的时间"), past=True, required=False, help_text=_("空着的，就是现在；期限从这个时间算起。")
    )

    def defaults(self) -> dict[str, Any]:
        first = self.record.members.first() if self.record else None
        return {"who": first.addressed if first else ""}


class OwnerField(PersonField):
    """Whoever may own the request: of its area by office, or of the county."""

    def fit(self, form: Any) -> None:
        super().fit(form)
        if form.record is None:
            return
        here = form.record.dossier.assignments.filter(
            role__in=[Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER], ended_on=None
        )
        county = User.objects.filter(
            groups__permissions__codename=Role.COUNTY_OFFICER.value,
            groups__permissions__content_type__app_label="support",
        )
        both = set(here.values_list("user", flat=True)) | set(county.values_list("pk", flat=True))
        if form.record.raised:
            both = set(county.values_list("pk", flat=True))
        self.queryset = self.queryset.filter(pk__in=both)


class AssignForm(FactsForm):
    """交办."""

    on_label = _("交办日期")
    owner = OwnerField(label=_("办理人"))
    category = forms.ChoiceField(label=_("类别"), choices=Need.choices)
    priority = forms.ChoiceField(
        label=_("缓急"),
        choices=Priority.choices,
        widget=RadioCards(described=MEANING),
        help_text=_("改了缓急的，期限重新计算。"),
    )

    def defaults(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        mine = self.user.pk if self.user is not None and self.record.role_of(self.user) else None
        return {"category": self.record.category, "priority": self.record.priority, "owner": mine}


class ReasonForm(FactsForm):
    on_label = _("办理日期")
    reason = ask.reason(_("理由"))


class AnswerForm(FactsForm):
    """第一次答复."""

    on_label = _("答复日期")
    text = ask.text(_("怎样答复"), rows=3, most=1000, help_text=_("谁来办、先办什么、什么时候再联系。"))
    way = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.PHONE)
    answered_at = IsoDateTimeField(label=_("答复的时间"), past=True, required=False, help_text=_("空着的，就是现在。"))


class ProgressForm(FactsForm):
    on_label = _("办理日期")
    text = ask.text(_("办了什么"), rows=3, most=1000)


class WaitForm(FactsForm):
    on_label = _("办理日期")
    text = ask.text(_("等什么"), rows=3, most=200)
    until = IsoDateField(label=_("等到哪一天"), required=False, help_text=_("每周复核一次。"))


class ExtendPetitionForm(FactsForm):
    on_label = _("批准日期")
    days = StrictIntegerField(label=_("延长天数"), min_value=1, max_value=30, initial=30, unit=_("日"))
    reason = ask.reason(_("理由"))


class ProposeCloseForm(FactsForm):
    """办结意见."""

    on_label = _("提出日期")
    result = forms.ChoiceField(
        label=_("结果"), choices=[("", _("请选择")), *((each.value, each.label) for each in PROPOSED)]
    )
    conclusion = ask.text(_("办成了什么"), rows=3, most=2000)
    offer = ask.text(_("还能提供什么帮助"), rows=2, most=1000, required=False, help_text=_("目前办不到的必填。"))
    evidence = ask.line(_("凭据"), required=False, help_text=_("例如：收据、回执、照片的编号。"))


class TryForm(FactsForm):
    on_label = _("联系日期")
    way = forms.ChoiceField(label=_("方式"), choices=Channel.choices, initial=Channel.PHONE)
    text = ask.text(_("情况"), rows=2, most=400, help_text=_("例如：响铃没有人接。两次须在不同的日子。"))


class AgreeForm(FactsForm):
    on_label = _("审核日期")
    opinion = ask.text(_("意见"), rows=3, most=1000, initial=_("同意办结。"))


class CloseForm(FactsForm):
    """家里确认 (F-18, second part)."""

    on_label = _("确认日期")
    satisfaction = ask.choose(_("家里满意吗"), Satisfaction)
    how = ask.choose(_("怎样确认"), Confirmed)
    told = ask.tick(_("已当面向本人说明（目前办不到的必填）"))
    text = ask.text(_("家里的话"), rows=2, most=1000, required=False)


class ReopenForm(FactsForm):
    """重新办理."""

    on_label = _("提出日期")
    words = ask.text(_("原话"), rows=3, most=2000, help_text=_("照家里人说的写，不改写。"))
    who = ask.line(_("谁说的"), most=60)


class MergeForm(FactsForm):
    on_label = _("办理日期")
    main = RecordField(
        lambda ticket: ticket.household.tickets.filter(state__in=OPEN_TICKET).exclude(pk=ticket.pk),
        label=_("并入哪一件"),
        named=lambda each: f"{each.dossier.reference} {each.get_category_display()}",
    )
    text = ask.text(_("家里怎样同意的"), rows=2, most=400)


class WithdrawForm(FactsForm):
    on_label = _("撤回日期")
    text = ask.text(_("家里怎样说的"), rows=2, most=400)


class PrepareReferralForm(FactsForm):
    """转介 (F-19): whom, what, on what ground, and no more than is needed."""

    on_label = _("拟定日期")
    sections = (
        (_("转给谁、请他们做什么"), ("organ", "basis", "asked", "reply_by", "on")),
        (_("告诉他们什么"), ("member", "facts_sent")),
        (_("凭什么告诉"), ("ground", "ground_text")),
    )
    member = RecordField(lambda ticket: ticket.household.members.all(), label=_("本人"))
    organ = ask.line(_("接收单位"), most=80)
    basis = forms.ChoiceField(
        label=_("优先安排的依据"),
        choices=[("", _("没有")), *((each.code, each.name) for each in PRIORITIES)],
        required=False,
    )
    asked = ask.text(_("请求的事"), rows=4, most=1000, help_text=_("只写需要办的事，不写家里发生过什么。"))
    reply_by = IsoDateField(label=_("请于何日前答复"), required=False)
    facts_sent = forms.MultipleChoiceField(
        label=_("告知的内容"),
        choices=Told.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[Told.NAME, Told.PHONE, Told.VILLAGE],
        help_text=_("用得着的才勾。"),
    )
    ground = ask.choose(_("提供信息的依据"), Ground)
    ground_text = ask.line(_("依据的说明"), required=False, help_text=_("法定职责、紧急情况的必填。"))

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("ground") in (Ground.DUTY, Ground.URGENT) and not data.get("ground_text"):
            self.add_error("ground_text", _("请写明是哪一条法定职责、什么紧急情况。"))


class AcceptanceForm(FactsForm):
    on_label = _("收到日期")
    contact = ask.line(_("对方联系人、电话"), most=60)
    text = ask.text(_("对方怎样说"), rows=2, most=1000, required=False)


class StepForm(FactsForm):
    """紧急事件处置 (F-29): one step with its time and its person."""

    on_label = _("登记日期")
    step = ask.choose(_("步骤"), Step)
    happened_at = IsoDateTimeField(label=_("时间"), past=True, required=False, help_text=_("空着的，就是现在。"))
    person = ask.line(_("谁"), most=60, required=False, help_text=_("打给谁、谁去的、谁签的。"))
    text = ask.text(_("情况"), rows=3, most=1000, required=False, help_text=_("不写病情的细节。"))
    member = RecordField(lambda ticket: ticket.household.members.all(), label=_("本人"), required=False)
    signer = ask.choose(_("由谁签字"), Signer, required=False, help_text=_("只有“医疗同意书由谁签”这一步填写。"))

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("step") == Step.SIGNED:
            if not data.get("signer"):
                self.add_error("signer", _("请选择由谁签字。"))
            if not data.get("person"):
                self.add_error("person", _("请写签字人的姓名。"))


TICKET_FORMS: dict[str, type[FactsForm]] = {
    "assign": AssignForm,
    "give_back": ReasonForm,
    "answer": AnswerForm,
    "note_progress": ProgressForm,
    "wait_for_family": WaitForm,
    "wait_for_third": WaitForm,
    "look_again": ProgressForm,
    "go_on": ProgressForm,
    "extend_petition": ExtendPetitionForm,
    "propose_close": ProposeCloseForm,
    "record_try": TryForm,
    "agree_to_close": AgreeForm,
    "close": CloseForm,
    "reopen": ReopenForm,
    "merge": MergeForm,
    "withdraw": WithdrawForm,
    "prepare_referral": PrepareReferralForm,
    "take_acceptance": AcceptanceForm,
    "take_refusal": ReasonForm,
    "take_service": ProgressForm,
    "take_result": ProgressForm,
    "revoke_referral": ReasonForm,
    "log_step": StepForm,
}
TOLD_BY_FACTS = frozenset(each.code for each in (*needs.TIMED, *needs.ALL_FURTHER, needs.NO_REPLY))
