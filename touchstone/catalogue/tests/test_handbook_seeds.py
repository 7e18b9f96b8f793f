"""The real handbooks, where a copy lies beside the checkout: counts and facts, never their sentences."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from touchstone.catalogue.handbooks import Handbook, read

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="The awarding body's own handbooks are not beside this checkout."
)


@cache
def seed(number: str) -> Handbook:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return read(path.read_bytes(), path.name)


def counted(handbook: Handbook) -> tuple[int, int, int, int]:
    outcomes = sum(len(unit.outcomes) for unit in handbook.units)
    return (
        len(handbook.qualifications),
        len(handbook.units),
        outcomes,
        sum(len(unit.criteria) for unit in handbook.units),
    )


def codes(handbook: Handbook) -> Counter[str]:
    return Counter(warning.code for warning in handbook.warnings)


@pytest.mark.parametrize(
    ("number", "expected"),
    [("001", (2, 4, 14, 44)), ("002", (2, 4, 12, 38)), ("003", (9, 16, 53, 152)), ("004", (2, 4, 12, 38))],
)
def test_every_part_of_the_seeds_is_found(number, expected):
    assert counted(seed(number)) == expected


@pytest.mark.parametrize("number", ["002", "004"])
def test_every_descriptor_of_both_handbooks_is_found(number):
    criteria = [criterion for unit in seed(number).units for criterion in unit.criteria]
    assert sum(len(criterion.referral_descriptors) for criterion in criteria) == 82
    assert sum(len(criterion.pass_descriptors) for criterion in criteria) == 48
    assert all(criterion.depth and criterion.guidance for criterion in criteria)


@pytest.mark.parametrize("number", ["001", "002", "003", "004"])
def test_no_text_carries_its_neighbours_with_it(number):
    for unit in seed(number).units:
        for criterion in unit.criteria:
            assert criterion.text[0].isupper()
            assert criterion.verb in criterion.text
            every = [criterion.text, *criterion.depth, criterion.guidance or "", *criterion.pass_descriptors]
            assert not any(mark in text for text in every for mark in ("\t", "bookmark", "<p>", "·", "Pass / Referral"))
            assert not any(f" {ref} " in criterion.text for ref in ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2", "4.1"))


@pytest.mark.parametrize(("number", "family"), [("002", "8585"), ("004", "8586")])
def test_the_handbooks_of_level_3_state_their_facts(number, family):
    award, certificate = seed(number).qualifications
    assert (award.number, award.credit, award.guided_hours, award.tqt_hours) == (f"{family}-11", 10, 29, 97)
    assert (certificate.number, certificate.credit, certificate.guided_hours, certificate.tqt_hours) == (
        f"{family}-21",
        13,
        31,
        130,
    )
    assert {(q.level, q.minimum_age, q.validity_years) for q in (award, certificate)} == {(3, 16, 3)}
    assert [unit.ref for unit in award.units] == [f"{family}-300", f"{family}-301", f"{family}-303"]
    assert award.rule_of_combination.minimum_units == 3
    units = {unit.number: unit for unit in seed(number).units}
    assert {n: (u.level, u.credit, u.guided_hours) for n, u in units.items()} == {
        "300": (3, 3, 9),
        "301": (3, 4, 12),
        "302": (3, 7, 14),
        "303": (3, 3, 8),
    }
    assert [u.assessment_method for u in units.values()] == [
        "Assignment",
        "Portfolio",
        "Portfolio",
        "Reflective journal",
    ]
    assert (units["300"].word_count.minimum, units["300"].word_count.maximum) == (2500, 3500)
    assert [units[n].word_count.minimum for n in ("301", "302", "303")] == [None, None, None]
    short, long = units["301"].practice, units["302"].practice
    assert (short.minimum_hours, short.maximum_clients, short.supervision_hours, short.supervision_sessions) == (
        6,
        2,
        1,
        1,
    )
    assert (long.minimum_hours, long.maximum_clients, long.supervision_hours, long.supervision_sessions) == (
        12,
        2,
        2,
        2,
    )


def test_unit_numbers_of_awarding_bodies_are_kept():
    assert [unit.uan for unit in seed("002").units] == ["Y/617/2841", "D/617/2842", "H/617/2843", "M/617/2845"]
    assert [unit.uan for unit in seed("004").units] == ["L/617/2853", "R/617/2854", "Y/617/2855", "D/617/2856"]


def test_the_alignment_document_gives_credit_and_level():
    assert [(u.ref, u.credit, u.level) for u in seed("001").units] == [
        ("8580-500", 5, 5),
        ("8580-501", 5, 5),
        ("8580-502", 29, 5),
        ("8580-503", 3, 5),
    ]


def test_units_of_the_pack_are_found_by_each_of_their_numbers():
    pack = seed("003")
    by_alias = {
        **{str(3053 + n): f"8577-{300 + n}" for n in range(8)},
        **{f"8578-{n}": f"8577-{n}" for n in (300, 302, 303, 304, 306, 307)},
        **{str(500 + n): str(5015 + n) for n in range(4)},
        "7003": "8581-702",
        "7004": "8581-703",
        "700": "8581-700",
        "701": "8581-701",
    }
    for alias, ref in by_alias.items():
        assert pack.unit(alias).ref == ref


def test_practice_in_the_pack_is_its_own():
    pack = seed("003")
    asked = {ref: pack.unit(ref).practice for ref in ("3054", "3055", "3058", "3059", "5016", "5017", "701", "7003")}
    assert {ref: (p.minimum_hours, p.minimum_clients, p.maximum_clients) for ref, p in asked.items()} == {
        "3054": (6, 1, None),
        "3055": (36, 3, None),
        "3058": (6, 1, None),
        "3059": (36, 3, None),
        "5016": (12, 1, None),
        "5017": (100, 6, None),
        "701": (20, None, None),
        "7003": (100, None, None),
    }


def test_the_certificate_with_groups_asks_for_one_of_two():
    certificate = next(q for q in seed("003").qualifications if q.credit == 16)
    rule = certificate.rule_of_combination
    assert rule.mandatory == ("8577-300", "8577-304")
    assert [(g.group, g.units, g.minimum_credit) for g in rule.groups] == [
        ("Group 1", ("8577-302", "8577-303"), 10),
        ("Group 2", ("8577-306", "8577-307"), 10),
    ]
    assert rule.groups_needed == 1


def test_the_last_line_of_the_pack_is_read_without_its_newline():
    last = seed("003").unit("7004")
    assert last.criteria[-1].ref == "3.1"
    assert last.criteria[-1].text.endswith("paperwork")


def test_the_exception_stays_with_the_guidance_it_follows():
    for number in ("002", "004"):
        criterion = seed(number).unit("302").criterion("2.4")
        assert criterion.guidance.count("\n• ") == 8
        assert all("xceptional" not in depth for depth in criterion.depth)


@pytest.mark.parametrize(
    ("number", "code", "line"),
    [
        ("002", "count-differs-in-sheet", 2434),
        ("004", "count-differs-in-sheet", 2478),
        ("002", "meeting-or-sessions", 594),
        ("002", "verb-differs", 439),
        ("002", "evidence-repeated", 1284),
        ("002", "criterion-misquoted", 1735),
        ("002", "row-repeated", 1399),
        ("004", "feedback-frequency-differs", 1817),
        ("004", "unit-not-in-document", 1621),
        ("004", "number-not-placed", 27),
        ("004", "stray-line", 1554),
        ("001", "stray-number", 508),
        ("001", "size-without-qualification", 27),
        ("003", "group-not-defined", 486),
        ("003", "framework-name-varies", 11),
    ],
)
def test_a_known_contradiction_is_told_with_its_line(number, code, line):
    assert (code, line) in {(warning.code, warning.line) for warning in seed(number).warnings}


def test_two_sessions_against_one_name_both_and_the_winner():
    messages = [w.message for w in seed("002").warnings if w.code == "count-differs-in-sheet"]
    assert len(messages) == 3
    assert all("302" in m and "3.4" in m and "2 sessions" in m and "1" in m and "criterion wins" in m for m in messages)


def test_the_award_of_both_handbooks_has_a_total_time_of_its_own():
    assert codes(seed("002"))["tqt-not-ten-per-credit"] == codes(seed("004"))["tqt-not-ten-per-credit"] == 1


def test_lines_without_a_place_are_few_and_none_is_a_criterion():
    assert all(codes(seed(number))["not-placed"] == 0 for number in ("001", "002", "003", "004"))
