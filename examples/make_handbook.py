"""Writes `handbook.txt` and `handbook.docx`: one small invented handbook, as text and as Word with real tables.

Alderwood Awards, its qualifications and its units do not exist. Every sentence is ours. The handbook has all the parts that
a real one has, and two faults that real ones have, so that a reader can be seen to find them: the result sheet of unit 303
asks for one supervision meeting where the criterion asks for two, and the total time of the award is not ten hours a credit.

    python examples/make_handbook.py
"""

from __future__ import annotations

import datetime
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from docx import Document

HERE = Path(__file__).parent
FAMILY = "9401"
DATE = datetime.datetime(2026, 1, 5, 9, 0)


@dataclass(frozen=True)
class Criterion:
    ref: str
    text: str
    depth: tuple[str, ...]
    guidance: str
    referral: tuple[str, ...]
    passing: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    on_sheet: str | None = None


@dataclass(frozen=True)
class Unit:
    number: str
    uan: str
    title: str
    credit: int
    hours: int
    method: str
    aim: str
    outcomes: tuple[tuple[str, tuple[Criterion, ...]], ...]

    @property
    def code(self) -> str:
        return f"{FAMILY}-{self.number}"


UNITS = (
    Unit(
        "301",
        "T/999/1001",
        "Understanding Safe Trail Guiding",
        3,
        10,
        "Assignment",
        "This unit gives learners the knowledge that a trail guide needs before a first walk with guests.",
        (
            (
                "Understand the role of a trail guide",
                (
                    Criterion(
                        "1.1",
                        "Describe the duties of a trail guide before, during and after a walk",
                        ("Checking the route, the weather and the kit.", "Handing over and closing the walk."),
                        "Describe at least three duties for each stage of the walk.",
                        ("Duties are missing for one of the stages", "Duties are only listed by name"),
                        ("Duties for all three stages are described correctly",),
                    ),
                    Criterion(
                        "1.2",
                        "Explain why a guide walks a route before leading it",
                        ("Hazards, timings, places to rest and ways out.",),
                        "Explain the reasons with an example from a route you know.",
                        ("Reasons are stated without explanation",),
                        ("Sound reasons are explained with an example",),
                    ),
                ),
            ),
            (
                "Understand how to keep a group safe",
                (
                    Criterion(
                        "2.1",
                        "Identify hazards on a given trail",
                        ("Ground, water, weather, animals and other people.",),
                        "Identify at least four hazards on the map provided.",
                        ("Fewer than four hazards are identified", "Hazards do not fit the trail"),
                        ("Four or more hazards that fit the trail are identified",),
                    ),
                    Criterion(
                        "2.2",
                        "Justify the point at which a walk should be turned back",
                        ("Turn-back times, signs of tiredness, changes in the weather.",),
                        "Justify one decision with the facts that a guide would have at that moment.",
                        ("A turning point is named without reasons",),
                        (
                            "A turning point is justified from the facts",
                            "The safety of the slowest walker is considered",
                        ),
                    ),
                ),
            ),
        ),
    ),
    Unit(
        "302",
        "A/999/1002",
        "Guiding Guests on a Short Trail",
        4,
        12,
        "Portfolio",
        "This unit asks learners to guide for a minimum of 8 hours and to have a 1 hour meeting with their tutor.",
        (
            (
                "Be able to prepare a minimum of 8 hours of guiding with a maximum of three individuals",
                (
                    Criterion(
                        "1.1",
                        "Plan walks for 8 hours of guiding",
                        ("Routes, timings, rests and ways out.",),
                        "Plan each walk on one page that another guide could follow.",
                        ("The plan covers fewer than 8 hours", "The plan has no ways out"),
                        ("The plan covers 8 hours and could be followed by another guide",),
                        ("Walk plans for 8 hours", "A map with the route drawn in"),
                    ),
                    Criterion(
                        "1.2",
                        "Agree aims and limits with each guest",
                        ("Fitness, interests, medicines, pace.",),
                        "Show what was agreed and how it was recorded.",
                        ("Aims or limits are missing for a guest",),
                        ("Aims and limits are agreed and recorded for each guest",),
                        ("Signed agreements with names removed",),
                    ),
                ),
            ),
            (
                "Be able to guide and to learn from it",
                (
                    Criterion(
                        "2.1",
                        "Guide guests on a trail and keep a record of each walk",
                        ("Briefing, pace, head counts, stories of the place.",),
                        "Keep a diary page for each walk with date, length and guests by initial.",
                        ("Records are missing for a walk", "Head counts are not recorded"),
                        ("Each walk is recorded with its head counts",),
                        ("Guiding diary", "A tutor's note of an observed walk"),
                    ),
                    Criterion(
                        "2.2",
                        "Summarise the outcomes of supervision for a minimum of 1 session",
                        ("What was said, what will change.",),
                        "Summarise the meeting and say what you will do differently.",
                        ("No supervision meeting is summarised",),
                        ("The meeting and its outcomes are summarised",),
                        ("Notes of the supervision meeting",),
                    ),
                ),
            ),
        ),
    ),
    Unit(
        "303",
        "F/999/1003",
        "Guiding Guests through a Season",
        8,
        26,
        "Portfolio",
        "This unit asks learners to guide for a minimum of 20 hours across a season and to have a 2 hour meeting with their tutor.",
        (
            (
                "Be able to plan a minimum of 20 hours of guiding with a minimum of four clients",
                (
                    Criterion(
                        "1.1",
                        "Plan walks for 20 hours of guiding through a season",
                        ("Light, ground and weather through the year.",),
                        "Plan for at least three months and show how the plan changes with them.",
                        ("The plan covers fewer than 20 hours", "The plan does not change with the season"),
                        ("The plan covers 20 hours and changes with the season",),
                        ("A season's plan", "Walk plans for 20 hours"),
                    ),
                ),
            ),
            (
                "Be able to review guiding with others",
                (
                    Criterion(
                        "2.1",
                        "Gather feedback from guests after each walk",
                        ("Asking openly, writing down, thanking.",),
                        "Gather feedback from every walk, in any form.",
                        ("Feedback is missing for a walk",),
                        ("Feedback is gathered from each walk",),
                        ("Feedback cards", "Messages from guests"),
                    ),
                    Criterion(
                        "2.2",
                        "Summarise the outcomes of supervision for a minimum of 2 sessions",
                        ("What was said, what will change.", "How the second meeting followed the first."),
                        "Summarise both meetings and compare what they led to.",
                        ("Has not shown one supervision session",),
                        ("Outcomes of the meetings are summarised",),
                        ("Notes of both supervision meetings",),
                        on_sheet="Summarise the outcomes of supervision for a minimum of one session",
                    ),
                ),
            ),
        ),
    ),
    Unit(
        "304",
        "J/999/1004",
        "Reviewing Own Guiding",
        3,
        8,
        "Reflective journal",
        "This unit helps learners to look back on their guiding and to plan what comes next.",
        (
            (
                "Be able to review own guiding",
                (
                    Criterion(
                        "1.1",
                        "Examine own guiding against feedback and records",
                        ("Diaries, feedback, notes of meetings.",),
                        "Examine at least two walks in detail.",
                        ("Only one walk is examined",),
                        ("Two or more walks are examined against feedback and records",),
                        ("Journal pages on two walks",),
                    ),
                    Criterion(
                        "1.2",
                        "Produce a development plan for a minimum of 6 months",
                        ("Aims, help needed, dates, signs of success.",),
                        "Produce a plan with dates and say how success will be seen.",
                        ("The plan has no dates", "The plan is shorter than 6 months"),
                        ("The plan covers 6 months with dates and signs of success",),
                        ("Development plan",),
                    ),
                ),
            ),
        ),
    ),
)
AWARD = ("Level 3 Award in Trail Guiding", f"{FAMILY}-11", ("301", "302"), (), 7, 22, 75)
CERTIFICATE = ("Level 3 Certificate in Trail Guiding", f"{FAMILY}-21", ("301", "303"), ("302", "304"), 14, 44, 140)


