"""Attempts, what was frozen in them, and what carries over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from touchstone.access.actors import Actor, Role
from touchstone.admissions.queries import visible
from touchstone.documents import facts as papers
from touchstone.portfolio import rules
from touchstone.portfolio.models import Attempt, Carried, FrozenItem, FrozenMapping
from touchstone.portfolio.permissions import GUARD, Permission


def visible_attempts(actor: Actor) -> QuerySet[Attempt]:
    """The attempts that `actor` may see: those of the registrations they may see."""
    every = Attempt.objects.filter(centre_id=actor.centre).exclude(state="draft")
    return every if actor.role is Role.SYSTEM else every.filter(registration__in=visible(actor))


def attempt_for(actor: Actor, pk: UUID) -> Attempt:
    """The attempt with its unit, registration and signer. One statement; Attempt.DoesNotExist for strangers."""
    attempt = (
        visible_attempts(actor)
        .select_related(
            "unit", "registration__person", "registration__qualification", "registration__centre", "declared_by"
        )
        .get(pk=pk)
    )
    if not GUARD.allows(actor, Permission.READ_ATTEMPT, attempt):
        raise Attempt.DoesNotExist
    return attempt


def attempts_of(actor: Actor, registration: Any, unit_id: UUID | None = None) -> list[Attempt]:
    """The attempts of a registration (at one unit), newest first, with unit and signer. One statement."""
    if not GUARD.allows(actor, Permission.READ_ATTEMPT, registration):
        return []
    rows = Attempt.objects.filter(registration=registration).exclude(state="draft")
    rows = rows.select_related("unit", "declared_by").defer("manifest", "statement")
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    return list(rows.order_by("-id"))


def latest_attempts(registration_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], Attempt]:
    """The newest attempt of each (registration, unit); whoever calls it has asked for permission. One statement."""
    rows = Attempt.objects.filter(registration__in=list(registration_ids)).exclude(state="draft").defer("manifest")
    return {(a.registration_id, a.unit_id): a for a in rows.order_by("number")}


def items_of(actor: Actor, attempt: Attempt) -> list[FrozenItem]:
    """The evidence as submitted, in order, each with its blob. One statement; [] where `actor` may not read it."""
    if not GUARD.allows(actor, Permission.READ, attempt):
        return []
    return list(FrozenItem.objects.filter(attempt=attempt).select_related("blob").order_by("position"))


def frozen_item_for(actor: Actor, pk: UUID) -> FrozenItem:
    """One piece as submitted, with its blob and attempt. One statement; FrozenItem.DoesNotExist for strangers."""
    item = FrozenItem.objects.select_related("blob", "attempt__registration").get(
        pk=pk, attempt__in=visible_attempts(actor)
    )
    if not GUARD.allows(actor, Permission.READ, item.attempt):
        raise FrozenItem.DoesNotExist
    return item


def frozen_mappings(actor: Actor, attempt: Attempt) -> list[FrozenMapping]:
    """The matrix as submitted: each line with its item and criterion, by criterion, then item. One statement."""
    if not GUARD.allows(actor, Permission.READ, attempt):
        return []
    return list(
        FrozenMapping.objects.filter(attempt=attempt)
        .select_related("criterion", "item")
        .order_by("criterion__position", "item__position")
    )


def carried_of(registration_id: UUID, unit_id: UUID) -> set[UUID]:
    """The ids of the criteria that were passed before and carry over. One statement."""
    rows = Carried.objects.filter(registration=registration_id, unit=unit_id, ended_at=None)
    return set(rows.values_list("criterion", flat=True))


def receipt_facts(attempt: Attempt, next_step: str = "") -> papers.Receipt:
    """What the receipt of `attempt` (as `attempt_for` gives it) says, for the page and the paper. No statement.

    Raises Attempt.DoesNotExist for an attempt that was never submitted.
    """
    if attempt.submitted_at is None:
        raise Attempt.DoesNotExist
    registration = attempt.registration
    return papers.Receipt(
        receipt_number=attempt.receipt,
        centre_name=registration.centre.name,
        centre_number=registration.centre.number,
        learner_registration_number=registration.enr,
        learner_name=registration.learner_name,
        unit_number=attempt.unit.number,
        unit_title=attempt.unit.title,
        unit_ref=attempt.unit.uan,
        qualification_title=registration.qualification.title,
        attempt=attempt.number,
        submitted_at=attempt.submitted_at,
        manifest_hash=attempt.manifest_sha256,
        files=tuple(
            papers.FileEntry(
                name=f.title if f.media_type == "text/markdown" else f.file_name,
                sha256=f.sha256,
                size_bytes=f.size_bytes,
                reference=f.label,
            )
            for f in rules.files_of(attempt.manifest)
        ),
        next_step=next_step,
    )


def items_by_attempt(actor: Actor, registration: Any) -> dict[UUID, list[FrozenItem]]:
    """The evidence of every attempt of a registration, without its text. One statement; {} for strangers."""
    if not GUARD.allows(actor, Permission.READ, registration):
        return {}
    found: dict[UUID, list[FrozenItem]] = {}
    rows = FrozenItem.objects.filter(attempt__registration=registration).defer("text")
    for item in rows.order_by("position"):
        found.setdefault(item.attempt_id, []).append(item)
    return found
