"""What other rooms ask of quality assurance: was it checked, was it confirmed, and by what word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from touchstone.quality.models import Check, Release


@dataclass(frozen=True)
class Confirmation:
    """The word by which a result was confirmed: "released" (by whom) or "direct"; `pk` is its row's."""

    pk: UUID
    sheet: UUID
    verdict: str
    at: datetime
    released_by: UUID | None
    released_by_name: str
    comment: str


def confirmations(sheets: Iterable[UUID]) -> dict[UUID, Confirmation]:
    """The confirmation of each sheet that has one. One statement."""
    found = Release.objects.filter(sheet__in=list(sheets), verdict__in=["released", "direct"])
    return {
        r.sheet_id: Confirmation(
            r.pk, r.sheet_id, r.verdict, r.released_at, r.released_by_id, r.released_by.name if r.released_by else "",
            r.comment,
        )
        for r in found.select_related("released_by")
    }  # fmt: skip


def refused_since(sheets: Iterable[UUID]) -> dict[UUID, Release]:
    """The EQA's latest refusal of each sheet that was refused and not confirmed since. One statement."""
    found: dict[UUID, Release] = {}
    confirmed: set[UUID] = set()
    for release in Release.objects.filter(sheet__in=list(sheets)).order_by("released_at", "id"):
        if release.verdict == "refused":
            found[release.sheet_id] = release
        else:
            confirmed.add(release.sheet_id)
    return {sheet: release for sheet, release in found.items() if sheet not in confirmed}


def checked_for(sheets: Iterable[UUID]) -> dict[UUID, Check]:
    """The check of each signed sheet, drawn or not, with its IQA, assessor and remarks. Two statements."""
    found = Check.objects.filter(sheet__in=list(sheets)).select_related("iqa", "assessor")
    return {check.sheet_id: check for check in found.prefetch_related("remarks")}
