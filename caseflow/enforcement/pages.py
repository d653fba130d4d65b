"""What is particular on the pages of a tip and of a case: facts, people, evidence, money, and which move does which work."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from caseflow.cases.access import dossiers_visible_to, scope
from caseflow.cases.access.vocabulary import FieldClass
from caseflow.cases.calendar import long_day, moment_words, short_day
from caseflow.cases.models import Dossier
from caseflow.cases.pages import Banner, Page, Section, address_of, register_page
from caseflow.custody import kinds, persons
from caseflow.people.models import Agency
from caseflow.receipts import talking

from . import law, ledger
from .amounts import shown
from .models import EnforcementCase, Party, PreservedItem, Service, Tip
from .penalties import VIOLATIONS, cited
from .procedure import CaseState, Role

ROWS = 30  # of a table on the page
KEEPERS = frozenset({"enforcement.head", "enforcement.principal_head", "enforcement.archivist"})
CAUSES = tuple((row.code, row.name) for row in {row.code: row for row in VIOLATIONS}.values())


def fact(label: Any, value: Any, *, full: bool = False) -> dict[str, Any]:
    """A line of the summary; a long one takes the whole width."""
    return {"label": label, "value": value, "full": full}


def _nameless(tip: Tip) -> bool:
    """Whether the reporter has a code, but has left neither a name nor anything else that could be sealed."""
    return tip.reporter is not None and not tip.reporter.erased and not tip.reporter.sealed()


class _EnforcementPage(Page):
    keepers = KEEPERS
    causes = CAUSES
    whom = _("当事人")
    cause = _("案由")
    every_cause = _("全部案由")
    finds = _("编号、名称、拼音首字母或者证件号")

    @cached_property
    def offered(self) -> frozenset[str]:
        """The rows that this person may perform now."""
        steps = (*self.next.acts, *self.next.onwards, self.next.lead)
        return frozenset(step.row.name for step in steps if step and not step.missing)

    @cached_property
    def sealed(self) -> dict[str, dict[str, Any]]:
        """The sealed identities of this file by their codes: whether they were erased, and where one asks to see them."""
        asks = persons.may_ask(self.user, self.record)
        return {
            each.name: {
                "erased": each.row.erased,
                "ask": reverse("unsealing-ask", args=[self.dossier.reference, each.what, each.row.pk]) if asks else "",
            }
            for each in kinds.identities_of(self.record)
        }

    def leading_to(self, other: Dossier, title: str, tone: str, link: str) -> Banner:
        """What became of this file in another one: whoever does not read that one learns its number and no more."""
        if dossiers_visible_to(self.user).filter(pk=other.pk).exists():
            return Banner(title, str(other), tone, address_of(other), link)
        return Banner(title, other.reference, tone)

    def links(self, **words: Any) -> tuple[tuple[str, str], ...]:
        """Those of the rows that may be performed now, with the words of their links."""
        return tuple((self.move_url(row), str(said)) for row, said in words.items() if row in self.offered)


class TipPage(_EnforcementPage):
    """A tip: what was reported, about whom, and what became of it. Who reported it stays sealed."""

    list_name = "tips"
    noun = _("线索")
    whom = _("被举报对象")
    symbol = "flag"
    openings = ("register",)
    lead = {"take_in_clue": ("take_in",), "assign_clue": ("assign_check",), "decide_on_clue": ("accept",)}
    icons = {
        "annotate": "chat",
        "take_in": "check",
        "write_to_reporter": "chat",
        "transfer": "send",
        "decline": "off",
        "reply_reporter": "phone",
        "link_duplicate": "columns",
    }
    places = {"summary": _("看线索内容"), "reporter": _("看举报人"), "papers": _("看文书"), "team": _("看承办人")}
    told_by_facts = frozenset({law.TELL_TIPSTER.code, law.VERIFY_CLUE.code})

    record: Tip

    def meta(self) -> Iterable[tuple[str, str]]:
        tip = self.record
        yield _t("涉嫌"), self.dossier.subject
        yield _t("编号"), self.dossier.reference
        yield _t("接收"), moment_words(tip.received_at)
        yield _t("来源"), f"{tip.get_source_display()} · {tip.get_channel_display()}"

    def banners(self) -> Iterator[Banner]:
        tip = self.record
        if tip.case:
            yield self.leading_to(tip.case.dossier, _t("这条线索已经转为案件"), "ok", _t("看案件"))
        if tip.from_public and tip.taken_in_on is None:
            yield Banner(_t("公众在网上提交，还没有核对"), _t("由受理人对照登记册核对以后，再交办核查。"), "warn")
        if talking.unanswered(self.dossier):
            yield Banner(_t("举报人有新的补充"), "", "", f"{self.url}#messages", _t("看补充内容"))
        if tip.duplicate_of:
            yield self.leading_to(tip.duplicate_of.dossier, _t("这条线索与另一条重复"), "", _t("看原线索"))

    def sections(self) -> Iterator[Section]:
        tip = self.record
        facts = [
            fact(_t("内容"), tip.summary, full=True),
            fact(_t("被举报对象"), tip.subject_name),
            fact(_t("地址"), tip.about_address),
            fact(_t("行为发生地"), tip.act_place),
            fact(_t("行为时间"), _span(tip.act_from, tip.act_to)),
            fact(_t("核查结论"), tip.get_result_display()),
            fact(_t("紧急"), _t("是") if tip.urgent else ""),
        ]
        yield Section("summary", _t("线索内容"), "cases/_facts.html", facts)
        sent = [each for each in self.dossier.uploads.all() if each.sealed]
        row = {"tip": tip, "nameless": _nameless(tip), "asks": not _nameless(tip) or bool(sent)}
        yield Section("reporter", _t("举报人"), "enforcement/_reporter.html", [row], in_tabs=False)
        if talking.has_receipt(self.dossier):
            said = list(self.dossier.messages.select_related("by"))
            yield Section(
                "messages",
                _t("与举报人的往来"),
                "enforcement/_messages.html",
                {"messages": said, "files": sent},
                len(said) + len(sent),
                links=self.links(write_to_reporter=_t("给举报人留言")),
            )

    @classmethod
    def details(cls, records: list[Any]) -> dict[int, Any]:
        return {each.pk: f"{each.get_source_display()} · {each.get_channel_display()}" for each in records}


class CasePage(_EnforcementPage):
    """A case from its acceptance to the archive."""

    list_name = "cases"
    noun = _("案件")
    team_title = _("办案组")
    nobody_yet = _("还没有指定承办人")
    lead = {
        "decide_filing": ("file",),
        "begin_investigation": ("inspect",),
        "investigate": ("conclude_investigation",),
        "await_resumption": ("resume",),
        "report_termination": ("close_terminated",),
        "hold_panel": ("discuss_in_panel",),
        "propose_penalty": ("propose",),
        "sign_notice": ("approve_notice",),
        "review_first": ("review_legality",),
        "deliver_notice": ("serve_notice",),
        "hear_party": ("examine_statement",),
        "conduct_hearing": ("hold_hearing",),
        "arrange_hearing": ("schedule_hearing",),
        "review_second": ("pass_second_review",),
        "decide": ("decide_penalty", "refer_to_discussion"),
        "discuss": ("resolve_penalty",),
        "deliver_decision": ("serve_decision",),
        "collect": ("complete_performance",),
        "collect_plan": ("complete_performance",),
        "demand_performance": ("issue_demand", "serve_demand"),
        "sign_application": ("apply_to_court",),
        "await_court": ("record_court_acceptance",),
        "follow_court": ("close_by_court",),
        "sign_closing": ("approve_closing",),
        "file_away": ("archive",),
        "decide_redo": ("take_up_again", "close_annulled"),
    }
    icons = {
        "annotate": "chat",
        "record_inspection": "search",
        "record_interview": "chat",
        "add_evidence": "plus",
        "verify_evidence": "check",
        "exclude_evidence": "x",
        "record_act": "edit",
        "strike_act": "x",
        "record_payment": "money",
        "record_refund": "money",
        "waive_surcharge": "money",
        "suspend": "pause",
        "terminate": "off",
        "withdraw": "off",
        "transfer": "send",
        "serve_paper": "send",
        "announce_service": "send",
        "extend_case_limit": "clock",
        "extend_case_limit_again": "clock",
        "reply_reporter": "phone",
        "add_recording": "upload",
        "add_protected_person": "lock",
        "describe_party": "user",
        "confirm_address": "home",
        "replace_officer": "people",
        "request_hearing": "scale",
        "request_recusal": "people",
        "decide_recusal": "people",
        "reopen": "left",
        "supervise": "eye",
    }
    places = {
        "summary": _("看案情"),
        "people": _("看人员"),
        "evidence": _("看证据"),
        "acts": _("看违法行为"),
        "services": _("看送达"),
        "papers": _("看文书"),
        "deadlines": _("看期限"),
        "money": _("看收款"),
        "recusals": _("看回避"),
        "reporter": _("看举报人"),
        "courses": _("看相关程序"),
        "team": _("看办案组"),
    }
    for_a_day = frozenset({Role.COUNCIL})
    checks = {
        "suspect_identified": _("有可以识别的违法嫌疑人"),
        "facts_reliable": _("写明了违法事实的线索"),
        "punishable_type": _("该类违法行为由本机关处罚"),
        "own_jurisdiction": _("违法行为发生地在本机关辖区，或者有指定管辖文件"),
        "within_limitation": _("没有超过追责时效"),
        "review_agreed": _("法制审核同意现在的处罚建议"),
        "no_referral_pending": _("没有尚未结束的涉嫌犯罪移送"),
        "proposal_held": _("有处罚建议"),
        "as_notified": _("不重于事先告知的内容"),
        "second_review_passed": _("第二次法制审核同意"),
        "discussed_if_major": _("不需要集体讨论，或者已经集体讨论"),
        "goods_released": _("登记保存的物品都已处理"),
        "income_computed": _("违法所得已经计算"),
        "papers_complete": _("必备文书齐全，须送达的都已送达"),
        "goods_disposed": _("登记保存的物品都有最终处理"),
        "deadlines_stopped": _("本机关的期限都已办结"),
        "money_settled": _("罚没款已经结清，或者不需要"),
        "publication_correct": _("处罚信息公示没有遗留"),
        "reporter_answered": _("实名举报人都已答复"),
        "referral_final": _("没有未结束的移送"),
        "protected_unnamed": _("文书中没有受保护人的身份"),
        "disposition_sent": _("没有未送出的处分建议"),
        "licence_executed": _("许可证件的处理没有遗留"),
        "court_may_be_asked": _("可以申请人民法院强制执行"),
        "before_default": _("在逾期以前申请"),
    }
    told_by_facts = frozenset(
        {
            law.PRESERVATION.code,
            law.EMERGENCY_PRESERVATION.code,
            law.RECORDINGS_UPLOAD.code,
            law.HEARING_NOTICE.code,
            law.SUPERVISION_REPLY.code,
            law.FILE_CASE.code,
        }
    )
    must_be_served = frozenset(
        {"prior_notice", "penalty_decision", "no_penalty_decision", "withdrawal_decision", "demand"}
    )

    record: EnforcementCase

    def meta(self) -> Iterable[tuple[str, str]]:
        case = self.record
        yield _t("涉嫌"), self.dossier.subject
        yield _t("案号"), self.dossier.reference
        yield (_t("立案"), long_day(case.filed_on)) if case.filed_on else (_t("受理"), long_day(case.accepted_on))
        if officers := _t("、").join(str(each.user) for each in self.team if each.role == Role.OFFICER):
            yield _t("承办"), officers

    def banners(self) -> Iterator[Banner]:
        case = self.record
        if case.state == CaseState.NOTICE_SERVED and not case.rights_over(self.today):
            last = max(
                each.deadline.legal_due
                for each in self.running
                if each.deadline.code in (law.STATEMENT.code, law.HEARING_REQUEST.code)
            )
            sentence = (
                _t("当事人可以在%(day)s当天结束前陈述申辩或者要求听证（行政处罚法第四十四条、第六十四条）。")
                if case.hearing_offered
                else _t("当事人可以在%(day)s当天结束前陈述、申辩（行政处罚法第四十四条、第四十五条）。")
            )
            yield Banner(_t("期限届满前不得作出处罚决定"), sentence % {"day": short_day(last)})
        for each in self.announced:
            if each.served_on is None:
                yield Banner(
                    _t("公告送达期间"),
                    _t("%(day)s 发布公告，期满才视为送达。") % {"day": moment_words(each.at)},
                    "",
                    f"{self.url}#services",
                    _t("看送达"),
                )
        if case.redo:
            yield Banner(_t("本案正在重新办理"), str(case.get_redo_display()), "warn")
        if law.SUPERVISION_REPLY.code in {each.deadline.code for each in self.running}:
            day = long_day(case.supervision_due) if case.supervision_due else ""
            yield Banner(_t("上级督办"), _t("须在%(day)s前回复。") % {"day": day}, "warn")

    @cached_property
    def announced(self) -> list[Service]:
        return [each for each in self.services if each.method == "SV8"]

    @cached_property
    def services(self) -> list[Service]:
        found = self.record.services.select_related("server1", "server2").prefetch_related("papers__document", "media")
        return list(found.order_by("-pk")[:ROWS])

    @cached_property
    def proposal(self) -> Any:
        return self.record.proposal

    def item_name(self, item: str) -> str:
        kind, _colon, key = item.partition(":")
        if kind == "preserved":
            return next((each.name for each in self.goods if str(each.pk) == key), "")
        return _t("第 %(n)d 期") % {"n": self._instalment(key)} if kind == "instalment" else ""

    def _instalment(self, key: str) -> int:
        keys = [str(each.pk) for each in self.record.plan_rows]
        return keys.index(key) + 1 if key in keys else 0

    @cached_property
    def goods(self) -> list[PreservedItem]:
        return list(PreservedItem.objects.filter(preservation__case=self.record).select_related("preservation"))

    def sections(self) -> Iterator[Section]:
        case = self.record
        yield Section(
            "summary",
            _t("案情"),
            "cases/_facts.html",
            self._facts(),
            links=self.links(assess=_t("认定情节")),
        )
        people = self._people()
        yield Section(
            "people",
            _t("人员"),
            "enforcement/_people.html",
            people,
            len(people),
            links=self.links(describe_party=_t("修改当事人"), add_protected_person=_t("登记受保护人")),
        )
        if case.filed_on:
            yield from self._found()
        if self.services:
            yield Section("services", _t("送达"), "enforcement/_services.html", self.services, len(self.services))
        if recusals := case.asked_recusals:
            yield Section(
                "recusals",
                _t("回避"),
                "enforcement/_recusals.html",
                recusals,
                links=self.links(decide_recusal=_t("作出决定")),
                in_tabs=False,
            )
        if account := self._account():
            yield Section(
                "money",
                _t("收款"),
                "enforcement/_money.html",
                account,
                links=self.links(record_payment=_t("登记缴款"), record_refund=_t("登记退款")),
                kind=FieldClass.MONEY,
            )
        if tips := list(case.tips.select_related("dossier", "reporter__key")):
            read = set(scope(self.user, Tip).filter(case=case).values_list("pk", flat=True))
            rows = [{"tip": each, "reads": each.pk in read, "nameless": _nameless(each)} for each in tips]
            yield Section("reporter", _t("线索和举报人"), "enforcement/_reporter.html", rows, in_tabs=False)

    def _found(self) -> Iterator[Section]:
        """Evidence and acts."""
        case = self.record
        evidence = list(case.evidence.select_related("upload", "collector1", "collector2"))
        waiting = sum(1 for each in evidence if each.status == "collected")
        note = _t("%(n)d 件待核验") % {"n": waiting} if waiting else _t("均已核验") if evidence else ""
        yield Section(
            "evidence",
            _t("证据"),
            "enforcement/_evidence.html",
            {"items": evidence[-ROWS:], "goods": self.goods, "more": max(0, len(evidence) - ROWS)},
            len(evidence),
            note,
            self.links(add_evidence=_t("登记证据"), verify_evidence=_t("核验"), dispose_preserved=_t("处理物品")),
        )
        acts = list(case.acts.select_related("protected"))
        income = ledger.income_of(case)
        data = {"acts": acts[-ROWS:], "income": income, "more": max(0, len(acts) - ROWS)}
        links = self.links(record_act=_t("登记违法行为"), strike_act=_t("剔除"))
        yield Section(
            "acts", _t("违法行为和违法所得"), "enforcement/_acts.html", data, len(acts), links=links, in_tabs=False
        )

    def _facts(self) -> list[dict[str, Any]]:
        case, proposal = self.record, self.proposal
        row = case.violation_row()
        facts = [
            fact(_t("违法事实") if case.findings else _t("案情摘要"), case.findings or case.summary, full=True),
            fact(_t("案件来源"), case.get_source_display()),
            fact(_t("行为发生地"), case.act_place),
            fact(_t("行为时间"), _span(case.act_from, case.act_to)),
            fact(_t("发现日期"), long_day(case.discovered_on)),
            fact(_t("违反条款"), cited(row.violated), full=True),
            fact(_t("认定的情节"), self._circumstances(), full=True),
        ]
        if case.crime_suspected is not None:
            words = _t("涉嫌犯罪") if case.crime_suspected else _t("已审查，不构成移送")
            if case.crime_reason:
                words = _t("%(label)s：%(value)s") % {"label": words, "value": case.crime_reason}
            facts.append(fact(_t("涉嫌犯罪审查"), words, full=True))
        if proposal and self.sight.sees(FieldClass.OPINION):
            facts.append(fact(_t("处罚建议"), self.proposed(proposal), full=True))
        if case.closing:
            facts.append(fact(_t("结案情形"), case.get_closing_display()))  # type: ignore[attr-defined]
        if case.not_filed:
            facts.append(fact(_t("不予立案情形"), case.get_not_filed_display()))  # type: ignore[attr-defined]
        return [each for each in facts if each["value"]]

    def _circumstances(self) -> str:
        case = self.record
        names = ("serious", "refused_to_correct", "harm", "repeated", "life_and_harm", "complex_case")
        return _t("、").join(str(case._meta.get_field(name).verbose_name) for name in names if getattr(case, name))  # type: ignore[union-attr]

    def proposed(self, proposal: Any) -> str:
        """The proposal in one line."""
        parts = [_t("警告")] if proposal.warning else []
        if proposal.confiscation:
            parts.append(_t("没收违法所得%(sum)s") % {"sum": shown(proposal.confiscation)})
        if proposal.goods:
            parts.append(_t("没收%(goods)s") % {"goods": proposal.goods})
        if proposal.fine:
            parts.append(_t("罚款%(sum)s") % {"sum": shown(proposal.fine)})
        if proposal.licence:
            parts.append(proposal.get_licence_display())
        words = _t("；").join(map(str, parts)) or _t("责令改正")
        return _t("%(penalties)s（%(tier)s，%(day)s提出）") % {
            "penalties": words,
            "tier": proposal.get_tier_display(),
            "day": short_day(proposal.on),
        }

    def _people(self) -> list[dict[str, Any]]:
        """The party with its representative, protected persons by pseudonym, and those who were interviewed."""
        party = self.record.party
        seen = self.sight.view(party)
        contact = [seen.id_no if party.is_citizen else seen.credit_code, seen.phone, seen.address]
        role = _t("当事人（%(type)s）") % {"type": party.get_type_display()}  # type: ignore[attr-defined]
        rows: list[dict[str, Any]] = [{"name": party.name, "role": role, "contact": contact, "also": self._also(party)}]
        if party.legal_rep:
            rows.append({"name": party.legal_rep, "role": _t("法定代表人或者负责人")})
        for person in self.record.protected.all():
            known = self.sealed.get(person.pseudonym)
            rows.append({"name": person.pseudonym, "role": _t("受保护人"), "protected": True, "sealed": known})
        for each in self.record.interviews.filter(protected=None).order_by("pk")[:ROWS]:
            role = _t("被询问人（%(role)s）") % {"role": each.get_role_display()}
            rows.append({"name": each.name, "role": role, "contact": [each.unit, self.sight.view(each).phone]})
        return rows

    def _also(self, party: Party) -> dict[str, Any] | None:
        """How many other cases that this person may see are about the same party."""
        others = scope(self.user, EnforcementCase).exclude(pk=self.record.pk)
        if party.institution_id:
            others = others.filter(party__institution=party.institution_id)
        elif party.practitioner_id:
            others = others.filter(party__practitioner=party.practitioner_id)
        elif party.credit_code:
            others = others.filter(party__credit_code=party.credit_code)
        else:
            return None
        n = len(others.values_list("pk")[:21])
        return {"n": n, "url": f"{reverse('cases')}?q={party.name}"} if n else None

    def _account(self) -> dict[str, Any] | None:
        """What is owed, paid and overdue today; None where nothing is."""
        case = self.record
        if not case.money.exists():
            return None
        statement = case.account(self.today)
        return {
            "statement": statement,
            "payments": list(case.payments.all()),
            "instalments": list(case.plan_rows),
            "refunds": list(case.refunds.all()),
            "waivers": list(case.waivers.all()),
            "bank": self._bank(self.dossier.agency),
        }

    def _bank(self, agency: Agency) -> str:
        return f"{agency.bank} {agency.bank_account}".strip()


def _span(start: Any, end: Any) -> str:
    if start and end and start != end:
        return _t("%(start)s至%(end)s") % {"start": long_day(start), "end": long_day(end)}
    return long_day(start or end) if start or end else ""


register_page(Tip.label(), TipPage)
register_page(EnforcementCase.label(), CasePage)
