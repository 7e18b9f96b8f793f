"""The ways in which real documents break, one small text each; the hazard's number is in the test's docstring."""

from textwrap import dedent

import pytest

from touchstone.catalogue.handbooks import Handbook, HandbookUnreadable, read
from touchstone.catalogue.handbooks.model import Criterion, Unit

HEAD = "Unit 300\tKeeping a yard\n\tUAN:\n\tT/999/0001\n\n\tCredit value:\n\t3\n\n"


def handbook(text: str) -> Handbook:
    return read(text.encode(), "handbook.txt")


def unit(text: str) -> Unit:
    (found,) = handbook(text).units
    return found


def only(text: str) -> Criterion:
    (found,) = unit(text).criteria
    return found


def with_criteria(*lines: str) -> str:
    return (
        HEAD
        + "Learning outcome (LO 1)\nThe learner will:\n1\tKnow the yard\n\nAssessment criteria\nThe learner can:\n"
        + "\n".join(lines)
    )


def test_the_last_line_counts_without_its_newline():
    """H-01"""
    assert [c.text for c in unit(with_criteria("1.1 Sweep", "1.2 Rake")).criteria] == ["Sweep", "Rake"]


def test_a_cell_goes_on_over_lines_and_blank_lines():
    """H-02"""
    text = with_criteria("1.1 Sweep the yard") + dedent("""

        Unit 300 Result Sheet
        \tAssessment criteria
        \tReferral
        \tPass
        \tFeedback
        \tDecision

        \tAC 1.1
        Sweep the yard
        \t· Leaves remain
        · Corners are missed

        \t· The yard is clean
        \t
        \tPass / Referral
        """)
    assert only(text).referral_descriptors == ("Leaves remain", "Corners are missed")
    assert only(text).pass_descriptors == ("The yard is clean",)


@pytest.mark.parametrize("gap", [" ", "\t", " \t", "\t ", ". ", ") "])
def test_any_gap_parts_a_reference_from_its_text(gap):
    """H-03"""
    assert only(with_criteria(f"1.1{gap}Sweep the yard")).text == "Sweep the yard"


def test_bookmarks_are_no_text():
    """H-04"""
    text = with_criteria("1.1 Sweep").replace("Unit 300", "[bookmark: _a1][bookmark: _b2]Unit 300")
    text = text.replace("Assessment criteria", "[bookmark: _c3]Assessment criteria ")
    assert (unit(text).title, only(text).text) == ("Keeping a yard", "Sweep")


def test_a_heading_needs_no_blank_line_before_it():
    """H-05"""
    text = with_criteria(
        "1.1 Sweep", "Depth", "1.1 Brooms", "Assessment guidance ", "The learner must:", "1.1\tSweep daily."
    )
    text += "\nUnit 301\tKeeping a shed\n\tGLH:\n\t5\nLearning outcome 1\n1 Know\nAssessment criteria\n1.1 Lock it"
    first, second = handbook(text).units
    assert (first.criteria[0].depth, first.criteria[0].guidance) == (("Brooms",), "Sweep daily.")
    assert (second.title, second.guided_hours, second.criteria[0].text) == ("Keeping a shed", 5, "Lock it")


def test_a_unit_named_over_a_table_or_form_is_no_second_unit():
    """H-06"""
    text = with_criteria("1.1 Sweep") + dedent("""

        Appendix 1\tUnit 300 - Assessment Brief
        Write about sweeping.

        Appendix 2\tUnit 300 Portfolio of Evidence Examples
        \tUnit 300
        Keeping a yard
        \tCentre materials
        \tTemplates

        \tAC 1.1
        Sweep
        \t· A photograph
        \tYard diary

        Diary – Units 300/300
        """)
    assert only(text).evidence_examples == ("A photograph", "Yard diary")


def test_depth_without_a_number_belongs_to_the_criterion_before():
    """H-07"""
    text = with_criteria("1.1 Sweep", "1.2 Rake", "", "Depth", "1.1 Brooms", "Brushes", "1.2\tRakes", "Leaf bags")
    assert [c.depth for c in unit(text).criteria] == [("Brooms", "Brushes"), ("Rakes", "Leaf bags")]


def test_a_note_with_headings_and_bullets_stays_with_the_guidance_before_it():
    """H-08"""
    text = with_criteria("1.1 Sweep", "", "Assessment guidance", "The learner must:", "1.1\tSweep daily.")
    text += "\nA day may be missed.\n\tReasons may be:\n· Snow.\n· Ice.\n\n"
    text += "Learning outcome (LO 2)\n2\tKnow more\nAssessment criteria\n2.1 Rest\n"
    guidance = unit(text).criteria[0].guidance
    assert guidance == "Sweep daily.\nA day may be missed.\nReasons may be:\n• Snow.\n• Ice."


