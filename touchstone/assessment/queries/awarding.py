"""What the award asks of decisions: who made them, which are all confirmed, and every sheet there was."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from touchstone.access.actors import Actor
from touchstone.assessment import rules
from touchstone.assessment.models import Sheet
from touchstone.assessment.permissions import GUARD, Permission


def assessors_of_registration(registration: UUID) -> set[UUID]:
    """Everyone who was given any attempt of the registration to judge. One statement."""
    return set(Sheet.objects.filter(registration=registration).values_list("assessor", flat=True))


def all_confirmed(registrations: QuerySet) -> QuerySet:
    """Those of `registrations` that chose units and have a confirmed pass for each. No statement of its own."""
    chosen = registrations.model.units.through.objects.filter(registration=OuterRef("pk"))
    confirmed = Sheet.objects.filter(
        registration=OuterRef("registration_id"), unit=OuterRef("unit_id"), state="ratified", outcome=rules.PASS
    )
    return registrations.filter(Exists(chosen), ~Exists(chosen.filter(~Exists(confirmed))))


def sheets_of(actor: Actor, registration: UUID) -> list[Sheet]:
    """Every signed sheet of the registration that `actor` may read, all attempts and versions, newest first.

    Each has `passed` and `referred`, the number of its criteria decided so. One statement.
    """
    found = (
        Sheet.objects.filter(registration=registration)
        .exclude(signed_at=None)
        .select_related("attempt", "unit", "assessor", "registration")
        .annotate(
            passed=Count("decisions", filter=Q(decisions__outcome=rules.PASS)),
            referred=Count("decisions", filter=Q(decisions__outcome=rules.REFERRAL)),
        )
        .order_by("unit__position", "-attempt__number", "-version")
    )
    return [sheet for sheet in found if GUARD.allows(actor, Permission.READ_SHEET, sheet)]
