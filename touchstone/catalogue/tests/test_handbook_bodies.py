"""Layouts and numberings of other awarding bodies; all of them invented."""

from textwrap import dedent

import pytest

from touchstone.catalogue.handbooks import Handbook, read
from touchstone.catalogue.handbooks.verbs import verb_of


def handbook(text: str) -> Handbook:
    return read(dedent(text).encode(), "handbook.txt")


def refs(found: Handbook, unit: int = 0) -> list[tuple[str, str]]:
    return [(criterion.ref, criterion.text) for criterion in found.units[unit].criteria]


GARDEN = """\
    Brightwater Awards
    Level 4 Certificate in Shared Gardens (610/0000/6)

    Total credits: 14
    Guided Learning Hours (GLH): 60
    Total Qualification Time (TQT): 140
    Minimum age: 18
    Registration period: 2 years

    Rules of combination: Learners must achieve all mandatory units and a minimum of 4 credits from the optional units.

    Mandatory units

    | Unit number | Unit title | Unit reference | Level | Credit value | GLH |
    |---|---|---|---|---|---|
    | 1 | Planning a garden | Y/999/1234 | 4 | 6 | 30 |

    Optional units

    | Unit number | Unit title | Unit reference | Level | Credit value | GLH |
    |---|---|---|---|---|---|
    | 2 | Leading volunteers | A/999/1235 | 4 | 4 | 15 |
    | 3 | Keeping bees | D/999/1236 | 4 | 4 | 15 |

    Unit 1 Planning a garden
    Unit reference: Y/999/1234
    Level: 4   Credit value: 6   GLH: 30
    Unit aim: To plan a garden
    with its neighbours.

    LO1 Understand the site
    The learner can:
    AC 1.1 Describe the soil and the
    light of a site
    AC 1.2 Explain how water arrives
    LO2 Be able to agree a plan
    AC 2.1 Agree a plan with at least three clients

    Indicative content
    1.1 Soil; drainage.
    2.1 Ways to consult.

    Unit 2 Leading volunteers
    A/999/1235
    Level 4
    4 credits
    15 GLH
    Learning outcome 1: Understand volunteers
    a) Explain why people help
    b) Describe two ways to thank them
    Learning outcome 2: Be able to lead a day
    a) Lead a day of at least 5 hours
    """


def test_a_qualification_is_read_from_labels():
    found = handbook(GARDEN).qualifications[0]
    assert (found.number, found.level, found.size, found.credit) == ("610/0000/6", 4, "Certificate", 14)
    assert (found.guided_hours, found.tqt_hours, found.minimum_age, found.validity_years) == (60, 140, 18, 2)


def test_optional_units_ask_for_their_credit():
    rule = handbook(GARDEN).qualifications[0].rule_of_combination
    assert rule.mandatory == ("1",)
    assert [(group.group, group.units, group.minimum_credit) for group in rule.groups] == [
        ("Optional units", ("2", "3"), 4)
    ]


def test_short_outcomes_and_wrapped_lines_are_read():
    found = handbook(GARDEN)
    assert found.units[0].aim == "To plan a garden with its neighbours."
    assert refs(found)[0] == ("1.1", "Describe the soil and the light of a site")
    assert found.units[0].criterion("2.1").depth == ("Ways to consult.",)
    assert (found.units[0].uan, found.units[0].guided_hours) == ("Y/999/1234", 30)


def test_criteria_by_letter_carry_the_number_of_their_outcome():
    found = handbook(GARDEN)
    assert refs(found, 1) == [
        ("1a", "Explain why people help"),
        ("1b", "Describe two ways to thank them"),
        ("2a", "Lead a day of at least 5 hours"),
    ]


def test_a_unit_that_is_only_listed_is_kept_and_told():
    found = handbook(GARDEN)
    assert (found.units[2].ref, found.units[2].credit, found.units[2].outcomes) == ("3", 4, ())
    assert [w.code for w in found.warnings if "Keeping bees" in w.message or "Unit 3" in w.message] == [
        "unit-without-details"
    ]


GROUPS = """\
    Harbour Level 2 Certificate in Bike Repair
    QAN  601/0000/2
    Credit value: 15 credits

    Learners must complete all units in Group A and at least one unit from Group B.

    Group A (mandatory)
    Unit no.   Unit title              Level   Credits   GLH
    1          Fixing punctures        2       5         30
    2          Truing wheels           2       5         30

    Group B (optional)
    Unit no.   Unit title              Level   Credits   GLH
    3          Brakes                  2       5         30
    4          Suspension              3       5         30
    """


