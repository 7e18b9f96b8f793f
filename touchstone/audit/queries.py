"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from uuid import UUID

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.audit.anchors import anchors
from touchstone.audit.models import Entry
from touchstone.audit.rules import Fault, Link, faults
from touchstone.kernel.errors import Denied
from touchstone.plumbing.tenancy import within


def trail(actor: Actor, subjects: Iterable[UUID]) -> list[Entry]:
    """The entries about `subjects` at the actor's centre, oldest first. One statement. Raises Denied for a learner.

    A learner's own trace is drawn from what was released to them, by the rooms that hold it.
    """
    if actor.role not in STAFF | {Role.EQA, Role.SYSTEM}:
        raise Denied("The ledger is read by the centre's staff and by quality assurers.")
    return list(Entry.objects.filter(centre_id=actor.centre, subject__in=list(subjects)).order_by("sequence"))


def links(centre: UUID) -> Iterator[Link]:
    """The whole chain of `centre` as plain values, in order, read in batches."""
    with within(centre):
        for entry in Entry.objects.filter(centre_id=centre).order_by("sequence").iterator(chunk_size=2000):
            yield as_link(entry)


def as_link(entry: Entry) -> Link:
    """The entry as plain values, spelt as it was when it was sealed."""
    return Link(
        centre=str(entry.centre_id),
        sequence=entry.sequence,
        at=entry.at.astimezone(UTC).isoformat(),
        actor=str(entry.actor),
        role=entry.role,
        verb=entry.verb,
        subject_kind=entry.subject_kind,
        subject=str(entry.subject),
        reason=entry.reason,
        facts=entry.facts,
        content_sha256=entry.content_sha256,
        request_id=entry.request_id,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def check(centre: UUID) -> list[Fault]:
    """Every fault in the chain of `centre`, held against the anchors outside the database; empty when intact."""
    return faults(links(centre), anchors(centre))
