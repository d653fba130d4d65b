"""The root of a tree over the ends of all chains, as RFC 6962 (2.1) builds it, and the path from one leaf to the root."""

import hashlib
from collections.abc import Iterable, Sequence

from .canonical import dumps


def leaf(chain: str, seq: int, head: str) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and the canonical JSON of ``[chain, seq, head]``."""
    return hashlib.sha256(b"\x00" + dumps([chain, seq, head]).encode()).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The root; of no leaves, the hash of nothing. Subtrees are closed as soon as they are full."""
    stack: list[tuple[int, bytes]] = []  # sizes and hashes of full subtrees, larger ones first
    for each in leaves:
        size, hash = 1, each
        while stack and stack[-1][0] == size:
            size, hash = size * 2, node(stack.pop()[1], hash)
        stack.append((size, hash))
    if not stack:
        return hashlib.sha256(b"").digest()
    hash = stack.pop()[1]
    while stack:
        hash = node(stack.pop()[1], hash)
    return hash


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf ``index`` (RFC 6962, 2.1.1), from the leaf upwards."""
    if len(leaves) <= 1:
        return []
    split = 1 << (len(leaves) - 1).bit_length() - 1
    if index < split:
        return [*path(leaves[:split], index), root(leaves[split:])]
    return [*path(leaves[split:], index - split), root(leaves[:split])]


def root_of_path(hash: bytes, index: int, size: int, way: Sequence[bytes]) -> bytes:
    """The root that a leaf and its path lead to. Raises ValueError where the path is not of this tree."""
    last, rest = size - 1, list(way)
    while last > 0:
        if not rest:
            raise ValueError("The path is too short.")
        if index % 2 or index == last:
            hash = node(rest.pop(0), hash)
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            hash = node(hash, rest.pop(0))
        index, last = index // 2, last // 2
    if rest:
        raise ValueError("The path is too long.")
    return hash
