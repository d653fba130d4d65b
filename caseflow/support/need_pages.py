"""What is particular on the pages of a request and of an annual review, and the requests on the page of a family."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.access import can, readable
from caseflow.cases.access.routes import aside
from caseflow.cases.access.vocabulary import READ
from caseflow.cases.calendar import long_day, moment_words, short_day
from caseflow.cases.pages import Banner, Next, Section, address_of, register_page

from .forms.needs import TOLD_BY_FACTS
from .models import Household, Review, Ticket
from .need_codes import HELPED, LineKind, Need, Outcome, Priority, ReferralState, Signer, Watch
from .pages import _SupportPage, fact
from .procedure.ticket_words import ENDED_TICKET
from .rules.review import Result

OWNER_GUARDS = frozenset({"by_owner", "by_owner_or_leader", "by_owner_if_any"})
LOOK_BACK = timedelta(days=365)  # of the figures above the list
MOST = 1000  # requests that a figure is made of, the newest ones
SHOWN = 5  # requests on the page of a family


class TicketPage(_SupportPage):
    """A request: the family's words first, then who sees to it, by when, and what was done."""

    list_name = "tickets"
    noun = _("诉求")
    symbol = "chat"
    causes = tuple((each.value, each.label) for each in Need)
    cause = _("类别")
    grades = ("priority", tuple(Priority.choices))
    told_by_facts = TOLD_BY_FACTS
    lead = {
        "assign_ticket": ("assign",),
        "assign_in_county": ("assign",),
        "assign_again": ("assign",),
        **{
            f"{name}{where}": rows
            for name, rows in {
                "answer_family": ("answer",),
                "solve": ("propose_close",),
                "follow_referral": ("take_acceptance",),
                "ask_family": ("go_on",),
                "ask_third": ("go_on",),
                "confirm_with_family": ("close",),
            }.items()
            for where in ("", "_in_village", "_in_county")
        },
        "agree": ("agree_to_close",),
    }
    icons = {
        "annotate": "chat",
        "note_progress": "edit",
        "give_back": "left",
        "look_again": "eye",
        "record_try": "phone",
        "log_step": "flag",
        "prepare_referral": "send",
        "refer": "send",
        "take_service": "check",
        "withdraw": "left",
        "merge": "columns",
        "extend_petition": "clock",
    }
    places = {
        "words": _("看原话"),
        "steps": _("看应急步骤"),
        "referrals": _("看转介"),
        "lines": _("看办理记录"),
        "papers": _("看文书"),
        "deadlines": _("看期限"),
        "team": _("看办理人"),
    }
    record: Ticket

    def meta(self) -> Iterable[tuple[str, str]]:
        ticket = self.record
        yield _t("类别"), str(ticket.get_category_display())  # type: ignore[attr-defined]
        yield _t("缓急"), str(ticket.get_priority_display())  # type: ignore[attr-defined]
        yield _t("编号"), self.dossier.reference
        yield _t("办理人"), str(ticket.owner or _t("还没有交办"))
        yield _t("村（社区）"), str(ticket.household.village)

    @cached_property
    def next(self) -> Next:
        """What only the owner may do is not listed as missing for everybody else."""
        found = super().next
        owner = self.record.owner
        if owner is not None and owner.pk != self.user.pk:
            found.blocked = [step for step in found.blocked if not self._owners(step)]
        return found

    def _owners(self, step: Any) -> bool:
        return any(guard.code in OWNER_GUARDS for guard in step.row.requires)

    def banners(self) -> Iterator[Banner]:
        ticket = self.record
        with aside():
            reads_family = can(self.user, READ, ticket.household).ok
        if reads_family:
            family = ticket.household.dossier
            yield Banner(_("家庭档案"), family.title, "", address_of(family), _("看家庭"))
        if ticket.watch:
            yield Banner(str(Watch(ticket.watch).label), _("有期限逾期，领导在看。"), "warn", "#deadlines", _("看期限"))
        if ticket.is_emergency and not ticket.is_over:
            yield Banner(_("危急：先打电话"), self._whom_to_call(), "stop")
        last = ticket.referral
        if last is not None and last.is_open and last.consent_id and not last.consent.holds:  # type: ignore[union-attr,attr-defined]
            yield Banner(
                _("本人撤回了对转介的同意"), _("请撤回转介，请对方停止使用。"), "stop", "#referrals", _("看转介")
            )
        if last is not None and last.reminded_on and last.state == ReferralState.SENT:
            yield Banner(_("转介五个工作日没有答复"), _("请催问接收单位。"), "warn", "#referrals", _("看转介"))
        if ticket.result == Outcome.NO_REPLY and not ticket.reopened:
            yield Banner(_("没有联系上"), _("下次走访时再问。"), "warn")

    def _whom_to_call(self) -> str:
        """The family, then the people of the village and the township in turn, then the township's duty phone."""
        ticket, village = self.record, self.record.household.village
        said = [f"{each.addressed} {each.phone}" for each in ticket.household.members.all() if each.phone]
        said += [f"{each.user} {each.user.phone}" for each in self.team if getattr(each.user, "phone", "")]
        said += [f"{each} {each.phone}" for each in (village, village.parent) if each is not None and each.phone]
        return _t("依次：%(people)s。五分钟没人接，打下一个。") % {"people": _t("；").join(said)}

    def sections(self) -> Iterator[Section]:
        ticket = self.record
        yield Section("words", _t("原话"), "cases/_facts.html", self._words())
        if ticket.is_emergency:
            yield Section(
                "steps",
                _t("应急步骤"),
                "support/_lines.html",
                [self._line(each) for each in ticket.steps],
                links=self.links(log_step=_t("登记一步")),
            )
        if referrals := list(ticket.referrals.select_related("consent", "member").order_by("-pk")):
            yield Section(
                "referrals", _t("转介"), "support/_referrals.html", [self._referral(each) for each in referrals]
            )
        lines = [each for each in ticket.lines.select_related("by") if each.kind != LineKind.STEP]
        yield Section(
            "lines",
            _t("办理记录"),
            "support/_lines.html",
            [self._line(each) for each in lines],
            len(lines),
            links=self.links(note_progress=_t("登记办理情况")),
        )

    def _words(self) -> list[dict[str, Any]]:
        ticket = self.record
        waits = ticket.waits_for
        if ticket.waits_until:
            waits = _t("%(what)s，等到%(day)s") % {"what": waits, "day": short_day(ticket.waits_until)}
        return [
            fact(_t("原话"), ticket.words, full=True),
            fact(_t("谁提出"), ticket.who),
            fact(_t("听到的时间"), f"{moment_words(ticket.heard_at)} {ticket.get_channel_display()}"),  # type: ignore[attr-defined]
            fact(_t("第一次答复"), moment_words(ticket.answered_at) if ticket.answered_at else ""),
            fact(_t("等什么"), waits, full=True),
            fact(_t("结果"), ticket.get_result_display()),  # type: ignore[attr-defined]
            fact(_t("办成了什么"), ticket.conclusion, full=True),
            fact(_t("还能提供的帮助"), ticket.offer, full=True),
            fact(_t("满意程度"), ticket.get_satisfaction_display()),  # type: ignore[attr-defined]
            fact(_t("重新办理"), _t("%(n)d 次") % {"n": ticket.reopened} if ticket.reopened else ""),
            fact(_t("并入"), str(ticket.main) if ticket.main else ""),
        ]

    def _line(self, each: Any) -> dict[str, Any]:
        signer = str(Signer(each.signer).label) if each.signer else ""
        return {
            "at": moment_words(each.at),
            "called": each.called,
            "who": _t("，").join(filter(None, (each.who, signer))),
            "text": each.text,
            "by": str(each.by or ""),
        }

    def _referral(self, each: Any) -> dict[str, Any]:
        return {
            "organ": each.organ,
            "state": each.get_state_display(),
            "over": not each.is_open,
            "asked": each.asked,
            "facts": [
                fact(_t("提供信息的依据"), _t("：").join(filter(None, (each.get_ground_display(), each.ground_text)))),
                fact(_t("告知的内容"), _t("、").join(label for label, _value in each.told())),
                fact(_t("发出"), short_day(each.sent_on) if each.sent_on else ""),
                fact(_t("对方"), each.contact),
                fact(_t("结果、未接的理由"), each.result, full=True),
                fact(_t("对方可以使用到"), long_day(each.ended_on) if each.ended_on else ""),
            ],
        }

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        prefetch_related_objects(records, "household__village__parent")
        found = {}
        for each in records:
            said = [each.get_priority_display(), str(each.household.village)]
            said += [each.get_watch_display()] if each.watch else []
            found[each.pk] = " · ".join(said)
        return found

    @classmethod
    def held_by(cls, person: int) -> Any:
        return Exists(Ticket.objects.filter(dossier=OuterRef("pk"), owner=person))

    @classmethod
    def holders(cls, records: list[Any]) -> dict[int, str] | None:
        prefetch_related_objects(records, "owner")
        return {each.pk: str(each.owner or "") for each in records}

    @classmethod
    def figures(cls, user: Any) -> list[dict[str, Any]]:
        """The promises 有人听 and 有人帮 as shares of the newest requests of a year (3.9)."""
        since = timezone.localdate() - LOOK_BACK
        mine = Ticket.objects.filter(readable(user, "dossier"), dossier__opened_on__gte=since).order_by("-dossier_id")
        rows = list(mine.values_list("answered_in_time", "result", "state", "watch")[:MOST])
        heard = [in_time for in_time, _result, _state, _watch in rows if in_time is not None]
        ended = [
            result
            for _in_time, result, state, _watch in rows
            if state in ENDED_TICKET and result not in (Outcome.WITHDRAWN, Outcome.MERGED)
        ]
        watched = sum(1 for _in_time, _result, state, watch in rows if watch and state not in ENDED_TICKET)
        over = _t("近一年的诉求")
        return [
            {
                "label": _t("有人听"),
                "value": _share(sum(heard), len(heard)),
                "note": _t("按时答复，%(of)s") % {"of": over},
            },
            {
                "label": _t("有人帮"),
                "value": _share(sum(1 for each in ended if each in HELPED), len(ended)),
                "note": _t("已解决或者部分解决，%(of)s") % {"of": over},
            },
            {"label": _t("正在督办"), "value": str(watched), "note": _t("有期限逾期的")},
        ]


