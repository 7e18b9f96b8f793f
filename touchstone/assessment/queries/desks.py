"""The desk: the work beside one criterion, and the sheet read whole before it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from touchstone.access.actors import Actor
from touchstone.assessment import rules
from touchstone.assessment.models import Decision, OutcomeComment, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.assessment.queries.sheets import sheet_for, standing_of
from touchstone.portfolio.rules import Where, where_words


@dataclass(frozen=True)
class Pin:
    """A place that the learner named for the criterion: `number` counts from 1, `where` is "page 6" or ""."""

    number: int
    item: Any
    mapping: Any
    where: str


@dataclass(frozen=True)
class Desk:
    """Everything one criterion's page shows. `item` is the piece on the left, None when nothing was submitted."""

    sheet: Sheet
    decisions: tuple[Decision, ...]
    now: Decision
    comments: dict[UUID, OutcomeComment]
    items: tuple[Any, ...]
    item: Any
    pins: tuple[Pin, ...]
    earlier: tuple[Decision, ...]

    @property
    def decided(self) -> int:
        return sum(1 for d in self.decisions if d.outcome)

    @property
    def place(self) -> int:
        return self.decisions.index(self.now)

    @property
    def before(self) -> Decision | None:
        return self.decisions[self.place - 1] if self.place else None

    @property
    def after(self) -> Decision | None:
        return self.decisions[self.place + 1] if self.place + 1 < len(self.decisions) else None

    @property
    def words_to_sign(self) -> str:
        """Why the sheet cannot be signed yet, in few words; "" when it can."""
        decided = [d.as_plain() for d in self.decisions]
        gaps = rules.signing_gaps(decided, [d.ref for d in decided])
        undecided = len(self.decisions) - self.decided
        if undecided:
            return f"{undecided} {'criteria are' if undecided > 1 else 'criterion is'} not yet decided"
        return gaps[0].text if gaps else ""

    @property
    def item_before(self) -> Any:
        return self._neighbour(-1)

    @property
    def item_after(self) -> Any:
        return self._neighbour(1)

    def _neighbour(self, step: int) -> Any:
        ids = [i.pk for i in self.items]
        if self.item is None or not 0 <= ids.index(self.item.pk) + step < len(ids):
            return None
        return self.items[ids.index(self.item.pk) + step]

    @property
    def mapped_items(self) -> tuple[Any, ...]:
        """The pieces that the learner linked to the criterion, in their own order, and the one that is shown."""
        ids = {pin.item.pk for pin in self.pins}
        return tuple(i for i in self.items if i.pk in ids or (self.item and i.pk == self.item.pk))

    @property
    def pins_here(self) -> tuple[Pin, ...]:
        return tuple(pin for pin in self.pins if self.item and pin.item.pk == self.item.pk)


@dataclass(frozen=True)
class SigningPage:
    """The whole sheet to read, what it lacks, what would help, who may not sign it and why, and the outcome so far."""

    sheet: Sheet
    decisions: tuple[Decision, ...]
    gaps: tuple[rules.Gap, ...]
    advice: tuple[rules.Gap, ...]
    bars: tuple[str, ...]
    outcome: str | None


def desk(actor: Actor, pk: UUID, ref: str, item: UUID | None = None) -> Desk:
    """The desk at criterion `ref`, with the piece `item`, else the first that was linked to it, else the first.

    Six statements, seven with an earlier attempt. Raises Sheet.DoesNotExist when the sheet is not allocated to `actor`,
    or the unit has no such criterion.
    """
    sheet = _to_assess(actor, pk)
    decisions = decisions_of(sheet)
    now = next((d for d in decisions if d.criterion.ref == ref), None)
    if now is None:
        raise Sheet.DoesNotExist
    items = tuple(sheet.attempt.items.select_related("blob").defer("text").order_by("position"))
    by_id = {i.pk: i for i in items}
    mappings = list(sheet.attempt.mappings.filter(criterion=now.criterion_id))
    pins = pins_of(mappings, by_id)
    shown = (by_id.get(item) if item else None) or (pins[0].item if pins else None) or (items[0] if items else None)
    return Desk(
        sheet=sheet,
        decisions=decisions,
        now=now,
        comments=comments_of(sheet),
        items=items,
        item=shown,
        pins=pins,
        earlier=_earlier(sheet, now) if sheet.attempt.number > 1 else (),
    )


def signing_page(actor: Actor, pk: UUID, today: Any) -> SigningPage:
    """The sheet as it is about to be signed; each decision carries its outcome's `comment`. Five statements.

    Raises Sheet.DoesNotExist as `desk` does.
    """
    sheet = _to_assess(actor, pk)
    decisions = decisions_of(sheet)
    decided = [d.as_plain() for d in decisions]
    comments = comments_of(sheet)
    for decision in decisions:
        found = comments.get(decision.criterion.outcome_id)
        decision.comment = found.text if found else ""  # type: ignore[attr-defined]
    return SigningPage(
        sheet=sheet,
        decisions=decisions,
        gaps=tuple(rules.signing_gaps(decided, [d.ref for d in decided])),
        advice=tuple(rules.advice(decided)),
        bars=tuple(rules.bars(standing_of(actor.person, sheet.registration, today))),
        outcome=rules.unit_outcome(d.outcome for d in decided),
    )


def first_undecided(sheet: Sheet) -> str:
    """The ref of the sheet's first undecided criterion, else of its first. One statement."""
    found = list(sheet.decisions.order_by("criterion__position").values_list("criterion__ref", "outcome"))
    return next((ref for ref, outcome in found if not outcome), found[0][0])


def decisions_of(sheet: Sheet) -> tuple[Decision, ...]:
    """Every decision of the sheet in the order of the criteria, with criterion, outcome and what it carries from."""
    found = sheet.decisions.select_related("criterion__outcome", "carried_from__sheet__attempt")
    found = found.defer("carried_from__sheet__attempt__manifest", "carried_from__sheet__attempt__statement")
    return tuple(found.order_by("criterion__position"))


def comments_of(sheet: Sheet) -> dict[UUID, OutcomeComment]:
    """The comments of the sheet by learning outcome."""
    return {c.outcome_id: c for c in sheet.comments.all()}


def pins_of(mappings: Sequence[Any], items: dict[UUID, Any]) -> tuple[Pin, ...]:
    """The learner's places for one criterion, numbered in the order of the items and of where they are in them."""
    known = [m for m in mappings if m.item_id in items]
    known.sort(key=lambda m: (items[m.item_id].position, m.page or 0, m.paragraph or 0, m.second or 0, str(m.pk)))
    return tuple(
        Pin(n, items[m.item_id], m, where_words(Where(m.page, m.paragraph, m.second)))
        for n, m in enumerate(known, start=1)
    )


def _to_assess(actor: Actor, pk: UUID) -> Sheet:
    sheet = sheet_for(actor, pk)
    if not GUARD.allows(actor, Permission.ASSESS, sheet):
        raise Sheet.DoesNotExist
    return sheet


def _earlier(sheet: Sheet, now: Decision) -> tuple[Decision, ...]:
    """What was decided of the criterion in released earlier attempts, the latest first."""
    return tuple(
        Decision.objects.filter(
            criterion=now.criterion_id,
            sheet__registration=sheet.registration_id,
            sheet__state__in=rules.RELEASED,
            sheet__attempt__number__lt=sheet.attempt.number,
        )
        .select_related("sheet__attempt", "criterion")
        .defer("sheet__attempt__manifest", "sheet__attempt__statement")
        .order_by("-sheet__attempt__number")
    )