def test_a_damaged_cover_invents_nothing_and_says_so():
    """H-10"""
    cover = "\tAccreditation number\n\t29\n\t97\n\t9401-21\n\t603/0000/0\n\n"
    found = handbook(cover + with_criteria("1.1 Sweep") + "\n\nA\n")
    assert found.qualifications == ()
    assert {"number-not-placed", "row-damaged"} <= {w.code for w in found.warnings if w.line == 1} | {
        w.code for w in found.warnings if w.line == 5
    }


def test_labels_vary_and_comments_are_no_outcomes():
    """H-11 and H-12"""
    text = with_criteria("1.1 Sweep") + dedent("""

        Unit 300 Result sheet
        \tAssessment criteria
        \tReferral
        \tPass
        \t
        \t

        \tLearning Outcome 1 Know the yard

        \tAC1.1
        Sweep
        \t· Dirty
        \t· Clean
        \t
        \tPass/Referral

        \tLearning Outcome 1 comments (optional):
        \t

        \tQA comments (optional):
        \t
        """)
    assert len(unit(text).outcomes) == 1
    assert (only(text).referral_descriptors, only(text).pass_descriptors) == (("Dirty",), ("Clean",))


def test_a_repeated_section_of_a_matrix_is_told_and_counted_once():
    """H-13"""
    row = "\tAC 1.1\nSweep\n\t\n\t\n\n"
    matrix = (
        "\n\nPortfolio evidence matrix\n\tUnit 300\nKeeping a yard\n\tEvidence titles\n\tReference number\n\n"
        + row
        + row
    )
    found = handbook(with_criteria("1.1 Sweep") + matrix)
    assert len(found.units[0].criteria) == 1
    assert [w.code for w in found.warnings].count("row-repeated") == 1


def test_reference_and_text_may_share_a_line_of_a_table():
    """H-14"""
    text = with_criteria("1.1 Sweep") + "\n\n\tUnit 300\n\tEvidence examples\n\n\tAC 1.1 Sweep\n\t· A photograph\n"
    assert only(text).evidence_examples == ("A photograph",)


PACK = """\
Unit 3001 Title:\t\tKeeping a yard\t
Learning outcomes (the learner will)\t\tAssessment criteria (the learner can)\t
1\tKnow the yard\t1.1\tSweep it
\t\t\t1.2\tRake it
2\tKnow the shed\t2.1 Lock it 2.2 Clean it

<p>3 Know the gate</p>\t<p>3.1 Oil it 3.2 Paint it</p> <p>3.3 Close it</p>
---\t--

Unit 3002 Title:\tKeeping a pond
Learning outcomes (the\tAssessment criteria (the learner can)
<p>1 Know self- cleaning ponds</p>\t<p>1.1 Describe one</p>
"""


def test_three_layouts_of_one_table_are_one():
    """H-15, H-16 and H-17"""
    yard, pond = handbook(PACK).units
    assert [(o.number, o.text, [c.ref for c in o.criteria]) for o in yard.outcomes] == [
        ("1", "Know the yard", ["1.1", "1.2"]),
        ("2", "Know the shed", ["2.1", "2.2"]),
        ("3", "Know the gate", ["3.1", "3.2", "3.3"]),
    ]
    assert [c.text for c in yard.criteria] == [
        "Sweep it",
        "Rake it",
        "Lock it",
        "Clean it",
        "Oil it",
        "Paint it",
        "Close it",
    ]
    assert pond.outcomes[0].text == "Know self-cleaning ponds"


def test_suspended_hyphens_stay_apart():
    """H-16"""
    assert (
        only(with_criteria("1.1 Compare short- and long-handled brooms")).text
        == "Compare short- and long-handled brooms"
    )


@pytest.mark.parametrize("header", ["Unit", "Unit Code", "Unit number", "Unit No."])
def test_the_column_of_codes_has_many_names(header):
    """H-18 and H-19"""
    table = f"Level 2 Award in Yards\n\n**{header}**\tUnit Title\tLevel\tCV*\tGLH**\n"
    table += "9402-300\tKeeping a Yard\t2\t3\t9\n\n*Credit Value\n\n"
    found = handbook(table + with_criteria("1.1 Sweep"))
    assert [(u.ref, u.level, u.credit, u.guided_hours) for u in found.units] == [("9402-300", 2, 3, 9)]
    assert [u.ref for u in found.qualifications[0].units] == ["9402-300"]


ALIGNMENT = """\
\tUnit No: 9403-500
\tKeeping a large yard 5 credits

\tLearning Outcomes
\tAssessment Criteria
\tLearning Strategies
\tAssessment Evidence

\t1
\tKnow the yard
\t1.1
\tSweep it
\t
\t

\t
\t
\t1.2
\tRake it

\t
\t

\t2
\t




Know the shed
\t2.1
\tLock it
\t
\t




7
"""


