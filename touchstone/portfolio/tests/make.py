"""Scenes for tests: evidence, and attempts that were submitted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.catalogue.models import Criterion
from touchstone.centres.tests.make import Cast
from touchstone.plumbing.storage import keep
from touchstone.portfolio import rules
from touchstone.portfolio.actions.attempts import freeze
from touchstone.portfolio.models import Attempt, Carried, Evidence, Mapping
from touchstone.portfolio.queries.submission import propose

ADDED_AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
SUBMITTED_AT = datetime(2026, 4, 20, 15, tzinfo=UTC)
WORDS = "I met my client six times. Each time we agreed one goal, and I wrote down what was said and what I learned."


def make_evidence(
    cast: Cast,
    registration: Any,
    title: str = "Plan of sessions",
    *,
    criteria: Iterable[Criterion] = (),
    body: str | None = None,
    content: bytes | None = None,
    **facts: Any,
) -> Evidence:
    """A piece of the learner's, linked to `criteria`: a text file, or written in the page when `body` is given."""
    number = Evidence.objects.filter(registration=registration).count() + 1
    shared: dict[str, Any] = {
        "registration": registration,
        "number": number,
        "title": title,
        "kind": "product",
        "added_by": registration.person,
        "added_at": ADDED_AT,
        "changed_at": ADDED_AT,
        "read_at": ADDED_AT,
    }
    if body is not None:
        words = {"body": body, "text": body, "media_type": "text/markdown", "scan": "not_needed"}
    else:
        content = content if content is not None else f"{title}. {WORDS}".encode()
        text = content.decode(errors="replace")
        blob = keep(content, centre=registration.centre_id, at=ADDED_AT)
        words = {"blob": blob, "file_name": f"{title}.txt", "media_type": "text/plain", "text": text}
        words["size_bytes"] = blob.size_bytes
    words["word_count"] = rules.count_words(str(words["text"]))
    evidence = Evidence.objects.create(centre_id=registration.centre_id, **shared | words | facts)
    for criterion in criteria:
        make_mapping(evidence, criterion)
    return evidence


def make_mapping(evidence: Evidence, criterion: Criterion, **where: Any) -> Mapping:
    return Mapping.objects.create(
        centre_id=evidence.centre_id,
        evidence=evidence,
        criterion=criterion,
        mapped_by=evidence.added_by,
        mapped_at=ADDED_AT,
        **where,
    )


def make_attempt(
    cast: Cast, registration: Any, unit: Any, *, at: datetime = SUBMITTED_AT, state: str = "submitted", **evidence: Any
) -> Attempt:
    """A submitted attempt at `unit`: declared by the learner, with one piece mapped to every criterion.

    What is mapped to the unit already goes in as it is; `evidence` are facts of the piece that is made otherwise.
    `state` moves it on afterwards. UnitSubmitted is in the outbox.
    """
    criteria = list(unit.criteria.order_by("position"))
    if not Mapping.objects.filter(evidence__registration=registration, criterion__unit=unit).exists():
        make_evidence(cast, registration, criteria=criteria, **evidence)
    proposal = propose(registration, unit, today=timezone.localdate(at))
    person = registration.person
    learner = Actor(person.pk, person.name, registration.centre_id, Role.LEARNER, cast.centre.name)
    with transaction.atomic():
        attempt = freeze(by=learner, proposal=proposal, at=at)
        if state != attempt.state:
            Attempt.objects.filter(pk=attempt.pk).update(state=state)
            attempt.state = state
    return attempt


def make_carried(attempt: Attempt, criteria: Iterable[Criterion], at: datetime = SUBMITTED_AT) -> list[Carried]:
    return [
        Carried.objects.create(
            centre_id=attempt.centre_id,
            registration=attempt.registration,
            unit=attempt.unit,
            criterion=criterion,
            from_attempt=attempt,
            noted_at=at + timedelta(days=3),
        )
        for criterion in criteria
    ]