def _share(some: int, all_: int) -> str:
    """87%（26/30）; a dash where there is none yet."""
    return f"{100 * some // all_}%（{some}/{all_}）" if all_ else "—"


class ReviewPage(_SupportPage):
    """The annual review of a family."""

    list_name = "reviews"
    noun = _("年审")
    symbol = "calendar"
    lead = {
        "see_family": ("finish_visit", "record_findings"),
        "check_review": ("confirm_in_township",),
        "confirm_review": ("confirm_in_county",),
        "tell_family": ("tell_exit",),
        "sign_exit": ("approve_exit",),
    }
    icons = {
        "annotate": "chat",
        "record_findings": "edit",
        "record_attempt": "phone",
        "compare": "columns",
        "tell_exit": "chat",
        "return_exit": "left",
    }
    places = {
        "findings": _("看核对情况"),
        "opinions": _("看意见"),
        "papers": _("看文书"),
        "deadlines": _("看期限"),
        "team": _("看办理人"),
    }
    checks = {
        "told_first": _("已经向本人说明理由，听取意见"),
        "not_who_saw": _("您没有参加见面核对"),
    }
    record: Review

    def meta(self) -> Iterable[tuple[str, str]]:
        yield _t("年度"), str(self.record.year)
        yield _t("编号"), self.dossier.reference
        yield _t("村（社区）"), str(self.record.household.village)

    def banners(self) -> Iterator[Banner]:
        family = self.record.household.dossier
        yield Banner(_("家庭档案"), family.title, "", address_of(family), _("看家庭"))
        if self.record.state == "review_opened":
            yield Banner(_("与走访一起办"), _("在谈话里顺便核对，不请本人来办，不请本人另外证明什么。"), "ok")

    def sections(self) -> Iterator[Section]:
        review = self.record
        findings = list(review.findings.select_related("member", "by"))
        yield Section(
            "findings",
            _t("核对情况"),
            "support/_findings.html",
            {
                "rows": [self._finding(each) for each in findings],
                "left": [each.addressed for each in review.members_to_see()] if not review.is_over else [],
                "attempts": review.attempts,
            },
            links=self.links(record_findings=_t("登记一位")),
        )
        yield Section(
            "opinions",
            _t("意见"),
            "cases/_facts.html",
            [
                fact(_t("乡镇意见"), review.township_opinion, full=True),
                fact(_t("县级意见"), review.county_opinion, full=True),
                fact(_t("向本人说明"), f"{long_day(review.told_on)} {review.told_how}" if review.told_on else ""),
                fact(_t("本人意见"), review.statement, full=True),
            ],
            in_tabs=False,
        )

    def _finding(self, each: Any) -> dict[str, Any]:
        return {
            "member": each.member.addressed,
            "result": each.get_result_display(),
            "leaves": each.result == Result.EXIT,
            "reasons": each.reasons,
            "text": each.text,
            "by": f"{each.by} {short_day(each.seen_on)} {each.get_way_display()}",
        }

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        prefetch_related_objects(records, "household__village__parent")
        return {each.pk: str(each.household.village) for each in records}


