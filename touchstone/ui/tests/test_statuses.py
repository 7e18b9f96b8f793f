"""One state, one word, one look."""

from __future__ import annotations

from touchstone.ui import icons
from touchstone.ui.statuses import LOOKS, STATUSES, status

DECIDED = [
    "referral",
    "pass_provisional",
    "iqa_agreed",
    "ratified",
    "in_iqa",
    "returned_unassessed",
    "overdue",
    "on_hold",
]


def test_every_status_has_a_word_a_shape_and_a_look():
    assert [state for state, row in STATUSES.items() if row.state != state] == []
    assert [state for state, row in STATUSES.items() if not row.word[:1].isupper()] == []
    assert [state for state, row in STATUSES.items() if row.look not in LOOKS] == []
    assert [state for state, row in STATUSES.items() if not icons.exists(row.icon)] == []


def test_one_word_has_one_look_and_one_shape():
    seen: dict[str, tuple[str, str]] = {}
    for row in STATUSES.values():
        assert seen.setdefault(row.word, (row.icon, row.look)) == (row.icon, row.look)


def test_a_pass_before_ratification_always_says_provisional():
    assert status("pass_provisional").word == "Pass (provisional)"
    assert status("released_provisional").word == "Pass (provisional)"
    assert all(row.word != "Passed" for row in STATUSES.values())


def test_nobody_fails():
    assert not [row.word for row in STATUSES.values() if "fail" in row.word.lower()]


def test_gold_is_worn_only_by_what_is_proved():
    assert {row.word for row in STATUSES.values() if row.look == "proved"} == {"Confirmed", "Genuine", "Issued"}


def test_the_states_of_a_decision_are_known():
    assert set(DECIDED) <= set(STATUSES)


def test_a_state_may_be_written_with_hyphens_and_capitals():
    assert status("Pass-Provisional") is STATUSES["pass_provisional"]


def test_an_unknown_state_is_grey_and_keeps_its_name():
    row = status("half_baked")
    assert (row.word, row.look) == ("Half baked", "wait")


def test_no_state_is_not_started():
    assert status("").word == "Not started"
