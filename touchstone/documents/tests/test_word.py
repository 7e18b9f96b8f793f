"""Word files: real tables and headings, a language, fixed bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from touchstone.documents import papers
from touchstone.documents.facts import Facts
from touchstone.documents.tests import make

Draw = Callable[[Any], bytes]
FILES: list[tuple[Draw, Facts]] = [
    (papers.result_sheet_docx, make.result_sheet()),
    (papers.evidence_matrix_docx, make.evidence_matrix()),
    (papers.authentication_sheet_docx, make.authentication_sheet()),
]
every_file = pytest.mark.parametrize(("draw", "facts"), FILES, ids=[draw.__name__ for draw, _ in FILES])


def words_of(content: bytes) -> str:
    paper = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)


@every_file
def test_the_same_facts_give_the_same_bytes(draw: Draw, facts: Facts) -> None:
    assert draw(facts) == draw(replace(facts))
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(draw(facts))).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@every_file
def test_a_file_says_its_title_author_language_and_day(draw: Draw, facts: Facts) -> None:
    paper = docx.Document(io.BytesIO(draw(facts)))
    core = paper.core_properties
    assert "Asha Rao" in core.title
    assert core.author == "Northgate Learning"
    assert core.language == "en-GB"
    assert core.created == datetime.combine(facts.dated_on, datetime.min.time(), UTC)
    languages = [each.get(qn("w:val")) for each in paper.styles.element.iter(qn("w:lang"))]
    assert languages
    assert languages[0] == "en-GB"


@every_file
def test_every_ruled_table_repeats_its_header_row(draw: Draw, facts: Facts) -> None:
    paper = docx.Document(io.BytesIO(draw(facts)))
    headed = [table for table in paper.tables if table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None]
    assert headed
    for table in headed:
        assert all(cell.text for cell in table.rows[0].cells)


@every_file
def test_headings_are_headings(draw: Draw, facts: Facts) -> None:
    styles = [paragraph.style.name for paragraph in docx.Document(io.BytesIO(draw(facts))).paragraphs]
    assert styles.count("Heading 1") == 1
    assert "Heading 2" in styles


@every_file
def test_hostile_texts_arrive_as_text(draw: Draw, facts: Facts) -> None:
    words = words_of(draw(replace(facts, learner_name=make.HOSTILE)))
    assert "<script>alert(1)</script> &amp;" in words
    assert "\x00" not in words
    assert "\u202e" not in words


def test_a_result_sheet_holds_each_criterion_with_its_descriptors_and_decision() -> None:
    words = words_of(papers.result_sheet_docx(make.result_sheet()))
    for part in (
        "1.4 Agree goals", "• Goals are agreed with one person only", "Recording: 12:30–14:05",
        "Carried from attempt 1", "Pass (provisional)", "Date of check", "Carys Llewellyn, IQA",
    ):  # fmt: skip
        assert part in words, part


def test_a_result_sheet_without_signatures_says_so() -> None:
    bare = replace(make.result_sheet(), assessor=None, quality_assurer=None)
    assert words_of(papers.result_sheet_docx(bare)).count("Unit outcome: not yet recorded") == 2


def test_the_parts_of_a_table_stand_in_the_order_of_the_schema() -> None:
    paper = docx.Document(io.BytesIO(papers.result_sheet_docx(make.result_sheet())))
    order = ["tblStyle", "tblW", "tblBorders", "tblLayout", "tblLook"]
    for table in paper.tables:
        names = [each.tag.rpartition("}")[2] for each in table._tbl.tblPr]
        assert names == [name for name in order if name in names]


def test_a_short_row_stays_on_one_page_and_a_long_one_may_run_on() -> None:
    sheet = make.result_sheet()
    first = sheet.outcomes[0]
    short, long = first.criteria[0], replace(first.criteria[1], feedback="word " * 4_000)
    paper = docx.Document(
        io.BytesIO(papers.result_sheet_docx(replace(sheet, outcomes=(replace(first, criteria=(short, long)),))))
    )
    rows = paper.tables[1]._tbl.tr_lst
    assert [row.find(f".//{qn('w:cantSplit')}") is not None for row in rows] == [True, True, False]


def test_pages_are_numbered_by_fields() -> None:
    foot = docx.Document(io.BytesIO(papers.result_sheet_docx(make.result_sheet()))).sections[0].footer
    fields = [each.text for each in foot._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
