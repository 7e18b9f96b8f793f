"""Adding, changing and removing evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.tasks import later
from touchstone.portfolio import rules
from touchstone.portfolio.content.intake import Received
from touchstone.portfolio.models import KINDS, Evidence, FrozenItem
from touchstone.portfolio.permissions import GUARD, Permission

KIND_NAMES = frozenset(name for name, _ in KINDS)


@action
def add_file(
    *, by: Actor, registration: Any, received: Received, at: datetime, title: str = "", kind: str = "product"
) -> Evidence:
    """A new piece of evidence whose bytes were received before (`receive`), numbered after the last.

    Without a `title` the file's name serves. Where a virus scanner is set up the piece is held until it has been seen.
    Raises Denied unless the portfolio is `by`'s, or `by` tutors or assesses; Refused for an unknown kind.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.ADD, registration)
    _require_kind(kind)
    facts = received.facts
    evidence = Evidence.objects.create(
        centre_id=registration.centre_id,
        registration=registration,
        number=_next_number(registration),
        title=_titled(title or received.stem),
        kind=kind,
        blob=received.blob,
        file_name=received.file_name,
        media_type=received.media_type,
        size_bytes=received.blob.size_bytes,
        text=facts.text if facts else "",
        word_count=rules.count_words(facts.text) if facts else 0,
        pages=facts.pages if facts else None,
        duration_seconds=facts.duration_seconds if facts else None,
        read_at=at if facts else None,
        scan="scanning" if received.waits_for_scan else "not_scanned",
        state="quarantined" if received.waits_for_scan else "available",
        added_by_id=by.person,
        added_at=at,
        changed_at=at,
    )
    record(
        by,
        "evidence.added",
        evidence,
        at=at,
        facts={
            "registration": str(registration.pk),
            "number": evidence.number,
            "sha256": received.blob.sha256,
            "size_bytes": received.blob.size_bytes,
            "media_type": received.media_type,
        },
    )
    if facts is None:
        later("touchstone.portfolio.tasks.read_file", str(evidence.centre_id), str(evidence.pk))
    if received.waits_for_scan:
        later("touchstone.portfolio.tasks.scan_file", str(evidence.centre_id), str(evidence.pk))
    return evidence


