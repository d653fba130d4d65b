"""What the procedure asks of a case at each move: from which day a limit runs, what ends it, what a paper says."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from caseflow.cases import holidays, parameters, sides
from caseflow.cases.calendar import hearing_ok
from caseflow.cases.models import Start
from caseflow.procedure import Attempt, TimeLimit
from caseflow.procedure.duties import Side

from ... import law, ledger
from .core import CaseCore


class CaseAnswers(CaseCore):
    """The case as the kernel asks it about limits, intervals and papers."""

    class Meta:
        abstract = True

    def sides_of(self, attempt: Attempt) -> Iterable[sides.Taken]:
        """Whoever is challenged does not decide on it; whoever is recused takes no side any more (APL art. 43)."""
        facts = attempt.facts
        if attempt.row.name == "request_recusal":
            newest = self.recusals.latest("pk")
            yield sides.Taken(facts["person"], Side.CHALLENGED, str(newest.pk))
        if attempt.row.name == "decide_recusal":
            for person in filter(None, (attempt.by, attempt.behalf)):
                yield sides.Taken(person, Side.DECIDE_RECUSAL, str(facts["recusal"].pk))
            if facts["granted"]:
                yield sides.Taken(facts["recusal"].person, Side.RECUSED)

    def starts_of(self, limit: TimeLimit, attempt: Attempt) -> Iterable[Start]:
        if limit == law.FILE_CASE:
            return [Start(self.accepted_on)]
        if limit == law.TELL_FILING:
            return [Start(attempt.on)] if self._tells_filing(attempt.on) else []
        if limit == law.HEARING_REQUEST:
            return [Start(attempt.on)] if self.hearing_offered else []
        if limit == law.HEARING_NOTICE:
            hearing = self.hearing
            return [Start(timezone.localdate(hearing.scheduled_at))] if hearing and hearing.scheduled_at else []
        if limit == law.PRESERVATION:
            done = self.preservations.exclude(done_at=None).last()
            return [Start(attempt.on, f"preserved:{item.pk}") for item in done.items.all()] if done else []
        if limit == law.EMERGENCY_PRESERVATION:
            done = self.preservations.last()
            return [] if done is None or done.approved_at else [Start(done.done_at)]
        if limit == law.RECORDINGS_UPLOAD:
            scene = self.inspections.last() if attempt.facts.get("recorder_no") else None
            return [Start(scene.ended_at)] if scene else []
        if limit == law.PAYMENT and attempt.row.name == "approve_plan":
            return [Start(each.due_on, f"instalment:{each.pk}", 0) for each in self.plan_rows]
        if limit == law.PAYMENT:
            return [Start(attempt.on)] if self.owing else []
        if limit == law.COURT_APPLICATION:
            decision = self.decision
            served = decision and decision.served_on
            return [Start(ledger.enforcement_anchor(self, served))] if served and self.owing else []
        if limit == law.REFUSAL_COMPLAINT and attempt.row.name != "record_court_refusal":
            return []
        if limit == law.HEARD_CASE_REPORT:
            return [Start(attempt.on)] if self.was_heard else []
        if limit == law.SUPERVISION_REPLY:
            return [Start(self.supervision_due, length=0)]
        return super().starts_of(limit, attempt)

    def stops_of(self, limit: TimeLimit, attempt: Attempt) -> list[str] | None:
        if limit == law.PRESERVATION and (item := attempt.facts.get("item")):
            return [f"preserved:{item.pk}"]
        if limit == law.PRESERVATION:
            return [each.item for each in self.dossier.deadlines.over(attempt.on).filter(code=limit.code)]
        if limit == law.HEARING_NOTICE and attempt.row.name == "serve_paper":
            return None if self._told_of_hearing_in_time(attempt) else []
        if limit == law.PAYMENT and attempt.row.name == "record_payment":
            return ledger.paid_limits(self, attempt.on)
        return super().stops_of(limit, attempt)

    def _told_of_hearing_in_time(self, attempt: Attempt) -> bool:
        hearing = self.hearing
        if hearing is None or hearing.notice_served_on != attempt.on or hearing.scheduled_at is None:
            return False
        day = timezone.localdate(hearing.scheduled_at)
        return hearing_ok(law.HEARING_NOTICE, attempt.on, day, holidays.calendar())

    def extension_of(self, limit: TimeLimit, attempt: Attempt) -> int:
        return int(attempt.facts.get("days") or parameters.value(law.CASE_EXTENSION.parameter, attempt.on))

    def resumes_of(self, attempt: Attempt) -> tuple[str, ...]:
        """An attempt at service that failed does not end a public notice."""
        return () if attempt.facts.get("served") is False else super().resumes_of(attempt)

    def exclusion_item(self, attempt: Attempt) -> str:
        appraisal = attempt.facts.get("appraisal") or (
            self.appraisals.last() if attempt.row.name == "entrust_appraisal" else None
        )
        return f"appraisal:{appraisal.pk}" if appraisal else ""

    def paper(self, kind: str, attempt: Attempt) -> dict[str, Any] | None:
        from ...papers import context

        return context(kind, self, attempt)

    def _tells_filing(self, on: date) -> bool:
        return parameters.value("enforcement.tell_reporter_filing", on) and any(
            tip.answerable for tip in self.tips.select_related("reporter")
        )
