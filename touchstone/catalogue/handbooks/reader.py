"""Reading a handbook: bytes in, a `Handbook` out."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Sequence

from . import lint
from .classify import tail_of
from .combination import combination
from .drafts import CriterionDraft, OutcomeDraft, UnitDraft
from .errors import HandbookUnreadable
from .evidence import read_evidence
from .lines import Document, document
from .matching import Units
from .members import Members, names_a_group_without_groups
from .model import Criterion, Handbook, Outcome, Qualification, Source, Unit, WordCount
from .notes import Notes
from .parts import Kind, Part, parts_of
from .practice import practice_of, word_count_of
from .reading import Reading
from .sheets import read_sheet
from .structure import Section, shorter_where_printed, structure_of
from .units import unit_of
from .verbs import verb_of
from .word import rows_of_word

MOST_BYTES = 25 * 1024 * 1024
_REFUSED = (
    (b"%PDF", "This is a PDF. Save the handbook as Word (.docx) or as plain text and try again."),
    (b"{\\rtf", "This is a rich text file. Save the handbook as Word (.docx) or as plain text and try again."),
    (b"\xd0\xcf\x11\xe0", "This is an old Word file (.doc). Save it as .docx and try again."),
)
_METHODS = re.compile(
    r"\b(reflective journal|portfolio of evidence|portfolio|assignment(?: brief)?|examination"
    r"|multiple[- ]choice test|test|project|"
    r"professional discussion|case study|observation|presentation)\b",
    re.I,
)


def read(data: bytes, file_name: str) -> Handbook:
    """The specification that a handbook holds, with a warning for all that did not fit or does not agree.

    `data` is the file as it is: plain text or Word (.docx), told apart by content. `file_name` is kept as its name.
    Raises HandbookUnreadable for an empty file, for anything that is neither text nor Word, and for a Word file that is
    damaged, oversized or carries macros. A text that holds no specification gives no units and a warning that says so.
    """
    notes = Notes()
    source = Source(file_name, hashlib.sha256(data).hexdigest())
    rows = _document(data, notes)
    reading = _read(rows, notes)
    members = Members(reading.structure, _matched(reading, notes), notes)
    units = _units(reading, notes)
    qualifications = tuple(_qualification(section, members, rows, notes) for section in reading.structure.sections)
    handbook = Handbook(source, qualifications, units)
    if not units and not qualifications:
        notes.add("nothing-found", "Neither a qualification nor a unit was found in this document.", 1)
    for rule in lint.RULES:
        for warning in rule(handbook, reading):
            notes.add(warning.code, warning.message, warning.line)
    return Handbook(source, qualifications, units, notes.sorted())


def _document(data: bytes, notes: Notes) -> Document:
    if len(data) > MOST_BYTES:
        raise HandbookUnreadable(f"This file is larger than {MOST_BYTES // (1024 * 1024)} MB, more than any handbook.")
    if not data.strip():
        raise HandbookUnreadable("This file is empty.")
    for start, reason in _REFUSED:
        if data.lstrip()[:8].startswith(start):
            raise HandbookUnreadable(reason)
    if data.startswith(b"PK\x03\x04"):
        return rows_of_word(data)
    return document(
        _text(data, notes).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").split("\n")
    )


def _text(data: bytes, notes: Notes) -> str:
    """The file as text: UTF-8, UTF-16 with its mark, or the old Windows alphabet."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise HandbookUnreadable("This file is neither text nor a Word document.") from error
    odd = sum(byte < 32 and byte not in (9, 10, 11, 12, 13) for byte in data)
    if b"\0" in data or odd > len(data) // 100:
        raise HandbookUnreadable("This file is neither text nor a Word document.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        if sum(not (char.isprintable() or char.isspace()) or char == "\ufffd" for char in text) > len(text) // 50:
            raise HandbookUnreadable("This file is neither text nor a Word document.") from None
        notes.add(
            "old-alphabet",
            "This text is not in UTF-8 and was read as Windows text; look at accents and quotation marks.",
            1,
        )
        return text


def _read(rows: Document, notes: Notes) -> Reading:
    parts = parts_of(rows)
    drafts = _drafts(parts, notes)
    return Reading(rows, parts, structure_of(rows, parts, notes), drafts)


def _drafts(parts: Sequence[Part], notes: Notes) -> list[UnitDraft]:
    """The units described; a unit whose section was interrupted is one, a unit described again is told and left."""
    sections: list[list[Part]] = []
    for part in parts:
        if part.kind is not Kind.UNIT:
            continue
        if sections and sections[-1][0].head is part.head:
            sections[-1].append(part)
        else:
            sections.append([part])
    drafts: list[UnitDraft] = []
    for section in sections:
        draft = unit_of(section, notes)
        twin = next((d for d in drafts if d.code == draft.code and d.titled(draft.title) and d.code), None)
        if twin and twin.outcomes and draft.outcomes:
            notes.add("unit-twice", f"Unit {draft.code} is described again; the first description is kept.", draft.line)
        elif twin:
            twin.outcomes = twin.outcomes or draft.outcomes
        else:
            drafts.append(draft)
    return drafts


def _matched(reading: Reading, notes: Notes) -> Units:
    """Joins tables and units, then puts result sheets and evidence to the units they name."""
    units = Units(reading.units, reading.structure, notes)
    reading.units = units.drafts
    reading.listed = [(units.of(row), row) for _order, table in reading.structure.tables for row in table]
    for part in reading.parts:
        if part.kind is Kind.SHEET:
            owners, entries = read_sheet(part, units.drafts, notes)
            reading.sheets += [(owner, entries) for owner in owners]
        elif part.kind is Kind.EVIDENCE:
            owners, entries = read_evidence(part, units.drafts, notes)
            reading.evidence += [(owner, entries) for owner in owners]
    return units


def _units(reading: Reading, notes: Notes) -> tuple[Unit, ...]:
    lengths = _word_counts(reading, notes)
    levels = {section.title.level for section in reading.structure.sections}
    for draft in reading.units:
        if draft.level is None and len(levels) == 1:
            draft.level = next(iter(levels))
    return tuple(_unit(draft, lengths.get(draft.ref, WordCount())) for draft in reading.units)


def _unit(draft: UnitDraft, length: WordCount) -> Unit:
    return Unit(
        ref=draft.ref,
        number=_number(draft),
        aliases=tuple(draft.aliases),
        uan=draft.uan,
        title=draft.title,
        level=draft.level,
        credit=draft.credit,
        guided_hours=draft.guided_hours,
        aim=" ".join(draft.aim) or None,
        assessment_method=draft.method or _method(draft.requirements),
        practice=practice_of(draft),
        word_count=length,
        outcomes=tuple(_outcome(outcome) for outcome in draft.outcomes),
    )


def _number(draft: UnitDraft) -> str | None:
    """The number a person calls the unit by: the end of its code; None where only a title or a UAN is printed."""
    return tail_of(draft.ref) if draft.code or draft.aliases or draft.ref not in (draft.uan, draft.title) else None


def _method(requirements: Sequence[str]) -> str | None:
    """The method that the unit's requirements name in a sentence on how it is assessed."""
    for sentence in requirements:
        if re.search(r"\bassess(?:ed|ment)\b[^.]{0,40}\b(?:through|by|via|using|is|method)\b", sentence, re.I):
            found = _METHODS.search(sentence)
            if found:
                return found[0][0].upper() + found[0][1:]
    return None


def _outcome(draft: OutcomeDraft) -> Outcome:
    return Outcome(draft.number, draft.text, tuple(_criterion(criterion) for criterion in draft.criteria))


def _criterion(draft: CriterionDraft) -> Criterion:
    return Criterion(
        ref=draft.ref,
        text=draft.text,
        verb=verb_of(draft.text),
        depth=tuple(draft.depth),
        guidance="\n".join(draft.guidance) or None,
        referral_descriptors=tuple(draft.referral),
        pass_descriptors=tuple(draft.passing),
        evidence_examples=tuple(draft.evidence),
    )


def _word_counts(reading: Reading, notes: Notes) -> dict[str, WordCount]:
    """The suggested length by unit: the unit whose part names it, else the only unit assessed by an assignment."""
    found: dict[str, WordCount] = {}
    named: list[UnitDraft] = []
    for part in reading.parts:
        owners = [unit for unit in reading.units if any(unit.called(code) for code in part.codes)]
        if owners or part.kind is not Kind.OTHER or (part.head and re.match(r"appendix|annex", part.head.text, re.I)):
            named = owners
        for row in ([part.head] if part.head else []) + part.rows:
            length = word_count_of(row.text)
            if length is None:
                continue
            units = (
                named
                if len(named) == 1
                else [unit for unit in reading.units if unit.method and "assignment" in unit.method.lower()]
            )
            if len(units) != 1:
                notes.add(
                    "word-count-without-unit",
                    f"A length in words is printed, but not for which unit: {row.text[:90]}",
                    row.number,
                )
                continue
            for unit in units:
                found.setdefault(unit.ref, length)
        if part.kind is not Kind.OTHER:
            named = []
    return found


def _qualification(section: Section, members: Members, rows: Document, notes: Notes) -> Qualification:
    chosen = members.of(section)
    group = names_a_group_without_groups(section, chosen)
    if group:
        notes.add(
            "group-not-defined",
            f"{section.title.text}: its rule speaks of {group}, which no table defines.",
            section.rule_line,
        )
    return Qualification(
        number=section.number,
        title=shorter_where_printed(section.title, rows),
        level=section.title.level,
        size=section.title.size,
        credit=section.credit,
        guided_hours=section.guided_hours,
        tqt_hours=section.tqt,
        minimum_age=section.minimum_age,
        validity_years=section.validity,
        units=chosen,
        rule_of_combination=combination(section.rule, section.credit, chosen),
    )
