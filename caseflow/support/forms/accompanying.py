"""What is typed for the moves of accompanying a family, and for those by which it rests, goes elsewhere or ends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.calendar.days import add_months
from caseflow.cases.fields import IsoDateField
from caseflow.cases.grids import RowsField, VerdictsField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import RecordField

from ..codes import FROM_ANYWHERE, CloseReason, Domain, Need, Pause, Priority, Reached, ReviewCause, Risk
from ..models import Area
from . import questions as ask

AFTER_REVIEW = [(each.value, each.label) for each in CloseReason if each not in FROM_ANYWHERE]


def needs() -> Mapping[str, forms.Field]:
    return {
        "domain": ask.choose(_("方面"), Domain),
        "situation": ask.line(_("情况")),
        "wish": ask.line(_("本人的愿望"), required=False),
        "priority": ask.choose(_("缓急"), Priority),
    }


def goals() -> Mapping[str, forms.Field]:
    return {
        "domain": ask.choose(_("方面"), Domain),
        "goal": ask.line(_("目标")),
        "action": ask.line(_("办法"), required=False),
        "who": ask.line(_("谁来办"), most=60, required=False),
        "by_day": IsoDateField(label=_("何时以前"), required=False),
        "source": ask.line(_("费用来源"), most=60, required=False),
    }


def wishes() -> forms.MultipleChoiceField:
    """The domains in which nothing is arranged, because that is the wish."""
    return forms.MultipleChoiceField(
        label=_("按本人意愿不安排的方面"),
        choices=Domain.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class GoalsForm(FactsForm):
    """Goals line by line, with those domains in which nothing is arranged."""

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        wished = found.pop("nothing", [])
        by_wish = [{"domain": each, "goal": str(Domain(each).label), "by_wish": True} for each in wished]
        return {**found, "goals": [*found.get("goals", []), *by_wish]}


class AssessForm(FactsForm):
    """需求评估表 (F-14)."""

    on_label = _("评估日期")
    sections = (
        (_("看望"), ("on", "visited")),
        (_("各方面的需要"), ("scores", "mind_consent", "needs")),
        (_("医生的意见和风险"), ("health", "risk")),
    )
    visited = ask.tick(_("已上门看望"), help_text=_("家庭不愿意上门的，先登记联系意愿，可以不上门。"))
    scores = VerdictsField(Domain.choices, Need.choices, label=_("各方面的需要"))
    mind_consent = ask.tick(_("精神方面的评估已取得本人单独同意"))
    needs = RowsField(
        needs(), spare=4, label=_("具体的需要"), required=False, help_text=_("用家里人的话写；评为 2、3 的方面都要写。")
    )
    health = ask.text(
        _("签约医生的意见"), rows=3, most=1000, required=False, help_text=_("只写需要什么帮助，不写病情。")
    )
    risk = ask.choose(_("风险等级"), Risk, initial=Risk.NONE)


class PlanForm(GoalsForm):
    """帮扶计划 (F-16)."""

    on_label = _("拟订日期")
    goals = RowsField(goals(), spare=4, label=_("目标和办法"), required=False)
    nothing = wishes()
    review_on = IsoDateField(label=_("下次评估"))
    family_words = ask.text(_("家庭的意见"), rows=2, most=400)
    seen = ask.tick(_("已给家里看过"))

    def defaults(self) -> dict[str, Any]:
        plan = self.record.plan if self.record is not None else None
        nothing = [each.domain for each in plan.goals.all() if each.by_wish] if plan is not None else []
        return {"review_on": add_months(timezone.localdate(), 6), "goals": self._asked_for(), "nothing": nothing}

    def _asked_for(self) -> list[dict[str, Any]]:
        """What the assessment found, to be answered line by line; a version that came back, as it was."""
        if self.record is None:
            return []
        if self.record.plan is not None:
            names = ("domain", "goal", "action", "who", "by_day", "source")
            return [
                {name: getattr(each, name) for name in names} for each in self.record.plan.goals.filter(by_wish=False)
            ]
        found = self.record.assessment
        return [
            {"domain": each["domain"], "goal": each["wish"] or each["situation"]}
            for each in (found.needs if found else ())
        ]


class OpinionForm(FactsForm):
    on_label = _("审批日期")
    opinion = ask.text(_("意见"), rows=2, most=400, initial=_("同意。"))


class ReturnPlanForm(FactsForm):
    on_label = _("退回日期")
    comments = ask.reason(_("修改意见"))


class CallReviewForm(FactsForm):
    on_label = _("提出日期")
    cause = ask.choose(_("为什么现在评估"), [each for each in ReviewCause.choices if each[0] != ReviewCause.HALF_YEAR])
    reason = ask.line(_("说明"), required=False)


class GoalsField(VerdictsField):
    """How far each goal of the plan got: its points are those of the plan."""

    def __init__(self, **options: Any):
        super().__init__((), Reached.choices, **options)

    def fit(self, form: Any) -> None:
        plan = form.record.plan if form.record is not None else None
        points = [(str(each.pk), each.goal) for each in plan.goals.all()] if plan is not None else []
        self.points, self.widget.points = dict(points), tuple(points)


class ScoreForm(GoalsForm):
    """阶段评估表 (F-25)."""

    on_label = _("评估日期")
    sections = (
        (_("各项目标"), ("on", "scores")),
        (_("家庭怎样说"), ("words",)),
        (_("小组的看法"), ("summary", "risk")),
        (_("计划有调整的填写，形成新的一版"), ("goals", "nothing", "review_on")),
    )
    scores = GoalsField(label=_("各项目标"))
    words = ask.text(_("家庭的话"), rows=3, most=1000)
    summary = ask.text(_("做了什么"), rows=3, most=1000)
    risk = ask.choose(_("风险等级"), Risk)
    goals = RowsField(goals(), spare=3, label=_("调整以后的目标和办法"), required=False)
    nothing = wishes()
    review_on = IsoDateField(label=_("下次评估"), required=False)

    def defaults(self) -> dict[str, Any]:
        return {"risk": self.record.risk_level} if self.record else {}


class CloseForm(FactsForm):
    """结案报告 (F-27), first part."""

    on_label = _("提出日期")
    reason = ask.choose(_("结案原因"), [(each.value, each.label) for each in FROM_ANYWHERE])
    lost_since = IsoDateField(
        label=_("从哪一天起联系不上"), past=True, required=False, help_text=_("失联核销的填写；须经公安和亲属查找。")
    )
    summary = ask.text(_("帮扶情况"), rows=4, most=2000)


class CloseAfterReviewForm(FactsForm):
    on_label = _("提出日期")
    reason = ask.choose(_("结案原因"), AFTER_REVIEW)
    summary = ask.text(_("帮扶情况"), rows=4, most=2000)


class CloseHelpForm(FactsForm):
    on_label = _("提出日期")
    summary = ask.text(_("帮扶情况"), rows=4, most=2000)


class FinishForm(FactsForm):
    on_label = _("审核日期")
    told = ask.text(_("怎样告诉家庭，以后找谁"), rows=3, most=1000)
    greetings = ask.tick(_("本人愿意以后接到问候电话"), initial=True)


class SuspendForm(FactsForm):
    """暂停说明 (F-26)."""

    on_label = _("自何日起")
    reason = ask.choose(_("暂停原因"), Pause)
    explanation = ask.text(_("情况"), rows=3, most=400)
    agreed = ask.line(_("谁同意的"), help_text=_("本人、家人怎样表示；失去联系的，写明怎样找过。"))


class FoundForm(FactsForm):
    on_label = _("核对日期")
    found = ask.text(_("核对的情况"), rows=3, most=400)


class TownshipField(RecordField):
    """A township or street of the county."""

    def __init__(self, **options: Any):
        super().__init__(lambda record: Area.objects.none(), **options)

    def fit(self, form: Any) -> None:
        found = Area.objects.filter(parent=None)
        self.queryset = found if form.agency is None else found.filter(code__startswith=form.agency.region_code)


class TransferForm(FactsForm):
    """档案移交函 (F-22)."""

    on_label = _("发出日期")
    sections = (
        (_("移交到哪里"), ("on", "to_area", "to_office", "reason")),
        (_("本人同意"), ("member", "agreed")),
        (_("移交的内容"), ("paid_to",)),
    )
    to_area = TownshipField(label=_("本县（区）的接收地"), required=False)
    to_office = ask.line(_("外地的接收单位"), most=80, required=False)
    reason = ask.line(_("移交原因"))
    member = ask.member(_("同意移交的成员"))
    agreed = ask.tick(_("本人同意向接收地提供档案"))
    paid_to = ask.line(_("待遇发到哪一个月，有没有没办完的"), help_text=_("例如：发到2026年5月，没有未办事项。"))


class AnswerForm(FactsForm):
    on_label = _("答复日期")
    answer = ask.text(_("答复的内容"), rows=2, most=400)


class GreetForm(FactsForm):
    on_label = _("问候日期")
    said = ask.text(_("说了什么"), rows=2, most=400)


class StopGreetingsForm(FactsForm):
    on_label = _("登记日期")
    wish = ask.line(_("本人怎样表示"))


class ReopenForm(FactsForm):
    """接案登记表（续办） (F-02, short)."""

    on_label = _("恢复日期")
    need = ask.text(_("新的需要"), rows=3, most=1000)