def needs_of(page: Any) -> Iterator[Section]:
    """The requests and the reviews on the page of a family."""
    family: Household = page.record
    mine = family.tickets.filter(readable(page.user, "dossier")).select_related("dossier", "owner")
    found = sorted(mine.order_by("-pk")[: SHOWN * 4], key=lambda each: (each.is_over, -each.pk))[:SHOWN]
    rows = [
        {
            "url": address_of(each.dossier),
            "what": each.get_category_display(),
            "words": each.words,
            "priority": each.get_priority_display(),
            "owner": str(each.owner or ""),
            "state": each.get_result_display() or each.get_state_display(),
            "over": each.is_over,
            "opened": short_day(each.dossier.opened_on),
        }
        for each in found
    ]
    yield Section("tickets", _t("诉求"), "support/_tickets.html", rows, links=page.links(register_need=_t("登记诉求")))
    reviews = family.reviews.filter(readable(page.user, "dossier")).select_related("dossier").order_by("-year")[:SHOWN]
    said = [
        {"url": address_of(each.dossier), "year": each.year, "state": each.get_state_display(), "over": each.is_over}
        for each in reviews
    ]
    if said or "open_review" in page.offered:
        yield Section(
            "reviews",
            _t("年审"),
            "support/_reviews.html",
            said,
            links=page.links(open_review=_t("开始年审")),
            in_tabs=False,
        )


register_page(Ticket.label(), TicketPage)
register_page(Review.label(), ReviewPage)