@action
def write_evidence(
    *, by: Actor, registration: Any, title: str, body: str, at: datetime, kind: str = "reflective_account"
) -> Evidence:
    """A new piece of evidence written in the page, in light Markdown; it may be empty at first.

    Raises Denied unless the portfolio is `by`'s, or `by` tutors or assesses; Refused without a title.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.ADD, registration)
    _require_kind(kind)
    _require_title(title)
    evidence = Evidence.objects.create(
        centre_id=registration.centre_id,
        registration=registration,
        number=_next_number(registration),
        title=_titled(title),
        kind=kind,
        media_type="text/markdown",
        scan="not_needed",
        added_by_id=by.person,
        added_at=at,
        changed_at=at,
        read_at=at,
        **_written(body),
    )
    record(
        by,
        "evidence.added",
        evidence,
        at=at,
        facts={"registration": str(registration.pk), "number": evidence.number, "media_type": "text/markdown"},
    )
    return evidence


class Stale(Refused):
    """Somebody saved meanwhile: carries the row as it is now, so that both texts can be shown."""

    def __init__(self, now: Evidence) -> None:
        self.now = now
        super().__init__(
            Reason("This was saved elsewhere meanwhile. Both texts are below; choose, or keep both.", field="body")
        )


@action
def rewrite_evidence(
    *, by: Actor, evidence: Evidence, body: str, version: int, at: datetime, title: str = ""
) -> Evidence:
    """Written evidence with new words, one version on; saving the same words again changes nothing.

    Raises Denied unless `by` wrote it; Refused when it is a file or was removed; Stale (with the row as it is now) when
    `version` is not the present one and the words differ.
    """
    evidence = hold(evidence)
    GUARD.require(by, Permission.CHANGE, evidence)
    if evidence.blob_id or evidence.removed_at:
        raise Refused("These words cannot be changed here.")
    title = _titled(title) if title.strip() else evidence.title
    body = _plain(body)
    if evidence.body == body and evidence.title == title:
        nothing_changed()
        return evidence
    if evidence.version != version:
        raise Stale(evidence)
    for name, value in _written(body).items():
        setattr(evidence, name, value)
    evidence.title = title
    evidence.version += 1
    evidence.changed_at = at
    evidence.save(update_fields=["title", "body", "text", "word_count", "size_bytes", "version", "changed_at"])
    record(
        by, "evidence.written", evidence, at=at, facts={"version": evidence.version, "word_count": evidence.word_count}
    )
    return evidence


@action
def edit_evidence(*, by: Actor, evidence: Evidence, title: str, kind: str, at: datetime) -> Evidence:
    """A piece of evidence with another title or kind; what was submitted keeps the old ones.

    Raises Denied unless `by` added it; Refused without a title, or for an unknown kind.
    """
    evidence = hold(evidence)
    GUARD.require(by, Permission.CHANGE, evidence)
    _require_kind(kind)
    _require_title(title)
    if (evidence.title, evidence.kind) == (_titled(title), kind):
        nothing_changed()
        return evidence
    evidence.title, evidence.kind, evidence.changed_at = _titled(title), kind, at
    evidence.save(update_fields=["title", "kind", "changed_at"])
    record(by, "evidence.edited", evidence, at=at, facts={"kind": kind})
    return evidence


@action
def remove_evidence(*, by: Actor, evidence: Evidence, at: datetime) -> Evidence:
    """A piece of evidence that is gone from the portfolio, with its links; its number is not used again.

    Raises Denied unless `by` added it; Refused when it was part of a submission: that stays.
    """
    evidence = hold(evidence)
    GUARD.require(by, Permission.CHANGE, evidence)
    if FrozenItem.objects.filter(evidence=evidence).exists():
        raise Refused(f"{evidence.label} was part of a submission, so it stays. You can take its links away instead.")
    if evidence.removed_at:
        nothing_changed()
        return evidence
    evidence.removed_at = evidence.changed_at = at
    evidence.save(update_fields=["removed_at", "changed_at"])
    evidence.mappings.all().delete()
    record(by, "evidence.removed", evidence, at=at, facts={"number": evidence.number})
    return evidence


@action
def note_read(*, by: Actor, evidence: Evidence, facts: Any, at: datetime) -> Evidence:
    """What the program could read of a file is on its evidence from now on; reading twice changes nothing."""
    evidence = hold(evidence)
    GUARD.require(by, Permission.READ, evidence.registration)
    if evidence.read_at:
        nothing_changed()
        return evidence
    evidence.text, evidence.word_count = facts.text, rules.count_words(facts.text)
    evidence.pages, evidence.duration_seconds, evidence.read_at = facts.pages, facts.duration_seconds, at
    evidence.save(update_fields=["text", "word_count", "pages", "duration_seconds", "read_at"])
    record(by, "evidence.read", evidence, at=at, facts={"word_count": evidence.word_count})
    return evidence


@action
def note_scan(*, by: Actor, evidence: Evidence, is_clean: bool, found: str, at: datetime) -> Evidence:
    """The scanner's answer about a held file: a clean one is let in, a harmful one stays out; once only."""
    evidence = hold(evidence)
    GUARD.require(by, Permission.READ, evidence.registration)
    if evidence.state != "quarantined":
        nothing_changed()
        return evidence
    evidence.scan = "clean" if is_clean else "harmful"
    evidence.state = "available" if is_clean else "rejected_malware"
    evidence.save(update_fields=["scan", "state"])
    record(by, f"evidence.{evidence.state}", evidence, at=at, reason=found)
    return evidence


def _next_number(registration: Any) -> int:
    last = Evidence.objects.filter(registration=registration).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _require_kind(kind: str) -> None:
    if kind not in KIND_NAMES:
        raise Refused("Choose what kind of evidence this is.", field="kind")


def _require_title(title: str) -> None:
    if not title.strip():
        raise Refused("Give it a title, so that you and your assessor can find it.", field="title")


def _titled(title: str) -> str:
    return " ".join(title.split())[:200]


def _plain(body: str) -> str:
    """One spelling of a line's end: browsers send CRLF, and the hash of the words must not depend on it."""
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _written(body: str) -> dict[str, Any]:
    body = _plain(body)
    return {
        "body": body,
        "text": body,
        "word_count": rules.count_words(body),
        "size_bytes": len(body.encode()),
    }
