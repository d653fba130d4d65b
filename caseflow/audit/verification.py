"""Finds what was changed past the program: in which chain, at which number, and what kind of damage it is.

Five layers, none of which is enough alone: the hashes, the end that each chain claims, the last checkpoint, the state
that the tables have against the one the chain tells, and the key that only the application has.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any

from . import chain, keys
from .sources import End, Link, Source, all_sources

# What a finding is called, for programs; pages have their own words for each.
ALTERED = "altered"  # the link does not say what was hashed
MISSING = "missing"  # one or more links are not there
UNLINKED = "unlinked"  # it does not follow the one before it
FORGED = "forged"  # written without the key of the application
UNKNOWN_KEY = "unknown_key"  # written with a key that is not here
HEAD = "head"  # the end that the chain claims is not where it ends
ORPHAN = "orphan"  # links without a file
STATE = "state"  # the tables have another state than the chain tells
REWRITTEN = "rewritten"  # another history than the one a checkpoint has seen
CHECKPOINT = "checkpoint"  # a checkpoint itself does not hold


@dataclass(frozen=True)
class Damage:
    """``count`` is how many links are missing, else 1."""

    kind: str
    chain: str
    seq: int
    count: int = 1


@dataclass
class Report:
    """What a verification has seen. ``missing`` counts the links that the last checkpoint had and are not there."""

    links: int = 0
    chains: int = 0
    damages: list[Damage] = field(default_factory=list)
    checkpoint: int = 0  # the number of the checkpoint compared with; 0 for none

    @property
    def sound(self) -> bool:
        return not self.damages

    @property
    def missing(self) -> int:
        return sum(each.count for each in self.damages if each.kind == MISSING)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "sound": self.sound, "missing": self.missing}


def verify(anchors: Mapping[str, End] | None = None, *, only: str = "", incremental: bool = False) -> Report:
    """Read every chain, or ``only`` one, against ``anchors``: the ends that a checkpoint has seen, by chain.

    ``incremental`` reads no link up to its anchor. Nothing is held in memory but the ends and states of chains.
    """
    report, anchors, seen = Report(), dict(anchors or {}), set()
    for source in all_sources():
        ends = {key: end for key, end in source.ends().items() if not only or end.chain == only}
        seen |= {end.chain for end in ends.values()}
        report.chains += len(ends)
        report.damages += _check(source, ends, anchors, report, whole=not only, incremental=incremental)
    for name, anchor in sorted(anchors.items()):
        if name not in seen and anchor.seq and only in ("", name):
            report.damages.append(Damage(MISSING, name, 1, anchor.seq))
    return report


def _check(
    source: Source,
    ends: dict[Any, End],
    anchors: Mapping[str, End],
    report: Report,
    *,
    whole: bool,
    incremental: bool,
) -> Iterator[Damage]:
    starts = {key: _start(end, anchors.get(end.chain), incremental) for key, end in ends.items()}
    after = None
    if incremental:
        after = {key: start.seq for key, start in starts.items() if start != ends[key]}
    elif not whole:
        after = dict.fromkeys(ends, 0)
    states = source.states(after)
    with closing(source.links(after)) as found:  # a cursor left open would fail in a later transaction
        for key, links in groupby(found, attrgetter("key")):
            end = ends.pop(key, None)
            if end is None:
                first = next(links)
                yield Damage(ORPHAN, str(key), first.seq, 1 + sum(1 for _link in links))
                continue
            reader = _Chain(end, starts[key], anchors.get(end.chain), source)
            for link in links:
                yield from reader.read(link)
            report.links += reader.links
            yield from reader.close(states.get(key, {}))
    for key, end in ends.items():  # those without a link, or without a new one
        yield from _Chain(end, starts[key], anchors.get(end.chain), source).close({})


def _start(end: End, anchor: End | None, incremental: bool) -> End:
    """Where reading begins: at what the checkpoint has seen, unless the chain no longer reaches as far."""
    if incremental and anchor is not None and (anchor.seq < end.seq or anchor == end):
        return anchor
    return End(end.chain, 0, chain.START)


class _Chain:
    """Reads one chain from its start to its end, and says what is wrong on the way."""

    def __init__(self, end: End, start: End, anchor: End | None, source: Source):
        self.end, self.anchor, self.source = end, anchor, source
        self.start, self.seq, self.prev = start.seq, start.seq, start.hash
        self.links = 0
        self.keys = keys.all_keys()
        self.told: dict[str, str] = {}

    def read(self, link: Link) -> Iterator[Damage]:
        name, follows = self.end.chain, True
        if link.seq != self.seq + 1:
            yield Damage(MISSING, name, self.seq + 1, link.seq - self.seq - 1)
            follows = False  # what it follows is not here to compare with
        if _hash(name, link) != link.hash:
            yield Damage(ALTERED, name, link.seq)
        elif follows and link.prev != self.prev:
            yield Damage(UNLINKED, name, link.seq)
        elif link.key_id not in self.keys:
            yield Damage(UNKNOWN_KEY, name, link.seq)
        elif chain.mac(link.alg, self.keys[link.key_id], link.hash) != link.mac:
            yield Damage(FORGED, name, link.seq)
        if self.anchor and self.anchor.seq == link.seq and self.anchor.hash != link.hash:
            yield Damage(REWRITTEN, name, link.seq)
        self.seq, self.prev = link.seq, link.hash
        self.links += 1
        self.told[link.object] = self.source.told(link)

    def close(self, states: Mapping[str, str]) -> Iterator[Damage]:
        name, end = self.end.chain, self.end
        claimed = max(end.seq, self.anchor.seq if self.anchor else 0)
        if self.seq < claimed:
            yield Damage(MISSING, name, self.seq + 1, claimed - self.seq)
        elif self.seq > end.seq or self.prev != end.hash:
            yield Damage(HEAD, name, min(self.seq, end.seq + 1))
        for part, state in states.items():
            told = self.told.get(part, None if self.start else "")
            if self.seq >= claimed and told not in (state, None):
                yield Damage(STATE, name, self.seq)


def _hash(name: str, link: Link) -> str:
    if link.alg not in chain.ALGORITHMS:
        return ""
    return chain.digest(link.alg, name, link.seq, link.at, link.actor, link.action, link.object, link.body, link.prev)
