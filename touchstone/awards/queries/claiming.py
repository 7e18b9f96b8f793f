"""Claims: what the gate asks, what waits, what was issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from touchstone.access.actors import Actor, Role
from touchstone.admissions import queries as admissions
from touchstone.admissions import rules as registrations
from touchstone.assessment import queries as assessment
from touchstone.awards.models import Certificate, Claim, Hold
from touchstone.awards.permissions import GUARD, Permission
from touchstone.awards.rules import Answer, ClaimFacts, UnitResult, gate
from touchstone.centres import queries as centres
from touchstone.centres import rules as approvals
from touchstone.kernel.steps import NextStep
from touchstone.portfolio import queries as portfolio
from touchstone.quality import queries as quality

if TYPE_CHECKING:
    from touchstone.admissions.models import Registration

PAGE_ROWS = 50
ENDED = ["withdrawn", "rejected"]


@dataclass(frozen=True)
class ClaimPage:
    """One registration before the gate: every answer, the claim under way if there is one, the holds that stand.

    After the approval the answers are those that were kept with the claim. `approvers` are the people who may approve
    it: not who prepared it, not who assessed any of it, not the learner.
    """

    registration: Registration
    facts: ClaimFacts
    answers: list[Answer]
    claim: Claim | None
    certificate: Certificate | None
    holds: list[Hold]
    approvers: list[Any]
    assessors: set[UUID]

    @property
    def stops(self) -> list[Answer]:
        return [answer for answer in self.answers if not answer.holds]

    @property
    def kept(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.holds]

    @property
    def may_be_claimed(self) -> bool:
        return not self.stops and self.claim is None


def claim_facts(actor: Actor, registration: Registration, today: date) -> ClaimFacts:
    """Everything that the gate asks about the registration on that day. Seven statements, whatever its units."""
    return _facts(actor, registration, today, claim_under_way(registration), holds_of(registration.pk))


def holds_of(registration_pk: UUID) -> list[Hold]:
    """The holds that stand on the registration, oldest first. One statement."""
    return list(Hold.objects.filter(registration=registration_pk, lifted_at=None).order_by("placed_at"))


def hold_for(actor: Actor, pk: UUID) -> Hold:
    """The hold with its registration. Raises Hold.DoesNotExist for other roles and other centres. One statement."""
    if not GUARD.allows(actor, Permission.SEE_CLAIMS):
        raise Hold.DoesNotExist
    return Hold.objects.select_related("registration").get(pk=pk)


def claim_under_way(registration: Registration) -> Claim | None:
    """The claim of the registration that was not withdrawn, with its people and certificate, or None. One statement."""
    found = Claim.objects.filter(registration=registration).exclude(state__in=ENDED)
    return found.select_related("prepared_by", "approved_by", "certificate").first()


def _facts(actor: Actor, registration: Registration, today: date, claim: Claim | None, holds: list[Hold]) -> ClaimFacts:
    standings = assessment.unit_standings([registration.pk])
    attempts = portfolio.attempts_of(actor, registration)
    approval = centres.approval_for(registration.qualification_number)
    words = quality.confirmations(standing.sheet for standing in standings.values())
    direct = {sheet for sheet, word in words.items() if word.verdict == "direct"}
    units = tuple(
        _unit(unit, standings.get((registration.pk, unit.pk)), attempts, direct)
        for unit in registration.units.order_by("position")
    )
    return ClaimFacts(
        registration=str(registration.pk),
        standing=registrations.standing(registration.state, registration.expires_on, today),
        expires_on=registration.expires_on,
        is_identity_seen=registration.identity_seen_on is not None,
        is_approved=approval is not None and (approval.withdrawn_on is None or approval.withdrawn_on > today),
        quality_rating=approval.quality_rating if approval else "",
        combination=registration.qualification.combination,
        units=units,
        holds=tuple(f"{h.kind}: {h.reason}" for h in holds),
        is_claimed=claim is not None,
        has_direct_claims=approvals.direct_claims_apply(approval, today),
    )


def _unit(unit: Any, standing: Any, attempts: list[Any], direct: set[UUID]) -> UnitResult:
    submitted = [a for a in attempts if a.unit_id == unit.pk and a.submitted_at]
    undeclared = sum(1 for a in submitted if not (a.declared_at and a.manifest_sha256))
    released = standing is not None and standing.released_at is not None
    if standing is not None:
        where = standing.shown.words
    else:
        where = "submitted, not yet allocated" if submitted else "not yet submitted"
    return UnitResult(
        pk=str(unit.pk),
        ref=unit.ref,
        title=unit.title,
        credit=unit.credit or 0,
        outcome=standing.outcome if released else "",
        is_submitted=bool(submitted),
        is_checked=released,
        is_confirmed=standing is not None and standing.is_confirmed,
        undeclared=undeclared,
        where=where,
        is_direct=standing is not None and standing.sheet in direct,
    )


def claim_page(actor: Actor, registration_pk: UUID, today: date) -> ClaimPage:
    """The registration before the gate. At most eleven statements, whatever its units.

    Raises Denied for other roles, Registration.DoesNotExist for strangers.
    """
    GUARD.require(actor, Permission.SEE_CLAIMS)
    registration = admissions.registration_for(actor, registration_pk)
    claim, holds = claim_under_way(registration), holds_of(registration_pk)
    facts = _facts(actor, registration, today, claim, holds)
    certificate = getattr(claim, "certificate", None)
    assessors = assessors_of(registration_pk)
    if claim and claim.approved_at:
        answers = [_kept(answer) for answer in claim.gate]
        approvers = []
    else:
        answers = [a for a in gate(facts) if not (claim and a.code == "single")]
        barred = assessors | {registration.person_id} | ({claim.prepared_by_id} if claim else set())
        approvers = _approvers(actor.centre, barred, today)
    return ClaimPage(registration, facts, answers, claim, certificate, holds, approvers, assessors)


def _kept(answer: dict[str, Any]) -> Answer:
    """An answer as it was kept at the approval; of later spellings only what an answer still has."""
    return Answer(answer["code"], answer["title"], answer["holds"], answer["why"], answer["source"])


def _approvers(centre: UUID, barred: set[UUID], today: date) -> list[Any]:
    """Everyone who may approve and is not barred, by name. Two statements."""
    people = {
        person.pk: person
        for role in (Role.MANAGER, Role.IQA)
        for person in centres.people_with(centre, role, today)
        if person.pk not in barred
    }
    return sorted(people.values(), key=lambda person: person.name)


def claim_for(actor: Actor, pk: UUID) -> Claim:
    """The claim with its registration and people. Raises Claim.DoesNotExist for other roles and other centres."""
    if not GUARD.allows(actor, Permission.SEE_CLAIMS):
        raise Claim.DoesNotExist
    return Claim.objects.select_related("registration__qualification", "prepared_by", "approved_by").get(pk=pk)


def assessors_of(registration_pk: UUID) -> set[UUID]:
    """Everyone who judged any attempt of the registration. One statement."""
    return assessment.assessors_of_registration(registration_pk)


def claims(
    actor: Actor, states: Sequence[str] = (), words: str = "", after: UUID | None = None
) -> tuple[list[Claim], UUID | None]:
    """A page of claims in `states` (any, when empty), newest first, and the key of the next page. One statement.

    `words` finds the learner's name. Raises Denied for other roles.
    """
    GUARD.require(actor, Permission.SEE_CLAIMS)
    found = (
        Claim.objects.filter(_named("registration__", words))
        .select_related("registration__qualification", "prepared_by", "approved_by", "certificate")
        .order_by("-id")
    )
    if states:
        found = found.filter(state__in=states)
    if after:
        found = found.filter(id__lt=after)
    return _page(list(found[: PAGE_ROWS + 1]))


def claimable(actor: Actor, words: str = "", after: UUID | None = None) -> tuple[list[Any], UUID | None]:
    """A page of active registrations whose every unit is confirmed and which nobody claimed yet. One statement.

    The gate still asks the rest; this list only says where to look first. Raises Denied for other roles.
    """
    return _unclaimed(actor, words, after, only_confirmed=True)


def on_the_way(actor: Actor, words: str = "", after: UUID | None = None) -> tuple[list[Any], UUID | None]:
    """A page of all active registrations that nobody claimed yet. One statement. Raises Denied for other roles."""
    return _unclaimed(actor, words, after, only_confirmed=False)


def _unclaimed(actor: Actor, words: str, after: UUID | None, *, only_confirmed: bool) -> tuple[list[Any], UUID | None]:
    GUARD.require(actor, Permission.SEE_CLAIMS)
    claimed = Claim.objects.filter(registration=OuterRef("pk")).exclude(state__in=ENDED)
    found = admissions.visible(actor).filter(_named("", words), state="active").exclude(Exists(claimed))
    if only_confirmed:
        found = assessment.all_confirmed(found)
    if after:
        found = found.filter(id__gt=after)
    return _page(list(found.order_by("id")[: PAGE_ROWS + 1]))


def _named(path: str, words: str) -> Q:
    """Registrations whose learner's name holds every one of `words`."""
    match = Q()
    for word in words.split()[:5]:
        match &= Q(**{f"{path}given_name__icontains": word}) | Q(**{f"{path}family_name__icontains": word})
    return match


