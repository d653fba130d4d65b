"""From the first line to the acceptance, and what may be done at any time: the facts those moves record."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import placing
from ..codes import Benefit, Track
from ..procedure import APPLICATION
from .core import ApplicationCore


class Applying(ApplicationCore):
    """The application until it is accepted."""

    class Meta:
        abstract = True

    @APPLICATION.transition
    def prepare(
        self,
        *,
        household: Any,
        applicant: Any,
        track: str = Track.FULL,
        benefit: str = Benefit.MONTHLY,
        helped_by: Any = None,
        agent: str = "",
        wishes: str = "",
        helped_first: str = "",
    ) -> None:
        """The form is filled in with the family; the family only signs."""
        self.household, self.applicant, self.track, self.benefit = household, applicant, track, benefit
        self.helped_by, self.agent, self.wishes, self.helped_first = helped_by, agent, wishes, helped_first
        self.mode = household.usual_mode(self.attempt.on)
        self._label()

    @APPLICATION.transition
    def propose_fast(self, *, household: Any, applicant: Any, benefit: str = Benefit.MONTHLY, ground: str = "") -> None:
        """The system has the facts already: nobody has to ask for what goes on (免申即享)."""
        self.household, self.applicant, self.benefit = household, applicant, benefit
        self.track, self.wishes = Track.FAST_NO_APPLY, ground
        self._label()

    @APPLICATION.transition
    def place(self) -> None:
        """The file comes to those who hold an office in the area of the family."""
        placing.place(self.dossier, self.household.village, self.attempt.on)

    @APPLICATION.transition
    def submit(self, *, signed_by: str, mode_told: bool) -> None:
        """The applicant has signed, and knows how the application will be made public (B1, P-4)."""

    @APPLICATION.transition
    def ask_for_papers(self, *, missing: str, how: str) -> None:
        """What is missing is said once, all of it, in plain words (B2)."""
        self.missing, self.correction_asked = missing, True

    @APPLICATION.transition
    def supplement(self, *, received: str) -> None:
        """What was missing has come (B3)."""
        self.missing = ""

    @APPLICATION.transition
    def extend_supplement(self, *, days: int = 30, reason: str) -> None:
        """The family needs more time: once, for as long again (L-3)."""
        self.supplement_extended = True

    @APPLICATION.transition
    def expire(self) -> None:
        """Nothing came in time; one may apply again at once (B3)."""

    @APPLICATION.transition
    def accept(self) -> None:
        """The papers are complete (B4)."""

    @APPLICATION.transition
    def accept_by_silence(self) -> None:
        """Nothing was said in time: silence accepts (B4, L-2)."""

    @APPLICATION.transition
    def withdraw(self, *, wish: str, effect_told: bool) -> None:
        """The applicant does not want it any more, and has been told what that means (B18)."""

    @APPLICATION.transition
    def extend_whole(self, *, days: int = 15, reason: str) -> None:
        """The decision needs more time, for a reason that the applicant hears (L-11)."""

    @APPLICATION.transition
    def wait_for_others(self, *, organ: str, question: str) -> None:
        """Another organ is asked; its time is not the office's (R-INT)."""

    @APPLICATION.transition
    def record_answer(self, *, answer: str) -> None:
        """The other organ has answered."""

    @APPLICATION.transition
    def annotate(self, *, note: str) -> None:
        """A remark in the file."""

    def told_days(self) -> str:
        """When something was last told to the applicant, for the page."""
        return str(self.told_on or _("尚未告知")) if self.state in ("approved", "not_approved", "roster_filed") else ""

    @property
    def waits_since(self) -> int:
        """Days since the file was opened."""
        return (timezone.localdate() - self.dossier.opened_on).days
