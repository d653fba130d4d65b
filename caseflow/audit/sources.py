"""Where chains lie: whoever keeps some registers here, and verification and checkpoints ask no further."""

from collections.abc import Collection, Generator, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from django.db.models import Q

from . import chain
from .log import SYSTEM

AT_ONCE = 400  # chains asked for by one statement


class End(NamedTuple):
    """Where a chain says that it ends."""

    chain: str
    seq: int
    hash: str


class Link(NamedTuple):
    """One link as the database holds it, with the key of its chain there."""

    key: Any
    seq: int
    at: str
    actor: int | None
    action: str
    object: str
    body: dict[str, Any]
    prev: str
    hash: str
    mac: str
    key_id: str
    alg: str


class Source(Protocol):
    """Chains of one kind. ``key`` is what a row knows its chain by, ``End.chain`` the name that everybody knows."""

    def ends(self) -> dict[Any, End]: ...

    def links(self, after: Mapping[Any, int] | None = None) -> Generator[Link, None, None]:
        """Every link, or those beyond a number of some chains; chain by chain, each in its order."""
        ...

    def states(self, keys: Collection[Any] | None = None) -> dict[Any, dict[str, str]]:
        """By chain and object, the state in which the tables have it."""
        ...

    def told(self, link: Link) -> str:
        """The state in which ``link`` left its object."""
        ...


_sources: list[Source] = []


def register(source: Source) -> None:
    _sources.append(source)


def all_sources() -> list[Source]:
    return list(_sources)


def beyond(after: Mapping[Any, int], key: str) -> Iterator[Q]:
    """Conditions for the rows beyond a number of each chain, a few hundred chains a statement."""
    wanted = sorted(after.items())
    for start in range(0, len(wanted), AT_ONCE):
        condition = Q()
        for chain_key, seq in wanted[start : start + AT_ONCE]:
            condition |= Q(**{key: chain_key, "seq__gt": seq})
        yield condition


class SystemLog:
    """The one chain of the log of the system."""

    FIELDS = ("seq", "at", "actor", "action", "object", "body", "skew", "prev", "hash", "mac", "key_id", "alg")

    def ends(self) -> dict[Any, End]:
        from .models import Head

        return {head.name: End(head.name, head.seq, head.hash) for head in Head.objects.all()}

    def links(self, after: Mapping[Any, int] | None = None) -> Generator[Link, None, None]:
        from .models import Entry

        entries = Entry.objects.order_by("seq")
        if after is not None:
            entries = entries.filter(seq__gt=after[SYSTEM]) if SYSTEM in after else entries.none()
        for seq, at, actor, action, object, body, skew, *rest in entries.values_list(*self.FIELDS).iterator(2000):
            said = {"said": body, "skew": skew}
            yield Link(SYSTEM, seq, chain.moment(at), actor, action, object, said, *rest)

    def states(self, keys: Collection[Any] | None = None) -> dict[Any, dict[str, str]]:
        return {}

    def told(self, link: Link) -> str:
        return ""


register(SystemLog())
