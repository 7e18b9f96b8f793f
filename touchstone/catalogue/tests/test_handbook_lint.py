"""Lint rules: each finds its contradiction and keeps quiet without it."""

import re
from pathlib import Path

import pytest

from touchstone.catalogue import handbooks
from touchstone.catalogue.handbooks import Handbook, read

STRUCTURE = (
    "Level 3 Award in Kites (9404-11)\n\nTo achieve the Level 3 Award in Kites the learner must achieve "
    "{count} mandatory units.\n\n"
    "Unit Code\tUnit Title\tLevel\tCredit\tGLH\n9404-300\tFlying\t3\t{listed}\t9\n9404-301\tBuilding\t3\t4\t12\n\n"
    "Title and level\tGLH\tTQT\tCredit\nLevel 3 Award in Kites\t{glh}\t{tqt}\t{credit}\n\n"
)
UNITS = (
    "Unit 300\tFlying\n\tCredit value:\n\t3\n\n\tGLH:\n\t9\n\n\tUnit aim:\n\t{aim}\n\n"
    "Learning outcome 1\n1\tFly\nAssessment criteria\n1.1\t{criterion}\n1.2\tExplain why kites need a tail\n\n"
    "Assessment guidance\n1.1\tAs asked.\n1.2\t{guidance}\n\n"
    "Unit 301\tBuilding\n\tCredit value:\n\t4\n\nLearning outcome 1\n1\tBuild\nAssessment "
    "criteria\n1.1\tBuild a kite\n\n"
)
SHEET = (
    "Appendix 1\tUnit 300 Result Sheet\n\tCriteria\n\tReferral\n\tPass\n\n"
    "\tAC 1.1\n{wording}\n\t· {referral}\n\t· {passing}\n\n"
    "\tAC 1.2\nExplain why kites need a tail\n\t· No\n\t· Yes\n"
)
CLEAN = {
    "count": "two",
    "listed": "3",
    "glh": "21",
    "tqt": "70",
    "credit": "7",
    "aim": "Learners fly kites.",
    "criterion": "Summarise supervision for a minimum of 2 sessions",
    "guidance": "Explain it with a drawing.",
    "wording": "Summarise supervision for a minimum of two sessions",
    "referral": "Nothing is said",
    "passing": "All is said",
}


def found(text: str) -> Handbook:
    return read(text.encode(), "handbook.txt")


def codes(after: str = "", **changes: str) -> set[str]:
    values = CLEAN | changes
    handbook = found((STRUCTURE + UNITS + SHEET).format(**values) + after)
    assert [unit.ref for unit in handbook.units] == ["9404-300", "9404-301"]
    return {warning.code for warning in handbook.warnings}


def test_a_handbook_that_agrees_with_itself_has_only_the_missing_sheet():
    assert codes() == {"sheet-missing", "wording-differs"}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("count-differs-in-sheet", {"wording": "Summarise supervision for a minimum of one session"}),
        ("count-differs-in-sheet", {"referral": "Only one supervision session"}),
        ("count-differs-in-sheet", {"passing": "At least three sessions"}),
        ("meeting-or-sessions", {"aim": "Learners fly kites and have a 2 hour meeting with a tutor."}),
        ("tqt-not-ten-per-credit", {"tqt": "68"}),
        ("credit-sum-differs", {"credit": "8", "tqt": "80"}),
        ("guided-hours-sum-differs", {"glh": "25"}),
        ("unit-facts-differ", {"listed": "5"}),
        ("unit-count-differs", {"count": "three"}),
        ("verb-differs", {"guidance": "Describe it."}),
        ("practice-exceeds-guided-hours", {"aim": "Learners fly for a minimum of 40 hours."}),
        (
            "supervision-or-observation",
            {"referral": "No supervision session", "passing": "A supervised flying session"},
        ),
        ("descriptor-missing", {"passing": ""}),
    ],
)
def test_a_changed_figure_or_word_is_found(code, change):
    assert code in codes(**change)
    assert code not in codes()


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("unit-not-in-document", "\n\nAppendix 2\nSee Unit 907 for knots.\n"),
        ("criterion-misquoted", "\n\nAppendix 2\nUnit 300 AC 1.1 Explain why kites need a tail\n"),
        ("tasks-or-form-not-carried", "\n\nAppendix 2\n1.2 Explaining tails\n"),
        ("number-not-placed", "\n\nAppendix 2\nRegister number 603/0000/1\n"),
        ("stray-line", "\n\nAppendix 2\n\nB\n"),
        ("framework-name-varies", "\n\nAppendix 2\nThe QCF came before the RQF.\n"),
        (
            "electronic-or-paper",
            "\n\nAppendix 2\nOnly work captured electronically counts.\nThis form needs photocopying.\n",
        ),
        (
            "method-in-no-unit",
            "\n\nAppendix 2\nUnit title\tUnit number\tAssessment method\n"
            "Flying\t9404-300\tPortfolio\n\nOnscreen tests are used.\n",
        ),
        (
            "word-count-is-advice",
            "\n\nAppendix 2\nThe only acceptable reason for a referral is a criterion not met.\nThe word count is "
            "500 - 900 words.\n",
        ),
        (
            "confirmed-by-differs",
            "\n\nAppendix 2\nIt is informal, until confirmed by the IQA.\nIt is informal, until confirmed by the "
            "IQA and the EQA.\n",
        ),
        (
            "required-or-recommended",
            "\n\nAppendix 2\nCentres must give two hours of tutorial support.\nIt is recommended:\nTutorial support\n",
        ),
        (
            "target-reaches-limit",
            "\n\nAppendix 2\nQualification\tRegistration valid for\tTarget\nKites\t3 years\t2 - 3 years\n",
        ),
    ],
)
def test_a_line_elsewhere_that_does_not_agree_is_found(code, after):
    assert code in codes(after)
    assert code not in codes()


