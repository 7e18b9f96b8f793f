"""Evidence: one piece, and the list of a portfolio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from touchstone.access.actors import Actor
from touchstone.admissions.queries import visible
from touchstone.portfolio.models import Evidence, FrozenItem, Mapping
from touchstone.portfolio.permissions import GUARD, Permission

PAGE = 50
LEAST_LETTERS = 2
MOST_PIECES = 300


@dataclass(frozen=True)
class Page:
    """Some pieces of evidence, newest first; `after` is the key of the next page, "" at the end."""

    rows: list[Evidence]
    after: str = ""


def evidence_for(actor: Actor, pk: UUID) -> Evidence:
    """The piece with its blob, registration, who added it, and `was_submitted`. One statement.

    Raises Evidence.DoesNotExist for strangers, and for what was removed.
    """
    evidence = (
        Evidence.objects.filter(registration__in=visible(actor), removed_at=None)
        .annotate(was_submitted=Exists(FrozenItem.objects.filter(evidence=OuterRef("pk"))))
        .select_related("blob", "registration__person", "registration__qualification", "added_by")
        .get(pk=pk)
    )
    if not GUARD.allows(actor, Permission.READ, evidence):
        raise Evidence.DoesNotExist
    return evidence


def page_of_evidence(actor: Actor, registration: Any, after: str = "", limit: int = PAGE) -> Page:
    """Up to `limit` pieces of the portfolio, newest first, from the key `after` on; each with its links at hand.

    The links carry `criterion.ref` and `criterion.unit.number`; `was_submitted` says that a submission holds the piece.
    Two statements, none where `actor` may not read it.
    """
    if not GUARD.allows(actor, Permission.READ, registration):
        return Page([])
    links = (
        Mapping.objects.select_related("criterion__unit")
        .only("evidence_id", "criterion__ref", "criterion__unit__number")
        .order_by("criterion__unit__position", "criterion__position")
    )
    rows = (
        Evidence.objects.filter(registration=registration, removed_at=None)
        .annotate(was_submitted=Exists(FrozenItem.objects.filter(evidence=OuterRef("pk"))))
        .defer("text", "body")
        .prefetch_related(Prefetch("mappings", links))
        .order_by("-number")
    )
    if after.isdecimal():
        rows = rows.filter(number__lt=int(after))
    found: list[Evidence] = [*rows[: limit + 1]]
    return Page(found[:limit], str(found[limit - 1].number) if len(found) > limit else "")


def pieces_for(actor: Actor, registration: Any, criterion: Any) -> list[Evidence]:
    """Every piece of the portfolio by number, each with `is_linked`: it speaks to `criterion`. One statement."""
    if not GUARD.allows(actor, Permission.READ, registration):
        return []
    links = Mapping.objects.filter(evidence=OuterRef("pk"), criterion=criterion)
    rows = Evidence.objects.filter(registration=registration, removed_at=None).annotate(is_linked=Exists(links))
    return list(rows.defer("text", "body").order_by("number")[:MOST_PIECES])


def search(actor: Actor, words: str, limit: int) -> list[Evidence]:
    """Up to `limit` pieces that `actor` may see whose title or content has `words`, newest first; or the piece "E4".

    One statement. Empty for words of less than two letters.
    """
    words = words.strip()
    if len(words) < LEAST_LETTERS:
        return []
    matches = Q(title__icontains=words) | Q(text__icontains=words)
    if words[0] in "eE" and words[1:].isdecimal() and len(words) < 8:
        matches |= Q(number=int(words[1:]))
    rows = Evidence.objects.filter(matches, registration__in=visible(actor), removed_at=None)
    found = rows.select_related("registration").defer("text", "body").order_by("-id")[:limit]
    return [piece for piece in found if GUARD.allows(actor, Permission.READ, piece)]
