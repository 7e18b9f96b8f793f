"""The logic of portfolios: where, what is missing, what is signed."""

import copy
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.portfolio import rules
from touchstone.portfolio.rules import Item, Line, Piece, Standing, Where

REFS = st.sampled_from([f"{o}.{c}" for o in range(1, 4) for c in range(1, 5)])
HASHES = st.text(string.hexdigits.lower()[:16], min_size=64, max_size=64)
PLACES = st.none() | st.integers(1, 500)
NOTES = st.text(st.characters(codec="utf-8"), max_size=30)
ITEMS = st.lists(
    st.builds(
        Item,
        label=st.integers(1, 40).map(lambda n: f"E{n}"),
        title=NOTES,
        kind=st.sampled_from(["product", "observation"]),
        file_name=NOTES,
        media_type=st.just("text/plain"),
        size_bytes=st.integers(0, 10**9),
        sha256=HASHES,
    ),
    max_size=8,
    unique_by=lambda item: item.label,
)
LINES = st.lists(
    st.builds(
        Line,
        label=st.integers(1, 40).map(lambda n: f"E{n}"),
        criterion=REFS,
        page=PLACES,
        paragraph=PLACES,
        second=PLACES,
        note=NOTES,
    ),
    max_size=12,
)
FIXED = {"learner": "a", "registration": "b", "unit": "302"}


def made(items, lines, without=(), carried=(), attempt=1, **more):
    return rules.manifest(
        **FIXED, attempt=attempt, items=items, lines=lines, without_evidence=without, carried=carried, **more
    )


# Where


def test_a_place_is_said_in_words():
    assert rules.where_words(Where(3, 2, 65, "the second goal")) == "page 3, paragraph 2, at 1:05, the second goal"
    assert rules.where_words(Where()) == ""


@pytest.mark.parametrize(
    ("text", "seconds"), [("0:00", 0), ("12:30", 750), ("75:00", 4500), ("1:02:03", 3723), ("", None)]
)
def test_a_time_is_read_as_people_write_it(text, seconds):
    assert rules.seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["1230", "12:60", "1:60:00", "-1:00", "half past", "1:2:3:4", "1:5"])
def test_a_time_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"Write a time|A minute"):
        rules.seconds_of(text)


@given(st.integers(0, 359_999))
def test_a_clock_reads_back_as_the_same_second(second):
    assert rules.seconds_of(rules.clock(second)) == second


def test_words_are_counted_as_a_reader_counts_them():
    assert rules.count_words("The client's well-known goal – at 9.30 – was clear.") == 8
    assert rules.count_words(" – … !") == 0


# The manifest


@given(ITEMS, LINES, st.randoms(use_true_random=False))
def test_the_order_of_what_goes_in_never_matters(items, lines, chance):
    there = rules.manifest_sha256(made(items, lines, ["1.1", "2.1"], ["3.1"]))
    mixed_items, mixed_lines = items[:], lines[:]
    chance.shuffle(mixed_items)
    chance.shuffle(mixed_lines)
    assert rules.manifest_sha256(made(mixed_items, mixed_lines, ["2.1", "1.1"], ["3.1"])) == there


@given(ITEMS.filter(bool), st.data())
def test_a_change_of_one_byte_of_a_file_changes_the_hash(items, data):
    at = data.draw(st.integers(0, len(items) - 1))
    digit = data.draw(st.integers(0, 63))
    old = items[at]
    changed = list(items)
    other = "0" if old.sha256[digit] != "0" else "1"
    changed[at] = Item(**{**vars(old), "sha256": old.sha256[:digit] + other + old.sha256[digit + 1 :]})
    assert rules.manifest_sha256(made(changed, [])) != rules.manifest_sha256(made(items, []))


@given(ITEMS, LINES.filter(bool), st.data())
def test_a_line_more_or_less_changes_the_hash(items, lines, data):
    at = data.draw(st.integers(0, len(lines) - 1))
    fewer = lines[:at] + lines[at + 1 :]
    assert rules.manifest_sha256(made(items, fewer)) != rules.manifest_sha256(made(items, lines))


@pytest.mark.parametrize(
    "change",
    [{"attempt": 2}, {"without": ["1.1"]}, {"carried": ["1.1"]}, {"statement": "I did."}, {"statement_version": "2"}],
)
def test_everything_that_is_signed_is_in_the_hash(change):
    assert rules.manifest_sha256(made([], [], **change)) != rules.manifest_sha256(made([], []))


@given(ITEMS)
def test_the_files_of_a_manifest_are_those_that_went_in(items):
    assert sorted(rules.files_of(made(items, [])), key=repr) == sorted(items, key=repr)


def test_pieces_stand_in_the_order_of_their_numbers():
    items = [Item(f"E{n}", "", "product", "", "", 0, "0" * 64) for n in (10, 2, 1)]
    assert [item.label for item in rules.files_of(made(items, []))] == ["E1", "E2", "E10"]


def test_making_a_manifest_changes_nothing_of_what_it_is_made_from():
    lines = [Line("E1", "1.1")]
    before = copy.deepcopy(lines)
    made([], lines)
    assert lines == before


@given(st.text(min_size=1, max_size=40), st.integers(1, 999), HASHES)
def test_a_receipt_number_fits_its_column(unit, attempt, sha256):
    assert len(rules.receipt_number(unit, attempt, sha256)) <= 24


