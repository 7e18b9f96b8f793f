"""Words for days, sizes and names; texts without traps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.documents.facts import FactsError
from touchstone.documents.naming import DEFAULT_PATTERN, LONGEST_NAME, file_name
from touchstone.documents.plain import breakable, day, hash_groups, moment, one_line, size, tidy
from touchstone.documents.tests import make


def test_days_and_moments_read_the_same_everywhere() -> None:
    assert day(date(2026, 3, 5)) == "5 March 2026"
    assert moment(datetime(2026, 3, 5, 14, 5, tzinfo=UTC)) == "5 March 2026, 14:05 UTC"
    assert moment(datetime(2026, 3, 5, 0, 5, tzinfo=timezone(timedelta(hours=1)))) == "4 March 2026, 23:05 UTC"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        moment(datetime(2026, 3, 5, 14, 5))


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9949, "9.9 kB"), (9951, "10 kB"),
        (14_200, "14 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (5_000_000_000, "5.0 GB"),
    ],
)  # fmt: skip
def test_sizes_are_short(size_bytes: int, words: str) -> None:
    assert size(size_bytes) == words


def test_a_hash_comes_in_groups() -> None:
    assert hash_groups("c81f03ae5b77e6d2") == "c81f03ae 5b77e6d2"
    assert hash_groups("") == ""


@given(st.text(alphabet=st.characters(codec=None)))
def test_tidy_text_can_be_printed_and_is_left_alone_the_second_time(text: str) -> None:
    tidied = tidy(text)
    tidied.encode()
    assert tidy(tidied) == tidied
    assert not set(tidied) & {"\x00", "\r", "\u202e", "\u2066"}


@given(st.text())
def test_breaks_change_nothing_that_is_seen(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_a_name_follows_the_pattern_of_the_awarding_body() -> None:
    sheet = replace(
        make.result_sheet(),
        learner_name="Rhys Jones",
        learner_registration_number="ABC123",
        unit_ref="8697-530",
        attempt=1,
    )
    assert file_name(DEFAULT_PATTERN, sheet) == "R Jones-ABC123-012345-8697-530(1)"
    assert file_name("", sheet, extension="PDF") == "R Jones-ABC123-012345-8697-530(1).pdf"


def test_a_surname_of_several_words_is_said_by_the_caller() -> None:
    sheet = replace(make.result_sheet(), learner_name="Anna van der Berg")
    assert file_name("{initial} {surname}", sheet, surname="van der Berg") == "A van der Berg"
    assert file_name("{surname}, {forename}", replace(sheet, learner_name="Sukarno")) == "Sukarno,"


def test_a_field_these_facts_lack_leaves_no_gap() -> None:
    assert file_name("", make.certificate()) == "A Rao-ABC1234-012345"
    assert file_name("{certificate} {date}", make.certificate()) == "4471 9026 2026-10-05"


def test_a_name_cannot_leave_its_folder() -> None:
    sheet = replace(make.result_sheet(), learner_name="../../etc/passwd\x00 C:\\Rao*?")
    name = file_name("{learner}", sheet)
    assert not set('/\\:*?"<>|\x00') & set(name)
    assert not name.startswith(".")


def test_a_device_name_is_not_a_file_name() -> None:
    assert file_name("{surname}", replace(make.result_sheet(), learner_name="Con")) == "_Con"


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(FactsError, match="'shoe'"):
        file_name("{shoe}", make.result_sheet())


def test_a_name_of_nothing_is_refused() -> None:
    with pytest.raises(FactsError, match="empty"):
        file_name("{certificate}", make.result_sheet())


@given(st.text(min_size=1))
def test_a_name_is_short_enough_for_every_system(name: str) -> None:
    sheet = replace(make.result_sheet(), learner_name="Asha " + name * 300)
    made = file_name("{learner}", sheet, extension="docx")
    assert len(made) <= LONGEST_NAME + 1
    assert len(made.encode()) <= 250
    assert made.endswith(".docx")
