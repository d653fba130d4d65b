"""What is typed of a visit, of an event that calls for one, and of how a family wishes to be met."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseflow.cases.columns import ClockField
from caseflow.cases.fields import IsoDateField, StrictIntegerField
from caseflow.cases.moves import FactsForm
from caseflow.cases.pickers import ChosenMany, RecordField
from caseflow.people.models import User

from .. import visiting
from ..codes import Item
from ..rules.channels import FESTIVALS, OF_VISITS, Channel, Occasion
from ..rules.contact import Profile
from . import questions as ask

EVENTS = (
    ("HOSPITAL", _("住院")),
    ("DISCHARGE", _("出院")),
    ("MAJOR_EVENT", _("意外、重病、受灾等重大变故")),
    ("BEREAVEMENT_NEW", _("家里刚刚有亲人离世")),
)


class VisitorsField(ChosenMany):
    """Those who serve the family now; nobody ticked is whoever writes it down."""

    def fit(self, form: Any) -> None:
        serve = visiting.on(form.record, timezone.localdate()) if form.record is not None else set()
        self.queryset = User.objects.filter(pk__in=serve, is_active=True).order_by("pk")

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（{person.post}）" if person.post else person.name


class MembersField(ChosenMany):
    """The members of the family who were met."""

    def fit(self, form: Any) -> None:
        from ..models import Member

        everybody: QuerySet[Any] = Member.objects.none()
        self.queryset = form.record.members.filter(end_code="") if form.record is not None else everybody

    def label_from_instance(self, member: Any) -> str:
        return str(member.addressed)


class VisitForm(FactsForm):
    """走访记录 (F-17): what happened, in plain words; written down within 48 hours it counts by itself."""

    on_label = _("登记日期")
    sections = (
        (_("怎么联系的"), ("channel", "day", "clock", "minutes", "occasion")),
        (_("见到了谁"), ("members", "visitors", "others")),
        (_("谈了什么、看了什么"), ("items", "observation", "needs", "given")),
        (_("接下来"), ("next_step", "next_on", "by_wish", "initialled", "on")),
    )
    channel = forms.ChoiceField(label=_("方式"), choices=Channel.choices, widget=forms.RadioSelect, initial="HOME")
    day = IsoDateField(label=_("哪一天"), past=True, initial=timezone.localdate)
    clock = ClockField(label=_("几点开始"))
    minutes = StrictIntegerField(
        label=_("多长时间"), max_value=1440, unit=_("分钟"), required=False, help_text=_("打电话的要写。")
    )
    occasion = forms.ChoiceField(label=_("为什么去"), choices=[(each.value, each.label) for each in OF_VISITS])
    members = MembersField(
        label=_("见到或者通上话的"), required=False, help_text=_("都没见到的，一个也不勾；改天再去一次。")
    )
    visitors = VisitorsField(label=_("一起去的人"), required=False, help_text=_("不勾就是您自己。"))
    others = ask.line(_("还有谁在场"), most=100, required=False)
    items = forms.MultipleChoiceField(
        label=_("谈了什么、看了什么"), choices=Item.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    observation = ask.text(_("简单记几句"), rows=4, most=2000, required=False, help_text=_("写事情，不评价人。"))
    needs = ask.text(_("家里提到的需要"), rows=2, most=1000, required=False, help_text=_("用家里人的话写。"))
    given = ask.line(_("带去的东西"), required=False)
    next_step = ask.line(_("下一步"), required=False, help_text=_("答应了什么，谁来办。"))
    next_on = IsoDateField(label=_("下次什么时候来"), required=False)
    by_wish = ask.tick(_("这次按本人意愿（本人请来的，或者本人要换一种方式）"))
    initialled = ask.tick(_("家里人看过这份记录"))

    def defaults(self) -> dict[str, Any]:
        now = timezone.localtime()
        found: dict[str, Any] = {"clock": f"{now:%H:%M}", "occasion": Occasion.ROUTINE.value}
        if self.record is not None:
            found["occasion"] = self._occasion()
            preference = self.record.contact_preference
            found["channel"] = {"PHONE_ONLY": "PHONE", "MESSAGE_ONLY": "MESSAGE"}.get(preference, "HOME")
        return found

    def _occasion(self) -> str:
        """The most pressing of what is due: an event, then a festival, then what comes round by itself."""
        due = {duty.occasion for duty in self.record.duties.due(timezone.localdate())}
        order = [each for each in OF_VISITS if each not in (*FESTIVALS, Occasion.ROUTINE, Occasion.QUARTER)]
        for each in (*order, *FESTIVALS, Occasion.QUARTER):
            if each in due:
                return str(each)
        return Occasion.ROUTINE.value

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        found["visitors"] = found.get("visitors") or [self.user]
        return found


class ConfirmVisitForm(FactsForm):
    """A visit that was written down later than two days afterwards."""

    on_label = _("确认日期")
    visit = RecordField(lambda family: family.visits.filter(counted_on=None), label=_("走访"))
    how = ask.line(_("怎样核实"), help_text=_("例如：打电话问过本人。"))


class EventForm(FactsForm):
    """What somebody has learned of, so that the right people come in time."""

    on_label = _("登记日期")
    kind = ask.choose(_("什么事"), EVENTS)
    learned = IsoDateField(label=_("哪一天得知"), past=True, initial=timezone.localdate)
    member = ask.member(_("哪一位"), required=False)
    words = ask.line(_("简单说明"), required=False, help_text=_("不写病情和家事的细节。"))


class FrequencyForm(FactsForm):
    """Another rhythm for this family."""

    on_label = _("登记日期")
    profile = ask.choose(_("联系频次"), Profile)
    since = IsoDateField(label=_("自何日起"), initial=timezone.localdate)
    why = ask.reason(_("理由"))


class GreetingForm(FactsForm):
    """Whether somebody wishes to be greeted on the birthday; nobody is unless they say so."""

    on_label = _("登记日期")
    member = ask.member(_("本人"))
    wanted = ask.tick(_("愿意在生日那天收到问候"))


CONTACT_FORMS: dict[str, type[FactsForm]] = {
    "record_visit": VisitForm,
    "confirm_visit": ConfirmVisitForm,
    "learn_of_event": EventForm,
    "choose_frequency": FrequencyForm,
    "set_greeting": GreetingForm,
}
