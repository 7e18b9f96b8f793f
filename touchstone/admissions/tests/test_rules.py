"""The rules of registration, as the handbooks say them, and what must hold for every day and number."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.admissions import rules
from touchstone.kernel.periods import years_after

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@dataclass
class Held:
    state: str
    expires_on: date | None


def test_a_registration_holds_three_years_from_its_confirmation():
    assert rules.expires_on(date(2026, 1, 12)) == date(2029, 1, 12)


def test_confirmed_on_29_february_it_ends_on_28_february():
    assert rules.expires_on(date(2024, 2, 29)) == date(2027, 2, 28)


@given(DAYS, st.integers(1, 10))
def test_the_last_day_is_the_same_calendar_day_or_the_28_february(day, years):
    last = rules.expires_on(day, years)
    assert last.year == day.year + years
    assert (last.month, last.day) in {(day.month, day.day), (2, 28)}


def test_it_is_active_on_its_last_day_and_expired_on_the_next():
    last = date(2029, 1, 12)
    assert rules.standing("active", last, last) == "active"
    assert rules.standing("active", last, last + timedelta(days=1)) == "expired"


@given(st.sampled_from(["completed", "withdrawn", "transferred_out", "re_registered", "draft"]), DAYS, DAYS)
def test_what_has_ended_or_not_begun_never_expires(state, last, today):
    assert rules.standing(state, last, today) == state


@given(st.sampled_from(sorted(rules.LIVE)), st.none() | DAYS, DAYS)
def test_only_an_active_registration_within_its_days_is_active(state, last, today):
    expected = state == "active" and (last is None or today <= last)
    assert rules.is_active(Held(state, last), today) is expected


@pytest.mark.parametrize(("days", "expected"), [(0, True), (180, True), (181, False), (-1, False)])
def test_it_ends_soon_within_180_days(days, expected):
    today = date(2026, 5, 12)
    assert rules.is_expiring(Held("active", today + timedelta(days=days)), today) is expected


def test_nobody_is_registered_on_the_day_before_their_sixteenth_birthday():
    assert not rules.is_old_enough(date(2010, 5, 13), date(2026, 5, 12))
    assert rules.is_old_enough(date(2010, 5, 12), date(2026, 5, 12))


@given(DAYS, st.integers(14, 25), st.integers(1, 4000))
def test_nobody_is_old_enough_before_the_birthday_and_everybody_from_it_on(born, minimum, days):
    birthday = years_after(born, minimum)
    assert rules.is_old_enough(born, birthday, minimum)
    assert rules.is_old_enough(born, birthday + timedelta(days=days), minimum)
    assert not rules.is_old_enough(born, birthday - timedelta(days=1), minimum)


def test_the_minimum_age_is_the_qualifications():
    facts = rules.Facts(date(2008, 6, 1), date(2026, 5, 12), minimum_age=18)
    assert rules.age_gaps(facts) == [("born_on", "A learner must be 18 on the day of registration. This one is 17.")]


def test_a_year_of_birth_that_nobody_has_is_a_slip_of_the_pen():
    assert "Read the year" in rules.age_gaps(rules.Facts(date(1896, 5, 12), date(2026, 5, 12), 16))[0][1]
    assert rules.age_gaps(rules.Facts(date(1936, 5, 12), date(2026, 5, 12), 16)) == []


def test_somebody_born_tomorrow_is_not_registered():
    assert rules.age_gaps(rules.Facts(date(2026, 5, 13), date(2026, 5, 12), 16))[0][1] == "That day has not come yet."


@pytest.mark.parametrize(("uln", "right"), [("9276308686", True), ("9276308687", False), ("1000000000", True)])
def test_the_last_digit_of_a_learner_number_fits_the_others(uln, right):
    assert rules.is_uln(uln) is right


@pytest.mark.parametrize("text", ["", "927630868", "92763086861", "0276308686", "927630868x", "٩276308686"])
def test_what_is_not_ten_digits_is_no_learner_number(text):
    assert not rules.is_uln(text)


@given(st.integers(100_000_000, 999_999_999), st.integers(0, 9), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_never_passes_for_a_learner_number(stem, last, place, by):
    number = f"{stem}{last}"
    if not rules.is_uln(number):
        return
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not rules.is_uln(wrong)


@given(st.integers(100_000_000, 999_999_999))
def test_at_most_one_last_digit_fits(stem):
    assert sum(rules.is_uln(f"{stem}{d}") for d in range(10)) <= 1


def test_a_funded_learner_needs_a_number_and_another_does_not():
    facts = {"born_on": date(1990, 1, 1), "today": date(2026, 5, 12), "minimum_age": None}
    assert rules.uln_gaps(rules.Facts(**facts, is_funded=True))
    assert not rules.uln_gaps(rules.Facts(**facts, is_funded=False))
    assert rules.uln_gaps(rules.Facts(**facts, uln="1234567890"))


def test_every_paper_that_is_missing_is_named():
    gaps = rules.paper_gaps(rules.Papers(date(2026, 5, 12), "", None, None, None))
    assert {field for field, _ in gaps} == {
        "identity_kind", "identity_seen_on", "privacy_notice_on", "initial_assessment_on",
    }  # fmt: skip


@given(DAYS, st.integers(-400, 400))
def test_a_paper_of_tomorrow_is_refused_and_one_of_today_is_not(today, days):
    seen = today + timedelta(days=days)
    gaps = rules.paper_gaps(rules.Papers(today, "passport", seen, today, today))
    assert bool(gaps) is (days > 0)


def test_a_confirmation_has_a_number_and_a_day_between_sending_and_now():
    sent, now = date(2026, 5, 4), date(2026, 5, 12)
    assert rules.confirmation_gaps("ABC1", date(2026, 5, 4), sent, now) == []
    assert [f for f, _ in rules.confirmation_gaps(" ", date(2026, 5, 3), sent, now)] == ["enr", "confirmed_on"]
    assert [f for f, _ in rules.confirmation_gaps("A", date(2026, 5, 13), sent, now)] == ["confirmed_on"]


@given(st.text(min_size=1, max_size=3), st.booleans(), st.booleans())
def test_nobody_takes_part_in_their_own_registration_whatever_else_holds(who, competent, interested):
    assert rules.may_take_part(who, who, competent, interested)


@given(st.booleans(), st.booleans())
def test_taking_part_needs_competence_and_no_interest(competent, interested):
    assert (rules.may_take_part("ben", "asha", competent, interested) == []) is (competent and not interested)


def test_a_second_person_who_is_not_the_learner_sends_it_in():
    assert rules.second_person_gaps("hana", "dev", "asha") == []
    assert rules.second_person_gaps("hana", "hana", "asha")
    assert rules.second_person_gaps("hana", "asha", "asha")


@given(
    st.sampled_from(["withdrawn", "transferred_out", "completed", "re_registered"]), st.sampled_from(sorted(rules.LIVE))
)
def test_an_ended_registration_never_lives_again(ended, live):
    assert not rules.may_become(ended, live)


def test_no_step_of_the_way_can_be_left_out():
    way = ["draft", "checked", "submitted", "confirmed", "active"]
    for here, state in enumerate(way):
        for there in range(here + 2, len(way)):
            assert not rules.may_become(state, way[there])
        if here + 1 < len(way):
            assert rules.may_become(state, way[here + 1])
