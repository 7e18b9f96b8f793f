"""What would be submitted of a unit now, and what stands in the way."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from touchstone.access.actors import Actor
from touchstone.admissions import rules as admissions
from touchstone.catalogue.queries import UnitTree, unit_tree
from touchstone.portfolio import rules
from touchstone.portfolio.models import Attempt, Carried, Evidence, FurtherAttempt, Mapping
from touchstone.portfolio.permissions import GUARD, Permission


@dataclass(frozen=True)
class Proposal:
    """A submission that could be: its pieces in the order of their numbers, its links, its manifest, its check."""

    registration: Any
    tree: UnitTree
    number: int
    pieces: tuple[Evidence, ...]
    links: tuple[Mapping, ...]
    carried: frozenset[UUID]
    without: frozenset[UUID]
    attempts: tuple[Attempt, ...]
    leave: FurtherAttempt | None
    check: rules.Check
    manifest: dict[str, Any]
    sha256: str

    @property
    def unit(self) -> Any:
        """The unit that is submitted."""
        return self.tree.unit

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that nobody has decided yet, if there is one."""
        return next((a for a in self.attempts if rules.is_open(a.state)), None)

    @property
    def gap_criteria(self) -> tuple[Any, ...]:
        """The criteria that need evidence and have none."""
        return tuple(c for c in self.tree.criteria if c.ref in self.check.gaps)


def proposal_for(
    actor: Actor, registration: Any, unit: Any, *, today: date, without: Collection[UUID] = ()
) -> Proposal:
    """What `actor`, whose registration it is, would submit of `unit` now. Seven statements, nine with a further leave.

    Raises Denied unless it is their own.
    """
    GUARD.require(actor, Permission.SUBMIT, registration)
    return propose(registration, unit, today=today, without=without)


def propose(registration: Any, unit: Any, *, today: date, without: Collection[UUID] = ()) -> Proposal:
    """What would be submitted of `unit` now; asks nobody's permission, so only actions and queries call it."""
    tree = unit_tree(unit.pk)
    links = tuple(
        Mapping.objects.filter(evidence__registration=registration, criterion__unit=unit, evidence__removed_at=None)
        .select_related("evidence__blob")
        .defer("evidence__text")
        .order_by("evidence__number", "criterion__position")
    )
    pieces = tuple({link.evidence_id: link.evidence for link in links}.values())
    attempts = tuple(Attempt.objects.filter(registration=registration, unit=unit).order_by("number"))
    carried = frozenset(
        Carried.objects.filter(registration=registration, unit=unit, ended_at=None).values_list("criterion", flat=True)
    )
    number = rules.next_number(a.number for a in attempts)
    leave, lacks_leave = _leave(registration, unit, attempts, number)
    names = {c.pk: c.ref for c in tree.criteria}
    confirmed = frozenset(without) & names.keys()
    found = rules.check(
        rules.Standing(
            criteria=tuple(names.values()),
            mapped=frozenset(names[link.criterion_id] for link in links),
            pieces=tuple(_plain(piece) for piece in pieces),
            standing=admissions.standing(registration.state, registration.expires_on, today),
            carried=frozenset(names[pk] for pk in carried if pk in names),
            confirmed_without=frozenset(names[pk] for pk in confirmed),
            has_open_attempt=any(rules.is_open(a.state) for a in attempts),
            lacks_leave=lacks_leave,
            words_minimum=tree.unit.words_minimum,
            words_maximum=tree.unit.words_maximum,
        )
    )
    manifest = rules.manifest(
        learner=str(registration.person_id),
        registration=str(registration.pk),
        unit=tree.unit.ref,
        attempt=number,
        items=[_item(piece) for piece in pieces],
        lines=[_line(link, names[link.criterion_id]) for link in links],
        without_evidence=[names[pk] for pk in confirmed if names[pk] in found.gaps],
        carried=[names[pk] for pk in carried if pk in names],
    )
    return Proposal(
        registration=registration,
        tree=tree,
        number=number,
        pieces=pieces,
        links=links,
        carried=carried,
        without=confirmed,
        attempts=attempts,
        leave=leave,
        check=found,
        manifest=manifest,
        sha256=rules.manifest_sha256(manifest),
    )


def _leave(
    registration: Any, unit: Any, attempts: tuple[Attempt, ...], number: int
) -> tuple[FurtherAttempt | None, bool]:
    allowed = registration.centre.attempts_before_approval
    if not rules.needs_leave((a.state for a in attempts), allowed):
        return None, False
    leave = FurtherAttempt.objects.filter(registration=registration, unit=unit, number=number).first()
    return leave, leave is None


def _plain(piece: Evidence) -> rules.Piece:
    is_written = piece.blob_id is None
    return rules.Piece(
        label=piece.label,
        kind=piece.kind,
        state=piece.state,
        scanned=piece.scan in {"clean", "not_needed"},
        word_count=piece.word_count,
        readable=bool(piece.body.strip()) if is_written else bool(piece.blob and piece.blob.sealed_key),
    )


def _item(piece: Evidence) -> rules.Item:
    body = piece.body.encode()
    return rules.Item(
        label=piece.label,
        title=piece.title,
        kind=piece.kind,
        file_name=piece.file_name or f"{piece.label}.md",
        media_type=piece.media_type,
        size_bytes=piece.blob.size_bytes if piece.blob else len(body),
        sha256=piece.blob.sha256 if piece.blob else hashlib.sha256(body).hexdigest(),
    )


def _line(link: Mapping, criterion: str) -> rules.Line:
    return rules.Line(link.evidence.label, criterion, link.page, link.paragraph, link.second, link.note)
