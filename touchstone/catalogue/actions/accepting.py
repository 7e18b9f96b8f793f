"""A handbook becomes a specification, for good; or is put away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.catalogue import facts, rules
from touchstone.catalogue.actions.editing import require_open, require_revision
from touchstone.catalogue.actions.rows import write_rows
from touchstone.catalogue.models import Specification, Upload
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.kernel.canonical import fingerprint
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold


@action
def accept_upload(*, by: Actor, upload: Upload, at: datetime, revision: int | None = None) -> Specification:
    """The specification that `upload` has become: the next version of its family, which nothing changes any more.

    Registrations on earlier versions stay on those. `revision` is that of the page the person looked at; None skips the
    check. Raises Denied unless `by` loads handbooks; Refused when it was accepted or discarded meanwhile, when somebody
    changed it since, when it says what the latest version says already, and for each structural gap.
    """
    upload = hold(upload)
    GUARD.require(by, Permission.LOAD, upload)
    require_open(upload)
    if revision is not None:
        require_revision(upload, revision)
    specification = _accept(by, upload.content, at, upload=upload, source_sha256=upload.blob.sha256, has_wording=True)
    upload.accepted_at = at
    upload.save(update_fields=["accepted_at"])
    return specification


@action
def start_from_facts(*, by: Actor, family: str, at: datetime) -> Specification:
    """A specification of the shipped facts of `family`, so that a centre can start before it has the handbook.

    Its criteria carry labels of our own (`has_wording` is False). Raises Denied unless `by` loads; Refused for
    an unknown family, and when the centre has a specification of it.
    """
    GUARD.require(by, Permission.LOAD)
    known = facts.family(family)
    if known is None:
        raise Refused("Nothing is known here of that family of qualifications.")
    if Specification.objects.filter(family=family).exists():
        raise Refused("Your centre has a specification of this already.")
    content = facts.as_content(known)
    return _accept(by, content, at, upload=None, source_sha256=fingerprint(content), has_wording=False)


@action
def discard_upload(*, by: Actor, upload: Upload, at: datetime, reason: str = "") -> Upload:
    """The upload, put away: it can no longer be edited or accepted; the file and what was read stay on record.

    Raises Denied unless `by` loads handbooks; Refused when it was accepted or discarded already.
    """
    upload = hold(upload)
    GUARD.require(by, Permission.LOAD, upload)
    require_open(upload)
    upload.discarded_at = at
    upload.save(update_fields=["discarded_at"])
    record(by, "upload.discarded", upload, at=at, reason=reason)
    return upload


def _accept(
    by: Actor, content: dict[str, Any], at: datetime, *, upload: Upload | None, source_sha256: str, has_wording: bool
) -> Specification:
    gaps = rules.structural_gaps(content)
    if gaps:
        raise Refused([Reason(gap.text, code=gap.code, field=gap.path or None) for gap in gaps])
    family = content["family"]
    latest = Specification.objects.select_for_update(of=("self",)).filter(family=family).order_by("-version").first()
    said = content_fingerprint(content)
    if latest and latest.content_sha256 == said:
        raise Refused(f"This says exactly what version {latest.version} says, so there is nothing new to accept.")
    try:
        with transaction.atomic():
            specification = Specification.objects.create(
                centre_id=by.centre,
                family=family,
                version=latest.version + 1 if latest else 1,
                title=content["title"],
                awarding_body=content.get("awarding_body") or "",
                upload=upload,
                source_sha256=source_sha256,
                content_sha256=said,
                has_wording=has_wording,
                accepted_by_id=by.person,
                accepted_at=at,
            )
    except IntegrityError:
        raise Refused("Somebody else accepted a version at the same moment. Look at it, then try again.") from None
    write_rows(specification, content)
    record(
        by,
        "specification.accepted",
        specification,
        at=at,
        facts={
            "family": family,
            "version": specification.version,
            "source_sha256": source_sha256,
            "specification_sha256": said,
            "has_wording": has_wording,
        },
    )
    return specification


def content_fingerprint(content: dict[str, Any]) -> str:
    """The SHA-256 of what the content says, whatever file it came from."""
    return fingerprint({k: v for k, v in content.items() if k not in ("source", "warnings")})
