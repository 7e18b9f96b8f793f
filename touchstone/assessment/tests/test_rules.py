"""The rules of a result sheet: examples that read like the handbook, then properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.assessment import rules
from touchstone.assessment.queries import bank_holidays
from touchstone.assessment.rules import PASS, REFERRAL, UNDECIDED, Decided, Standing

DESCRIPTORS = ("Only one example is given.", "The example is not the learner's own.")
MET = Decided("1.1", PASS, "Clear and your own.", descriptors=DESCRIPTORS)
NOT_MET = Decided("1.1", REFERRAL, "Add a second example.", reason_descriptor=0, descriptors=DESCRIPTORS)

outcomes = st.sampled_from([PASS, REFERRAL, UNDECIDED])
words = st.one_of(st.just(""), st.just("  \n"), st.text(min_size=1, max_size=20))
decided = st.builds(
    Decided,
    ref=st.sampled_from(["1.1", "1.2", "2.1", "2.2"]),
    outcome=outcomes,
    feedback=words,
    reason_descriptor=st.one_of(st.none(), st.integers(-1, 3)),
    reason_text=words,
    descriptors=st.sampled_from([(), DESCRIPTORS]),
    carried=st.booleans(),
)


def codes(gaps) -> list[str]:
    return [gap.code for gap in gaps]


# ── The outcome of a unit ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given_outcomes", "unit"),
    [
        ([PASS, PASS, PASS], PASS),
        ([PASS, REFERRAL, PASS], REFERRAL),
        ([REFERRAL], REFERRAL),
        ([PASS, UNDECIDED], None),
        ([REFERRAL, UNDECIDED], None),
        ([], None),
    ],
)
def test_a_unit_passes_when_every_criterion_does_and_one_referral_refers_it(given_outcomes, unit):
    assert rules.unit_outcome(given_outcomes) == unit


@given(st.lists(outcomes))
def test_a_pass_means_all_passed_and_a_referral_means_all_decided_with_one_referred(found):
    unit = rules.unit_outcome(found)
    assert (unit == PASS) == (bool(found) and set(found) == {PASS})
    assert (unit == REFERRAL) == (REFERRAL in found and UNDECIDED not in found)


@given(st.lists(outcomes), st.randoms())
def test_the_order_of_criteria_never_matters(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert rules.unit_outcome(found) == rules.unit_outcome(shuffled)


@given(st.lists(st.sampled_from([PASS, REFERRAL]), min_size=1), st.data())
def test_no_further_referral_makes_a_pass(found, data):
    place = data.draw(st.integers(0, len(found) - 1))
    worse = [*found[:place], REFERRAL, *found[place + 1 :]]
    assert rules.unit_outcome(worse) == REFERRAL


# ── What a decision needs ─────────────────────────────────────────────────


def test_a_pass_needs_nothing_and_is_advised_to_say_why():
    silent = replace(MET, feedback=" ")
    assert rules.decision_gaps(silent) == []
    assert codes(rules.advice([silent, MET])) == ["feedback"]


def test_a_carried_pass_had_its_feedback_with_the_attempt_that_earned_it():
    assert rules.advice([replace(MET, feedback="", carried=True)]) == []


def test_a_referral_needs_a_criterion_not_met_and_feedback():
    assert rules.decision_gaps(NOT_MET) == []
    assert codes(rules.decision_gaps(replace(NOT_MET, reason_descriptor=None))) == ["reason"]
    assert codes(rules.decision_gaps(replace(NOT_MET, feedback=""))) == ["feedback"]


def test_the_reason_is_one_of_the_criterions_own_descriptors_or_words_against_it():
    """Lateness, layout and literacy stand in no criterion's list, so they can be no reason."""
    assert codes(rules.decision_gaps(replace(NOT_MET, reason_descriptor=2))) == ["descriptor"]
    written = replace(NOT_MET, reason_descriptor=None, reason_text="The second barrier is missing.")
    assert rules.decision_gaps(written) == []


def test_feedback_alone_is_no_reason():
    late = replace(NOT_MET, reason_descriptor=None, feedback="This came two days late and the layout is poor.")
    assert codes(rules.decision_gaps(late)) == ["reason"]


def test_a_carried_pass_is_referred_only_with_words_on_what_is_no_longer_met():
    again = replace(NOT_MET, carried=True)
    assert codes(rules.decision_gaps(again)) == ["reconsidered"]
    assert rules.decision_gaps(replace(again, reason_text="The source turned out to be another's work.")) == []


@given(decided)
def test_only_a_referral_with_feedback_and_a_reason_of_its_own_criterion_has_no_gap(row):
    gaps = rules.decision_gaps(row)
    known = row.reason_descriptor is not None and 0 <= row.reason_descriptor < len(row.descriptors)
    written = bool(row.reason_text.strip())
    grounded = (known or (row.reason_descriptor is None and written)) and (written or not row.carried)
    complete = row.outcome == PASS or (row.outcome == REFERRAL and bool(row.feedback.strip()) and grounded)
    assert (gaps == []) == complete


@given(st.lists(decided, unique_by=lambda d: d.ref))
def test_a_sheet_without_gaps_has_an_outcome(rows):
    refs = [row.ref for row in rows]
    gaps = rules.signing_gaps(rows, refs)
    if rows and not gaps:
        assert rules.unit_outcome(row.outcome for row in rows) in rules.OUTCOMES
    assert {gap.ref for gap in gaps} <= set(refs)


@given(st.lists(decided, unique_by=lambda d: d.ref))
def test_a_criterion_that_nobody_decided_is_always_a_gap(rows):
    assert "undecided" in codes(rules.signing_gaps(rows, [*(row.ref for row in rows), "9.9"]))


