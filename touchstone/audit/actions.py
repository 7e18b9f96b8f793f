"""The ledger's one function: `record`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from touchstone.access.actors import Actor
from touchstone.audit.anchors import anchor
from touchstone.audit.models import Entry, Head
from touchstone.audit.rules import GENESIS, Link, seal
from touchstone.kernel.canonical import fingerprint
from touchstone.plumbing.actions import account


def record(
    by: Actor, verb: str, subject: models.Model, *, at: datetime, reason: str = "", facts: dict[str, Any] | None = None
) -> Entry:
    """The entry now at the end of the chain of `by`'s centre, written in the caller's transaction.

    `verb` is "<machine>.<to_state>", such as "attempt.submitted". `facts` hold ids, hashes and plain values and no
    personal data, so that erasing a person leaves the chain whole. The head is anchored once the transaction commits.
    """
    head = _head(by)
    facts = facts or {}
    link = Link(
        centre=str(by.centre),
        sequence=head.sequence + 1,
        at=at.astimezone(UTC).isoformat(),
        actor=str(by.person),
        role=str(by.role),
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject=str(subject.pk),
        reason=reason,
        facts=facts,
        content_sha256=fingerprint(facts),
        request_id=by.request_id,
        previous_hash=head.hash,
    )
    link = replace(link, hash=seal(link))
    entry = Entry.objects.create(
        centre_id=by.centre,
        sequence=link.sequence,
        at=at,
        actor=by.person,
        role=link.role,
        verb=verb,
        subject_kind=link.subject_kind,
        subject=subject.pk,
        reason=reason,
        facts=facts,
        content_sha256=link.content_sha256,
        request_id=link.request_id,
        previous_hash=link.previous_hash,
        hash=link.hash,
    )
    head.sequence, head.hash = link.sequence, link.hash
    head.save(update_fields=["sequence", "hash"])
    account()
    transaction.on_commit(lambda: anchor(by.centre, link.sequence, link.hash, link.at), robust=True)
    return entry


def _head(by: Actor) -> Head:
    """The locked head of the chain; the first entry of a centre makes it."""
    head = Head.objects.select_for_update().filter(centre_id=by.centre).first()
    if head is None:
        Head.objects.get_or_create(centre_id=by.centre, defaults={"hash": GENESIS})
        head = Head.objects.select_for_update().get(centre_id=by.centre)
    return head
