"""What is particular on the pages of a family and of an application."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.access import can, procedures_of, readable
from caseflow.cases.access.routes import aside
from caseflow.cases.access.vocabulary import READ, FieldClass
from caseflow.cases.calendar import long_day, short_day
from caseflow.cases.identifiers import mask_phone
from caseflow.cases.pages import Banner, Next, Page, Section, address_of, register_page

from . import contact_section, team_sections
from .access import RULES_ASK, SEALED_LOOK
from .codes import QUESTIONS, VERDICTS, Benefit, Contact, HelperCode, Mode
from .models import Application, Household
from .models.people import layers
from .procedure import FamilyState, Role, State
from .procedure.leaving import RESUMED

KEEPERS = frozenset({f"support.{Role.SECTION_HEAD.value}", f"support.{Role.LEADER.value}"})
KINDS = tuple((each.value, each.label) for each in Benefit)


def fact(label: Any, value: Any, *, full: bool = False) -> dict[str, Any]:
    """A line of the summary; a long one takes the whole width."""
    return {"label": label, "value": value, "full": full}


class _SupportPage(Page):
    keepers = KEEPERS
    colours = "tone-care"
    whom = _("家庭")

    @cached_property
    def offered(self) -> frozenset[str]:
        """The rows that this person may perform now."""
        steps = (*self.next.acts, *self.next.onwards, self.next.lead)
        return frozenset(step.row.name for step in steps if step and not step.missing)

    def links(self, **words: Any) -> tuple[tuple[str, str], ...]:
        return tuple((self.move_url(row), str(said)) for row, said in words.items() if row in self.offered)


def needs_of(page: Any) -> Iterator[Section]:
    """The cards of ``need_pages``, which rests on this module."""
    from .need_pages import needs_of

    return needs_of(page)


class FamilyPage(_SupportPage):
    """A family: how it wishes to be met, its members, what it has asked for. The child stays sealed."""

    list_name = "families"
    noun = _("家庭")
    cause = _("村（社区）")
    symbol = "home"
    openings = ("register",)
    lead = {
        "register_family": ("begin_review",),
        "settle_refusal": ("help_without_money",),
        "apply": ("start_application",),
        "form_team": ("begin_assessment",),
        "assess": ("assess_needs",),
        "draft_plan_with_team": ("submit_plan",),
        "draft_plan": ("submit_plan",),
        "check_plan_in_county": ("approve_plan_in_county",),
        "check_plan": ("approve_plan",),
        "go_on": ("call_review",),
        "assess_stage_with_team": ("score_goals",),
        "assess_stage": ("score_goals",),
        "confirm_stage": ("conclude_review",),
        "look_again": tuple(RESUMED),
        "accompany": ("propose_closing_of_help",),
        "sign_closing_of_family": ("finish",),
    }
    icons = {
        "annotate": "chat",
        "add_member": "user",
        "describe": "home",
        "record_child": "lock",
        "verify_child": "check",
        "record_account": "money",
        "confirm_account": "phone",
        "record_consent": "edit",
        "withdraw_consent": "left",
        "declare_closeness": "people",
        "start_application": "plus",
        "propose_without_application": "plus",
        "propose_closing": "off",
        "register_need": "chat",
        "record_representative": "user",
        "record_departure": "heart",
        "record_condolence": "heart",
        "open_review": "calendar",
        "propose_closing_after_review": "off",
        "decline": "off",
        "appoint_helper": "people",
        "end_helper": "left",
        "leave_team": "left",
        "refuse_helper": "people",
        "hand_over": "people",
        "deliver_card": "doc",
        "name_primary": "user",
        "record_doctor": "heart",
        "record_proof": "heart",
        "take_pledge": "lock",
        "suspend": "clock",
        "send_transfer": "send",
        "greet": "phone",
        **contact_section.ICONS,
    }
    places = {
        "summary": _("看概况"),
        "contact": _("看联系走访"),
        "members": _("看成员"),
        "consents": _("看同意事项"),
        "helpers": _("看小组"),
        "applications": _("看申请"),
        "tickets": _("看诉求"),
        "papers": _("看文书"),
        "team": _("看办理人"),
    }

    record: Household

    @cached_property
    def next(self) -> Next:
        """Of the ways back from a suspension only the one to where it was."""
        found = super().next
        found.blocked = [step for step in found.blocked if step.row.name not in RESUMED]
        return found

    def item_name(self, item: str) -> str:
        """Which role stands empty, who is to be replaced or to take over, after how many months the family is called."""
        if item in HelperCode.values:
            return str(HelperCode(item).label)
        if item.endswith("m"):
            return _t("满%(months)s个月") % {"months": item[:-1]}
        helper = self.record.helpers.filter(pk=int(item)).select_related("user").first() if item.isdigit() else None
        return str(helper.user) if helper is not None else item

    def meta(self) -> Iterable[tuple[str, str]]:
        yield _t("关怀家庭"), self.dossier.reference
        yield _t("村（社区）"), str(self.record.village)
        yield _t("登记"), long_day(self.dossier.opened_on)

    def banners(self) -> Iterator[Banner]:
        family = self.record
        words = [str(Contact(family.contact_preference).label)]
        first = family.members.first()
        if first is not None and first.safe_to_call:
            words.append(_t("方便接电话：%(when)s") % {"when": first.safe_to_call})
        if family.dates_to_avoid:
            words.append(_t("%(days)s不安排例行走访") % {"days": family.dates_to_avoid})
        yield Banner(
            _("按本人意愿联系"),
            _t("；").join(words),
            "ok",
            self.move_url("describe") if "describe" in self.offered else "",
            _("修改意愿") if "describe" in self.offered else "",
        )
        if family.urgent_risk and family.state == FamilyState.INTAKE:
            yield Banner(_("登记时说眼下有急难"), _("先办急事，材料以后再补。"), "warn")
        if not self.sight.sees(FieldClass.FILE):
            return  # why it rests, and where it goes, stands in the file
        if (pause := family.pause) is not None:
            yield Banner(
                _t("暂停：%(reason)s") % {"reason": pause.get_reason_display()},  # type: ignore[attr-defined]
                _t("自%(day)s起，%(agreed)s。待遇照常；本人随时可以要求恢复。")
                % {"day": short_day(pause.since), "agreed": pause.agreed},
            )
        if (offer := family.offer) is not None:
            yield Banner(_t("等待%(office)s答复是否接收") % {"office": offer.to_office}, _("答复以前，仍由这里负责。"))

    def sections(self) -> Iterator[Section]:
        family = self.record
        yield Section("summary", _t("概况"), "cases/_facts.html", self._facts(), links=self.links(describe=_t("修改")))
        yield from team_sections.sections(self)
        if self.sight.sees(FieldClass.FILE):
            yield self._members()
        if Application.label() in procedures_of(self.user):
            yield Section(
                "applications",
                _t("申请"),
                "support/_applications.html",
                self._applications(),
                links=self.links(start_application=_t("代为填写申请")),
            )
        yield from needs_of(self)
        yield Section(
            "contact",
            _t("联系走访"),
            "support/_contact.html",
            contact_section.of_family(family),
            links=self.links(**contact_section.LINKS),
        )
        from .pages_money import of_family

        words = {"record_change": _t("登记情况变化"), "hold_payment": _t("暂缓"), "resume_payment": _t("恢复")}
        yield of_family(family, self.links(**words))
        yield Section(
            "consents",
            _t("同意事项"),
            "support/_consents.html",
            [
                {
                    "member": each["member"].addressed,
                    "purpose": each["purpose"],
                    "holds": each["holds"],
                    "given": each["consent"].given,
                    "withdrawn": each["consent"].withdrawn_on,
                }
                for each in layers(family.consents.select_related("member").order_by("pk"))
            ],
            links=self.links(record_consent=_t("告知与同意"), withdraw_consent=_t("登记撤回")),
        )
        yield Section(
            "child",
            _t("子女信息"),
            "support/_child.html",
            self._child(),
            links=self.links(record_child=_t("登记（封存）"), verify_child=_t("核验")),
            in_tabs=False,
        )

    def _members(self) -> Section:
        family = self.record
        members = list(family.members.all())
        accounts = {each.member_id: str(each) for each in family.accounts.filter(ended_on=None).order_by("pk")}
        return Section(
            "members",
            _t("成员"),
            "support/_members.html",
            [
                {
                    "name": each.addressed,
                    "seen": {
                        "born": long_day(each.birth_date),
                        "last4": each.id_last4,
                        "phone": mask_phone(each.phone) if each.phone else "",
                    },
                    "account": accounts.get(each.pk, ""),
                }
                for each in map(self.sight.view, members)
            ],
            len(members),
            links=self.links(add_member=_t("登记另一位家长"), record_account=_t("登记收款账户")),
        )

    def _facts(self) -> list[dict[str, Any]]:
        family = self.record
        close = [f"{each.person}（{each.get_kinship_display()}）" for each in family.close_people.values()]  # type: ignore[attr-defined]
        return [
            fact(_t("资格"), family.get_status_display()),  # type: ignore[attr-defined]
            fact(_t("自何日起"), long_day(family.confirmed_from) if family.confirmed_from else ""),
            fact(_t("住址"), family.address, full=True),
            fact(_t("联系缘由"), family.reason, full=True),
            fact(_t("信得过的人"), family.trusted_person),
            fact(_t("声明有关系的人"), _t("、").join(close), full=True),
            fact(_t("编号"), family.number if family.reopened else ""),
            fact(_t("结案原因"), family.get_closing_display()),  # type: ignore[attr-defined]
        ]

    def _applications(self) -> list[dict[str, Any]]:
        mine = self.record.applications.filter(readable(self.user, "dossier"))
        found = mine.select_related("dossier").order_by("-pk")
        return [
            {
                "reference": each.dossier.reference,
                "url": address_of(each.dossier),
                "what": each.get_benefit_display(),
                "track": each.get_track_display(),
                "state": each.get_state_display(),
                "over": each.is_over,
                "opened": short_day(each.dossier.opened_on),
            }
            for each in found
        ]

    def _child(self) -> dict[str, Any]:
        children = list(self.record.children.all())
        with aside():
            may_look = can(self.user, SEALED_LOOK, self.record).ok
        return {
            "recorded": bool(children),
            "verified": [long_day(each.verified_on) for each in children if each.verified_on],
            "look": reverse("sealed-look", args=[self.dossier.reference]) if may_look and children else "",
        }


class ApplicationPage(_SupportPage):
    """An application on its way from the village to the county."""

    list_name = "applications"
    noun = _("申请")
    symbol = "doc"
    causes = KINDS
    lead = {
        "hand_in": ("submit",),
        "check_papers": ("accept",),
        "await_papers": ("supplement",),
        "check": ("check_home", "check_claim"),
        "take_claim": ("receive_claim",),
        "hold_meeting": ("deliberate",),
        "sign_without_notice": ("give_opinion_at_once",),
        "post_notice": ("publish",),
        "sign_after_notice": ("give_opinion",),
        "answer_in_township": ("dismiss_in_township", "uphold"),
        "answer_objection": ("dismiss", "uphold"),
        "take_over": ("receive",),
        "review": ("review_in_township",),
        "sign_review": ("publish_in_township", "forward"),
        "end_notice": ("forward_after_publicity",),
        "draft_decision": ("propose_decision",),
        "check_decision": ("endorse",),
        "sign_decision": ("approve", "reject"),
        "send_roster": ("tell", "file_roster"),
    }
    icons = {
        "annotate": "chat",
        "withdraw": "left",
        "object": "flag",
        "object_in_township": "flag",
        "wait_for_others": "clock",
        "record_answer": "check",
        "extend_whole": "clock",
        "extend_supplement": "clock",
        "tell": "send",
        "hear_first": "chat",
        "record_statement": "edit",
        "send_back": "left",
    }
    places = {
        "summary": _("看申请内容"),
        "check": _("看核查"),
        "publicity": _("看公示"),
        "papers": _("看文书"),
        "deadlines": _("看期限"),
        "team": _("看办理人"),
    }
    checks = {
        "is_endorsed": _("科室负责人已经复核"),
        "proposed_to_grant": _("经办人建议准予"),
        "proposed_to_refuse": _("经办人建议不予，并写明理由"),
        "not_who_entered": _("您没有代填这件申请"),
        "not_close": _("您与这个家庭没有声明的关系"),
        "heard_before_revoking": _("已经听取本人意见，或者期满"),
    }

    record: Application

    def meta(self) -> Iterable[tuple[str, str]]:
        application = self.record
        yield _t("事项"), str(application.get_benefit_display())  # type: ignore[attr-defined]
        yield _t("编号"), self.dossier.reference
        yield _t("办理方式"), str(application.get_track_display())  # type: ignore[attr-defined]
        yield _t("村（社区）"), str(application.household.village)

    def banners(self) -> Iterator[Banner]:
        application = self.record
        with aside():
            reads_family = can(self.user, READ, application.household).ok
        if reads_family:  # the panel reads the application alone, while it meets
            family = application.household.dossier
            yield Banner(_("家庭档案"), family.title, "", address_of(family), _("看家庭"))
        held = application.round
        if held is not None and application.state in (State.PUBLICITY_1, State.PUBLICITY_2):
            yield Banner(
                _("公示期间"),
                _t("%(mode)s，到 %(day)s 为止；期满以前不能签署意见。")
                % {"mode": Mode(held.mode).label, "day": short_day(held.last_day)},
            )
        if application.state == State.OBJECTION_HOLD:
            yield Banner(
                _("公示因异议中止"), _("由没有参加原调查的人复核。异议人的身份已封存，任何人不再看到。"), "warn"
            )

    def sections(self) -> Iterator[Section]:
        application = self.record
        yield Section("summary", _t("申请内容"), "cases/_facts.html", self._facts())
        if check := application.check_record:
            words = dict(VERDICTS)
            rows = [(code, label, words.get(check.answers.get(code, ""), "")) for code, label in QUESTIONS]
            yield Section(
                "check",
                _t("核查"),
                "support/_check.html",
                {
                    "rows": rows,
                    "recommended": check.recommended,
                    "by": _t("、").join(str(each) for each in (check.by, check.second) if each),
                    "on": short_day(check.on),
                    "doubts": check.doubts,
                },
            )
        if vote := application.vote:
            facts = [
                fact(_t("日期"), long_day(vote.on)),
                fact(_t("结果"), _t("通过") if vote.passed else _t("没有通过")),
                fact(
                    _t("表决"),
                    _t("同意 %(yes)d 票，反对 %(no)d 票，弃权 %(none)d 票")
                    % {"yes": vote.in_favour, "no": vote.against, "none": vote.abstained},
                    full=True,
                ),
                fact(_t("回避"), _t("、").join(each["name"] for each in vote.recused), full=True),
            ]
            yield Section("vote", _t("评议"), "cases/_facts.html", facts, kind=FieldClass.VOTE, in_tabs=False)
        yield Section(
            "rules",
            _t("规则核对"),
            "support/_judgement.html",
            self._judgement(),
            kind=FieldClass.OPINION,
            in_tabs=False,
        )
        if rounds := list(application.rounds.all()):
            data = [
                {
                    "level": each.get_level_display(),
                    "mode": each.get_mode_display(),
                    "posted": short_day(each.posted_on),
                    "last": short_day(each.last_day),
                    "outcome": each.outcome,
                    "text": each.text,
                    "objections": [
                        {
                            "code": item.code,
                            "kind": item.get_kind_display(),
                            "content": item.content,
                            "conclusion": item.conclusion,
                        }
                        for item in each.objections.all()
                    ],
                }
                for each in rounds
            ]
            yield Section("publicity", _t("公示"), "support/_publicity.html", data, len(data))
        if decision := application.decision:
            yield Section(
                "decision", _t("审批"), "cases/_facts.html", self._decision(decision), kind=FieldClass.OPINION
            )

    def _facts(self) -> list[dict[str, Any]]:
        application = self.record
        return [
            fact(_t("申请人"), application.applicant.addressed),
            fact(_t("申请理由"), application.wishes, full=True),
            fact(_t("公示方式"), application.get_mode_display() if not application.is_short else ""),  # type: ignore[attr-defined]
            fact(_t("代填人"), str(application.helped_by or "")),
            fact(_t("先行帮扶"), application.helped_first, full=True),
            fact(_t("待补材料"), application.missing, full=True),
            fact(_t("村级意见"), application.village_opinion, full=True),
            fact(_t("决定送达"), long_day(application.told_on) if application.told_on else ""),
            fact(_t("拟撤销告知"), long_day(application.heard_on) if application.heard_on else ""),
            fact(_t("本人意见"), application.heard, full=True),
        ]

    def _judgement(self) -> dict[str, Any]:
        """What the rules answered last, and the button by which whoever reviews has them asked."""
        application = self.record
        with aside():
            may_ask = can(self.user, RULES_ASK, application).ok
        held = application.judgement
        return {
            "outcome": held.get_outcome_display() if held else "",
            "lines": held.lines() if held else [],
            "by": f"{held.by} {short_day(held.on)}" if held else "",
            "policy": held.policy if held else "",
            "ask": reverse("ask-rules", args=[self.dossier.reference]) if may_ask else "",
        }

    def _decision(self, decision: Any) -> list[dict[str, Any]]:
        amount = f"¥{decision.amount:,.2f}" if decision.amount is not None else ""
        return [
            fact(_t("意见"), _t("准予") if decision.grants else _t("不予")),
            fact(_t("金额"), amount if self.sight.sees(FieldClass.MONEY) else ""),
            fact(_t("起始月份"), decision.start_month.strftime("%Y-%m") if decision.start_month else ""),
            fact(_t("政策依据"), decision.policy, full=True),
            fact(_t("理由"), decision.explanation, full=True),
            fact(_t("与核查结论不同的理由"), decision.deviation, full=True),
            fact(_t("经办"), f"{decision.proposed_by} {short_day(decision.proposed_on)}"),
            fact(
                _t("复核"), f"{decision.endorsed_by} {short_day(decision.endorsed_on)}" if decision.endorsed_on else ""
            ),
            fact(_t("签批"), f"{decision.decided_by} {short_day(decision.decided_on)}" if decision.decided_on else ""),
        ]

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        prefetch_related_objects(records, "household__village__parent")
        return {each.pk: f"{each.get_track_display()} · {each.household.village}" for each in records}


register_page(Household.label(), FamilyPage)
register_page(Application.label(), ApplicationPage)
