"""What each reader sees of claims, certificates and traces, and in how many statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.admissions.tests.make import make_registration
from touchstone.awards import queries
from touchstone.awards.models import Certificate
from touchstone.awards.tests.make import (
    CLAIMED,
    let_sign,
    make_certificate,
    make_claim,
    make_claim_ready,
    make_revoked,
)
from touchstone.centres.models import Approval
from touchstone.centres.tests.make import make_someone
from touchstone.kernel.errors import Denied
from touchstone.plumbing.tenancy import within
from touchstone.quality.tests.make import make_check, make_release

TODAY = timezone.localdate(CLAIMED)


@pytest.fixture
def scene(northgate):
    return let_sign(northgate)


def learners(cast, count, offset=0):
    return [
        make_someone(cast.centre, f"Lena Number{n}", Role.LEARNER, email=f"lena{n}@learners.example")
        for n in range(offset, offset + count)
    ]


def ready(cast, count, offset=0):
    return [make_claim_ready(cast, learner=learner) for learner in learners(cast, count, offset)]


# The gate


def test_the_gate_of_a_ready_registration_is_open(scene):
    page = queries.claim_page(scene.hana.actor, make_claim_ready(scene).pk, TODAY)
    assert page.may_be_claimed
    assert {person.name for person in page.approvers} == {"Dev Malik", "Carys Llewellyn"}


def test_a_decision_that_is_not_released_does_not_count_as_a_pass(scene):
    registration = make_registration(scene)
    unit = registration.units.order_by("position").first()
    make_check(scene, registration, unit, state="selected", outcome="pass")
    facts = queries.claim_facts(scene.hana.actor, registration, TODAY)
    assert facts.units[0].outcome == ""
    assert facts.units[0].is_submitted
    assert not facts.units[0].is_checked


def test_a_provisional_pass_is_passed_and_checked_and_waits_for_the_eqa(scene):
    registration = make_registration(scene)
    unit = registration.units.order_by("position").first()
    make_check(scene, registration, unit, state="agreed")
    one = queries.claim_facts(scene.hana.actor, registration, TODAY).units[0]
    assert (one.outcome, one.is_checked, one.is_confirmed) == ("pass", True, False)


def test_a_result_under_direct_claims_is_claimed_only_while_they_apply(scene):
    registration = make_registration(scene)
    for unit in registration.units.order_by("position"):
        check = make_check(scene, registration, unit, state="agreed", sheet_state="ratified")
        make_release(scene, check.sheet, "direct")
    approval = Approval.objects.filter(qualification_number=registration.qualification_number)
    approval.update(direct_claims="granted", quality_rating="01")
    assert queries.claim_page(scene.hana.actor, registration.pk, TODAY).may_be_claimed
    for ended in ({"direct_claims": "withdrawn"}, {"direct_claims": "granted", "quality_rating": "02"}):
        approval.update(**ended)
        page = queries.claim_page(scene.hana.actor, registration.pk, TODAY)
        assert [answer.code for answer in page.stops] == ["direct_claims"]
        assert page.stops[0].url_name == "approvals"


def test_an_approved_claim_shows_the_gate_as_it_was_approved(scene):
    certificate = make_certificate(scene)
    page = queries.claim_page(scene.hana.actor, certificate.registration_id, TODAY)
    assert page.stops == []
    assert page.certificate == certificate
    assert len(page.kept) == len(page.claim.gate)


def test_the_preparer_is_not_among_who_may_approve(scene):
    claim = make_claim(scene)
    page = queries.claim_page(scene.hana.actor, claim.registration_id, TODAY)
    assert scene.hana.person not in page.approvers
    assert scene.dev.person in page.approvers


def test_the_gate_takes_the_same_few_statements_for_one_unit_and_for_three(scene, django_assert_max_num_queries):
    small = make_registration(scene, units=[])
    large = make_claim_ready(scene, learner=learners(scene, 1)[0])
    for registration in (small, large):
        with django_assert_max_num_queries(11):
            queries.claim_page(scene.hana.actor, registration.pk, TODAY)


@pytest.mark.parametrize("name", ["asha", "ben", "gwen"])
def test_others_do_not_see_claims(scene, name):
    registration = make_claim_ready(scene)
    with pytest.raises(Denied):
        queries.claim_page(getattr(scene, name).actor, registration.pk, TODAY)
    with pytest.raises(Denied):
        queries.claimable(getattr(scene, name).actor)


def test_a_stranger_finds_nothing(scene):
    certificate = make_certificate(scene)
    hold = queries.holds_of(certificate.registration_id)
    assert hold == []
    fox = scene.fox_staff.actor
    with within(scene.other.pk):
        assert queries.claimable(fox) == ([], None)
        assert queries.claims(fox) == ([], None)
        assert queries.certificates(fox) == ([], None)
        for look in (queries.certificate_for, queries.trace, lambda a, pk: queries.claim_page(a, pk, TODAY)):
            with pytest.raises(ObjectDoesNotExist):
                look(fox, certificate.registration_id)
        with pytest.raises(ObjectDoesNotExist):
            queries.certificate_for(fox, certificate.pk)


# The lists


def test_who_is_ready_stands_first_and_who_is_not_stands_among_all(scene):
    on_the_way = make_registration(scene)
    (done,) = ready(scene, 1)
    assert queries.claimable(scene.hana.actor)[0] == [done]
    assert queries.on_the_way(scene.hana.actor)[0] == [on_the_way, done]
    assert queries.on_the_way(scene.hana.actor, "rao asha")[0] == [on_the_way]


def test_a_claimed_registration_leaves_the_list_and_its_claim_waits(scene):
    claim = make_claim(scene)
    assert queries.claimable(scene.hana.actor)[0] == []
    assert queries.claims(scene.hana.actor, ["prepared"])[0] == [claim]
    assert queries.claims(scene.hana.actor, ["approved", "accepted"])[0] == []


def test_lists_take_as_many_statements_for_five_rows_as_for_one(scene, django_assert_max_num_queries):
    for registration in ready(scene, 1):
        make_certificate(scene, registration)
    for offset in (1, 5):
        ready(scene, offset, offset)
        for look in (queries.claimable, queries.on_the_way, queries.claims, queries.certificates):
            with django_assert_max_num_queries(1):
                rows, _ = look(scene.hana.actor)
                assert [row.pk for row in rows]
                [(getattr(row, "registration", row).qualification.title) for row in rows]


def test_a_long_list_goes_on_by_its_key(scene, monkeypatch):
    monkeypatch.setattr("touchstone.awards.queries.claiming.PAGE_ROWS", 2)
    for learner in learners(scene, 3):
        make_registration(scene, learner=learner)
    first, after = queries.on_the_way(scene.hana.actor)
    second, end = queries.on_the_way(scene.hana.actor, after=after)
    assert (len(first), len(second), end) == (2, 1, None)
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_a_learner_sees_their_own_certificates_alone(scene):
    own = make_certificate(scene)
    (other,) = ready(scene, 1)
    others = make_certificate(scene, other)
    assert queries.certificates(scene.asha.actor)[0] == [own]
    with pytest.raises(Certificate.DoesNotExist):
        queries.certificate_for(scene.asha.actor, others.pk)


@pytest.mark.parametrize(
    ("words", "found"), [("000001", True), ("rao", True), ("asha rao", True), ("lowe", False), ("asha lowe", False)]
)
def test_certificates_are_found_by_number_and_by_name(scene, words, found):
    make_certificate(scene)
    assert bool(queries.certificates(scene.hana.actor, words)[0]) is found


# Next steps


def test_each_role_is_told_what_it_can_do_next(scene):
    make_claim(scene)
    (waiting,) = ready(scene, 1)

    def steps(someone):
        return [(step.url_name, step.url_args) for step in queries.next_steps(someone.actor, TODAY)]

    assert steps(scene.hana) == [("claim", (waiting.pk,))]
    assert len(steps(scene.dev)) == 2
    assert len(steps(scene.carys)) == 1
    assert steps(scene.eli) == []
    assert steps(scene.ben) == []
    assert steps(scene.asha) == []


def test_a_learner_is_told_of_their_certificate_until_it_is_revoked(scene):
    certificate = make_certificate(scene)
    assert [step.url_args for step in queries.next_steps(scene.asha.actor, TODAY)] == [(certificate.pk,)]
    make_revoked(scene, certificate)
    assert queries.next_steps(scene.asha.actor, TODAY) == []


# The trace


def test_the_trace_leads_from_the_certificate_back_to_the_evidence(scene):
    certificate = make_certificate(scene)
    found = queries.trace(scene.eli.actor, certificate.registration_id)
    assert [step.title for step in found.award] == [
        "Level 3 Award in Effective Coaching", "Claim approved", "Claim prepared",
    ]  # fmt: skip
    for unit in found.units:
        assert [step.who for step in unit.steps] == ["Eli Brandt", "Carys Llewellyn", "Ben Okafor", "Asha Rao"]
        assert [len(piece.sha256) for piece in unit.steps[-1].pieces] == [64]
    assert [entry.verb for step in found.award for entry in step.entries] == [
        "certificate.issued", "claim.approved", "claim.prepared",
    ]  # fmt: skip
    assert "The results are confirmed" in found.rules


def test_the_trace_takes_as_many_statements_for_two_attempts_as_for_none(scene, django_assert_max_num_queries):
    few = make_registration(scene)
    (many,) = ready(scene, 1)
    make_check(scene, many, many.units.order_by("position").first(), state="agreed")
    for registration in (few, many):
        with django_assert_max_num_queries(12):
            queries.trace(scene.eli.actor, registration.pk)


def test_a_learner_traces_their_own_award_without_the_ledger_or_words_to_the_assessor(scene):
    certificate = make_certificate(scene)
    found = queries.trace(scene.asha.actor, certificate.registration_id)
    assert found.last is None
    assert not any(step.entries for step in found.steps)
    assert not any("checked" in step.says for unit in found.units for step in unit.steps if "IQA" in step.title)
    assert [unit.steps[0].state for unit in found.units] == ["confirmed"] * 3


def test_a_learners_trace_says_nothing_of_a_decision_before_its_release(scene):
    registration = make_registration(scene)
    unit = registration.units.order_by("position").first()
    make_check(scene, registration, unit, state="selected", outcome="referral")
    steps = queries.trace(scene.asha.actor, registration.pk).units[0].steps
    assert [step.state for step in steps] == ["declared"]


@pytest.mark.parametrize("name", ["hana", "fox"])
def test_who_may_not_read_decisions_has_no_trace(scene, name):
    registration = make_claim_ready(scene)
    with pytest.raises((Denied, ObjectDoesNotExist)):
        queries.trace(getattr(scene, name).actor, registration.pk)


# Without an account


def test_a_code_opens_the_certificate_and_a_number_alone_no_name(cast):
    with within(cast.centre.pk):
        certificate = make_certificate(cast)
    coded = queries.certificate_coded(certificate.public_code)
    assert coded.facts["learner_name"] == "Asha Rao"
    for family_name in ("", "Asha", "Lowe"):
        numbered = queries.certificate_numbered(certificate.number, family_name)
        assert not numbered.is_named
        assert "Rao" not in str(numbered)
        assert (numbered.document, numbered.jwt, numbered.public_code) == ({}, "", "")
    assert queries.certificate_numbered(certificate.number.lower(), "rao").is_named


def test_what_is_not_there_is_none(cast):
    assert queries.certificate_coded("0" * 32) is None
    assert queries.certificate_numbered("TS-012345-2026-000001") is None
    assert queries.issuer_document("012345") is None
    assert queries.served_status("012345", CLAIMED) is None
    assert queries.achievement_document("8585-11") is None


def test_the_achievement_of_a_credential_is_served_at_its_address(cast):
    with within(cast.centre.pk):
        certificate = make_certificate(cast)
    served = queries.achievement_document("8585-11")
    signed = certificate.credential["credentialSubject"]["achievement"]
    assert {name: value for name, value in served.items() if name != "@context"} == signed


def test_the_status_list_is_signed_once_an_hour_and_at_once_after_a_revocation(cast, monkeypatch):
    from touchstone.awards import issuing

    with within(cast.centre.pk):
        certificate = make_certificate(cast)
    signed = []
    real = issuing.signed_status_list
    monkeypatch.setattr(issuing, "signed_status_list", lambda *a: signed.append(1) or real(*a))
    first = queries.served_status("012345", CLAIMED + timedelta(hours=5))
    assert queries.served_status("012345", CLAIMED + timedelta(hours=5, minutes=30)) == first
    assert len(signed) == 1
    with within(cast.centre.pk):
        make_revoked(cast, certificate)
    assert queries.served_status("012345", CLAIMED + timedelta(hours=5, minutes=40)) != first


def test_another_address_than_the_centres_own_has_no_list(cast):
    with within(cast.centre.pk):
        make_certificate(cast)
    for address in ("", "https://elsewhere.example/credentials/status/012345/", "012345", "http://[", "x/012345/"):
        assert queries.status_document(address, CLAIMED) is None
