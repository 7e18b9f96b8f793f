"""The rules of quality assurance: examples that read like the strategy, then properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.quality.rules import checking, releasing, sampling
from touchstone.quality.rules.sampling import Drawing, Percents, decide, draw, least, risk

# Nothing here is timed: a busy machine must not fail a rule.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TODAY = date(2026, 5, 12)
SETTLED = Drawing(
    outcome="pass",
    attempt=1,
    decisions=40,
    drawn=7,
    signed_on=TODAY,
    acting_since=date(2024, 1, 8),
    kinds_drawn=frozenset({"pass", "referral"}),
)
SEED = "0123456789abcdef"
NEVER = Percents(new=100, high=0, medium=0, low=0)

seeds = st.text("0123456789abcdef", min_size=16, max_size=16)
sheets = st.uuids().map(str)
percents = st.integers(0, 100)
drawings = st.builds(
    Drawing,
    outcome=st.sampled_from(["pass", "referral"]),
    attempt=st.integers(1, 4),
    decisions=st.integers(1, 400),
    drawn=st.integers(0, 400),
    signed_on=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    acting_since=st.none() | st.dates(date(2020, 1, 1), date(2027, 12, 31)),
    kinds_drawn=st.frozensets(st.sampled_from(["pass", "referral"])),
    disagreements=st.integers(0, 10),
    is_trainee=st.booleans(),
    tutor_is_assessor=st.booleans(),
    learner_is_staff=st.booleans(),
    after_a_return=st.booleans(),
    always=st.just(()) | st.just(("The strategy asks for it.",)),
)
settings_of_a_centre = st.builds(Percents, new=percents, high=percents, medium=percents, low=percents)


def test_the_first_five_decisions_in_a_unit_are_all_checked():
    for number in range(1, 6):
        fresh = replace(SETTLED, decisions=number, drawn=number - 1)
        assert decide(fresh, seed=SEED, sheet="a", percents=NEVER).selected
    later = replace(SETTLED, decisions=6, drawn=5)
    assert not decide(later, seed=SEED, sheet="a", percents=NEVER).selected


def test_the_first_three_months_of_an_assessor_are_all_checked():
    begun = replace(SETTLED, acting_since=date(2026, 2, 13))
    assert risk(begun).band == "new"
    assert decide(begun, seed=SEED, sheet="a", percents=NEVER).selected
    assert risk(replace(SETTLED, acting_since=date(2026, 2, 12))).band == "low"


def test_three_months_after_30_november_end_with_february():
    assert risk(replace(SETTLED, acting_since=date(2025, 11, 30), signed_on=date(2026, 2, 27))).band == "new"
    assert risk(replace(SETTLED, acting_since=date(2025, 11, 30), signed_on=date(2026, 2, 28))).band == "low"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"attempt": 2}, "attempt 2"),
        ({"tutor_is_assessor": True}, "declared conflict"),
        ({"learner_is_staff": True}, "works at this centre"),
        ({"after_a_return": True}, "returned the version before"),
        ({"always": ("It used an alternative method.",)}, "alternative method"),
    ],
)
def test_some_results_are_checked_whatever_chance_says(change, words):
    found = decide(replace(SETTLED, **change), seed=SEED, sheet="a", percents=NEVER)
    assert found.selected
    assert any(words in reason for reason in found.reasons)


def test_the_first_referral_is_checked_to_cover_referrals():
    only_passes = replace(SETTLED, outcome="referral", kinds_drawn=frozenset({"pass"}))
    found = decide(only_passes, seed=SEED, sheet="a", percents=NEVER)
    assert found.selected
    assert "No referral" in found.reasons[0]
    assert not decide(replace(only_passes, outcome="pass"), seed=SEED, sheet="a", percents=NEVER).selected


@pytest.mark.parametrize(("decisions", "percent", "fewest"), [(40, 10, 7), (200, 10, 20), (5, 10, 5), (8, 100, 8)])
def test_the_least_is_the_greater_of_percentage_and_root(decisions, percent, fewest):
    assert least(decisions, percent) == fewest


def test_a_sample_that_fell_behind_is_filled_up():
    behind = replace(SETTLED, decisions=200, drawn=12)
    found = decide(behind, seed=SEED, sheet="a", percents=NEVER)
    assert found.selected
    assert "keeps the sample at 15 of 200" in found.reasons[0]


def test_two_returned_results_make_a_medium_risk_and_three_no_more_than_that():
    assert risk(replace(SETTLED, disagreements=1)).band == "low"
    assert risk(replace(SETTLED, disagreements=2)).band == "medium"
    assert risk(replace(SETTLED, disagreements=9)).score == 40
    assert risk(replace(SETTLED, disagreements=2, tutor_is_assessor=True)).band == "high"


def test_a_result_left_out_says_why_with_its_percent_ticket_and_seed():
    found = decide(SETTLED, seed=SEED, sheet="a", percents=Percents(low=0))
    assert not found.selected
    assert "0 in 100" in found.reasons[0]
    assert f"{found.ticket / 100:.2f}" in found.reasons[0]
    assert found.as_facts()["seed"] == SEED


@CALM
@given(seeds, sheets, percents)
def test_a_draw_gives_the_same_answer_every_time(seed, sheet, percent):
    assert draw(seed, sheet, percent) == draw(seed, sheet, percent)
    assert not draw(seed, sheet, 0)
    assert draw(seed, sheet, 100)


@CALM
@given(seeds, sheets, percents, percents)
def test_a_higher_percent_never_lets_a_sheet_go(seed, sheet, one, other):
    low, high = sorted([one, other])
    assert not draw(seed, sheet, low) or draw(seed, sheet, high)


@CALM
@given(seeds, st.lists(sheets, unique=True, max_size=30), percents, st.randoms())
def test_the_order_of_the_sheets_never_matters(seed, several, percent, shuffler):
    before = {sheet for sheet in several if draw(seed, sheet, percent)}
    shuffler.shuffle(several)
    assert {sheet for sheet in several if draw(seed, sheet, percent)} == before


@CALM
@given(seeds, st.sampled_from([10, 25, 50]))
def test_over_many_sheets_the_percent_is_kept(seed, percent):
    drawn = sum(draw(seed, str(number), percent) for number in range(4000))
    assert abs(drawn / 40 - percent) < 5


@CALM
@given(drawings, settings_of_a_centre, seeds, sheets)
def test_forced_results_are_always_drawn_and_every_answer_has_its_reasons(facts, chosen, seed, sheet):
    found = decide(facts, seed=seed, sheet=sheet, percents=chosen)
    assert found.reasons
    assert found == decide(facts, seed=seed, sheet=sheet, percents=chosen)
    if sampling.always_checked(facts) or facts.decisions <= 5 or facts.outcome not in facts.kinds_drawn:
        assert found.selected
    if not found.selected:
        assert not draw(seed, sheet, found.percent)
        assert facts.drawn >= least(facts.decisions, found.percent)


@CALM
@given(st.lists(st.sampled_from(["pass", "referral"]), min_size=1, max_size=120), seeds, settings_of_a_centre)
def test_a_stream_of_results_covers_both_outcomes_and_keeps_its_least(outcomes, seed, chosen):
    drawn: list[str] = []
    for number, outcome in enumerate(outcomes, start=1):
        facts = replace(SETTLED, outcome=outcome, decisions=number, drawn=len(drawn), kinds_drawn=frozenset(drawn))
        if decide(facts, seed=seed, sheet=str(number), percents=chosen).selected:
            drawn.append(outcome)
    assert set(drawn) == set(outcomes)
    assert len(drawn) >= min(len(outcomes), 5)
    if len(outcomes) > 5:
        assert len(drawn) >= least(len(outcomes), chosen.low)


@CALM
@given(settings_of_a_centre, st.sampled_from(["new", "high", "medium", "low"]))
def test_the_percentage_of_a_band_is_the_centres_setting(chosen, band):
    assert sampling.percent_of(band, chosen) == getattr(chosen, band)


@CALM
@given(seeds, sheets)
def test_a_ticket_is_a_whole_number_below_ten_thousand(seed, sheet):
    assert 0 <= sampling.ticket(seed, sheet) < 10_000
    assert sampling.ticket(seed, sheet) == sampling.ticket(seed, sheet)


def test_a_known_seed_gives_a_known_ticket_on_every_machine():
    assert sampling.ticket(SEED, "00000000-0000-7000-8000-000000000001") == 7450


def test_the_seed_hangs_on_every_fact_and_on_no_secret():
    facts = {"centre": "c", "assessor": "a", "unit": "8585-301", "quarter": "2026-Q2", "content": "f" * 64}
    seed = sampling.seed_for(**facts)
    assert len(seed) == 16
    assert all(sampling.seed_for(**facts | {name: "other"}) != seed for name in facts)


def test_a_quarter_ends_with_its_third_month():
    days = [date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31)]
    assert [sampling.quarter_of(d) for d in days] == ["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]


BEN, CARYS, ASHA, GWEN = (UUID(int=n) for n in range(1, 5))


def test_nobody_checks_a_unit_in_which_they_assessed_any_attempt():
    clear = checking.Standing(CARYS, ASHA, frozenset({BEN}), frozenset({GWEN}))
    assert checking.bars(clear) == []
    assert checking.bars(replace(clear, took_part=frozenset({BEN, CARYS})))
    assert checking.bars(replace(clear, checker=GWEN))
    assert checking.bars(replace(clear, checker=ASHA))
    assert checking.bars(replace(clear, has_interest=True))
    assert checking.bars(replace(clear, is_competent=False))


@CALM
@given(st.uuids(), st.uuids(), st.frozensets(st.uuids()), st.frozensets(st.uuids()), st.booleans(), st.booleans())
def test_there_is_a_bar_exactly_where_a_duty_is_not_separate(checker, learner, part, tutors, interest, competent):
    found = checking.bars(checking.Standing(checker, learner, part, tutors, interest, competent))
    clean = checker != learner and checker not in part | tutors and not interest and competent
    assert (found == []) == clean


def test_an_iqa_cannot_change_an_outcome():
    gaps = checking.agreeing_gaps(state="selected", sheet_outcome="pass", qa_outcome="referral", items=1, opened=1)
    assert [gap.field for gap in gaps] == ["qa_outcome"]


def test_agreeing_asks_for_one_opened_piece_of_evidence_where_there_is_any():
    asked = {"state": "in_review", "sheet_outcome": "pass", "qa_outcome": "pass"}
    assert [g.field for g in checking.agreeing_gaps(**asked, items=3, opened=0)] == ["evidence"]
    assert checking.agreeing_gaps(**asked, items=3, opened=1) == []
    assert checking.agreeing_gaps(**asked, items=0, opened=0) == []


@CALM
@given(st.sampled_from(["agreed", "agreed_with_advice", "returned", "not_sampled"]))
def test_a_finished_check_takes_no_answer(state):
    assert not checking.can_be_opened(state)
    assert checking.agreeing_gaps(state=state, sheet_outcome="pass", qa_outcome="pass", items=0, opened=0)
    assert checking.returning_gaps(state=state, reason="a", action="b", due_on=TODAY, today=TODAY)


def test_returning_needs_a_reason_an_action_and_a_day_that_has_not_gone():
    asked = {"state": "selected", "today": TODAY}
    gaps = checking.returning_gaps(reason=" ", action="", due_on=None, **asked)
    assert [gap.field for gap in gaps] == ["reason", "action", "due_on"]
    assert checking.returning_gaps(reason="a", action="b", due_on=TODAY - timedelta(days=1), **asked)
    assert checking.returning_gaps(reason="a", action="b", due_on=TODAY, **asked) == []


def test_advice_shows_in_the_state_of_an_agreed_check():
    assert checking.agreed_state("  ") == "agreed"
    assert checking.agreed_state("Quote the page.") == "agreed_with_advice"


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@CALM
@given(days, days, days, st.sampled_from(["in_progress", "closed"]))
def test_an_eqa_writes_only_inside_an_open_activity_and_reads_wherever_they_write(opens, closes, today, state):
    span = releasing.Span(opens, closes, state)
    is_open = releasing.is_open(span, today)
    assert is_open == (state == "in_progress" and opens <= today <= closes)
    assert not is_open or releasing.is_readable(span, today)


def test_an_eqa_reads_for_thirty_days_after_the_last():
    span = releasing.Span(date(2026, 5, 1), date(2026, 5, 8), "closed")
    assert releasing.is_readable(span, date(2026, 6, 7))
    assert not releasing.is_readable(span, date(2026, 6, 8))
    assert not releasing.is_readable(span, date(2026, 4, 30))
    assert not releasing.is_readable(None, TODAY)


def test_a_release_needs_the_centres_check_and_the_learners_declaration():
    fit = {"sheet_state": "released_provisional", "is_declared": True, "is_settled": False}
    assert releasing.releasing_gaps(**fit) == []
    assert releasing.releasing_gaps(**fit | {"is_declared": False})[0].source == "R221"
    assert releasing.releasing_gaps(**fit | {"sheet_state": "in_iqa"})[0].source == "R038"
    assert len(releasing.releasing_gaps(**fit | {"is_settled": True})) == 1


def test_a_refusal_needs_a_reason():
    fit = {"sheet_state": "released_provisional", "is_settled": False}
    assert [g.field for g in releasing.refusing_gaps(reason=" ", **fit)] == ["reason"]
    assert releasing.refusing_gaps(reason="The log is not signed.", **fit) == []
    assert releasing.refusing_gaps(reason="The log is not signed.", **fit | {"is_settled": True})


def test_an_activity_ends_after_it_begins_and_its_eqa_holds_no_other_seat():
    fit = {"opens_on": TODAY, "closes_on": TODAY, "other_roles": frozenset()}
    assert releasing.opening_gaps(**fit) == []
    assert releasing.opening_gaps(**fit | {"closes_on": TODAY - timedelta(days=1)})[0].field == "closes_on"
    assert releasing.opening_gaps(**fit | {"other_roles": frozenset({"assessor"})})[0].field == "eqa"
    assert len(releasing.opening_gaps(opens_on=None, closes_on=None, other_roles=frozenset())) == 2
