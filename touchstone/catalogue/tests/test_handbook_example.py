"""The small handbook of the repository, as text and as Word."""

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from touchstone.catalogue.handbooks import Handbook, read

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
BOTH = pytest.mark.parametrize("name", ["handbook.txt", "handbook.docx"])


@cache
def example(name: str) -> Handbook:
    return read((EXAMPLES / name).read_bytes(), name)


@BOTH
def test_the_source_is_named_with_the_hash_of_its_bytes(name):
    source = example(name).source
    assert (source.file, source.sha256) == (name, hashlib.sha256((EXAMPLES / name).read_bytes()).hexdigest())


@BOTH
def test_qualifications_have_their_facts(name):
    award, certificate = example(name).qualifications
    assert (award.number, award.size, award.level, award.credit, award.guided_hours, award.tqt_hours) == (
        "9401-11",
        "Award",
        3,
        7,
        22,
        75,
    )
    assert (certificate.number, certificate.credit, certificate.minimum_age, certificate.validity_years) == (
        "9401-21",
        14,
        16,
        3,
    )


@BOTH
def test_the_certificate_has_two_mandatory_units_and_a_choice(name):
    certificate = example(name).qualifications[1]
    assert [(unit.ref, unit.status) for unit in certificate.units] == [
        ("9401-301", "mandatory"),
        ("9401-303", "mandatory"),
        ("9401-302", "optional"),
        ("9401-304", "optional"),
    ]
    rule = certificate.rule_of_combination
    assert (rule.minimum_credit, rule.minimum_units, rule.groups_needed) == (14, 2, 1)
    assert [(group.units, group.minimum_credit) for group in rule.groups] == [(("9401-302", "9401-304"), 3)]


@BOTH
def test_units_are_complete(name):
    units = example(name).units
    assert [(u.ref, u.number, u.uan, u.credit, u.guided_hours, u.assessment_method) for u in units] == [
        ("9401-301", "301", "T/999/1001", 3, 10, "Assignment"),
        ("9401-302", "302", "A/999/1002", 4, 12, "Portfolio"),
        ("9401-303", "303", "F/999/1003", 8, 26, "Portfolio"),
        ("9401-304", "304", "J/999/1004", 3, 8, "Reflective journal"),
    ]
    assert [[criterion.ref for criterion in unit.criteria] for unit in units] == [
        ["1.1", "1.2", "2.1", "2.2"],
        ["1.1", "1.2", "2.1", "2.2"],
        ["1.1", "2.1", "2.2"],
        ["1.1", "1.2"],
    ]
    assert (units[0].word_count.minimum, units[0].word_count.maximum) == (1000, 1500)
    assert units[1].aim.startswith("This unit asks")


@BOTH
def test_a_criterion_has_everything_that_is_printed_about_it(name):
    criterion = example(name).unit("302").criterion("1.1")
    assert (criterion.text, criterion.verb) == ("Plan walks for 8 hours of guiding", "Plan")
    assert criterion.depth == ("Routes, timings, rests and ways out.",)
    assert criterion.guidance == "Plan each walk on one page that another guide could follow."
    assert criterion.referral_descriptors == ("The plan covers fewer than 8 hours", "The plan has no ways out")
    assert criterion.pass_descriptors == ("The plan covers 8 hours and could be followed by another guide",)
    assert criterion.evidence_examples == ("Walk plans for 8 hours", "A map with the route drawn in")


@BOTH
def test_practice_is_read_from_the_units_own_words(name):
    short, season = (example(name).unit(ref).practice for ref in ("302", "303"))
    assert vars(short) == {
        "minimum_hours": 8,
        "minimum_clients": None,
        "maximum_clients": 3,
        "supervision_hours": 1,
        "supervision_sessions": 1,
    }
    assert (season.minimum_hours, season.minimum_clients, season.supervision_hours, season.supervision_sessions) == (
        20,
        4,
        2,
        2,
    )


@BOTH
def test_the_two_faults_of_the_example_are_found_and_not_mended(name):
    found = {(w.code, "303" in w.message) for w in example(name).warnings}
    assert ("count-differs-in-sheet", True) in found
    assert ("tqt-not-ten-per-credit", False) in found
    assert example(name).qualifications[0].tqt_hours == 75
    assert "2 sessions" in example(name).unit("303").criterion("2.2").text


def test_text_and_word_give_the_same_specification():
    text, word = example("handbook.txt"), example("handbook.docx")
    assert text.qualifications == word.qualifications
    assert text.units == word.units


@BOTH
def test_a_warning_of_the_example_points_at_a_line_that_is_there(name):
    lines = (EXAMPLES / "handbook.txt").read_text(encoding="utf-8").splitlines()
    assert example(name).warnings
    assert all(w.line and 1 <= w.line <= len(lines) for w in example(name).warnings)


@BOTH
def test_the_json_has_every_key_in_the_agreed_order(name):
    found = example(name).as_json()
    assert list(found) == ["source", "qualifications", "units", "warnings"]
    assert list(found["qualifications"][0]) == [
        "number",
        "title",
        "level",
        "size",
        "credit",
        "guided_hours",
        "tqt_hours",
        "minimum_age",
        "validity_years",
        "units",
        "rule_of_combination",
    ]
    assert list(found["qualifications"][0]["units"][0]) == ["ref", "status", "group"]
    unit = found["units"][0]
    assert list(unit) == [
        "ref",
        "number",
        "aliases",
        "uan",
        "title",
        "level",
        "credit",
        "guided_hours",
        "aim",
        "assessment_method",
        "practice",
        "word_count",
        "outcomes",
    ]
    assert list(unit["outcomes"][0]) == ["number", "text", "criteria"]
    assert list(unit["outcomes"][0]["criteria"][0]) == [
        "ref",
        "text",
        "verb",
        "depth",
        "guidance",
        "referral_descriptors",
        "pass_descriptors",
        "evidence_examples",
    ]
    assert unit["practice"]["minimum_hours"] is None
    assert json.loads(json.dumps(found)) == found