def test_columns_of_spaces_are_a_table_and_groups_keep_their_names():
    found = handbook(GROUPS).qualifications[0]
    assert [(u.ref, u.status, u.group) for u in found.units] == [
        ("1", "mandatory", "Group A"),
        ("2", "mandatory", "Group A"),
        ("3", "optional", "Group B"),
        ("4", "optional", "Group B"),
    ]
    rule = found.rule_of_combination
    assert [(g.group, g.minimum_units) for g in rule.groups] == [("Group B", 1)]
    assert found.number == "601/0000/2"


def test_outcomes_may_all_stand_before_the_criteria():
    found = handbook("""\
        UNIT 2: TRUING WHEELS
        Unit Reference Number: D/999/2002   Level: 2   Credit Value: 5   Guided Learning Hours: 30

        Learning outcomes
        The learner will:
        1. Know how wheels are built
        2. Be able to true a wheel

        Assessment criteria
        The learner can:
        1.1 Describe a spoke pattern
        2.1 Measure runout
        2.2 True a wheel within 1.5 mm
        """)
    assert [(o.number, len(o.criteria)) for o in found.units[0].outcomes] == [("1", 1), ("2", 2)]
    assert refs(found)[-1] == ("2.2", "True a wheel within 1.5 mm")


def test_a_title_label_may_open_a_unit_and_codes_may_have_letters():
    found = handbook(
        "Unit title: Checking a boat\nUnit code: TBS-01\nURN: F/999/0001\nLevel: 2\nAssessment method: Observation\n\n"
        "Learning outcomes\tAssessment criteria\tIndicative content\nThe learner will:\tThe learner can:\t\n"
        "1. Know a boat\t1.1 Name the parts of a hull\tHull, keel\n"
        "\t1.2 Identify flares\tFlares\n"
    )
    unit = found.units[0]
    assert (unit.ref, unit.number, unit.uan, unit.assessment_method) == (
        "TBS-01",
        "TBS-01",
        "F/999/0001",
        "Observation",
    )
    assert [criterion.depth for criterion in unit.criteria] == [("Hull, keel",), ("Flares",)]


def test_graded_criteria_keep_their_letters():
    found = handbook(
        "Unit 14 — Change\nCredit value 15\nLO1 Assess change\nP1 Compare two firms\nM1 Assess drivers\nLO2 "
        "Judge\nP2 Use a model\n"
    )
    assert refs(found) == [("P1", "Compare two firms"), ("M1", "Assess drivers"), ("P2", "Use a model")]


@pytest.mark.parametrize("level", [2, 3, 4, 5, 6, 7])
def test_any_level_is_read(level):
    found = handbook(
        f"Level {level} Diploma in Kites\nTQT: 400\nUnit 9 Flying\nLevel: {level}\nLearning outcome 1\n1 "
        f"Fly\n1.1 Launch a kite\n"
    )
    assert (found.qualifications[0].level, found.units[0].level) == (level, level)


def test_contents_and_progression_lists_are_not_about_this_handbook():
    found = handbook("""\
        Contents
        Level 2 Award in Kites ........ 3
        Unit 1 Flying ................. 4

        Learners may go on to:
        - Level 3 Diploma in Balloons

        Level 2 Award in Kites
        TQT: 40

        Unit 1 Flying
        Credit value: 4
        Learning outcome 1
        The learner will:
        1 Fly
        Assessment criteria
        1.1 Launch a kite
        """)
    assert [q.title for q in found.qualifications] == ["Level 2 Award in Kites"]
    assert [(u.title, u.credit, len(u.criteria)) for u in found.units] == [("Flying", 4, 1)]


def test_a_sheet_in_plain_paragraphs_is_read():
    found = handbook("""\
        Unit 9 Flying
        Level: 2
        Learning outcome 1
        1 Fly
        Assessment criteria
        1.1 Launch a kite

        Unit 9 Mark Sheet

        AC 1.1 Launch a kite
        Referral:
        - It stays down
        Pass: It flies
        """)
    criterion = found.units[0].criteria[0]
    assert (criterion.referral_descriptors, criterion.pass_descriptors) == (("It stays down",), ("It flies",))