class Paper(Protocol):
    """What a handbook is written on."""

    def heading(self, text: str, level: int = 1) -> None: ...
    def line(self, text: str) -> None: ...
    def bullet(self, text: str) -> None: ...
    def table(self, rows: list[list[str | tuple[str, ...]]]) -> None: ...


class TextPaper:
    """Text as Word leaves it: a cell a line behind a TAB, rows apart by blank lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def heading(self, text: str, level: int = 1) -> None:
        self.lines += ["", text] if level < 4 else [text]

    def line(self, text: str) -> None:
        self.lines.append(text)

    def bullet(self, text: str) -> None:
        self.lines.append(f"· {text}")

    def table(self, rows: list[list[str | tuple[str, ...]]]) -> None:
        self.lines.append("")
        for row in rows:
            for cell in row:
                first, *more = [cell] if isinstance(cell, str) else ([f"· {item}" for item in cell] or [""])
                self.lines += [f"\t{first}", *more]
            self.lines.append("")
        self.lines.append("")

    def save(self, path: Path) -> None:
        path.write_text("\n".join(self.lines) + "\n", encoding="utf-8")


class WordPaper:
    """A Word document with heading styles, bullets and real tables."""

    def __init__(self) -> None:
        self.word = Document()
        properties = self.word.core_properties
        properties.author = properties.last_modified_by = "Alderwood Awards"
        properties.title, properties.comments = "Trail Guiding handbook", ""
        properties.created = properties.modified = DATE

    def heading(self, text: str, level: int = 1) -> None:
        self.word.add_heading(text, level)

    def line(self, text: str) -> None:
        self.word.add_paragraph(text)

    def bullet(self, text: str) -> None:
        self.word.add_paragraph(text, style="List Bullet")

    def table(self, rows: list[list[str | tuple[str, ...]]]) -> None:
        table = self.word.add_table(0, max(len(row) for row in rows), style="Table Grid")
        for row in rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1])
            for cell, content in zip(cells, row, strict=False):
                self._fill(cell, content)

    def _fill(self, cell, content: str | tuple[str, ...]) -> None:
        if isinstance(content, str):
            first, *more = content.split("\n")
            cell.paragraphs[0].text = first
            for text in more:
                cell.add_paragraph(text)
            return
        for place, item in enumerate(content):
            paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
            paragraph.text, paragraph.style = item, "List Bullet"

    def save(self, path: Path) -> None:
        """Writes the file with one date on every part, so that the same handbook is the same bytes."""
        self.word.save(path)
        with zipfile.ZipFile(path) as package:
            parts = [(name, package.read(name)) for name in package.namelist()]
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts:
                package.writestr(zipfile.ZipInfo(name, DATE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def write(paper: Paper) -> None:
    """The whole handbook, part after part."""
    paper.heading("Alderwood Awards: Trail Guiding handbook", 1)
    paper.line("This handbook is an example. Alderwood Awards and its qualifications are invented.")
    structure(paper)
    rules(paper)
    for unit in UNITS:
        section(paper, unit)
    brief(paper)
    for unit in UNITS:
        result_sheet(paper, unit)
    paper.heading("Appendix C Evidence examples", 1)
    for unit in UNITS:
        if any(criterion.evidence for _text, criteria in unit.outcomes for criterion in criteria):
            evidence(paper, unit)


def structure(paper: Paper) -> None:
    paper.heading("Structure", 1)
    for title, number, mandatory, optional, *_facts in (AWARD, CERTIFICATE):
        paper.heading(f"{title} ({number})", 2)
        count = {2: "two", 3: "three"}[len(mandatory)]
        more = " and a minimum of 3 credits from the optional units" if optional else ""
        paper.line(f"To achieve the {title} the learner must achieve {count} mandatory units{more}.")
        paper.line("Mandatory units")
        paper.table(unit_table(mandatory))
        if optional:
            paper.line("Optional units")
            paper.table(unit_table(optional))
    paper.heading("Total Qualification Time (TQT)", 1)
    paper.table(
        [["Title and level", "GLH", "TQT", "Credit"]]
        + [
            [title, str(hours), str(total), str(credit)]
            for title, _n, _m, _o, credit, hours, total in (AWARD, CERTIFICATE)
        ]
    )


def unit_table(numbers: tuple[str, ...]) -> list[list[str | tuple[str, ...]]]:
    rows: list[list[str | tuple[str, ...]]] = [["UAN", "Unit number", "Unit title", "Level", "Credit value", "GLH"]]
    rows += [
        [unit.uan, unit.code, unit.title, "3", str(unit.credit), str(unit.hours)]
        for unit in UNITS
        if unit.number in numbers
    ]
    return rows


def rules(paper: Paper) -> None:
    paper.heading("Centre requirements", 1)
    paper.line("Learners under 16 cannot be registered for these qualifications.")
    paper.line("A registration is valid for three years.")
    paper.heading("Summary of assessment methods", 1)
    paper.table(
        [["Unit number", "Unit title", "Assessment method"]] + [[unit.code, unit.title, unit.method] for unit in UNITS]
    )


def section(paper: Paper, unit: Unit) -> None:
    paper.heading(f"Unit {unit.number}: {unit.title}", 1)
    facts = (
        ("UAN:", unit.uan),
        ("Unit level:", "3"),
        ("Credit value:", str(unit.credit)),
        ("GLH:", str(unit.hours)),
        ("Unit aim:", unit.aim),
    )
    paper.table([[name, value] for name, value in facts])
    for place, (text, criteria) in enumerate(unit.outcomes, start=1):
        paper.heading(f"Learning outcome (LO {place})", 2)
        paper.line("The learner will:")
        paper.line(f"{place}\t{text}")
        for name, lead, lines in (
            ("Assessment criteria", "The learner can:", [(c.ref, (c.text,)) for c in criteria]),
            ("Depth", "", [(c.ref, c.depth) for c in criteria]),
            ("Assessment guidance", "The learner must:", [(c.ref, (c.guidance,)) for c in criteria]),
        ):
            paper.heading(name, 3)
            if lead:
                paper.line(lead)
            for ref, (first, *more) in lines:
                paper.line(f"{ref}\t{first}")
                for further in more:
                    paper.line(further)
    paper.heading("Assessment requirements", 2)
    paper.line("The unit is marked by the centre as pass or referral, and checked inside and outside the centre.")


def brief(paper: Paper) -> None:
    paper.heading("Appendix A Unit 301 Assignment brief", 1)
    paper.line("The suggested word count is 1,000 - 1,500 words. It is advice; nobody is referred for length.")


def result_sheet(paper: Paper, unit: Unit) -> None:
    paper.heading(f"Appendix B Unit {unit.number} Result Sheet", 1)
    paper.line(unit.title)
    paper.table([["Centre number", "", "Learner name", ""]])
    rows: list[list[str | tuple[str, ...]]] = [
        ["Assessment criteria (AC)", "Referral", "Pass", "Assessor feedback", "Decision"]
    ]
    for place, (text, criteria) in enumerate(unit.outcomes, start=1):
        rows.append([f"Learning Outcome {place} {text}"])
        rows += [
            [f"AC {c.ref}\n{c.on_sheet or c.text}", c.referral, c.passing, "", "Pass / Referral"] for c in criteria
        ]
        rows.append([f"Learning Outcome {place} comments (optional):"])
    paper.table(rows)
    paper.table([["Unit outcome (delete as applicable):", "PASS / REFERRAL", "Date:", ""]])


def evidence(paper: Paper, unit: Unit) -> None:
    rows: list[list[str | tuple[str, ...]]] = [[f"Unit {unit.number}\n{unit.title}", "Examples of evidence"]]
    for place, (_text, criteria) in enumerate(unit.outcomes, start=1):
        rows.append([f"Section {place}"])
        rows += [[f"AC {c.ref}\n{c.text}", c.evidence] for c in criteria]
    paper.table(rows)


def main() -> None:
    text, word = TextPaper(), WordPaper()
    write(text)
    write(word)
    text.save(HERE / "handbook.txt")
    word.save(HERE / "handbook.docx")


if __name__ == "__main__":
    main()
