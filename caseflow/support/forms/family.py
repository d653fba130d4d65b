"""What is typed for the moves of a family's file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IdentifierField, IdNumberField, IsoDateField, PhoneField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField

from ..codes import (
    CONSENTED,
    AccountKind,
    Benefit,
    ChildStatus,
    ConfirmUnit,
    Contact,
    FamilyType,
    Found,
    HukouKind,
    Kinship,
    Marital,
    Parentage,
    Purpose,
    Sex,
    Track,
)
from ..procedure import Role
from ..rules.accounts import account_problem, compact, name_problem
from . import questions as ask

NOT_THE_SAME = _("核对情况")
NOT_THE_SAME_HELP = _("系统提示有姓名相近的家庭时填写：怎样核对，为什么不是同一个人。")


class RegisterForm(FactsForm):
    """接案登记表 (F-02). Nobody is asked for a paper here, and nothing about a child."""

    on_label = _("登记日期")
    sections = (
        (_("怎样认识这家人"), ("on", "village", "found", "reason", "urgent_risk")),
        (_("先联系谁"), ("name", "sex", "birth_date", "id_number", "phone", "safe_to_call", "trusted_person")),
        (_("有没有登记过"), ("not_the_same",)),
    )
    village = ask.VillageField(label=_("村（社区）"))
    found = ask.choose(_("来源"), Found)
    reason = ask.text(_("联系缘由"), rows=3, most=2000, help_text=_("用家里人的话写，不写病情和家事的细节。"))
    urgent_risk = ask.tick(_("眼下有急难（没吃的、没取暖、没药、没人照看、有危险）"))
    name = ask.line(_("姓名"), most=50)
    sex = ask.choose(_("性别"), Sex)
    birth_date = IsoDateField(label=_("出生日期"), past=True)
    id_number = IdNumberField(label=_("公民身份号码"), required=False, help_text=_("封存保存，页面只显示后四位。"))
    phone = PhoneField(label=_("电话"), required=False)
    safe_to_call = ask.line(_("方便接电话的时间"), most=60, required=False)
    trusted_person = ask.line(_("家里信得过的人"), most=60, required=False)
    not_the_same = ask.reason(NOT_THE_SAME, required=False, help_text=NOT_THE_SAME_HELP)


class MemberForm(FactsForm):
    """另一位家长."""

    on_label = _("登记日期")
    name = ask.line(_("姓名"), most=50)
    sex = ask.choose(_("性别"), Sex)
    birth_date = IsoDateField(label=_("出生日期"), past=True)
    id_number = IdNumberField(label=_("公民身份号码"), required=False, help_text=_("封存保存，页面只显示后四位。"))
    phone = PhoneField(label=_("电话"), required=False)
    marital_status = ask.choose(_("婚姻状况"), Marital, required=False)
    language_needs = ask.line(_("沟通需要"), most=60, required=False, help_text=_("方言、手语、大字、不识字等。"))
    not_the_same = ask.reason(NOT_THE_SAME, required=False, help_text=NOT_THE_SAME_HELP)

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return {name: value for name, value in found.items() if name != "marital_status" or value}


class DescribeForm(FactsForm):
    """家庭情况和意愿 (F-03; 7.1)."""

    on_label = _("登记日期")
    address = ask.line(_("住址"), required=False)
    hukou_kind = ask.choose(_("户口性质"), HukouKind, required=False)
    contact_preference = ask.choose(_("联系意愿"), Contact)
    dates_to_avoid = ask.line(
        _("不打扰的日子"), most=120, required=False, help_text=_("只写日子，例如 4月2日至6日；不写缘由。")
    )
    trusted_person = ask.line(_("家里信得过的人"), most=60, required=False)

    def defaults(self) -> dict[str, Any]:
        own = [name for name in type(self).base_fields if name not in FactsForm.base_fields]
        return {name: getattr(self.record, name) for name in own} if self.record else {}


class ChildForm(FactsForm):
    """子女信息 (7.3): on a page of its own, may be filled in by the office, sealed as it is saved."""

    on_label = _("登记日期")
    sections = (
        (
            _("可由工作人员代填；保存后封存，页面不再显示"),
            ("on", "family_type", "name", "sex", "birth_date", "id_number"),
        ),
        (_("核对用"), ("parentage", "status", "event_date", "confirm_unit", "certificate")),
    )
    family_type = ask.choose(_("情形"), FamilyType)
    name = ask.line(_("姓名"), most=50)
    sex = ask.choose(_("性别"), Sex)
    birth_date = IsoDateField(label=_("出生日期"), past=True)
    id_number = IdNumberField(label=_("公民身份号码"), required=False)
    parentage = ask.choose(_("亲子关系"), Parentage)
    status = ask.choose(_("情况"), ChildStatus)
    event_date = IsoDateField(label=_("日期"), past=True, required=False)
    confirm_unit = ask.choose(_("确认单位"), ConfirmUnit, required=False)
    certificate = ask.line(_("残疾人证号"), most=24, required=False, help_text=_("二类情形填写，20 位。"))

    def facts(self) -> dict[str, Any]:
        return {name: str(value) for name, value in super().facts().items()}


class VerifyChildForm(FactsForm):
    on_label = _("核验日期")
    source = ask.line(_("怎样核验"), help_text=_("例如：部门信息比对一致；已看原件。"))


class AccountForm(FactsForm):
    """收款账户: in the member's own name."""

    on_label = _("登记日期")
    member = ask.member(_("户主"))
    bank = ask.line(_("开户银行"), most=60)
    kind = ask.choose(_("账户类型"), AccountKind)
    holder = ask.line(_("户名"), most=50, required=False, help_text=_("照着卡或者存折填；空着的，就是本人。"))
    card = IdentifierField(label=_("卡号或者账号"), help_text=_("封存保存，页面只显示尾号。"))

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("card"):
            data["card"] = compact(data["card"])
            if wrong := account_problem(data["card"], data.get("kind", ""), data.get("bank", "")):
                self.add_error("card", wrong)
        member, holder = data.get("member"), data.get("holder")
        if member is not None and holder:
            if wrong := name_problem(holder, member.name):
                self.add_error("holder", wrong)
            data["holder"] = member.name


