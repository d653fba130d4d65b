"""How papers are served, which is the same for a notice, a decision and a demand."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from caseflow.cases.models import Paper

from ..course import Service
from .core import CaseCore


class CaseService(CaseCore):
    """The case as one on whose party papers are served."""

    class Meta:
        abstract = True

    def _served(self, kinds: list[str], service: dict[str, Any]) -> None:
        latest = [self.file_paper(kind) for kind in kinds]
        self._serve([paper for paper in latest if paper and paper.served_on is None], service, self.attempt.on)

    def _serve(self, papers: list[Any], details: dict[str, Any], served_on: date | None) -> None:
        media = details.pop("media", None) or []
        moment = details.pop("delivered_at", None) or self._moment_of_act()
        details.setdefault("server1", self.attempt.by)
        details.setdefault("recipient", self.party.name)
        names = {each.name for each in Service._meta.get_fields()}
        kept = {key: value for key, value in details.items() if key in names}
        service = self.services.create(at=moment, served_on=served_on, **kept)
        service.papers.set(papers)
        service.media.set(media)
        if served_on:
            Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(served_on=served_on)

    def _moment_of_act(self) -> datetime:
        """Now, or the beginning of the legal day where that was another day."""
        day = self.attempt.on
        if day == timezone.localdate(self.attempt.at):
            return self.attempt.at
        return timezone.make_aware(datetime.combine(day, time.min))
