"""How entries are chained, and how a chain is found to be broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from touchstone.kernel.canonical import fingerprint

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """An entry as plain values. `at` is ISO 8601 in UTC; ids are strings; `content_sha256` is the hash of `facts`."""

    centre: str
    sequence: int
    at: str
    actor: str
    role: str
    verb: str
    subject_kind: str
    subject: str
    reason: str
    facts: Mapping[str, Any]
    content_sha256: str
    request_id: str
    previous_hash: str
    hash: str = ""


@dataclass(frozen=True)
class Fault:
    """A place where a chain is not what it was: the sequence number, and what is wrong in words."""

    sequence: int
    what: str


def seal(link: Link) -> str:
    """The hash of a link over everything in it but the hash itself.

    Source: ADR 0003
    """
    facts = asdict(link)
    facts.pop("hash")
    return fingerprint(facts)


def faults(links: Iterable[Link], anchors: Mapping[int, str] | None = None) -> list[Fault]:
    """Every fault in one centre's chain, in order; empty for an intact chain and for an empty one without anchors.

    `links` come in the order of their sequence. `anchors` are hashes kept elsewhere, by sequence: an anchor beyond
    the last link shows that the tail was cut, which the chain alone could not.

    Source: ADR 0003
    """
    found: list[Fault] = []
    previous, expected = GENESIS, 1
    seen: dict[int, str] = {}
    for link in links:
        if link.sequence != expected:
            found.append(Fault(expected, f"expected entry {expected}, found entry {link.sequence}"))
        if link.previous_hash != previous:
            found.append(Fault(link.sequence, "does not follow from the entry before it"))
        if fingerprint(link.facts) != link.content_sha256:
            found.append(Fault(link.sequence, "its facts were changed"))
        if seal(link) != link.hash:
            found.append(Fault(link.sequence, "it was changed after it was written"))
        previous, expected = link.hash, link.sequence + 1
        seen[link.sequence] = link.hash
    for sequence, anchored in sorted((anchors or {}).items()):
        if sequence not in seen:
            found.append(Fault(sequence, "is anchored outside but missing from the ledger: the tail was cut"))
        elif seen[sequence] != anchored:
            found.append(Fault(sequence, "differs from the hash anchored outside the database"))
    return found