class ConfirmAccountForm(FactsForm):
    on_label = _("核对日期")
    account = RecordField(lambda family: family.accounts.filter(confirmed_on=None, ended_on=None), label=_("账户"))
    callback = ask.line(_("回拨情况"), help_text=_("打的是哪个原来留下的电话，谁接的。"))


class ConsentForm(FactsForm):
    """告知与同意书 (F-04): purpose by purpose."""

    on_label = _("告知日期")
    member = ask.member(_("本人"))
    agreed = forms.MultipleChoiceField(
        label=_("同意的事项"),
        choices=[(each.value, each.label) for each in CONSENTED],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("没有勾的就是不同意；不同意不影响任何待遇，随时可以撤回。"),
    )
    recipients = ask.line(_("接收方（第 D 项）"), required=False)
    read_aloud = ask.tick(_("已逐项读给本人听"))
    explained = ask.tick(_("已说明每一项的目的、必要性和不同意的后果"))


class WithdrawConsentForm(FactsForm):
    """撤回同意: a telephone call to anybody of the team is enough."""

    on_label = _("撤回日期")
    member = ask.member(_("本人"))
    purposes = forms.MultipleChoiceField(
        label=_("撤回的事项"),
        choices=[(each.value, each.label) for each in Purpose if each != Purpose.A],
        widget=forms.CheckboxSelectMultiple,
    )
    how = ask.line(_("怎样提出"), most=100, help_text=_("例如：电话告诉村专干。"))


class ClosenessForm(FactsForm):
    """关系声明 (3.3)."""

    on_label = _("声明日期")
    person = ask.person(_("人员"))
    kinship = ask.choose(_("关系"), Kinship)
    text = ask.line(_("说明"), required=False)


class BeginReviewForm(FactsForm):
    """家庭情况登记表 (F-03)."""

    on_label = _("登记日期")
    agreed = ask.line(_("家里怎样表示愿意"), help_text=_("口头表示即可，例如：何女士电话里说愿意。"))


class StartApplicationForm(FactsForm):
    """申请表 (F-01), filled in by the office with the family."""

    on_label = _("填写日期")
    applicant = ask.member(_("申请人"))
    track = forms.ChoiceField(
        label=_("办理方式"), choices=[each for each in Track.choices if each[0] != Track.FAST_NO_APPLY], initial="full"
    )
    benefit = forms.ChoiceField(label=_("申请事项"), choices=Benefit.choices, initial="MONTHLY")
    wishes = ask.text(_("申请理由"), rows=3, most=1000, required=False)
    helped_by = ask.person(_("代填人"), Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER, required=False)
    agent = ask.line(_("代办人及授权"), most=120, required=False)
    helped_first = ask.text(_("先行帮扶的情况"), rows=3, most=1000, required=False, help_text=_("急难先办的填写。"))


class FastForm(FactsForm):
    """免申即享."""

    on_label = _("提出日期")
    applicant = ask.member(_("享受人"))
    benefit = forms.ChoiceField(label=_("事项"), choices=Benefit.choices, initial="MONTHLY")
    ground = ask.text(_("依据的情况"), rows=3, most=1000)


class NeedForm(FactsForm):
    on_label = _("决定日期")
    need = ask.text(_("需要什么帮助，由谁来办"), rows=3, most=1000)


class ReasonForm(FactsForm):
    on_label = _("决定日期")
    reason = ask.reason(_("理由"))


class NewFactsForm(FactsForm):
    on_label = _("决定日期")
    facts_found = ask.text(_("新的情况"), rows=3, most=1000)

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return {"facts": found.pop("facts_found"), **found}


class AnnotateForm(FactsForm):
    on_label = _("日期")
    note = ask.text(_("批注"), rows=3, most=2000)
