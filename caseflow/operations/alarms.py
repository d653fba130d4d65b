"""What somebody must look at before a person notices it: shown to administrators, to Prometheus and to a command."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from caseflow.cases.sweep import SWEEP
from documents.models import Document
from outbox.models import Job

from .models import Look

OUTBOX_LATE = timedelta(minutes=10)
SWEEP_LATE = timedelta(hours=1)
CHAIN_LATE = timedelta(days=8)
PAPERS_LATE = timedelta(minutes=15)
DISK_ALARM, DISK_FULL = 90, 98  # per cent


@dataclass(frozen=True)
class Alarm:
    """``code`` is what docs/operations.md explains; ``words`` are for the administrator."""

    code: str
    words: str


Source = Callable[[datetime], Iterator[Alarm]]
SOURCES: dict[str, Source] = {}


def source(*codes: str) -> Callable[[Source], Source]:
    """Registers a function that yields the alarms of these codes; it is asked with the moment."""

    def register(function: Source) -> Source:
        SOURCES.update(dict.fromkeys(codes, function))
        return function

    return register


def alarms(now: datetime | None = None) -> list[Alarm]:
    """Everything that needs somebody now."""
    now = now or timezone.now()
    return [alarm for function in dict.fromkeys(SOURCES.values()) for alarm in function(now)]


def outbox_age(now: datetime) -> timedelta:
    """How long the job has waited that should have been taken up first; zero where none waits."""
    first = Job.objects.due(now).aggregate(first=Min("not_before"))["first"]
    return now - first if first else timedelta(0)


def last_sweep() -> datetime | None:
    done = Job.objects.filter(kind=SWEEP).exclude(done_at=None).order_by("-done_at")
    return done.values_list("done_at", flat=True).first()


def disk_used() -> int:
    """Per cent of the fullest of the disks on which data lie."""
    places = {Path(settings.VAR_DIR), Path(settings.DOCUMENTS_DIR), Path(settings.UPLOADS_DIR)}
    used = [shutil.disk_usage(_existing(place)) for place in places]
    return max(round(100 * (each.total - each.free) / each.total) for each in used)


def _existing(place: Path) -> Path:
    while not os.path.exists(place):
        place = place.parent
    return place


def _minutes(gap: timedelta) -> int:
    return int(gap.total_seconds() // 60)


@source("outbox-late", "jobs-parked")
def _outbox(now: datetime) -> Iterator[Alarm]:
    if (late := outbox_age(now)) > OUTBOX_LATE:
        words = _("后台事项积压：最早的一项已等了 %(n)d 分钟，没有进程在办理。")
        yield Alarm("outbox-late", words % {"n": _minutes(late)})
    if parked := Job.objects.parked().count():
        yield Alarm("jobs-parked", _("有 %(n)d 项后台事项多次失败，已经搁置，等您决定。") % {"n": parked})


@source("sweep-late")
def _sweep(now: datetime) -> Iterator[Alarm]:
    last = last_sweep()
    if last is None:
        yield Alarm("sweep-late", _("期限巡查还没有运行过。"))
    elif now - last > SWEEP_LATE:
        words = _("期限巡查已有 %(n)d 分钟没有运行，到期事项没有自动办理。")
        yield Alarm("sweep-late", words % {"n": _minutes(now - last)})


@source("disk-full")
def _disk(now: datetime) -> Iterator[Alarm]:
    if (used := disk_used()) >= DISK_ALARM:
        yield Alarm("disk-full", _("磁盘已用 %(n)d%%，请清理或者扩容。") % {"n": used})


@source("papers-late")
def _papers(now: datetime) -> Iterator[Alarm]:
    if late := Document.objects.unrendered().filter(issued_at__lt=now - PAPERS_LATE).count():
        yield Alarm("papers-late", _("有 %(n)d 份文书已编号，还没有制成文件。") % {"n": late})


@source("chain-broken", "chain-late", "papers-damaged")
def _looks(now: datetime) -> Iterator[Alarm]:
    found = Look.objects.in_bulk()
    chain: Any = found.get("chain")
    if chain and chain.faults:
        yield Alarm("chain-broken", _("审计链核验发现 %(n)d 处问题。请保护现场，通知审计人员。") % {"n": chain.faults})
    if chain and now - chain.at > CHAIN_LATE:
        yield Alarm("chain-late", _("审计链已有 %(n)d 天没有核验。") % {"n": (now - chain.at).days})
    papers = found.get("papers")
    if papers and papers.faults:
        yield Alarm(
            "papers-damaged", _("文书核对发现 %(n)d 处问题：编号有缺漏，或者文件与登记不符。") % {"n": papers.faults}
        )
