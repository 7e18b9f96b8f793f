"""The gate: each rule alone closes it, and each says who mends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.awards import rules
from touchstone.awards.rules import ClaimFacts, UnitResult, gate

UNIT = UnitResult("u-300", "8585-300", "Good practice", 3, "pass", True, True, True, 0, "Confirmed")
UNITS = tuple(
    replace(UNIT, pk=f"u-{n}", ref=f"8585-{n}", title=t, credit=c)
    for n, t, c in [("300", "Good practice", 3), ("302", "Extended period", 7), ("303", "Reflecting", 3)]
)
OPEN = ClaimFacts(
    registration="r-1",
    standing="active",
    expires_on=date(2029, 1, 12),
    is_identity_seen=True,
    is_approved=True,
    quality_rating="02",
    combination={
        "text": "Three mandatory units.",
        "all_of": ["8585-300", "8585-302", "8585-303"],
        "one_of_groups": [],
        "minimum_credit": 13,
        "credits": {u.ref: u.credit for u in UNITS},
    },
    units=UNITS,
    holds=(),
    is_claimed=False,
)


def first(**changes: object) -> tuple[UnitResult, ...]:
    return (replace(UNITS[0], **changes), *UNITS[1:])


# Each fault, and the rules that it closes; a unit that is not passed leaves the combination incomplete as well.
FAULTS = {
    "a unit is a referral": ({"units": first(outcome="referral")}, {"units_passed", "combination"}),
    "a unit has no decision": ({"units": first(outcome="")}, {"units_passed", "combination"}),
    "no unit was chosen": ({"units": ()}, {"units_passed", "combination"}),
    "a unit of the combination was not chosen": ({"units": UNITS[1:]}, {"combination"}),
    "a check is open": ({"units": first(is_checked=False)}, {"checked"}),
    "the EQA has not released a result": ({"units": first(is_confirmed=False)}, {"confirmed"}),
    "direct claims ended since": ({"units": first(is_direct=True)}, {"direct_claims"}),
    "a submission is not declared": ({"units": first(undeclared=1)}, {"declared"}),
    "the registration is suspended": ({"standing": "suspended"}, {"registration"}),
    "the registration has expired": ({"standing": "expired"}, {"registration"}),
    "nobody saw the identity": ({"is_identity_seen": False}, {"identity"}),
    "the centre is not approved": ({"is_approved": False}, {"approval"}),
    "the quality rating suspends certification": ({"quality_rating": "3b"}, {"approval"}),
    "a hold stands": ({"holds": ("Appeal: against unit 302",)}, {"holds"}),
    "a claim is under way": ({"is_claimed": True}, {"single"}),
}


def closed(facts: ClaimFacts) -> set[str]:
    return {answer.code for answer in gate(facts) if not answer.holds}


def test_a_gate_where_every_rule_holds_is_open():
    assert closed(OPEN) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_closes_the_gate(fault):
    changes, codes = FAULTS[fault]
    assert closed(replace(OPEN, **changes)) == codes


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (rules.units_passed, "a unit has no decision"),
        (rules.combination_complete, "a unit of the combination was not chosen"),
        (rules.units_checked, "a check is open"),
        (rules.units_confirmed, "the EQA has not released a result"),
        (rules.direct_claims_last, "direct claims ended since"),
        (rules.work_declared, "a submission is not declared"),
        (rules.registration_active, "the registration has expired"),
        (rules.identity_seen, "nobody saw the identity"),
        (rules.centre_may_claim, "the quality rating suspends certification"),
        (rules.nothing_held, "a hold stands"),
        (rules.not_yet_claimed, "a claim is under way"),
    ],
)
def test_each_rule_holds_until_its_own_fault(rule, fault):
    assert rule(OPEN).holds
    assert not rule(replace(OPEN, **FAULTS[fault][0])).holds


@given(st.sets(st.sampled_from(sorted(FAULTS))))
def test_faults_never_open_what_another_closed(chosen):
    facts, codes = OPEN, set()
    units = None
    for fault in sorted(chosen):
        changes, closes = FAULTS[fault]
        if "units" in changes:
            if units is not None:
                continue
            units = changes["units"]
        facts, codes = replace(facts, **changes), codes | closes
    assert closed(facts) == codes


def test_the_answers_come_in_one_order_and_every_code_once():
    codes = [answer.code for answer in gate(OPEN)]
    assert codes == [
        "units_passed", "combination", "checked", "confirmed", "direct_claims", "declared",
        "registration", "identity", "approval", "holds", "single",
    ]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_does_not_hold_says_why_and_who_mends_it(fault):
    for answer in gate(replace(OPEN, **FAULTS[fault][0])):
        assert answer.why
        assert bool(answer.mended_by) is not answer.holds
        if answer.holds:
            assert answer.url_name == ""


def test_a_referred_unit_is_named_with_where_it_stands_and_leads_to_its_page():
    facts = replace(OPEN, units=first(outcome="referral", where="Referral"))
    answer = rules.units_passed(facts)
    assert answer.why == "8585-300 Good practice: Referral"
    assert (answer.url_name, answer.url_args) == ("claim_unit", ("r-1", "u-300"))


def test_a_rating_that_allows_claims_is_named():
    assert rules.centre_may_claim(OPEN).why == "Approved for this qualification with quality rating 02."


@given(st.sampled_from(sorted(rules.NO_CERTIFICATION)), st.booleans())
def test_no_approval_outweighs_a_barred_rating(rating, is_approved):
    answer = rules.centre_may_claim(replace(OPEN, quality_rating=rating, is_approved=is_approved))
    assert not answer.holds
    assert is_approved is answer.why.startswith("Quality rating")


def test_a_certificate_number_names_centre_year_and_count():
    assert rules.certificate_number("012345", 2026, 42) == "TS-012345-2026-000042"


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_certificate_numbers_differ_and_stand_in_the_order_of_their_count(one, other):
    numbers = [rules.certificate_number("012345", 2026, n) for n in (one, other)]
    assert (numbers[0] == numbers[1]) is (one == other)
    assert (numbers[0] < numbers[1]) is (one < other)


@pytest.mark.parametrize("typed", ["Rao", "rao", "  RAO ", "Asha Rao"])
def test_the_family_name_is_known_however_it_is_written(typed):
    assert rules.is_family_name_of("Asha Rao", typed)


@pytest.mark.parametrize("typed", ["", " ", "Asha", "ao", "Raoo", "Rao Asha", "R"])
def test_what_is_not_the_family_name_opens_nothing(typed):
    assert not rules.is_family_name_of("Asha Rao", typed)


def test_accents_and_several_words_of_a_family_name_do_not_matter():
    assert rules.is_family_name_of("José Núñez de la Vega", "nunez de la vega")
    assert not rules.is_family_name_of("José Núñez de la Vega", "José")


@given(st.text(max_size=20), st.text(max_size=20))
def test_only_the_end_of_a_name_is_ever_taken_for_it(whole, typed):
    if rules.is_family_name_of(whole, typed):
        assert typed.split()
        assert len(rules._plain_words(typed)) <= len(rules._plain_words(whole))
