"""Things in the wrong place, twice, or in no place: references, repeats, gaps and what the format cannot carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..classify import criterion_of, outcome_heading, same_words
from ..drafts import UnitDraft
from ..keyed import Entry
from ..model import Handbook, Warning
from ..notes import quoted
from ..parts import Kind, units_named
from ..reading import Reading

_FORM_LINE = re.compile(
    r"(?:units?\s+(?P<unit>[\w/.-]+)\s*[-–—:]?\s*)?(?P<criterion>(?:AC ?)?\d{1,2}\.\d{1,2}\b.*)", re.I | re.S
)
_ACCREDITATION = re.compile(r"(?<![\d/])\d{3}/\d{4}/[\dX](?![\d/])")


def rows_repeated(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A criterion stands twice in one table: it counts once."""
    for name, tables in (("evidence table", reading.evidence), ("result sheet", reading.sheets)):
        for unit, entries in tables:
            for entry in _repeats(entries):
                yield Warning(
                    "row-repeated",
                    f"Unit {unit.ref}, {name}: criterion {entry.ref} stands there twice and counts once.",
                    entry.line,
                )


def _repeats(entries: list[Entry]) -> list[Entry]:
    """The entries that repeat one of the same shape; a table of examples and an empty matrix may follow each other."""
    seen: set[tuple[str, bool]] = set()
    found = []
    for entry in entries:
        key = (entry.ref, any(cell.lines for cell in entry.cells))
        if key in seen:
            found.append(entry)
        seen.add(key)
    return found


