"""What Prometheus reads: numbers by route, kind of job and code of alarm, and nothing of anybody."""

import os
from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from caseflow.cases.models import Deadline, Dossier
from documents.models import Document
from outbox.models import Job

from . import alarms

OWN = CollectorRegistry()  # of this process; of all where PROMETHEUS_MULTIPROC_DIR names a directory
REQUESTS = Counter("caseflow_requests", "Requests answered.", ["route", "method", "status"], registry=OWN)
SECONDS = Histogram(
    "caseflow_request_seconds",
    "Time to answer a request.",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
    registry=OWN,
)


class Kept:
    """What the database knows, asked when it is read."""

    def collect(self) -> Iterator[Any]:
        now = timezone.now()
        jobs = GaugeMetricFamily("caseflow_jobs", "Jobs of the outbox.", labels=["kind", "state"])
        for state, found in (("open", Job.objects.open()), ("parked", Job.objects.parked())):
            for kind, n in found.values_list("kind").annotate(n=Count("pk")).order_by("kind"):
                jobs.add_metric([kind, state], n)
        yield jobs
        yield _gauge(
            "caseflow_outbox_age_seconds", "Wait of the first due job.", alarms.outbox_age(now).total_seconds()
        )
        if last := alarms.last_sweep():
            yield _gauge("caseflow_sweep_age_seconds", "Since the clock was kept.", (now - last).total_seconds())
        yield _gauge("caseflow_disk_used_percent", "Of the fullest disk with data.", alarms.disk_used())
        yield _gauge("caseflow_papers_unset", "Issued papers without a file.", Document.objects.unrendered().count())
        yield _gauge("caseflow_files_open", "Files not closed.", Dossier.objects.filter(closed_on=None).count())
        over = Deadline.objects.over(timezone.localdate()).count()
        yield _gauge("caseflow_limits_over", "Limits that run and are over.", over)
        ringing = {alarm.code for alarm in alarms.alarms(now)}
        bells = GaugeMetricFamily("caseflow_alarm", "1 where an alarm rings.", labels=["code"])
        for code in sorted(alarms.SOURCES):
            bells.add_metric([code], float(code in ringing))
        yield bells


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def exposition() -> tuple[bytes, str]:
    """Everything in the words of Prometheus, and their content type."""
    requests = OWN
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        requests = CollectorRegistry()
        MultiProcessCollector(requests)
    kept = CollectorRegistry(auto_describe=False)
    kept.register(Kept())  # type: ignore[arg-type]
    return generate_latest(requests) + generate_latest(kept), CONTENT_TYPE_LATEST