def test_a_decision_on_no_criterion_of_the_unit_holds_the_signature():
    assert codes(rules.signing_gaps([MET, replace(MET, ref="7.7")], ["1.1"])) == ["outcome"]


def test_gaps_come_in_the_order_of_the_criteria():
    refs = ["1.1", "1.2", "2.1"]
    assert [gap.ref for gap in rules.signing_gaps([], refs)] == refs


# ── Who may ───────────────────────────────────────────────────────────────

FIT = Standing(is_allocated=True, is_competent=True, has_interest=False, is_learner=False)


def test_the_allocated_competent_stranger_may_sign():
    assert rules.bars(FIT) == []
    assert rules.bars(replace(FIT, is_tutor=True)) == []


@pytest.mark.parametrize(
    "less",
    [
        {"is_allocated": False},
        {"is_competent": False},
        {"has_interest": True},
        {"is_learner": True},
        {"is_tutor": True, "tutor_may_assess": False},
    ],
)
def test_each_thing_that_bars_somebody_is_said_once(less):
    assert len(rules.bars(replace(FIT, **less))) == 1


@given(st.builds(Standing, *[st.booleans()] * 6))
def test_nobody_may_judge_work_that_is_theirs_or_that_they_are_unfit_for(standing):
    if rules.bars(standing) == []:
        assert standing.is_allocated
        assert standing.is_competent
        assert not standing.has_interest
        assert not standing.is_learner


# ── What carries over ─────────────────────────────────────────────────────


def test_the_latest_decision_carries_and_only_if_it_is_a_pass():
    earlier = [(1, "1.1", PASS, "a"), (1, "1.2", REFERRAL, "b"), (2, "1.2", PASS, "c"), (2, "1.1", REFERRAL, "d")]
    assert rules.carried(earlier) == {"1.2": (2, "c")}


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["1.1", "1.2"]), outcomes), unique_by=lambda e: e[:2]))
def test_nothing_carries_that_was_not_passed_last(earlier):
    rows = [(attempt, ref, outcome, (attempt, ref)) for attempt, ref, outcome in earlier]
    for ref, (attempt, key) in rules.carried(rows).items():
        assert key == (attempt, ref)
        assert (attempt, ref, PASS) in earlier
        assert not [e for e in earlier if e[1] == ref and e[0] > attempt and e[2]]
    assert rules.carried(rows) == rules.carried(rows[::-1])


# ── Days ──────────────────────────────────────────────────────────────────


def test_feedback_is_due_after_working_days_that_leave_out_weekends_and_bank_holidays():
    good_friday_and_easter_monday = bank_holidays()
    assert rules.due_on(date(2026, 4, 2), 1, good_friday_and_easter_monday) == date(2026, 4, 7)


def test_an_appeal_can_be_made_for_the_centres_working_days():
    assert rules.appeal_by(date(2026, 5, 12), 20, bank_holidays()) == date(2026, 6, 10)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_a_due_day_is_a_working_day_after_the_work_came(day, count):
    due = rules.due_on(day, count, bank_holidays())
    assert due > day
    assert due.weekday() < 5
    assert due not in bank_holidays()
    assert (due - day) >= timedelta(days=count)


@pytest.mark.parametrize("year", range(2025, 2036))
def test_every_year_has_its_eight_bank_holidays_none_on_a_weekend(year):
    days = [day for day in bank_holidays() if day.year == year]
    assert len(days) == 8
    assert all(day.weekday() < 5 for day in days)


# ── What a learner sees ───────────────────────────────────────────────────

STATES = [
    "open", "drafting", "signed", "not_sampled", "in_iqa", "iqa_agreed", "iqa_returned",
    "released_provisional", "ratified", "overturned", "reopened", "returned_unassessed",
]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "outcome", "said"),
    [
        ("drafting", "", "With Ben, feedback due 26 May"),
        ("signed", PASS, "With Ben, feedback due 26 May"),
        ("iqa_returned", REFERRAL, "With Ben, feedback due 26 May"),
        ("released_provisional", PASS, "Pass (provisional)"),
        ("released_provisional", REFERRAL, "Referral"),
        ("ratified", PASS, "Confirmed"),
        ("ratified", REFERRAL, "Referral"),
        ("overturned", PASS, "Overturned"),
    ],
)
def test_a_status_says_its_true_name(state, outcome, said):
    assert rules.shown_to_learner(state, outcome, "Ben", "26 May").words == said


@given(st.sampled_from(STATES))
def test_before_release_nothing_of_a_decision_is_shown(state):
    if state not in {*rules.RELEASED, "overturned"}:
        seen = {rules.shown_to_learner(state, outcome, "Ben") for outcome in ("", PASS, REFERRAL)}
        assert len(seen) == 1


@given(st.sampled_from(STATES), st.sampled_from([PASS, REFERRAL]))
def test_a_bare_passed_is_never_said(state, outcome):
    assert rules.shown_to_learner(state, outcome, "Ben").words.lower() not in {"pass", "passed"}


# ── What a signature is bound to ──────────────────────────────────────────


@given(st.lists(decided, unique_by=lambda d: d.ref), st.randoms())
def test_the_content_is_the_same_whatever_order_it_came_in(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert rules.content({"v": 1}, rows, {}) == rules.content({"v": 1}, shuffled, {})


@given(decided, words)
def test_other_words_are_other_content(row, feedback):
    same = rules.content({}, [row], {}) == rules.content({}, [replace(row, feedback=feedback)], {})
    assert same == (row.feedback == feedback)