def test_pass_may_stand_before_referral():
    found = handbook("""\
        ## Unit A1: Flying
        **Level:** 2

        | Learning outcome | Assessment criteria | Guidance |
        |---|---|---|
        | 1. Fly | 1.1 Launch a kite<br>1.2 Land it | 1.1 Run.<br>1.2 Reel in. |

        ### Unit A1 result sheet

        | AC | Pass | Referral |
        |---|---|---|
        | 1.1 | It flies | It stays down |
        """)
    first, second = found.units[0].criteria
    assert (first.pass_descriptors, first.referral_descriptors, first.guidance) == (
        ("It flies",),
        ("It stays down",),
        "Run.",
    )
    assert (second.text, second.guidance) == ("Land it", "Reel in.")


def test_guidance_for_two_criteria_goes_to_both():
    found = handbook(
        "Unit 9 Flying\nLevel: 2\nLO1 Fly\n1.1 Launch\n1.2 Land\n1.3 Pack\n\nAssessment guidance\n1.1 and 1.2 "
        "Keep a log.\n1.1–1.3 Be safe.\n"
    )
    assert [criterion.guidance for criterion in found.units[0].criteria] == [
        "Keep a log.\nBe safe.",
        "Keep a log.\nBe safe.",
        "Be safe.",
    ]


def test_content_for_a_whole_outcome_is_put_to_each_criterion_and_told():
    found = handbook("Unit 9 Flying\nLevel: 2\nLO1 Fly\n1.1 Launch\n1.2 Land\n\nIndicative content\nWind, strings.\n")
    assert [criterion.depth for criterion in found.units[0].criteria] == [("Wind, strings.",)] * 2
    assert "depth-for-whole-outcome" in {w.code for w in found.warnings}


def test_missing_parts_are_null_and_empty():
    found = handbook("Unit 9 Flying\nLearning outcome 1\n1 Fly\n1.1 Launch a kite\n").as_json()
    (unit,) = found["units"]
    assert [unit[key] for key in ("uan", "level", "credit", "guided_hours", "aim", "assessment_method")] == [None] * 6
    (criterion,) = unit["outcomes"][0]["criteria"]
    assert (criterion["depth"], criterion["guidance"], criterion["referral_descriptors"]) == ([], None, [])


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Describe a kite", "Describe"),
        ("Critically review own flying", "Critically review"),
        ("Plan and prepare a flight", "Plan and prepare"),
        ("Plan, prepare and maintain logs", "Plan, prepare and maintain"),
        ("Using this log critically review a flight", "critically review"),
        ("Carry out a check", "Carry out"),
        ("The learner can explain lift", "explain"),
        ("Whittle a stick", "Whittle"),
        ("", None),
        ("…", None),
    ],
)
def test_the_leading_verbs_are_found_as_printed(text, verb):
    assert verb_of(text) == verb


def test_criteria_that_count_from_one_carry_the_number_of_their_outcome():
    found = handbook("""\
        Unit 9 Flying
        Level: 2
        Learning outcome 1: Fly
        Assessment criteria
        1. Launch a kite
        2. Land it
        Learning outcome 2: Build
        Assessment criteria
        1. Tie a knot
        """)
    assert refs(found) == [("1.1", "Launch a kite"), ("1.2", "Land it"), ("2.1", "Tie a knot")]


def test_criteria_without_numbers_are_counted_and_told():
    found = handbook("""\
        Unit 9 Flying
        Level: 2
        Learning outcome
        The learner will:
        Fly a kite
        Assessment criteria
        The learner can:

        Launch it

        Land it
        """)
    assert refs(found) == [("1.1", "Launch it"), ("1.2", "Land it")]
    codes = [w.code for w in found.warnings]
    assert codes.count("criterion-without-number") == 2
    assert "outcome-without-number" in codes


def test_a_table_may_be_headed_by_what_the_learner_will_and_can():
    found = handbook("""\
        Qualification title\tLevel 3 Certificate in Peer Support
        Qualification number\t610/0000/1

        Unit number\tPS1
        Unit title\tSupporting a peer
        Level\t3

        The learner will\tThe learner can
        LO1: Understand support\tAC1.1: Explain what support is
        \tAC1.2: Compare support and mentoring
        """)
    assert (found.qualifications[0].title, found.qualifications[0].number) == (
        "Level 3 Certificate in Peer Support",
        "610/0000/1",
    )
    assert (found.units[0].ref, found.units[0].title) == ("PS1", "Supporting a peer")
    assert refs(found) == [("1.1", "Explain what support is"), ("1.2", "Compare support and mentoring")]


