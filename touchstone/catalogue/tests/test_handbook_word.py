"""Word files: real tables and numbering, and what a hostile file is answered."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from touchstone.catalogue.handbooks import HandbookUnreadable, read


def saved(word) -> bytes:
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def small_word():
    word = Document()
    word.add_heading("Unit 9: Flying", 1)
    word.add_paragraph("Level: 2")
    table = word.add_table(0, 2)
    for cells in (("Learning outcome", "Assessment criteria"), ("1. Fly", "1.1 Launch a kite"), ("", "1.2 Land it")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    return word


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The package with further or other parts; "__" in a name stands for "/" and "_dot_" for "."."""
    named = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, content in named.items():
            new.writestr(name, content)
    return stream.getvalue()


def test_outcomes_and_criteria_in_a_real_table_are_read():
    unit = read(saved(small_word()), "x.docx").units[0]
    assert [(c.ref, c.text) for c in unit.criteria] == [("1.1", "Launch a kite"), ("1.2", "Land it")]


def test_merged_cells_are_read_once():
    word = small_word()
    word.add_paragraph("Unit 9 Result Sheet")
    table = word.add_table(3, 3)
    for cell, text in zip(table.rows[0].cells, ("Criteria", "Referral", "Pass"), strict=True):
        cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[2]).text = "Learning Outcome 1 Fly"
    for cell, text in zip(table.rows[2].cells, ("AC 1.1 Launch a kite", "It stays down", "It flies"), strict=True):
        cell.text = text
    unit = read(saved(word), "x.docx").units[0]
    assert len(unit.outcomes) == 1
    assert unit.criteria[0].referral_descriptors == ("It stays down",)
    assert unit.criteria[0].pass_descriptors == ("It flies",)


def numbered(paragraph, number_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number_id


def add_list(word, levels: list[tuple[str, str]]) -> int:
    root = word.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "900")
    for place, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(place))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "900")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "900")
    number.append(link)
    root.append(number)
    return 900


def test_numbers_that_word_counts_itself_are_part_of_the_text():
    word = Document()
    word.add_paragraph("Unit 9 Flying")
    word.add_paragraph("Level: 2")
    word.add_paragraph("Learning outcomes and criteria")
    listed = add_list(word, [("decimal", "%1."), ("decimal", "%1.%2")])
    for level, text in ((0, "Fly"), (1, "Launch a kite"), (1, "Land it"), (0, "Build"), (1, "Tie a knot")):
        numbered(word.add_paragraph(text), listed, level)
    unit = read(saved(word), "x.docx").units[0]
    assert [(o.number, o.text) for o in unit.outcomes] == [("1", "Fly"), ("2", "Build")]
    assert [(c.ref, c.text) for c in unit.criteria] == [
        ("1.1", "Launch a kite"),
        ("1.2", "Land it"),
        ("2.1", "Tie a knot"),
    ]


def test_tables_inside_tables_are_read_too():
    word = small_word()
    outer = word.tables[0].add_row().cells[1]
    outer.text = ""
    outer.add_table(1, 1).rows[0].cells[0].text = "1.3 Pack it"
    assert read(saved(word), "x.docx").units[0].criteria[-1].text == "Pack it"


def test_text_boxes_are_read_once():
    word = small_word()
    inside = "<w:txbxContent><w:p><w:r><w:t>Level 2 Award in Kites</w:t></w:r></w:p></w:txbxContent>"
    schemas = "http://schemas.openxmlformats.org"
    box = (
        f'<w:r xmlns:w="{schemas}/wordprocessingml/2006/main" xmlns:mc="{schemas}/markup-compatibility/2006">'
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{inside}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    word.element.body.insert(0, OxmlElement("w:p"))
    word.paragraphs[0]._p.append(parse_xml(box))
    found = read(saved(word), "x.docx")
    assert [q.title for q in found.qualifications] == ["Level 2 Award in Kites"]
    assert found.qualifications[0].level == 2


def test_deleted_words_are_gone_and_inserted_ones_are_there():
    word = Document()
    word.add_paragraph("Unit 9 Flying")
    word.add_paragraph("Level: 2")
    word.add_paragraph("Learning outcome 1")
    word.add_paragraph("1 Fly")
    paragraph = word.add_paragraph("1.1 Launch a ")
    for tag, inner, text in (("w:del", "w:delText", "stone"), ("w:ins", "w:t", "kite")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    assert read(saved(word), "x.docx").units[0].criteria[0].text == "Launch a kite"


def test_macros_are_refused():
    with pytest.raises(HandbookUnreadable, match="macros"):
        read(repacked(saved(small_word()), word__vbaProject_dot_bin=b"x"), "x.docm")


def test_a_type_with_macros_is_refused():
    data = saved(small_word())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = package.read("[Content_Types].xml").replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, types if name == "[Content_Types].xml" else old.read(name))
    with pytest.raises(HandbookUnreadable, match="macros"):
        read(stream.getvalue(), "x.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_alphabet(encoding):
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]><w>&a;</w>'
    )
    with pytest.raises(HandbookUnreadable, match="entities"):
        read(repacked(saved(small_word()), word__document_dot_xml=text.encode(encoding)), "x.docx")


