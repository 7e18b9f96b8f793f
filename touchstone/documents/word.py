"""Facts become a Word file: real headings, tables with header rows, a language, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

INK = RGBColor(0x0C, 0x12, 0x14)
INK_2 = RGBColor(0x3C, 0x43, 0x40)
_SHADE = "F0EFEB"
_RULE = "A4A39D"
_FONT = "Arial"
_CELL = "Cell"
_LABEL_WIDTH = Mm(50)
# A row of fewer letters stays on one page; a longer one must be free to run on.
_KEEPS_TOGETHER = 900

# Zip entries need a time; a fixed one keeps the bytes a matter of the facts alone.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def result_sheet(values: dict[str, Any], *, dated_on: date) -> bytes:
    """The result sheet of `values` (as `plain` gives them) as a Word file."""
    unit = f"{values['unit_number']} {values['unit_title']}".strip()
    paper = _paper(
        f"Result sheet, unit {unit}, {values['learner_name']}, attempt {values['attempt']}", values, dated_on, wide=True
    )
    _opening(paper, "Result sheet", f"Unit {unit}")
    _field_table(paper, [
        ("Status", values["status"]),
        ("Centre number", values["centre_number"]),
        ("Centre", values["centre_name"]),
        ("Learner registration number", values["learner_registration_number"]),
        ("Learner", values["learner_name"]),
        ("Qualification", " ".join(filter(None, (values["qualification_number"], values["qualification_title"])))),
        ("Unit reference", values["unit_ref"]),
        ("Level", values["unit_level"]),
        ("Credit", values["unit_credit"]),
        ("Attempt", values["attempt"]),
        ("Submitted", values["submitted_on"]),
    ], across=2)  # fmt: skip
    paper.add_paragraph(
        "The unit passes when every criterion is a Pass; one Referral refers the submission. The descriptors are "
        "guidance: work may meet or miss a criterion in ways that they do not name."
    )
    for note in values["notes"]:
        _prose(paper.add_paragraph(), note)
    for outcome in values["outcomes"]:
        _result_outcome(paper, outcome)
    paper.add_heading("Decisions on the unit", 2)
    _signing(paper, "Assessor", "Date", values["assessor"])
    _signing(paper, "Quality assurer", "Date of check", values["quality_assurer"])
    if values["sheet_hash"]:
        paper.add_paragraph(f"SHA-256 of the signed sheet: {values['sheet_hash_groups']}")
    return _saved(paper)


def evidence_matrix(values: dict[str, Any], *, dated_on: date) -> bytes:
    """The evidence matrix of `values` as a Word file."""
    unit = f"{values['unit_number']} {values['unit_title']}".strip()
    paper = _paper(f"Evidence matrix, unit {unit}, {values['learner_name']}", values, dated_on)
    _opening(paper, "Evidence matrix", f"Unit {unit}")
    _learner_table(paper, values)
    for outcome in values["outcomes"]:
        paper.add_heading(f"Outcome {outcome['number']}: {outcome['text']}", 2)
        table = _ruled(paper, ("Criterion", "Evidence, and where to look", "Reference"), (60, 78, 40))
        for criterion in outcome["criteria"]:
            places = criterion["evidence"] or [{"title": "No evidence mapped yet", "where": "", "reference": "–"}]
            for place in places:
                _row(table, [
                    [(criterion["ref"], True), (" " + criterion["text"], False)],
                    "\n".join(filter(None, (place["title"], place["where"]))),
                    place["reference"],
                ])  # fmt: skip
    if values["references"]:
        paper.add_heading("Sources used", 2)
        for each in values["references"]:
            paper.add_paragraph(each, style="List Bullet")
    paper.add_heading("Learner", 2)
    _field_table(paper, [
        ("Name", values["learner_name"]),
        ("Signature", values["signature_statement"] or "Not yet signed"),
        ("Date completed", values["signed_on"] or "Not yet signed"),
    ])  # fmt: skip
    return _saved(paper)


def authentication_sheet(values: dict[str, Any], *, dated_on: date) -> bytes:
    """The authentication sheet of `values` as a Word file."""
    unit = f"{values['unit_number']} {values['unit_title']}".strip()
    title = f"Authentication sheet, unit {unit}, {values['learner_name']}, attempt {values['attempt']}"
    paper = _paper(title, values, dated_on)
    _opening(paper, "Authentication sheet", f"Unit {unit}")
    _learner_table(paper, values)
    paper.add_heading("Declaration", 2)
    _prose(paper.add_paragraph(), values["statement"])
    if values["acknowledgements"]:
        paper.add_heading("Sources and help acknowledged", 3)
        for each in values["acknowledgements"]:
            paper.add_paragraph(each, style="List Bullet")
    _field_table(paper, [
        ("Name", values["learner_name"]),
        ("Signature", values["signature_statement"] or values["learner_name"]),
        ("Declared", values["declared_at"]),
    ])  # fmt: skip
    paper.add_heading("What was declared", 2)
    paper.add_paragraph(f"SHA-256 of the manifest: {values['manifest_groups']}")
    table = _ruled(paper, ("No.", "File", "Size", "SHA-256"), (11, 67, 22, 78))
    for number, file in enumerate(values["files"], 1):
        name = "\n".join(filter(None, (file["name"], file["reference"])))
        _row(table, [str(number), name, file["size"], file["hash_groups"]])
    return _saved(paper)


def _result_outcome(paper: Document, outcome: dict[str, Any]) -> None:
    paper.add_heading(f"Outcome {outcome['number']}: {outcome['text']}", 2)
    labels = ("Criterion", "Points to a referral", "Points to a pass", "Assessor’s feedback", "Decision")
    table = _ruled(paper, labels, (46, 58, 58, 76, 27))
    for criterion in outcome["criteria"]:
        feedback = criterion["feedback"] or "No feedback written"
        if criterion["time_counters"]:
            feedback += "\nRecording: " + ", ".join(criterion["time_counters"])
        decision = [(criterion["outcome"] or "Not yet decided", bool(criterion["outcome"]))]
        if criterion["carried_from_attempt"] is not None:
            decision.append((f"\nCarried from attempt {criterion['carried_from_attempt']}", False))
        _row(table, [
            [(criterion["ref"], True), (" " + criterion["text"], False)],
            _listed(criterion["referral_descriptors"]),
            _listed(criterion["pass_descriptors"]),
            feedback,
            decision,
        ])  # fmt: skip
    for whose, key in (("Assessor’s", "comments"), ("Quality assurer’s", "qa_comments")):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.add_run(f"{whose} comments on outcome {outcome['number']}: ").bold = True
        _prose(paragraph, outcome[key] or "None")


def _signing(paper: Document, kind: str, date_label: str, record: dict[str, Any] | None) -> None:
    paper.add_heading(kind, 3)
    if record is None:
        paper.add_paragraph("Unit outcome: not yet recorded")
        return
    _field_table(paper, [
        ("Unit outcome", record["outcome"] or "Not yet decided"),
        (date_label, record["signed_on"]),
        ("Name", ", ".join(filter(None, (record["name"], record["role"])))),
        ("Signature", record["statement"]),
    ])  # fmt: skip


def _learner_table(paper: Document, values: dict[str, Any]) -> None:
    _field_table(paper, [
        ("Learner", values["learner_name"]),
        ("Registration number", values["learner_registration_number"]),
        ("Centre", values["centre_name"]),
        ("Centre number", values["centre_number"]),
        ("Qualification", values["qualification_title"]),
        ("Unit reference", values["unit_ref"]),
        ("Attempt", values["attempt"]),
    ])  # fmt: skip


def _paper(title: str, values: dict[str, Any], dated_on: date, *, wide: bool = False) -> Document:
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(16)
    _styles(paper, values["language"])
    _properties(paper, title, values, dated_on)
    foot = section.footer.paragraphs[0]
    who = " · ".join(filter(None, (values["learner_name"], values["learner_registration_number"])))
    foot.add_run(f"{who} · Unit {values['unit_number']} · Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(8)
    return paper


def _styles(paper: Document, language: str) -> None:
    for name, points in (("Normal", 9.5), ("Heading 1", 19), ("Heading 2", 12.5), ("Heading 3", 10.5), ("Footer", 8)):
        style = paper.styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.name = _FONT
        style.font.size = Pt(points)
        style.font.color.rgb = INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), _FONT)
        style.paragraph_format.space_before = Pt(0 if name in ("Normal", "Heading 1", "Footer") else 14)
        style.paragraph_format.space_after = Pt(10 if name == "Heading 1" else 6)
    cell = paper.styles.add_style(_CELL, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(cell, ParagraphStyle)
    cell.base_style = paper.styles["Normal"]
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2.5)
    cell.paragraph_format.line_spacing = 1.1
    for run_properties in paper.styles.element.iter(qn("w:rPrDefault")):
        for lang in run_properties.iter(qn("w:lang")):
            lang.set(qn("w:val"), language)


def _properties(paper: Document, title: str, values: dict[str, Any], dated_on: date) -> None:
    at = datetime.combine(dated_on, time(), UTC)
    core = paper.core_properties
    # The properties of a Word file hold at most 255 characters each.
    core.title, core.author, core.last_modified_by = title[:255], values["centre_name"][:255], ""
    core.subject, core.comments, core.keywords = "", "", ""
    core.language = values["language"]
    core.created = core.modified = at
    core.revision = 1


def _opening(paper: Document, kind: str, title: str) -> None:
    over = paper.add_paragraph()
    over.paragraph_format.space_after = Pt(0)
    run = over.add_run(kind)
    run.bold, run.font.color.rgb = True, INK_2
    paper.add_heading(title, 1)


def _field_table(paper: Document, pairs: Iterable[tuple[str, Any]], *, across: int = 1) -> None:
    """Labels and values, `across` pairs to a row; what has no value is left out, as on the PDF."""
    kept = [(label, str(value)) for label, value in pairs if value not in (None, "")]
    section = paper.sections[0]
    room = int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))
    widths = (_LABEL_WIDTH, room // across - _LABEL_WIDTH) * across
    table = _bare(paper, widths)
    for start in range(0, len(kept), across):
        row = [text for pair in kept[start : start + across] for text in pair]
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, row, strict=False)):
            cell.width = widths[place]
            paragraph = _cell_text(cell, text)
            if place % 2 == 0:
                paragraph.runs[0].font.color.rgb = INK_2
    after = paper.add_paragraph()
    after.paragraph_format.space_after = Pt(2)


def _bare(paper: Document, widths: Sequence[int]) -> Table:
    table = paper.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    return table


def _ruled(paper: Document, labels: Sequence[str], widths_mm: Sequence[int]) -> Table:
    table = _bare(paper, [Mm(each) for each in widths_mm])
    _borders(table)
    row = table.add_row()
    for cell, label in zip(row.cells, labels, strict=True):
        _cell_text(cell, label).runs[0].bold = True
        _shade(cell)
    _row_property(row, "w:cantSplit")
    _row_property(row, "w:tblHeader")
    return table


def _row(table: Table, contents: Sequence[str | list[tuple[str, bool]]]) -> None:
    row = table.add_row()
    for cell, column, content in zip(row.cells, table.columns, contents, strict=True):
        if column.width is not None:
            cell.width = column.width
        runs = [(content, False)] if isinstance(content, str) else content
        paragraph = cell.paragraphs[0]
        paragraph.style = _CELL
        for text, bold in runs:
            _prose(paragraph, text, bold=bold)
    longest = max(len(each) if isinstance(each, str) else sum(len(text) for text, _ in each) for each in contents)
    if longest <= _KEEPS_TOGETHER:
        _row_property(row, "w:cantSplit")


def _row_property(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _cell_text(cell: _Cell, text: str) -> Paragraph:
    paragraph = cell.paragraphs[0]
    paragraph.style = _CELL
    _prose(paragraph, text)
    return paragraph


def _listed(items: Sequence[str]) -> str:
    return "\n".join(f"• {each}" for each in items) if items else "None given"


def _prose(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    """Adds `text` line by line; a tab or a line end inside a run would otherwise be lost or become a page's own."""
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        run.bold = bold or None
        if number:
            run.add_break()
        run.add_text(line)


def _field(paragraph: Paragraph, instruction: str) -> None:
    run = paragraph.add_run()._r
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("shown", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:t" if kind == "shown" else "w:instrText")
            element.text = text
        run.append(element)


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        element = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            element.set(qn(f"w:{key}"), value)
        borders.append(element)
    # The schema wants the borders right after the width; Word refuses some files that have them later.
    width = table._tbl.tblPr.find(qn("w:tblW"))
    assert width is not None
    width.addnext(borders)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _SHADE)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _saved(paper: Document) -> bytes:
    buffer = io.BytesIO()
    paper.save(buffer)
    fixed = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