def test_numbers_and_texts_on_their_own_lines_find_each_other():
    """H-20 and H-21"""
    found = handbook(ALIGNMENT)
    large = found.units[0]
    assert (large.ref, large.number, large.title, large.credit) == ("9403-500", "500", "Keeping a large yard", 5)
    assert [(o.number, o.text) for o in large.outcomes] == [("1", "Know the yard"), ("2", "Know the shed")]
    assert [(c.ref, c.text) for c in large.criteria] == [("1.1", "Sweep it"), ("1.2", "Rake it"), ("2.1", "Lock it")]
    assert [(w.code, w.line) for w in found.warnings if w.code == "stray-number"] == [
        ("stray-number", ALIGNMENT.count("\n"))
    ]


def test_a_document_of_another_kind_gives_no_units():
    """H-22"""
    found = handbook("1 Programme standards\n\n1.1 Rationale\n- a plan\n• a budget\n")
    assert (found.units, found.qualifications) == ((), ())
    assert "nothing-found" in {w.code for w in found.warnings}


def test_ligatures_and_hard_spaces_are_letters_and_spaces():
    """H-23"""
    criterion = only(with_criteria("1.1\u00a0De\ufb01ne\u00a0the o\ufb03ce – “Schön”"))
    assert criterion.text == "Define the office – “Schön”"


@pytest.mark.parametrize(
    "printed", ["2,500 - 3,500 words", "2500–3500 words", "between 2,500 and 3,500 words", "2,500 to 3,500 words"]
)
def test_lengths_in_words_are_read_with_and_without_commas(printed):
    """H-24"""
    text = (
        with_criteria("1.1 Sweep")
        + f"\n\nAppendix 1\tUnit 300 - Assessment Brief\nThe suggested word count for this unit is {printed}.\n"
    )
    assert (unit(text).word_count.minimum, unit(text).word_count.maximum) == (2500, 3500)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"%PDF-1.7 rest", "PDF"),
        (b"{\\rtf1 rest}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (bytes(range(256)) * 20, "neither"),
        (b"\x00\x01\x02\x03" * 50, "neither"),
        (b"PK\x03\x04 no package at all", "damaged"),
        (b"\xff\xfe\x00", "neither"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data, word):
    with pytest.raises(HandbookUnreadable, match=word):
        read(data, "x")


def test_other_alphabets_are_read_and_told():
    text = with_criteria("1.1 Explain Schön")
    assert read(text.encode("utf-16"), "x").units[0].criteria[0].text == "Explain Schön"
    assert read(b"\xef\xbb\xbf" + text.encode(), "x").units[0].criteria[0].text == "Explain Schön"
    old = read(text.encode("cp1252"), "x")
    assert old.units[0].criteria[0].text == "Explain Schön"
    assert "old-alphabet" in {w.code for w in old.warnings}


def test_a_line_that_fits_nowhere_is_told_with_its_number():
    text = with_criteria("1.1 Sweep", "", "", "Something Else Entirely")
    (warning,) = [w for w in handbook(text).warnings if w.code == "not-placed"]
    assert warning.line == text.count("\n") + 1
    assert "Something Else Entirely" in warning.message


def test_a_criterion_outside_any_unit_is_told():
    found = handbook(with_criteria("1.1 Sweep") + "\n\nAppendix 9\n\nAC 7.1 Fly to the moon\n")
    assert any(w.code == "not-placed" and "moon" in w.message for w in found.warnings)


@pytest.mark.parametrize(
    ("text", "word"),
    [("x" * 10_001, "Line 1"), ("x\n" * 60_001, "60,000 lines"), (("x" * 9_999 + "\n") * 301, "3,000,000 characters")],
)
def test_a_load_of_text_is_refused(text, word):
    with pytest.raises(HandbookUnreadable, match=word):
        read(text.encode(), "x")


def test_a_table_of_methods_alone_tells_a_units_code():
    table = "\n\nAppendix 3\nUnit number\tUnit title\tAssessment method\n9402-300\tKeeping a yard\tPortfolio\n"
    found = unit(with_criteria("1.1 Sweep") + table)
    assert (found.ref, found.number, found.assessment_method) == ("9402-300", "300", "Portfolio")


def test_a_sheet_of_a_unit_that_is_only_listed_is_told_once():
    table = "Level 2 Award in Yards\nUnit Code\tUnit Title\tLevel\tCredit\n9402-300\tKeeping a Yard\t2\t3\n\n"
    sheet = "Unit 300 Result Sheet\nCriteria\tReferral\tPass\nAC 1.1 Sweep\tDirty\tClean\nAC 1.2 Rake\tDirty\tClean\n"
    found = handbook(table + sheet)
    assert [w.code for w in found.warnings if "sheet" in w.code] == ["sheet-without-unit"]