def test_every_code_is_explained():
    package = Path(handbooks.__file__).parent
    explained = set(re.findall(r"`([a-z-]+)`", (package / "README.md").read_text(encoding="utf-8")))
    sources = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    used = set(re.findall(r"\b(?:Warning|note|notes\.add)\(\s*\"([a-z-]+)\"", sources))
    assert len(used) > 50
    assert used <= explained


def test_the_criterion_wins_and_stays_as_printed():
    handbook = found((STRUCTURE + UNITS + SHEET).format(**CLEAN | {"referral": "Only one supervision session"}))
    criterion = handbook.unit("300").criterion("1.1")
    assert "2 sessions" in criterion.text
    assert criterion.referral_descriptors == ("Only one supervision session",)
    (warning,) = [w for w in handbook.warnings if w.code == "count-differs-in-sheet"]
    assert "The criterion wins" in warning.message
    assert "9404-300" in warning.message


def test_an_exception_to_a_limit_belongs_to_its_unit_alone():
    text = (STRUCTURE + UNITS + SHEET).format(
        **CLEAN
        | {
            "aim": "Learners fly with a maximum of two clients.",
            "guidance": "Explain it. In exceptional circumstances a third client is allowed.",
        }
    )
    handbook = found(text)
    assert handbook.unit("300").practice.maximum_clients == 2
    assert "exception-to-a-limit" in {w.code for w in handbook.warnings}


def test_numbers_that_only_the_rules_use_are_matched_by_order_and_credit():
    text = (
        "Level 5 Award in Kites\nCredit Value:\t7\nRules of Combination:\tLearners gain 7 credits from units "
        "500 and 501 in group 1.\n\n"
        "Unit\tUnit Title\tLevel\tCV\tGLH\n6001\tFlying far\t5\t3\t9\n6002\tFlying high\t5\t4\t9\n\n"
    )
    handbook = found(text)
    assert [unit.ref for unit in handbook.qualifications[0].units] == ["6001", "6002"]
    assert handbook.unit("501").ref == "6002"
    assert {"unit-number-matched-by-order", "group-not-defined"} <= {w.code for w in handbook.warnings}


def test_numbers_whose_credits_do_not_add_up_are_not_matched():
    text = (
        "Level 5 Award in Kites\nCredit Value:\t9\nRules of Combination:\tLearners gain 9 credits from units "
        "500 and 501.\n\n"
        "Unit\tUnit Title\tLevel\tCV\tGLH\n6001\tFlying far\t5\t3\t9\n6002\tFlying high\t5\t4\t9\n\n"
    )
    handbook = found(text)
    assert handbook.unit("501") is None
    assert "unit-not-in-document" in {w.code for w in handbook.warnings}
