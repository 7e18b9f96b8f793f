"""Claims by two persons, certificates issued once, revocation by two persons, holds; and the same past the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from touchstone.access.actors import Role, system
from touchstone.admissions.models import Registration
from touchstone.admissions.tests.make import make_registration
from touchstone.audit.models import Entry
from touchstone.awards import actions, queries
from touchstone.awards.models import Certificate, Claim, Hold, IssuerKey
from touchstone.awards.rules import RULES
from touchstone.awards.tests.make import (
    CLAIMED,
    PASSWORD,
    let_sign,
    make_certificate,
    make_claim,
    make_claim_ready,
    make_revoked,
)
from touchstone.centres.models import Approval, Seat
from touchstone.centres.tests.make import Someone, make_someone
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.storage import read_all


@pytest.fixture
def scene(northgate):
    """The cast, whose staff can sign."""
    return let_sign(northgate)


def approve(cast, claim, at, by=None, password=PASSWORD):
    return actions.approve(by=(by or cast.dev).actor, claim=claim, password=password, at=at)


def also(cast, someone, role) -> Someone:
    """`someone` in a second seat."""
    from dataclasses import replace

    seat = Seat.objects.create(centre=cast.centre, person=someone.person, role=role, starts_on="2026-01-01")
    return Someone(someone.person, seat, replace(someone.actor, role=role))


def verbs(subject) -> list[str]:
    return list(Entry.objects.filter(subject=subject.pk).order_by("sequence").values_list("verb", flat=True))


# Preparing


def test_a_prepared_claim_keeps_what_every_rule_said(scene, at):
    claim = actions.prepare(by=scene.hana.actor, registration=make_claim_ready(scene), at=at)
    assert (claim.state, claim.prepared_by_id) == ("prepared", scene.hana.person.pk)
    assert len(claim.gate) == len(RULES)
    assert all(answer["holds"] for answer in claim.gate)
    assert verbs(claim) == ["claim.prepared"]


def test_a_closed_gate_refuses_with_every_reason_and_where_it_is_mended(scene, at):
    registration = make_registration(scene, identity_seen_on=None)
    with pytest.raises(Refused) as refusal:
        actions.prepare(by=scene.hana.actor, registration=registration, at=at)
    reasons = {reason.code: reason for reason in refusal.value.reasons}
    assert set(reasons) == {"units_passed", "combination", "checked", "confirmed", "identity"}
    assert reasons["identity"].url_name == "registration"
    assert reasons["identity"].url_args == (str(registration.pk),)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("name", ["asha", "ben", "carys", "eli", "gwen"])
def test_only_the_office_prepares(scene, at, name):
    with pytest.raises(Denied):
        actions.prepare(by=getattr(scene, name).actor, registration=make_claim_ready(scene), at=at)


def test_another_centres_staff_do_not_prepare(scene, at):
    with pytest.raises(Denied):
        actions.prepare(by=scene.fox_staff.actor, registration=make_claim_ready(scene), at=at)


def test_a_registration_is_not_claimed_twice(scene, at):
    claim = make_claim(scene)
    with pytest.raises(Refused, match="already under way"):
        actions.prepare(by=scene.hana.actor, registration=claim.registration, at=at)


def test_the_database_refuses_a_second_live_claim(scene, at):
    claim = make_claim(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(
            centre=scene.centre, registration=claim.registration, prepared_by=scene.dev.person, prepared_at=at
        )


def test_nobody_claims_their_own_award(scene, at):
    registration = make_claim_ready(scene)
    own = also(scene, scene.asha, Role.MANAGER)
    with pytest.raises(Denied):
        actions.prepare(by=own.actor, registration=registration, at=at)
    with pytest.raises(Denied):
        approve(scene, make_claim(scene, registration), at, by=own)


def test_the_database_refuses_a_claim_by_its_learner(scene, at):
    claim = make_claim(scene)
    with pytest.raises(IntegrityError, match="own award"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=scene.asha.person, approved_at=at)


# Approving


@pytest.mark.parametrize("name", ["dev", "carys"])
def test_a_manager_or_an_iqa_approves_as_the_second_person(scene, at, name):
    claim = approve(scene, make_claim(scene), at, by=getattr(scene, name))
    assert (claim.state, claim.approved_by_id) == ("approved", getattr(scene, name).person.pk)
    assert verbs(claim) == ["claim.prepared", "claim.approved"]


@pytest.mark.parametrize("name", ["asha", "ben", "eli", "gwen", "hana"])
def test_other_roles_do_not_approve(scene, at, name):
    with pytest.raises(Denied):
        approve(scene, make_claim(scene), at, by=getattr(scene, name))


def test_the_person_who_prepared_does_not_approve(scene, at):
    claim = actions.prepare(by=scene.dev.actor, registration=make_claim_ready(scene), at=at)
    with pytest.raises(Denied, match="second person"):
        approve(scene, claim, at)
    assert Claim.objects.get().state == "prepared"


def test_the_database_refuses_the_preparer_as_approver(scene, at):
    claim = make_claim(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=scene.hana.person, approved_at=at)


def test_who_assessed_a_unit_does_not_approve(scene, at):
    ben = also(scene, scene.ben, Role.MANAGER)
    with pytest.raises(Refused, match="You assessed a unit"):
        approve(scene, make_claim(scene), at, by=ben)


def test_the_database_refuses_an_approver_who_assessed(scene, at):
    claim = make_claim(scene)
    with pytest.raises(IntegrityError, match="they assessed"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=scene.ben.person, approved_at=at)


def test_a_wrong_password_approves_nothing(scene, at):
    with pytest.raises(Refused) as refusal:
        approve(scene, make_claim(scene), at, password="not this one")
    assert refusal.value.reasons[0].field == "password"
    assert Claim.objects.get().approved_by_id is None


def test_a_gate_that_ceased_to_hold_stops_the_approval(scene, at):
    claim = make_claim(scene)
    Approval.objects.filter(qualification_number="8585-11").update(quality_rating="04")
    with pytest.raises(Refused, match="suspends certification"):
        approve(scene, claim, at)
    assert Claim.objects.get().state == "prepared"


def test_a_hold_placed_between_stops_the_approval(scene, at):
    claim = make_claim(scene)
    actions.place_hold(
        by=scene.dev.actor, registration=claim.registration, kind="Appeal", reason="Unit 301 is appealed.", at=at
    )
    with pytest.raises(Refused, match="Unit 301 is appealed"):
        approve(scene, claim, at)


def test_an_approved_claim_cannot_be_rewritten(scene, at):
    claim = approve(scene, make_claim(scene), at)
    with pytest.raises(IntegrityError, match="as it was approved"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(gate=[])
    with pytest.raises(IntegrityError, match="as it was approved"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approved_by=scene.carys.person)


# Withdrawing


def test_a_withdrawn_claim_makes_room_for_another(scene, at):
    claim = make_claim(scene)
    actions.withdraw(by=scene.hana.actor, claim=claim, reason="The name was wrong.", at=at)
    again = actions.prepare(by=scene.hana.actor, registration=claim.registration, at=at)
    assert Claim.objects.get(pk=claim.pk).state == "withdrawn"
    assert again.pk != claim.pk


def test_an_approved_claim_is_not_withdrawn_and_a_withdrawal_says_why(scene, at):
    claim = make_claim(scene)
    with pytest.raises(Refused, match="Say why"):
        actions.withdraw(by=scene.hana.actor, claim=claim, reason=" ", at=at)
    approve(scene, claim, at)
    with pytest.raises(Refused, match="waits for approval"):
        actions.withdraw(by=scene.hana.actor, claim=claim, reason="Too late.", at=at)


# Issuing


def test_an_approval_issues_the_certificate_after_its_commit(scene, at, commits):
    claim = make_claim(scene)
    with commits():
        approve(scene, claim, at)
    certificate = Certificate.objects.get(claim=claim)
    assert certificate.number == "TS-012345-2026-000001"
    assert Claim.objects.get(pk=claim.pk).state == "accepted"
    assert Registration.objects.get(pk=claim.registration_id).state == "completed"
    assert read_all(certificate.pdf).startswith(b"%PDF-")
    assert certificate.facts["learner_name"] == "Asha Rao"


def test_issuing_twice_gives_the_same_certificate(scene, at):
    certificate = make_certificate(scene)
    again = actions.issue(by=system(scene.centre.pk), claim=certificate.claim, at=at + timedelta(days=1))
    assert again.pk == certificate.pk
    assert verbs(certificate) == ["certificate.issued"]


def test_only_an_approved_claim_is_issued_and_only_by_the_program(scene, at):
    claim = make_claim(scene)
    with pytest.raises(Refused, match="approved claim"):
        actions.issue(by=system(scene.centre.pk), claim=claim, at=at)
    with pytest.raises(Denied):
        actions.issue(by=scene.dev.actor, claim=claim, at=at)


def test_certificates_of_a_centre_are_counted_and_share_one_key(scene):
    first = make_certificate(scene)
    kit = make_someone(scene.centre, "Kit Lowe", Role.LEARNER)
    second = make_certificate(scene, make_claim_ready(scene, learner=kit))
    assert [first.number[-6:], second.number[-6:]] == ["000001", "000002"]
    assert first.issuer_key_id == second.issuer_key_id
    assert first.public_code != second.public_code
    assert first.status_index != second.status_index


def test_the_database_keeps_a_certificate_as_it_was_issued(scene):
    certificate = make_certificate(scene)
    for change in ({"facts": {}}, {"number": "TS-1"}, {"credential_jwt": ""}, {"pdf": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**change)


@pytest.mark.parametrize("form", ["credential", "credential_jwt"])
def test_the_issued_credential_verifies_in_both_forms(scene, form):
    certificate = make_certificate(scene)
    verification = queries.verify_document(getattr(certificate, form), CLAIMED + timedelta(days=1))
    assert verification.verdict == "Genuine"


# Revoking


@pytest.mark.parametrize("form", ["credential", "credential_jwt"])
def test_a_revoked_certificate_stays_and_its_credential_says_so(scene, form):
    certificate = make_revoked(scene)
    assert (certificate.state, certificate.revoked_by_id) == ("revoked", scene.dev.person.pk)
    verification = queries.verify_document(getattr(certificate, form), CLAIMED + timedelta(days=1))
    assert verification.verdict == "Revoked"
    assert verbs(certificate) == ["certificate.issued", "certificate.revocation_asked", "certificate.revoked"]


def test_the_person_who_asked_does_not_revoke(scene, at):
    certificate = make_certificate(scene)
    actions.ask_revocation(by=scene.dev.actor, certificate=certificate, reason="Reference 7.", at=at)
    with pytest.raises(Denied, match="second person"):
        actions.revoke(by=scene.dev.actor, certificate=certificate, password=PASSWORD, at=at)


def test_the_database_refuses_the_asker_as_the_one_who_revokes(scene, at):
    certificate = make_certificate(scene)
    actions.ask_revocation(by=scene.dev.actor, certificate=certificate, reason="Reference 7.", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="revoked", revoked_by=scene.dev.person)


def test_nothing_is_revoked_unasked_or_with_a_wrong_password(scene, at):
    certificate = make_certificate(scene)
    with pytest.raises(Refused, match="Nobody has asked"):
        actions.revoke(by=scene.dev.actor, certificate=certificate, password=PASSWORD, at=at)
    actions.ask_revocation(by=scene.hana.actor, certificate=certificate, reason="Reference 7.", at=at)
    with pytest.raises(Refused):
        actions.revoke(by=scene.dev.actor, certificate=certificate, password="wrong", at=at)
    assert Certificate.objects.get().state == "issued"


def test_a_revocation_is_asked_for_once_with_a_reason(scene, at):
    certificate = make_certificate(scene)
    with pytest.raises(Refused, match="Say why"):
        actions.ask_revocation(by=scene.hana.actor, certificate=certificate, reason="", at=at)
    actions.ask_revocation(by=scene.hana.actor, certificate=certificate, reason="Reference 7.", at=at)
    with pytest.raises(Refused, match="asked for already"):
        actions.ask_revocation(by=scene.dev.actor, certificate=certificate, reason="Reference 8.", at=at)


def test_a_request_to_revoke_is_taken_back_or_declined(scene, at):
    certificate = make_certificate(scene)
    actions.ask_revocation(by=scene.hana.actor, certificate=certificate, reason="Reference 7.", at=at)
    dropped = actions.drop_revocation(by=scene.dev.actor, certificate=certificate, reason="A mix-up.", at=at)
    assert (dropped.state, dropped.revocation_asked_by_id, dropped.revocation_reason) == ("issued", None, "")
    assert verbs(certificate)[-1] == "certificate.revocation_dropped"


def test_revoking_cannot_be_undone_even_past_the_action(scene, at):
    certificate = make_revoked(scene)
    with pytest.raises(Refused, match="revoked already"):
        actions.drop_revocation(by=scene.dev.actor, certificate=certificate, reason="Oh.", at=at)
    with pytest.raises(IntegrityError, match="stays revoked"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="issued")


# Holds


def test_a_hold_bars_the_claim_until_it_is_lifted(scene, at):
    registration = make_claim_ready(scene)
    placed = actions.place_hold(
        by=scene.dev.actor, registration=registration, kind="Investigation", reason="Who wrote E3?", at=at
    )
    with pytest.raises(Refused, match=r"Who wrote E3\?"):
        actions.prepare(by=scene.hana.actor, registration=registration, at=at)
    actions.lift_hold(by=scene.dev.actor, placed=placed, reason="Nothing found.", at=at)
    assert actions.prepare(by=scene.hana.actor, registration=registration, at=at).state == "prepared"
    assert verbs(placed) == ["hold.placed", "hold.lifted"]


def test_a_hold_says_why_and_is_lifted_once(scene, at):
    registration = make_registration(scene)
    with pytest.raises(Refused, match="Say why"):
        actions.place_hold(by=scene.dev.actor, registration=registration, kind="Appeal", reason="", at=at)
    placed = actions.place_hold(by=scene.dev.actor, registration=registration, kind="Appeal", reason="Unit 301.", at=at)
    with pytest.raises(Refused, match="Say why"):
        actions.lift_hold(by=scene.dev.actor, placed=placed, reason="", at=at)
    actions.lift_hold(by=scene.dev.actor, placed=placed, reason="Decided.", at=at)
    actions.lift_hold(by=scene.dev.actor, placed=placed, reason="Again.", at=at + timedelta(hours=1))
    assert Hold.objects.get().lifted_at == at


@pytest.mark.parametrize("name", ["hana", "carys", "eli", "asha"])
def test_only_a_manager_places_a_hold(scene, at, name):
    with pytest.raises(Denied):
        actions.place_hold(
            by=getattr(scene, name).actor, registration=make_registration(scene), kind="Appeal", reason="x", at=at
        )


def test_the_database_keeps_a_signing_key(scene):
    make_certificate(scene)
    with pytest.raises(DatabaseError, match="never replaced"), transaction.atomic():
        IssuerKey.objects.update(public_key="z6MkOther")
    with pytest.raises(DatabaseError, match="never replaced"), transaction.atomic():
        IssuerKey.objects.all()._raw_delete("default")