def certificates(actor: Actor, words: str = "", after: UUID | None = None) -> tuple[list[Certificate], UUID | None]:
    """A page of certificates that `actor` may read, newest first. A learner sees their own. One statement."""
    found = Certificate.objects.select_related("registration__qualification").order_by("-id")
    if actor.role is Role.LEARNER:
        found = found.filter(registration__person=actor.person)
    else:
        GUARD.require(actor, Permission.READ_CERTIFICATE)
    if words:
        found = found.filter(Q(number__icontains=words.strip()) | _named("registration__", words))
    if after:
        found = found.filter(id__lt=after)
    return _page(list(found[: PAGE_ROWS + 1]))


def certificate_for(actor: Actor, pk: UUID) -> Certificate:
    """The certificate, where `actor` may read it. Raises Certificate.DoesNotExist otherwise. One statement."""
    found = Certificate.objects.select_related(
        "registration__qualification",
        "registration__person",
        "claim__prepared_by",
        "claim__approved_by",
        "pdf",
        "centre",
        "revoked_by",
        "revocation_asked_by",
    ).get(pk=pk)
    if not GUARD.allows(actor, Permission.READ_CERTIFICATE, found):
        raise Certificate.DoesNotExist
    return found


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """Claims to prepare or approve, revocations to decide; for a learner their newest certificate. At most ten."""
    if actor.role is Role.LEARNER:
        return [
            NextStep(
                "Your certificate is here",
                f"{c.number}. Anyone can verify it.",
                "Open",
                "certificate",
                (c.pk,),
                icon="award",
            )
            for c in Certificate.objects.filter(registration__person=actor.person, state="issued").order_by("-id")[:1]
        ]
    if not GUARD.allows(actor, Permission.SEE_CLAIMS):
        return []
    return (_to_approve(actor) + _to_prepare(actor) + _to_revoke(actor))[:10]