PEERS = """\
    Specification for the Level 2 Award in Peer Listening
    Qualification Number: 603/4412/7
    Credit value: 13
    TQT: 130 hours

    Rules of combination
    Learners must achieve a minimum of 13 credits: 7 credits from the mandatory units and at least 6 credits from
    Optional Group A.

    Mandatory units
    Unit 1\tY/999/2201\tListening to peers\t3\t20

    Optional Group A
    Unit 2 – Pointing the way (6 credits)

    Unit 1: Listening to peers
    Level: Two
    Credit value 3
    GLH: 20
    Total unit time: 30 hours

    Learning outcome 1 – the learner will understand what listening asks
    AC1.1 Describe three habits of a listener
    AC1.2 Outline what gets in the way
    Guidance: use two examples of your own.

    Refer: only one habit is described
    Pass: three habits are described
    """


def test_units_listed_without_a_table_are_members_and_their_loose_figures_are_told():
    found = handbook(PEERS)
    [qualification] = found.qualifications
    assert [(unit.ref, unit.status, unit.group) for unit in qualification.units] == [
        ("1", "mandatory", None),
        ("2", "optional", "Group A"),
    ]
    assert found.unit("2").credit == 6
    assert "figures-without-heading" in {warning.code for warning in found.warnings}


def test_words_behind_a_label_go_to_the_criterion_they_follow():
    found = handbook(PEERS)
    criterion = found.units[0].criterion("1.2")
    assert criterion.text == "Outline what gets in the way"
    assert criterion.guidance == "use two examples of your own."
    assert criterion.referral_descriptors == ("only one habit is described",)
    assert criterion.pass_descriptors == ("three habits are described",)


def test_an_outcome_loses_the_words_that_lead_to_it_and_a_time_without_a_place_is_told():
    found = handbook(PEERS)
    assert found.units[0].outcomes[0].text == "Understand what listening asks"
    assert found.units[0].level == 2
    assert any("Total unit time" in warning.message for warning in found.warnings)


def test_roman_units_in_any_order_keep_descriptors_under_their_headings():
    found = handbook(
        """\
        Level 6 Diploma in Holding a Room
        Total credits 20

        Unit II: Holding
        Credits: ten
        1. Be able to hold
        1.1. Hold three groups
        1.2. Report on each
        Refer descriptors
        1.1 - Fewer than three groups
        Pass descriptors
        1.1 - Three groups or more

        Unit I: Opening
        Credits: 10
        1. Know how to open
        1.1. Name two openings
        Assessment method: portfolio

        Structure
        Both units are mandatory.
        """
    )
    assert [(unit.ref, unit.title, unit.credit) for unit in found.units] == [
        ("II", "Holding", 10),
        ("I", "Opening", 10),
    ]
    assert found.units[0].criterion("1.1").referral_descriptors == ("Fewer than three groups",)
    assert found.units[0].criterion("1.1").pass_descriptors == ("Three groups or more",)
    assert found.units[1].assessment_method == "portfolio"
    assert [unit.ref for unit in found.qualifications[0].units] == ["II", "I"]


def test_headings_may_open_with_the_code_and_descriptors_may_stand_beside_the_criteria():
    found = handbook(
        """\
        # Level 4 Award for Team Guides

        ## F/101 Starting out

        | The learner will | The learner can |
        | 1. Understand teams | 1.1 Explain how teams form 1.2 Explain why they end |

        ## F/102 Going on

        | Learning outcomes | Assessment criteria | Refer | Pass |
        | 1. Understand tools | 1.1 Identify tools | No tool is named | Two tools are named |
        """
    )
    assert [unit.ref for unit in found.units] == ["F/101", "F/102"]
    assert refs(found) == [("1.1", "Explain how teams form"), ("1.2", "Explain why they end")]
    criterion = found.units[1].criterion("1.1")
    assert (criterion.referral_descriptors, criterion.pass_descriptors) == (
        ("No tool is named",),
        ("Two tools are named",),
    )


def test_what_is_not_printed_is_null_in_json():
    found = handbook(
        """\
        Unit EM70 –
        Credit: 5
        LO1
        AC1.1
        AC1.2 Discuss one theory
        """
    )
    [unit] = found.as_json()["units"]
    assert unit["title"] is None
    assert unit["outcomes"][0]["criteria"][0]["text"] is None
    assert "unit-without-title" in {warning.code for warning in found.warnings}