# Needed, carried, gaps


@given(st.lists(REFS, unique=True), st.sets(REFS), st.sets(REFS))
def test_what_is_carried_is_never_a_gap(criteria, carried, mapped):
    left = rules.gaps(criteria, carried, mapped)
    assert not set(left) & carried
    assert not set(left) & mapped
    assert set(left) | carried | mapped >= set(criteria)


@given(st.lists(REFS, unique=True), st.sets(REFS))
def test_needed_and_carried_make_the_whole_unit(criteria, carried):
    asked = rules.needed(criteria, carried)
    assert set(asked) | (carried & set(criteria)) == set(criteria)
    assert not set(asked) & carried


# The check


def standing(**change):
    facts = {
        "criteria": ("1.1", "1.2"),
        "mapped": frozenset({"1.1", "1.2"}),
        "pieces": (Piece("E1", "product"), Piece("E2", "observation")),
    }
    return Standing(**(facts | change))


def codes(reasons):
    return [reason.code for reason in reasons]


def test_a_whole_submission_is_clear():
    found = rules.check(standing())
    assert found.is_clear
    assert found.advice == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"standing": "expired"}, "registration"),
        ({"standing": "suspended"}, "registration"),
        ({"standing": "draft"}, "registration"),
        ({"has_open_attempt": True}, "open_attempt"),
        ({"lacks_leave": True}, "leave"),
        ({"pieces": (), "mapped": frozenset(), "confirmed_without": frozenset({"1.1", "1.2"})}, "nothing"),
        ({"pieces": (Piece("E1", "product", state="quarantined"),)}, "held"),
        ({"pieces": (Piece("E1", "product", state="rejected_malware"),)}, "harmful"),
        ({"pieces": (Piece("E1", "product", readable=False),)}, "unreadable"),
        ({"mapped": frozenset({"1.1"})}, "gap"),
    ],
)
def test_each_thing_that_blocks_blocks_alone(change, code):
    assert codes(rules.check(standing(**change)).blocking) == [code]


def test_a_gap_that_is_confirmed_is_advice_only():
    found = rules.check(standing(mapped=frozenset({"1.1"}), confirmed_without=frozenset({"1.2"})))
    assert found.is_clear
    assert found.gaps == ("1.2",)
    assert codes(found.advice) == ["without"]


def test_a_unit_whose_every_criterion_was_met_is_not_submitted_again():
    everything = standing(mapped=frozenset({"1.1", "1.2"}), carried=frozenset({"1.1", "1.2"}))
    assert [reason.code for reason in rules.check(everything).blocking] == ["met"]


def test_a_carried_criterion_needs_no_evidence():
    assert rules.check(standing(mapped=frozenset({"1.1"}), carried=frozenset({"1.2"}))).is_clear


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"words_minimum": 2500, "words_maximum": 3500}, "words"),
        ({"pieces": (Piece("E1", "product"), Piece("E2", "product"))}, "one_kind"),
        ({"pieces": (Piece("E1", "product", scanned=False),)}, "not_scanned"),
    ],
)
def test_advice_never_blocks(change, code):
    found = rules.check(standing(**change))
    assert found.is_clear
    assert codes(found.advice) == [code]


@pytest.mark.parametrize(("count", "says"), [(2499, True), (2500, False), (3500, False), (3501, True)])
def test_the_suggested_length_includes_its_ends(count, says):
    assert bool(rules.words_advice(count, 2500, 3500)) is says


@given(st.integers(0, 10**6))
def test_no_suggestion_gives_no_advice(count):
    assert rules.words_advice(count, None, None) == ""


# Attempts

EVERY_STATE = st.sampled_from([*rules.STATES, "returned_unassessed", "withdrawn", "draft"])


@given(EVERY_STATE, EVERY_STATE)
def test_an_attempt_never_goes_back(now, to):
    if now in rules.STATES and to in rules.STATES:
        assert rules.may_move(now, to) is (rules.STATES.index(to) > rules.STATES.index(now))


@given(EVERY_STATE)
def test_what_was_assessed_neither_returns_nor_is_withdrawn(now):
    if now in {"assessed", "closed", "withdrawn", "returned_unassessed"}:
        assert not rules.may_move(now, "returned_unassessed")
        assert not rules.may_move(now, "withdrawn")


def test_only_what_is_not_allocated_can_be_withdrawn():
    assert rules.may_move("submitted", "withdrawn")
    assert not rules.may_move("allocated", "withdrawn")


@given(st.sets(st.integers(1, 50)))
def test_a_number_is_never_given_twice(numbers):
    assert rules.next_number(numbers) not in numbers


@given(st.lists(EVERY_STATE), st.integers(1, 5))
def test_what_went_back_does_not_count_against_the_limit(states, allowed):
    counted = [s for s in states if s not in {"returned_unassessed", "withdrawn", "draft"}]
    assert rules.needs_leave(states, allowed) is (len(counted) >= allowed)


def test_a_manifest_says_what_is_missing_and_what_was_passed():
    assert rules.acknowledgements(made([], [])) == ()
    without, carried = rules.acknowledgements(made([], [], ["1.2", "1.1"], ["2.1"]))
    assert "1.1, 1.2" in without
    assert "2.1" in carried