def test_a_bomb_is_not_unpacked():
    with pytest.raises(HandbookUnreadable, match="unpacks"):
        read(repacked(saved(small_word()), word__media__a_dot_xml=b" " * (9 * 1024 * 1024)), "x.docx")


def test_too_many_parts_are_refused():
    parts = {f"word__media__p{n}_dot_bin": b"x" for n in range(2100)}
    with pytest.raises(HandbookUnreadable, match="unpacks"):
        read(repacked(saved(small_word()), **parts), "x.docx")


def test_another_packed_file_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("hello.txt", "hello")
    with pytest.raises(HandbookUnreadable, match="not a Word document"):
        read(stream.getvalue(), "x.docx")


@pytest.mark.parametrize("length", [40, 400, 4000])
def test_a_file_cut_short_is_refused(length):
    with pytest.raises(HandbookUnreadable):
        read(saved(small_word())[:length], "x.docx")


def test_a_document_of_rubbish_xml_is_refused():
    with pytest.raises(HandbookUnreadable, match="damaged"):
        read(repacked(saved(small_word()), word__document_dot_xml=b"<w>no end"), "x.docx")


def test_an_outcome_merged_over_its_criteria_is_read_once():
    word = Document()
    word.add_paragraph("Unit 9 Flying")
    word.add_paragraph("Level: 2")
    table = word.add_table(4, 3)
    rows = [("Learning outcome", "Assessment criteria", ""), ("1. Fly", "1.1", "Launch a kite"), ("", "1.2", "Land it")]
    for row, texts in zip(table.rows, [*rows, ("2. Build", "2.1", "Tie a knot")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    unit = read(saved(word), "x.docx").units[0]
    assert [(o.text, [(c.ref, c.text) for c in o.criteria]) for o in unit.outcomes] == [
        ("Fly", [("1.1", "Launch a kite"), ("1.2", "Land it")]),
        ("Build", [("2.1", "Tie a knot")]),
    ]


def test_lead_ins_inside_header_cells_and_facts_four_in_a_row_are_read():
    word = Document()
    word.add_heading("Unit 1: Mediating", 1)
    facts = word.add_table(1, 4)
    for cell, text in zip(facts.rows[0].cells, ("Unit reference", "R/999/1001", "Level", "3"), strict=True):
        cell.text = text
    table = word.add_table(3, 3)
    header = ("Learning outcome\nThe learner will:", "Assessment criteria\nThe learner can:", "Indicative content")
    for row, cells in zip(table.rows, (header, ("", "1.1 Explain it", "stages"), ("", "1.2 Do it", "")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.rows[1].cells[0].merge(table.rows[2].cells[0]).text = "1. Understand mediation"
    found = read(saved(word), "x.docx")
    [unit] = found.units
    assert (unit.ref, unit.title, unit.uan, unit.level) == ("1", "Mediating", "R/999/1001", 3)
    assert [(outcome.number, outcome.text) for outcome in unit.outcomes] == [("1", "Understand mediation")]
    assert [(c.ref, c.text, c.depth) for c in unit.criteria] == [
        ("1.1", "Explain it", ("stages",)),
        ("1.2", "Do it", ()),
    ]


def test_bullets_under_the_learner_can_are_criteria():
    word = Document()
    word.add_heading("Unit 501 Supervising", 1)
    word.add_paragraph("UAN: T/999/9090")
    word.add_heading("Learning outcome 1", 2)
    for text in ("The learner will: Understand models", "The learner can:"):
        word.add_paragraph(text)
    for text in ("Explain two models", "Compare them"):
        word.add_paragraph(text, style="List Bullet")
    [outcome] = read(saved(word), "x.docx").units[0].outcomes
    assert outcome.text == "Understand models"
    assert [(c.ref, c.text) for c in outcome.criteria] == [("1.1", "Explain two models"), ("1.2", "Compare them")]
