"""What is typed for the moves of an application."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.fields import IsoDateField, MoneyField, StrictIntegerField
from caseflow.cases.grids import VerdictsField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import YesNoField

from ..calculator import StaysField
from ..codes import QUESTIONS, VERDICTS, Level, Mode, ObjectionCode
from ..guards.application import usual_text
from ..procedure import Role
from ..shares import policy_in_force
from . import questions as ask


class SubmitForm(FactsForm):
    """提交申请 (F-01, F-01a)."""

    on_label = _("提交日期")
    signed_by = ask.line(_("签字（按指印）的人"), most=60)
    mode_told = ask.tick(_("已告诉申请人用什么方式公示，并给他（她）看过公示的内容"))


class AskForPapersForm(FactsForm):
    """补正通知书 (F-05)."""

    on_label = _("告知日期")
    missing = ask.text(_("缺哪些材料（一次说全）"), help_text=_("一行一项。能由系统核验的，不要求提供。"))
    how = ask.text(_("怎样办，谁来帮"), rows=3, most=1000)


class SupplementForm(FactsForm):
    on_label = _("收到日期")
    received = ask.text(_("收到的材料"), rows=3, most=1000)


class ExtendSupplementForm(FactsForm):
    on_label = _("批准日期")
    days = StrictIntegerField(label=_("延长天数"), min_value=1, max_value=30, initial=30, unit=_("日"))
    reason = ask.reason(_("理由"))


class WithdrawForm(FactsForm):
    on_label = _("撤回日期")
    wish = ask.text(_("申请人怎样表示"), rows=3, most=1000)
    effect_told = ask.tick(_("已说明撤回的后果，以及可以随时再申请"))


class ExtendWholeForm(FactsForm):
    on_label = _("批准日期")
    days = StrictIntegerField(label=_("延长天数"), min_value=1, max_value=15, initial=15, unit=_("个工作日"))
    reason = ask.reason(_("理由"))


class WaitForm(FactsForm):
    on_label = _("发函日期")
    organ = ask.line(_("机关"), most=80)
    question = ask.text(_("问什么"), rows=3, most=1000)


class AnswerForm(FactsForm):
    on_label = _("收到日期")
    answer = ask.text(_("答复"), rows=3, most=2000)


class CheckClaimForm(FactsForm):
    """核查记录 (F-06)."""

    on_label = _("核查日期")
    met = ask.line(_("见到的人"), most=120)
    seen = ask.text(_("核对的材料"), rows=3, help_text=_("原件、复印件或者部门信息。已核验的材料不再要。"))
    answers = VerdictsField(QUESTIONS, VERDICTS, label=_("逐项情况"))
    doubts = ask.text(_("疑点"), rows=3, most=2000, required=False)
    words = ask.text(_("家庭的话"), rows=3, most=2000, required=False)


class CheckHomeForm(CheckClaimForm):
    """入户调查核查记录 (F-06): two investigators."""

    on_label = _("调查日期")
    sections = ((_("谁去的"), ("on", "second")),)
    second = ask.person(_("另一调查人"), Role.VILLAGE_WORKER, Role.TOWNSHIP_OFFICER)


class VoteFields(FactsForm):
    """评议记录 (F-08)."""

    place = ask.line(_("地点"), most=80)
    chair = ask.person(_("主持人"), Role.PANEL)
    due = StrictIntegerField(label=_("应到人数"), min_value=1, max_value=200, unit=_("人"))
    present = ask.people(_("到会成员"), Role.PANEL)
    recused = ask.people(_("其中回避的"), Role.PANEL, required=False)
    recusal_reason = ask.line(_("回避的理由"), required=False)
    facts_told = ask.text(_("介绍的情况（不写家事的细节）"), rows=3, most=2000)
    against = StrictIntegerField(label=_("反对"), max_value=200, initial=0, unit=_("票"))
    abstained = StrictIntegerField(label=_("弃权"), max_value=200, initial=0, unit=_("票"))
    dissent = ask.text(_("不同意见"), rows=3, most=2000, required=False)

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return {"facts": found.pop("facts_told"), **found}


class DeliberateForm(VoteFields):
    on_label = _("评议日期")


class _Notice(FactsForm):
    """公示 (F-09): the exact words, as they are shown."""

    level = Level.VILLAGE
    text = ask.text(_("公示内容"), rows=6, help_text=_("只有姓氏、村（社区）、期限和电话；其他内容不能写。"))

    def defaults(self) -> dict[str, Any]:
        if self.record is None:
            return {}
        on = self.data.get("on") if self.is_bound else None
        day = _day(on) or timezone.localdate()
        return {"text": usual_text(self.record, day, self.level)}


def _day(value: Any) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


class PublishForm(_Notice):
    on_label = _("公示日期")
    mode = ask.choose(_("公示方式"), Mode, required=False, help_text=_("空着的，按告诉申请人的方式；只能改得更小。"))


class PublishInTownshipForm(_Notice):
    on_label = _("公示日期")
    level = Level.TOWNSHIP


class ObjectForm(FactsForm):
    """异议登记表 (F-09b): who objects is sealed as it is saved, and shown to nobody."""

    on_label = _("登记日期")
    kind = ask.choose(_("类别"), ObjectionCode)
    content = ask.text(_("反映的情况"), rows=4, most=2000)
    channel = ask.line(_("渠道"), most=40)
    named = ask.tick(_("实名"))
    objector = ask.line(_("姓名（封存，任何人不再看到）"), most=50, required=False)
    contact = ask.line(_("联系方式（封存）"), most=100, required=False)


class UpholdForm(VoteFields):
    """异议复核结果 (F-09c) with a new vote (B9)."""

    on_label = _("复核日期")
    sections = ((_("复核"), ("on", "acts", "conclusion", "answers")),)
    acts = ask.text(_("复核经过"), rows=3, most=2000)
    conclusion = ask.text(_("复核结论"), rows=3, most=2000)
    answers = VerdictsField(QUESTIONS, VERDICTS, label=_("复核后的逐项情况"))


class DismissForm(_Notice):
    """异议复核结果 (F-09c) with a new notice (L-12)."""

    on_label = _("复核日期")
    acts = ask.text(_("复核经过"), rows=3, most=2000)
    conclusion = ask.text(_("复核结论"), rows=3, most=2000)


class DismissInTownshipForm(DismissForm):
    level = Level.TOWNSHIP


class OpinionForm(FactsForm):
    on_label = _("签署日期")
    opinion = ask.text(_("村级意见"), rows=3, most=1000, initial=_("情况属实，同意上报审核。"))


class ReviewForm(FactsForm):
    """调查审核记录表 (F-10a)."""

    on_label = _("审核日期")
    met = ask.tick(_("当面见到申请人"))
    matched = ask.text(_("信息比对结果"), rows=3, most=2000)
    solved = ask.text(_("疑点的核实"), rows=3, most=2000, required=False)
    opinion = ask.text(_("审核意见"), rows=3, most=1000)
    agreed = YesNoField(label=_("建议批准"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _say_rules(self, "agreed")


class ProposeForm(FactsForm):
    """审批意见 (F-10)."""

    on_label = _("提出日期")
    grants = YesNoField(label=_("拟批准"))
    policy = ask.line(_("政策依据和版本"), most=80)
    amount = MoneyField(label=_("金额"), required=False, help_text=_("按月的，填每人每月。"))
    start_month = IsoDateField(label=_("起始月份"), required=False, help_text=_("填当月任何一天。"))
    stays = StaysField(
        label=_("住院起止"),
        required=False,
        help_text=_("住院护理补贴填写，一行一次，例如 2026-03-10 至 2026-03-20；天数和金额由系统核对。"),
    )
    explanation = ask.text(_("理由"), rows=3, most=2000, required=False, help_text=_("不予批准的必填，用平常的话写。"))
    deviation = ask.text(_("与核查结论、规则结论不同的理由"), rows=3, most=2000, required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        _say_rules(self, "grants")

    def defaults(self) -> dict[str, Any]:
        return {"policy": policy_in_force(timezone.localdate())}

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        stays = [
            {
                "admitted": each.admitted.isoformat(),
                "discharged": each.discharged.isoformat() if each.discharged else "",
            }
            for each in found.pop("stays", None) or ()
        ]
        return {**found, **({"stays": stays} if stays else {})}


def _say_rules(form: FactsForm, name: str) -> None:
    """Beside the question stands what the rules answer, with every reason; a person decides."""
    held = form.record.judgement if form.record is not None else None
    form.fields[name].help_text = (
        _t("规则的结论（由人决定，系统只作提示）：%(words)s") % {"words": held.in_words()}
        if held
        else _t("还没有按规则核对；可以先在申请页面上核对。")
    )


class SignForm(FactsForm):
    on_label = _("签署日期")
    opinion = ask.text(_("意见"), rows=3, most=1000, initial=_("同意。"))


class SendBackForm(FactsForm):
    on_label = _("退回日期")
    questions = ask.text(_("需要核实的问题（写具体）"), rows=4, most=2000)


class TellForm(FactsForm):
    on_label = _("送达日期")
    way = ask.line(_("怎样送达、怎样说明"), most=120)
    told_by = ask.line(_("以后有事找谁（姓名、电话）"), most=80, required=False)


class RosterForm(FactsForm):
    """备案名册 (F-20)."""

    on_label = _("备案日期")
    sent_to = ask.line(_("报送"), most=80, initial=_("市、省卫生健康委员会"))


class HearForm(FactsForm):
    """拟撤销告知 (F-23)."""

    on_label = _("告知日期")
    facts_found = ask.text(_("新的情况"), rows=4, most=2000)

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return {"facts": found.pop("facts_found"), **found}


class StatementForm(FactsForm):
    on_label = _("登记日期")
    statement = ask.text(_("本人意见"), rows=4, most=2000)


class RevokeForm(FactsForm):
    """撤销决定 (F-23)."""

    on_label = _("决定日期")
    reason = ask.text(_("理由"), rows=4, most=2000)
