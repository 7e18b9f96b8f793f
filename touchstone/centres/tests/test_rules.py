"""Approvals, seats, competences and invitations on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.centres import models, rules

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
TODAY = date(2026, 5, 12)


def test_the_ladder_of_the_rules_is_the_one_the_database_keeps():
    assert list(rules.RATINGS) == models.RATINGS
    assert list(rules.DIRECT_CLAIMS) == models.DIRECT_CLAIMS


@pytest.mark.parametrize(
    ("rating", "release", "registration", "certification"),
    [
        ("none", False, False, False),
        ("01", False, False, False),
        ("02", True, False, False),
        ("3a", True, True, False),
        ("3b", True, False, True),
        ("04", True, True, True),
        ("05", True, True, True),
    ],
)
def test_each_rung_of_the_ladder_brings_its_effects(rating, release, registration, certification):
    effect = rules.effects(rating)
    assert (effect.claims_need_release, effect.stops_registration, effect.stops_certification) == (
        release,
        registration,
        certification,
    )


@given(st.sampled_from(models.DIRECT_CLAIMS), st.sampled_from(models.RATINGS), DAYS, st.none() | DAYS, DAYS)
def test_direct_claims_need_the_grant_the_rating_and_an_approval_of_that_day(status, rating, approved, withdrawn, day):
    approval = models.Approval(
        approved_on=approved, withdrawn_on=withdrawn, quality_rating=rating, direct_claims=status
    )
    expected = (
        status in {"granted", "granted_with_actions"}
        and rating in {"none", "01"}
        and approved <= day
        and (withdrawn is None or day < withdrawn)
    )
    assert rules.direct_claims_apply(approval, day) is expected


def test_no_approval_is_no_direct_claim():
    assert not rules.direct_claims_apply(None, TODAY)


@given(st.sampled_from(models.DIRECT_CLAIMS))
def test_nothing_is_granted_without_being_applied_for(status):
    if rules.direct_claims_may_become(status, "granted") and status != "granted":
        assert status in {"applied", "granted_with_actions", "suspended"}


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from(models.RATINGS), DAYS)
def test_registration_is_open_exactly_within_its_days_and_rungs(approved, last, withdrawn, rating, day):
    gaps = rules.registration_gaps(rules.Approval(approved, withdrawn, last, rating), day)
    is_open = (
        approved <= day
        and (last is None or day <= last)
        and (withdrawn is None or day < withdrawn)
        and not rules.effects(rating).stops_registration
    )
    assert (gaps == []) is is_open


def test_without_an_approval_nobody_is_registered():
    assert rules.registration_gaps(None, TODAY)


@given(DAYS, st.none() | DAYS, st.none() | DAYS)
def test_no_day_of_an_approval_lies_before_it(approved, last, withdrawn):
    early = {
        name for name, day in (("last_registration_on", last), ("withdrawn_on", withdrawn)) if day and day < approved
    }
    assert {field for field, _ in rules.dates_gaps(approved, last, withdrawn)} == early


@given(DAYS, st.none() | DAYS, DAYS)
def test_a_seat_is_held_from_its_first_to_its_last_day(starts, ends, day):
    assert rules.seat_is_held(starts, ends, day) is (starts <= day <= (ends or date.max))


@pytest.mark.parametrize(
    ("status", "from_on", "until_on", "standing"),
    [
        ("current", TODAY, None, "current"),
        ("current", TODAY + timedelta(days=1), None, "planned"),
        ("current", date(2026, 1, 1), TODAY, "expiring"),
        ("current", date(2026, 1, 1), TODAY + timedelta(days=60), "expiring"),
        ("current", date(2026, 1, 1), TODAY + timedelta(days=61), "current"),
        ("current", date(2026, 1, 1), TODAY - timedelta(days=1), "lapsed"),
        ("suspended", date(2026, 1, 1), TODAY - timedelta(days=1), "suspended"),
    ],
)
def test_a_competence_stands_as_its_days_and_its_judgement_say(status, from_on, until_on, standing):
    assert rules.competence_standing(status, from_on, until_on, TODAY) == standing


@given(st.sampled_from(["suspended", "left"]), DAYS, st.none() | DAYS, DAYS)
def test_no_day_makes_a_suspended_competence_current(status, from_on, until_on, today):
    assert rules.competence_standing(status, from_on, until_on, today) == status


@given(st.text(), st.text())
def test_nobody_judges_themselves(judge, person):
    assert bool(rules.own_judgement_gaps(judge, person)) is (judge == person)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(st.none() | MOMENTS, st.none() | MOMENTS, MOMENTS, MOMENTS)
def test_only_an_invitation_that_is_unused_and_in_time_is_open(accepted, withdrawn, expires, now):
    state = rules.invitation_state(accepted, withdrawn, expires, now)
    assert (state == "open") is (accepted is None and withdrawn is None and now < expires)
    if accepted:
        assert state == "accepted"


def test_a_day_in_words_has_no_leading_nought():
    assert rules.long_day(date(2026, 5, 5)) == "5 May 2026"