def evidence_repeated(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Two criteria of a unit have the same examples of evidence: one of them was copied."""
    lines = {(unit.ref, entry.ref): entry.line for unit, entries in reversed(reading.evidence) for entry in entries}
    for unit in handbook.units:
        seen: dict[tuple[str, ...], str] = {}
        for criterion in unit.criteria:
            examples = criterion.evidence_examples
            if len(examples) > 1 and examples in seen:
                yield Warning(
                    "evidence-repeated",
                    f"Unit {unit.ref}, criterion {criterion.ref}: its examples of evidence are those of "
                    f"{seen[examples]}.",
                    lines.get((unit.ref, criterion.ref)),
                )
            seen.setdefault(examples, criterion.ref)


def _other_rows(reading: Reading) -> Iterator[tuple[int, str]]:
    for part in reading.parts:
        if part.kind is Kind.OTHER:
            for row in part.rows:
                for line in row.lines if row.table else ():
                    yield line.number, line.text
                if not row.table:
                    yield row.number, row.text


def text_under_other_ref(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A form heads its page with one criterion's number and another's words: the words decide."""
    for line, text in _other_rows(reading):
        form = _FORM_LINE.fullmatch(text)
        cited = criterion_of(form["criterion"]) if form else None
        if not form or not cited or not cited.text:
            continue
        codes = form["unit"].split("/") if form["unit"] else []
        for unit in reading.units:
            if codes and not any(unit.called(code) for code in codes):
                continue
            meant = next((c for c in unit.criteria if same_words(c.text) == same_words(cited.text)), None)
            if meant and meant.ref != cited.number and codes:
                yield Warning(
                    "criterion-misquoted",
                    f"This line cites {cited.number} of unit {unit.ref}, but the words are those of {meant.ref}. "
                    f"The words decide.",
                    line,
                )


def units_unknown(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A unit is named that the document does not have."""
    if not any(unit.outcomes for unit in reading.units):
        return
    for number, text in enumerate(reading.document.raw, start=1):
        for code in units_named(text):
            if len(code) >= 3 and not any(unit.called(code) for unit in reading.units):
                yield Warning(
                    "unit-not-in-document", f"Unit {code} is named here, but this document has no such unit.", number
                )


def descriptors_missing(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Where a document has result sheets, every criterion should have both kinds of descriptors."""
    if not reading.sheets:
        return
    told = {unit.ref for unit, _entries in reading.sheets}
    for unit in reading.units:
        if not unit.criteria:
            continue
        if unit.ref not in told:
            yield Warning("sheet-missing", f"Unit {unit.ref} has no result sheet in this document.", unit.line)
            continue
        for criterion in unit.criteria:
            lacking = [
                name for name, found in (("referral", criterion.referral), ("pass", criterion.passing)) if not found
            ]
            if lacking:
                yield Warning(
                    "descriptor-missing",
                    f"Unit {unit.ref}, criterion {criterion.ref} has no {' and no '.join(lacking)} descriptor.",
                    criterion.line,
                )


def numbers_missing(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A qualification whose number is not printed: it stays empty until a person fills it in."""
    for section in reading.structure.sections:
        if section.number is None:
            yield Warning(
                "qualification-number-missing", f"{section.title.text}: no number is printed for it.", section.line
            )


def numbers_not_placed(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """An accreditation number that is no qualification's own number here."""
    numbers = {qualification.number for qualification in handbook.qualifications}
    for number, text in enumerate(reading.document.raw, start=1):
        for found in _ACCREDITATION.findall(text):
            if found not in numbers:
                yield Warning(
                    "number-not-placed",
                    f"The accreditation number {found} stands here; the specification has no place for it.",
                    number,
                )


def rows_damaged(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A row whose label has several figures behind it: the cells of a table slipped, and none of them was used."""
    for part in reading.parts:
        for row in part.rows if part.kind is Kind.OTHER else ():
            figures = [text for text in row.filled[1:] if re.fullmatch(r"[\d/.,-]+X?", text)]
            if (
                len(row.filled) > 3
                and len(figures) == len(row.filled) - 1
                and re.fullmatch(r"[A-Z][a-z ]+(?:number|hours|time|value)s?", row.filled[0])
            ):
                yield Warning(
                    "row-damaged",
                    f"{quoted(row.filled[0])} has {len(figures)} figures beside it; the table is damaged and was "
                    f"not used.",
                    row.number,
                )


def size_without_qualification(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A check list asks after an award, certificate or diploma that the document does not have."""
    sizes = {qualification.size for qualification in handbook.qualifications}
    for row in reading.document.rows:
        for line in row.lines:
            found = re.match(r"(Award|Certificate|Diploma)\s*:\s*\S", line.text)
            if sizes and found and found[1] not in sizes:
                yield Warning(
                    "size-without-qualification",
                    f"“{found[1]}” is asked after, but the document has no such qualification.",
                    line.number,
                )


def not_carried(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Lines outside the units that begin with a criterion's number: no specification holds tasks and forms."""
    for part in reading.parts:
        if part.kind is not Kind.OTHER:
            continue
        quoted_lines = [
            (line.number, line.text)
            for row in part.rows
            for line in row.lines
            if (form := _FORM_LINE.match(line.text))
            and criterion_of(form["criterion"])
            and _known(reading.units, line.text)
        ]
        if quoted_lines:
            head = quoted(part.head.text) if part.head else "the beginning"
            yield Warning(
                "tasks-or-form-not-carried",
                f"Under {head}, criteria are repeated as tasks or as headings of a form (lines found: "
                f"{len(quoted_lines)}). A specification "
                "has no place for these.",
                quoted_lines[0][0],
            )
        for row in part.rows:
            for line in row.lines:
                yield from _lost(line.number, line.text, row.table, reading)


def _known(units: Sequence[UnitDraft], text: str) -> bool:
    form = _FORM_LINE.match(text)
    found = criterion_of(form["criterion"]) if form else None
    return bool(found and any(unit.criterion(found.number) for unit in units))


def _lost(line: int, text: str, table: bool, reading: Reading) -> Iterator[Warning]:
    heading = outcome_heading(text)
    found = criterion_of(text)
    if heading and heading.number and not re.search(r"\bcomments?\b", text, re.I):
        yield Warning("not-placed", f"This learning outcome belongs to no unit: {quoted(text)}", line)
    elif found and not _known(reading.units, text) and re.match(r"(?:AC\b|\d+\.\d+\s+[A-Z][a-z]+ )", text):
        yield Warning("not-placed", f"This looks like a criterion, but it belongs to no unit: {quoted(text)}", line)
    elif re.fullmatch(r"[A-Za-z]|\d{1,2}", text) and not table:
        yield Warning("stray-line", f"A lone {quoted(text)} stands here and belongs to nothing.", line)


RULES = (
    rows_repeated,
    evidence_repeated,
    text_under_other_ref,
    units_unknown,
    descriptors_missing,
    numbers_missing,
    numbers_not_placed,
    rows_damaged,
    size_without_qualification,
    not_carried,
)
