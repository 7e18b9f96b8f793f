"""Mending what was read, before it is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.catalogue import rules
from touchstone.catalogue.models import Upload
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.kernel.canonical import fingerprint
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed


@dataclass(frozen=True)
class SetValues:
    """Give fields of the node at `path` new values: text, whole numbers, lists of lines, or None."""

    path: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class AddNode:
    """Add a unit, outcome, criterion or qualification with `values` to the list `name` of the node at `parent`."""

    parent: str
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class RemoveNode:
    """Take the node at `path` out, with all that is in it."""

    path: str


@dataclass(frozen=True)
class PlaceUnits:
    """Say which units make the qualification at `path`: each place has ref, status and group."""

    path: str
    places: Sequence[Mapping[str, Any]]
    minimum_credit: int | None
    groups_needed: int


Change = SetValues | AddNode | RemoveNode | PlaceUnits


@action
def edit_upload(*, by: Actor, upload: Upload, change: Change, revision: int, at: datetime) -> Upload:
    """The upload with `change` made in its content.

    Raises Denied unless `by` loads handbooks; Refused when it was accepted or discarded meanwhile, when somebody else
    changed it since `revision`, when the place is gone, or when a value cannot stand (with the field).
    """
    upload = hold(upload)
    GUARD.require(by, Permission.LOAD, upload)
    require_open(upload)
    require_revision(upload, revision)
    content = _changed(upload.content, change)
    if content == upload.content:
        nothing_changed()
        return upload
    before = fingerprint(upload.content)
    upload.content, upload.edited_at, upload.revision = content, at, upload.revision + 1
    upload.save(update_fields=["content", "edited_at", "revision"])
    facts = {"path": _path(change), "before_sha256": before, "after_sha256": fingerprint(content)}
    record(by, "upload.edited", upload, at=at, facts=facts)
    return upload


def require_open(upload: Upload) -> None:
    """Raise Refused unless `upload` still waits for a decision."""
    if upload.accepted_at:
        raise Refused(
            "This handbook was accepted meanwhile. A version never changes; load the file again for a new one."
        )
    if upload.discarded_at:
        raise Refused("This handbook was discarded meanwhile. Load the file again.")


def require_revision(upload: Upload, revision: int) -> None:
    """Raise Refused when somebody else changed `upload` since `revision`."""
    if upload.revision != revision:
        raise Refused(
            Reason(
                "Somebody else changed this handbook since you opened it. What you typed is still here; "
                "look at what is there now, and send yours again if it should win.",
                code="stale",
            )
        )


def _changed(content: dict[str, Any], change: Change) -> dict[str, Any]:
    try:
        if isinstance(change, SetValues):
            _require_values(content, change.path, change.values)
            return rules.with_values(content, change.path, change.values)
        if isinstance(change, AddNode):
            grown, path = rules.with_node(content, change.parent, change.name)
            _require_values(grown, path, change.values)
            return rules.with_values(grown, path, change.values)
        if isinstance(change, RemoveNode):
            return rules.without_node(content, change.path)
        return rules.with_places(content, change.path, change.places, change.minimum_credit, change.groups_needed)
    except KeyError:
        raise Refused("That part of the handbook is no longer there. Go back to the handbook and look again.") from None


def _require_values(content: dict[str, Any], path: str, values: Mapping[str, Any]) -> None:
    kind, node = rules.kind_of(path), rules.node_at(content, path)
    if kind is None or node is None:
        raise KeyError(path)
    gaps = rules.value_gaps(kind, values) + [
        (name, f"{field.label}: this cannot stay empty.")
        for name, field in rules.FIELDS[kind].items()
        if field.needed and name not in values and not rules.value_of(node, name)
    ]
    if gaps:
        raise Refused([Reason(text, field=name) for name, text in gaps])


def _path(change: Change) -> str:
    return f"{change.parent}/{change.name}".strip("/") if isinstance(change, AddNode) else change.path
