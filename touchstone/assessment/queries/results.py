"""What the learner may see of what was decided, and where each unit stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from touchstone.access.actors import Actor
from touchstone.assessment import rules
from touchstone.assessment.models import Decision, OutcomeComment, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.assessment.queries.sheets import bank_holidays


@dataclass(frozen=True)
class UnitStanding:
    """Where a unit of a registration stands: its latest sheet, and what the learner is shown of it.

    `outcome` is "" until the sheet is signed. It is for staff: a learner is shown `shown` and nothing else until
    `released_at` is set. `decided` and `total` count criteria once they were asked for.
    """

    sheet: UUID
    state: str
    outcome: str
    attempt: int
    version: int
    shown: rules.Shown
    due_on: date | None
    signed_at: datetime | None
    released_at: datetime | None
    ratified_at: datetime | None

    @property
    def is_passed(self) -> bool:
        """A released pass, provisional or confirmed."""
        return self.outcome == rules.PASS and self.state in rules.RELEASED

    @property
    def is_confirmed(self) -> bool:
        """A pass that the EQA, or direct claims, confirmed: what an award may count."""
        return self.outcome == rules.PASS and self.state == "ratified"


@dataclass(frozen=True)
class Result:
    """A released sheet as its learner reads it."""

    sheet: Sheet
    shown: rules.Shown
    decisions: tuple[Decision, ...]
    comments: dict[UUID, str]
    remarks: dict[str, str]
    appeal_by: date
    not_met: tuple[Decision, ...]


def unit_standings(registration_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], UnitStanding]:
    """The standing of each (registration, unit) that has a sheet; of several the latest attempt and version counts.

    One statement, however many registrations. Sheets returned unassessed do not count.
    """
    found: dict[tuple[UUID, UUID], UnitStanding] = {}
    rows = (
        Sheet.objects.filter(registration__in=list(registration_ids))
        .exclude(state="returned_unassessed")
        .order_by("attempt__number", "version")
        .values(
            "pk", "registration_id", "unit_id", "state", "outcome", "version", "due_on", "signed_at", "released_at",
            "ratified_at", "attempt__number", "assessor__name",
        )
    )  # fmt: skip
    for row in rows:
        found[(row["registration_id"], row["unit_id"])] = UnitStanding(
            sheet=row["pk"],
            state=row["state"],
            outcome=row["outcome"],
            attempt=row["attempt__number"],
            version=row["version"],
            shown=rules.shown_to_learner(
                row["state"], row["outcome"], row["assessor__name"].split()[0], _in_words(row["due_on"])
            ),
            due_on=row["due_on"],
            signed_at=row["signed_at"],
            released_at=row["released_at"],
            ratified_at=row["ratified_at"],
        )
    return found


def results(actor: Actor) -> list[Sheet]:
    """The learner's own sheets, newest attempt first, each with `shown`: one row per attempt, its latest version.

    One statement. Nothing of a decision is on a sheet that is not released: its outcome is blanked here. Empty for
    other roles.
    """
    if not GUARD.allows(actor, Permission.READ_RESULTS):
        return []
    latest: dict[UUID, Sheet] = {}
    found = Sheet.objects.filter(learner=actor.person).select_related("attempt", "unit", "assessor")
    found = found.defer("attempt__manifest", "attempt__statement")
    for sheet in found.exclude(state="returned_unassessed").order_by("version"):
        latest[sheet.attempt_id] = sheet
    rows = sorted(latest.values(), key=lambda s: (s.unit.position, s.unit.number, -s.attempt.number))
    for sheet in rows:
        sheet.shown = _shown(sheet)  # type: ignore[attr-defined]
        if not sheet.is_released:
            sheet.outcome = ""
    return rows


def result_for(actor: Actor, pk: UUID) -> Result:
    """The released sheet of the learner, with feedback and comments. Three statements.

    Raises Sheet.DoesNotExist when it is not theirs, or not released.
    """
    sheet = Sheet.objects.select_related(
        "attempt", "unit", "assessor", "centre", "registration__qualification", "assurance"
    ).get(pk=pk)
    if not sheet.is_released or not GUARD.allows(actor, Permission.READ_RESULTS, sheet):
        raise Sheet.DoesNotExist
    decisions = tuple(
        Decision.objects.filter(sheet=sheet)
        .select_related("criterion__outcome", "carried_from__sheet__attempt")
        .defer("carried_from__sheet__attempt__manifest", "carried_from__sheet__attempt__statement")
        .order_by("criterion__position")
    )
    released_on = timezone.localdate(sheet.released_at)
    return Result(
        sheet=sheet,
        shown=_shown(sheet),
        decisions=decisions,
        comments=dict(OutcomeComment.objects.filter(sheet=sheet).exclude(text="").values_list("outcome", "text")),
        remarks=dict(sheet.assurance.remarks) if hasattr(sheet, "assurance") else {},
        appeal_by=rules.appeal_by(released_on, sheet.centre.appeal_working_days, bank_holidays()),
        not_met=tuple(d for d in decisions if d.outcome == rules.REFERRAL),
    )


def _shown(sheet: Sheet) -> rules.Shown:
    return rules.shown_to_learner(sheet.state, sheet.outcome, sheet.assessor.name.split()[0], _in_words(sheet.due_on))


def _in_words(day: date | None) -> str:
    return date_format(day, "j F") if day else ""