def _to_approve(actor: Actor) -> list[NextStep]:
    if actor.role not in GUARD.roles_for(Permission.APPROVE):
        return []
    waiting = Claim.objects.filter(state="prepared").exclude(prepared_by=actor.person).select_related("registration")
    return [
        NextStep(
            f"Approve the claim for {c.registration.learner_name}",
            f"{c.registration.qualification_number}. A second person approves, then the certificate is issued.",
            "Look at it",
            "claim",
            (c.registration_id,),
            icon="stamp",
            blocks=2,
        )
        for c in waiting.order_by("id")[:5]
    ]


def _to_prepare(actor: Actor) -> list[NextStep]:
    if actor.role not in GUARD.roles_for(Permission.PREPARE):
        return []
    rows, _ = claimable(actor)
    return [
        NextStep(
            f"Prepare the claim for {r.learner_name}",
            f"{r.qualification_number}. Every unit is confirmed.",
            "Prepare",
            "claim",
            (r.pk,),
            icon="award",
            blocks=1,
        )
        for r in rows[:5]
    ]


def _to_revoke(actor: Actor) -> list[NextStep]:
    if actor.role not in GUARD.roles_for(Permission.REVOKE):
        return []
    asked = Certificate.objects.filter(state="issued").exclude(revocation_asked_by=None)
    return [
        NextStep(
            f"Decide whether to revoke {c.number}",
            c.revocation_reason,
            "Decide",
            "certificate",
            (c.pk,),
            icon="octagon-x",
        )
        for c in asked.exclude(revocation_asked_by=actor.person).order_by("id")[:3]
    ]


def _page(rows: list[Any]) -> tuple[list[Any], UUID | None]:
    shown = rows[:PAGE_ROWS]
    return shown, shown[-1].pk if len(rows) > PAGE_ROWS else None
