"""Checked at home, deliberated, made public, objected to, reviewed in the township: the facts those moves record."""

from typing import Any

from django.utils.translation import gettext as _

from caseflow.cases import limits, parameters
from caseflow.cases.references import next_reference
from caseflow.vault import keeping

from ..codes import Level
from ..notices import last_day
from ..procedure import APPLICATION
from .core import ApplicationCore
from .course import CheckRecord, Deliberation, Objection, TownshipReview, passes


class VillagePart(ApplicationCore):
    """The application in the village and the township."""

    class Meta:
        abstract = True

    def _check(self, second: Any = None, **facts: Any) -> None:
        CheckRecord.objects.create(application=self, on=self.attempt.on, by=self.attempt.by, second=second, **facts)  # type: ignore[misc]

    @APPLICATION.transition
    def check_home(self, *, second: Any, **facts: Any) -> None:
        """Two investigators visit the family, look at the papers and compare the registers (B5)."""
        self._check(second, **facts)

    @APPLICATION.transition
    def check_claim(self, **facts: Any) -> None:
        """One person checks a claim; another one reviews it (B5)."""
        self._check(None, **facts)

    def _deliberate(
        self,
        *,
        place: str,
        chair: Any,
        due: int,
        present: list[Any],
        facts: str,
        against: int = 0,
        abstained: int = 0,
        recused: list[Any] = [],  # noqa: B006  # never changed
        recusal_reason: str = "",
        dissent: str = "",
    ) -> None:
        voters = [each for each in present if each not in recused]
        percent = int(parameters.value("support.panel_majority", self.attempt.on))
        held = Deliberation.objects.create(
            application=self,  # type: ignore[misc]
            on=self.attempt.on,
            place=place,
            chair=chair,
            due=due,
            recused=[{"name": str(each), "reason": recusal_reason} for each in recused],
            against=against,
            abstained=abstained,
            voters=len(voters),
            passed=passes(len(voters), against, abstained, percent),
            facts=facts,
            dissent=dissent,
        )
        held.present.set(present)

    @APPLICATION.transition
    def deliberate(self, **facts: Any) -> None:
        """The panel hears the facts in neutral words and votes (B6)."""
        self._deliberate(**facts)

    @APPLICATION.transition
    def publish(self, *, mode: str = "", text: str) -> None:
        """The notice is shown in the mode that the applicant was told (B7)."""
        self.mode = mode or self.mode
        self.publish_round(Level.VILLAGE, text, last_day(self.attempt.on, self._length("L-5")))

    def _length(self, code: str) -> int:
        return limits.length_of(self.procedure.limits[code], self.attempt.on)

    def _object(
        self,
        *,
        kind: str,
        content: str,
        channel: str,
        named: bool = False,
        objector: str = "",
        contact: str = "",
    ) -> None:
        objection = Objection(
            application=self,  # type: ignore[misc]
            round=self.round,
            code=next_reference("YY", self.dossier.agency, self.attempt.on),
            kind=kind,
            content=content,
            channel=channel,
            named=named,
            on=self.attempt.on,
            received_by=self.attempt.by,
        )
        keeping.keep(objection, self.dossier.reference, objector=objector, contact=contact)
        self.end_round(str(_("因异议中止")))

    @APPLICATION.transition
    def object(self, **facts: Any) -> None:
        """Somebody objects with facts that can be checked; who it is stays sealed (B8, P-9)."""
        self._object(**facts)

    @APPLICATION.transition
    def object_in_township(self, **facts: Any) -> None:
        """The same in the round of the township (B12)."""
        self._object(**facts)

    def _settle(self, upheld: bool, acts: str, conclusion: str) -> None:
        self.objections.filter(closed_on=None).update(
            upheld=upheld, acts=acts, conclusion=conclusion, closed_on=self.attempt.on
        )

    @APPLICATION.transition
    def uphold(self, *, acts: str, conclusion: str, answers: dict[str, str], **vote: Any) -> None:
        """The facts have changed: the panel votes anew on them (B9)."""
        self._settle(True, acts, conclusion)
        last = self.check_record
        if last is not None:
            self._check(last.second, met=last.met, seen=conclusion, answers=answers, doubts=last.doubts)
        self._deliberate(**vote)

    @APPLICATION.transition
    def dismiss(self, *, acts: str, conclusion: str, text: str) -> None:
        """Unfounded: the notice is shown again for the full time (B9, L-12)."""
        self._settle(False, acts, conclusion)
        self.publish_round(Level.VILLAGE, text, last_day(self.attempt.on, self._length("L-5")))

    @APPLICATION.transition
    def dismiss_in_township(self, *, acts: str, conclusion: str, text: str) -> None:
        """The same in the round of the township (B12)."""
        self._settle(False, acts, conclusion)
        self.publish_round(Level.TOWNSHIP, text, last_day(self.attempt.on, self._length("L-8")))

    @APPLICATION.transition
    def give_opinion(self, *, opinion: str) -> None:
        """The last day has passed without an open objection: the village signs (B10)."""
        self.village_opinion = opinion
        self.end_round(str(_("期满无异议")))

    @APPLICATION.transition
    def give_opinion_at_once(self, *, opinion: str) -> None:
        """No notice, or no majority: the village signs what was found; the county decides (B10')."""
        self.village_opinion = opinion

    @APPLICATION.transition
    def receive(self) -> None:
        """The township has the file (B11)."""

    @APPLICATION.transition
    def receive_claim(self) -> None:
        """A claim goes from the check straight to the township (B5')."""

    @APPLICATION.transition
    def review_in_township(self, *, met: bool, matched: str, solved: str = "", opinion: str, agreed: bool) -> None:
        """The applicant was met in person, the data compared (B11)."""
        TownshipReview.objects.create(
            application=self,  # type: ignore[misc]
            on=self.attempt.on,
            by=self.attempt.by,
            met=met,
            matched=matched,
            solved=solved,
            opinion=opinion,
            agreed=agreed,
            judgement=self.judgement,
        )

    @APPLICATION.transition
    def publish_in_township(self, *, text: str) -> None:
        """The second round (B11)."""
        self.publish_round(Level.TOWNSHIP, text, last_day(self.attempt.on, self._length("L-8")))

    @APPLICATION.transition
    def forward(self) -> None:
        """No second round is held: the file goes to the county (B13')."""

    @APPLICATION.transition
    def forward_after_publicity(self) -> None:
        """The second round has ended without an open objection (B13)."""
        self.end_round(str(_("期满无异议")))
