"""What holds for every text, not only for those we thought of."""

import importlib.util
import json
import sys
from pathlib import Path
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.catalogue.handbooks import Handbook, HandbookUnreadable, read

SCRIPT = Path(__file__).resolve().parents[3] / "examples" / "make_handbook.py"
PIECES = st.sampled_from(
    [
        "Unit 300\tYard",
        "Unit 5 Thing",
        "\tUAN:",
        "\tY/999/2841",
        "Learning outcome (LO 1)",
        "LO2 Know x",
        "The learner will:",
        "1\tKnow",
        "1",
        "2 Be able to",
        "Assessment criteria",
        "The learner can:",
        "1.1 Explain",
        "1.2\tDescribe 2.1 x",
        "AC 1.1",
        "AC2.4",
        "\tAC 1.1",
        "· item",
        "\t· item",
        "\tReferral",
        "\tPass",
        "\tPass / Referral",
        "Depth",
        "Assessment guidance",
        "",
        "",
        "\t",
        "\t\t",
        "Level 3 Award in X Things",
        "Unit Code\tUnit Title\tLevel\tCredit",
        "300\tYard\t3\t3",
        "Rules of Combination:\tfrom units 300, 301 and 303",
        "Appendix 2\tUnit 300 Result Sheet",
        "<p>1 a</p>\t<p>1.1 b 1.2 c</p>",
        "a) Describe",
        "P1 Explain",
        "Learning outcomes\tAssessment criteria",
        "1. Know\t1.1 Name\tHull",
        "2,500 - 3,500 words",
        "Unit title: X",
        "Level: 3",
        "Section One",
        "Group 1",
        "Optional units",
        "12 hours with a maximum of two individuals",
        "1.1 and 1.2 both",
        "1.9-1.2 odd",
        "Diploma: YES/NO",
    ]
)
MODEST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_none(data: bytes) -> Handbook | None:
    """The handbook, or None when it is refused in a sentence; any other error goes through and fails the test."""
    try:
        return read(data, "x")
    except HandbookUnreadable as refusal:
        if not str(refusal).endswith("."):
            raise
        return None


def holds_together(handbook: Handbook) -> None:
    refs = [unit.ref for unit in handbook.units]
    assert len(refs) == len(set(refs))
    for unit in handbook.units:
        criteria = [criterion.ref for criterion in unit.criteria]
        assert len(criteria) == len(set(criteria))
    for qualification in handbook.qualifications:
        chosen = [unit.ref for unit in qualification.units]
        assert set(chosen) <= set(refs)
        assert len(chosen) == len(set(chosen))
    assert json.loads(json.dumps(handbook.as_json())) == handbook.as_json()


@MODEST
@given(st.lists(PIECES, max_size=40))
def test_any_mixture_of_parts_holds_together(pieces):
    text = "\n".join(pieces)
    handbook = read_or_none(text.encode())
    assert (handbook is None) == (not text.strip())
    if handbook:
        holds_together(handbook)
        assert all(w.line is None or 1 <= w.line <= max(len(pieces), 1) for w in handbook.warnings)


@MODEST
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_in_words(text):
    handbook = read_or_none(text.encode("utf-8", "surrogatepass"))
    if handbook:
        holds_together(handbook)


@MODEST
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(data):
    handbook = read_or_none(data)
    if handbook:
        holds_together(handbook)


@settings(MODEST, max_examples=30)
@given(st.binary(max_size=300), st.integers(0, 30_000))
def test_a_damaged_word_file_is_read_or_refused_in_words(noise, place):
    data = (SCRIPT.parent / "handbook.docx").read_bytes()
    broken = data[:place] + noise + data[place + len(noise) :]
    handbook = read_or_none(broken)
    if handbook:
        holds_together(handbook)


def _maker():
    spec = importlib.util.spec_from_file_location("make_handbook", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def _pieces() -> list[str]:
    """The example handbook in parts that can stand in any order."""
    maker = _maker()
    writers = [maker.structure, maker.rules, maker.brief]
    writers += [lambda paper, unit=unit: maker.section(paper, unit) for unit in maker.UNITS]
    writers += [lambda paper, unit=unit: maker.result_sheet(paper, unit) for unit in maker.UNITS]
    writers += [
        lambda paper: [
            paper.heading("Appendix C Evidence examples"),
            *[maker.evidence(paper, u) for u in maker.UNITS[1:]],
        ]
    ]
    found = []
    for write in writers:
        paper = maker.TextPaper()
        write(paper)
        found.append("\n".join(paper.lines))
    return found


PARTS = _pieces()
WHOLE = read("\n".join(PARTS).encode(), "x")


@settings(MODEST, max_examples=20)
@given(st.permutations(PARTS))
def test_the_order_of_the_parts_does_not_matter(parts):
    mixed = read("\n".join(parts).encode(), "x")
    assert {unit.ref: unit for unit in mixed.units} == {unit.ref: unit for unit in WHOLE.units}
    assert mixed.qualifications == WHOLE.qualifications


@settings(MODEST, max_examples=20)
@given(st.sets(st.integers(0, len(PARTS) - 1), min_size=1))
def test_a_missing_part_takes_nothing_else_with_it(kept):
    handbook = read("\n".join(PARTS[n] for n in sorted(kept)).encode(), "x")
    holds_together(handbook)
    for unit in handbook.units:
        whole = next(w for w in WHOLE.units if w.title == unit.title)
        assert [criterion.text for criterion in unit.criteria] in ([], [criterion.text for criterion in whole.criteria])


def test_the_committed_files_are_what_the_script_writes(tmp_path, monkeypatch):
    maker = _maker()
    monkeypatch.setattr(maker, "HERE", tmp_path)
    maker.main()
    assert (tmp_path / "handbook.txt").read_bytes() == (SCRIPT.parent / "handbook.txt").read_bytes()
    with ZipFile(tmp_path / "handbook.docx") as new, ZipFile(SCRIPT.parent / "handbook.docx") as old:
        assert new.read("word/document.xml") == old.read("word/document.xml")
