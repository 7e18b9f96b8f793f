from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.kernel.canonical import canonical, fingerprint
from touchstone.kernel.errors import Reason, Refused
from touchstone.kernel.ids import new_id
from touchstone.kernel.periods import age_on, working_days_after, years_after
from touchstone.kernel.steps import NextStep, in_order

days = st.dates(date(1950, 1, 1), date(2090, 1, 1))


def test_a_registration_confirmed_on_a_leap_day_ends_on_28_february():
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)


@given(days, st.integers(0, 60))
def test_a_period_of_years_never_moves_the_month(day, years):
    later = years_after(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert later.day in {day.day, 28}


def test_somebody_is_sixteen_on_the_birthday_and_not_the_day_before():
    born_on = date(2010, 5, 12)
    assert age_on(born_on, date(2026, 5, 11)) == 15
    assert age_on(born_on, date(2026, 5, 12)) == 16


def test_a_leap_day_child_has_a_birthday_on_28_february_in_common_years():
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 18


@given(days, days)
def test_an_age_never_falls_as_days_pass(born_on, day):
    assert age_on(born_on, day + timedelta(days=1)) >= age_on(born_on, day)


def test_a_working_day_skips_the_weekend_and_the_holiday():
    friday, monday = date(2026, 5, 22), date(2026, 5, 25)
    assert working_days_after(friday, 1, {monday}) == date(2026, 5, 26)
    assert working_days_after(friday, 0) == friday


@given(days, st.integers(1, 60))
def test_a_working_day_is_never_on_a_weekend(day, count):
    found = working_days_after(day, count)
    assert found.weekday() < 5
    assert found >= day + timedelta(days=count)


def test_ids_sort_by_the_time_they_were_made_and_are_version_7():
    made = [new_id() for _ in range(200)]
    assert {i.version for i in made} == {7}
    milliseconds = [i.int >> 80 for i in made]
    assert milliseconds == sorted(milliseconds)
    assert len(set(made)) == 200


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_the_order_of_facts_never_changes_their_fingerprint(facts):
    turned = dict(reversed(facts.items()))
    assert canonical(facts) == canonical(turned)
    assert fingerprint(facts) == fingerprint(turned)


@given(st.text(min_size=1), st.text(min_size=1))
def test_another_value_has_another_fingerprint(one, other):
    assert (fingerprint({"v": one}) == fingerprint({"v": other})) == (one == other)


def test_a_refusal_carries_its_reasons_and_the_field_they_belong_to():
    refusal = Refused("Too long.", field="title")
    assert refusal.reasons == (Reason("Too long.", field="title"),)
    assert str(Refused(["One.", "Two."])) == "One. Two."


def test_a_refusal_without_a_reason_is_a_mistake():
    with pytest.raises(ValueError, match="needs a reason"):
        Refused([])


def step(title, due_on=None, blocks=0):
    return NextStep(title, "why", "Go", "home", due_on=due_on, blocks=blocks)


def test_overdue_work_comes_first_then_what_blocks_most_then_the_nearest_day():
    today = date(2026, 5, 12)
    late, big = step("late", today - timedelta(days=1)), step("big", today + timedelta(days=9), blocks=3)
    soon, whenever = step("soon", today + timedelta(days=1)), step("whenever")
    assert in_order([whenever, soon, big, late], today) == [late, big, soon, whenever]
