"""A unit's section: facts, outcomes, criteria, depth and guidance.

One walk over the lines, with the heading last seen telling what a line is. Tables of outcomes and criteria go the same
walk: by their columns where every row has them, by the order of their cells where it has not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .classify import BESIDE, Mark, criterion_of, labelled_of, mark_of, numbered_of, outcome_heading
from .columns import Columns, columns_under, inline_criteria
from .drafts import UnitDraft
from .fields import credit_in_title, read_facts
from .lines import Row
from .notes import Notes
from .parts import Part
from .pen import Pen, Step

_METHOD = re.compile(r"(?:unit )?(?:assessment methods?|method of assessment|assessed by)\s*:\s*(\S.*)", re.I)
_LONGEST_METHOD = 80
_AHEAD = 5


def unit_of(parts: Sequence[Part], notes: Notes) -> UnitDraft:
    """The unit that `parts` describe, the first of which begins with its heading."""
    first = parts[0]
    code = first.codes[0] if first.codes else ""
    draft = UnitDraft(code, first.title, first.head.number if first.head else 1)
    pen = Pen(draft, notes)
    rows = [row for part in parts for row in part.rows]
    start = next((n for n, row in enumerate(rows) if _opens_outcomes(row, rows[n + 1 : n + 6])), len(rows))
    read_facts(draft, rows[:start], pen.left_over)
    credit_in_title(draft)
    _Walk(pen).over(rows[start:])
    return draft


def _opens_outcomes(row: Row, following: Sequence[Row]) -> bool:
    if any(mark_of(text) in (Mark.OUTCOME, Mark.CRITERIA) or outcome_heading(text) for text in row.filled):
        return True
    if len(row.filled) > 1 and _leads_in(row):
        return True
    head = numbered_of(row.text)
    if head and head.number == "1" and head.text:
        return any((found := criterion_of(other.text)) and found.number == "1.1" for other in following)
    found = criterion_of(row.text)
    return bool(found and found.number == "1.1")


class _Walk:
    """Goes over the lines of a unit and tells the pen what each is."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.mode: Mark | None = None
        self.columns: Columns | None = None
        self.names_method = False  # the line after a bare heading "Assessment" names the method

    def over(self, rows: Sequence[Row]) -> None:
        previous = 0
        for place, row in enumerate(rows):
            header = None if self.columns and _leads_in(row) else columns_under(row, self.pen)
            if header:
                self.columns, self.mode, self.pen.target = header, Mark.CRITERIA, []
            elif self.columns and self.columns.fit(row):
                self.columns.read(row)
            else:
                for number, cell in enumerate(row.cells):
                    for line in cell.lines:
                        close = (line.number - previous <= 1 and not row.gap) or line is not cell.lines[0]
                        for piece in inline_criteria(line):
                            self._take(Step(piece, row, number, close), rows[place + 1 : place + 1 + _AHEAD])
                        previous = line.number
        self.pen.finish()

    # headings

    def _heading(self, step: Step) -> bool:
        """Takes a heading inside the unit; after its requirements only outcomes and criteria open anything again."""
        mark = mark_of(step.line.text)
        if mark is None or (self.mode is Mark.TAIL and mark not in (Mark.OUTCOME, Mark.CRITERIA)):
            return False
        if mark is Mark.DEPTH and self.columns and step.row.table:
            return False
        if mark is Mark.LEAD_IN:
            self._leads_to(step.line.text)
            return True
        self.names_method = bool(re.fullmatch(r"assessment(?: methods?)?[: ]*", step.line.text, re.I))
        self.mode, self.columns = mark, None
        self.pen.rest()
        heading = outcome_heading(step.line.text) if mark is Mark.OUTCOME else None
        if mark is Mark.OUTCOME:
            self.pen.pending = None
        if heading and heading.number:
            self.pen.outcome_number(heading.number, heading.text, step)
        return True

    def _leads_to(self, text: str) -> None:
        """Criteria follow "The learner can:" where the outcome above has its words."""
        pen = self.pen
        told = pen.outcome is not None and pen.outcome.text and not pen.pending
        if told and not self.columns and re.search(r"\bcan\b", text, re.I) and self.mode is Mark.OUTCOME:
            self.mode = Mark.CRITERIA
            pen.rest()

    # lines

    def _take(self, step: Step, following: Sequence[Row]) -> None:
        labelled = labelled_of(step.line.text) if self.pen.draft.criteria and self.mode is not Mark.TAIL else None
        if labelled and not step.row.table:
            self.pen.add_labelled(labelled[0], replace(step, line=replace(step.line, text=labelled[1])))
            return
        method = _METHOD.fullmatch(step.line.text)
        if method and not step.row.table and not self.pen.draft.method:
            self.pen.draft.method = method[1]
            return
        if self._heading(step):
            return
        if self.mode is Mark.TAIL:
            self._requirement(step.line.text)
        elif self.mode in BESIDE:
            if not self._next_outcome(step, following):
                self.pen.add(self.mode, step)
        else:
            self._outcome_or_criterion(step, following)

    def _requirement(self, text: str) -> None:
        draft = self.pen.draft
        if self.names_method and len(text) < _LONGEST_METHOD:
            draft.method = draft.method or text.rstrip(".")
        self.names_method = False
        draft.requirements.append(text)

    def _outcome_or_criterion(self, step: Step, following: Sequence[Row]) -> None:
        pen = self.pen
        found = criterion_of(step.line.text)
        if found and pen.fits(found.number):
            pen.start_criterion(found.number, found.text, step)
            self.mode = Mark.CRITERIA
        elif self._numbered_line(step, following):
            return
        elif pen.plain_criterion(step):
            self.mode = Mark.CRITERIA
        elif pen.pending:
            pen.fill(step)
        elif not pen.join(step):
            self._unnumbered(step)

    def _unnumbered(self, step: Step) -> None:
        """Takes a line without a number that goes on from nothing: an outcome, a criterion, or left over."""
        if self.mode is Mark.OUTCOME and not step.row.table:
            self.pen.unnumbered_outcome(step)
        elif self.mode is Mark.CRITERIA and self.pen.outcome and not self.columns and not self.pen.prints_numbers:
            self.pen.unnumbered_criterion(step)
        else:
            self.pen.left_over(step.line)

    def _numbered_line(self, step: Step, following: Sequence[Row]) -> bool:
        """Takes a line that begins with a whole number: an outcome, or a criterion where criteria count 1, 2, 3."""
        pen, found = self.pen, numbered_of(step.line.text)
        if not found:
            return False
        if pen.pending == ("outcome", found.number):
            if found.text:
                pen.start_outcome(found.number, found.text, step)
        elif self._next_outcome(step, following):
            return True
        elif self.mode is Mark.OUTCOME and not pen.pending:
            pen.outcome_number(found.number, found.text, step)
        elif self._counts_criteria(int(found.number)) and found.text and pen.outcome:
            pen.counted_criterion(found.number, found.text, step)
        elif not found.text:
            pen.stray_number(found.number, step.line.number)
        else:
            return False
        return True

    def _counts_criteria(self, number: int) -> bool:
        """Whether criteria are called 1, 2, 3 under each outcome, and this is the next."""
        pen = self.pen
        if self.mode is not Mark.CRITERIA or self.columns or pen.outcome is None:
            return False
        return number == len(pen.outcome.criteria) + 1 and not pen.prints_decimals

    def _next_outcome(self, step: Step, following: Sequence[Row]) -> bool:
        """Takes "2 Understand …" as the next outcome, where its first criterion or a heading of criteria follows."""
        pen, found = self.pen, numbered_of(step.line.text)
        waits = pen.pending is not None and pen.pending[0] == "criterion"
        if not found or int(found.number) != pen.next_number or waits:
            return False
        first = next((text for text in _ahead(step, following) if criterion_of(text) or _heads(text)), None)
        criterion = criterion_of(first) if first else None
        if first is None or outcome_heading(first) or (criterion and criterion.number != f"{found.number}.1"):
            return False
        pen.outcome_number(found.number, found.text, step)
        if self.mode in BESIDE:
            self.mode = Mark.OUTCOME
        return True


def _leads_in(row: Row) -> bool:
    """Whether a row under a header only says "The learner will" and "The learner can"."""
    return all(mark_of(text) is Mark.LEAD_IN for text in row.filled)


def _ahead(step: Step, following: Sequence[Row]) -> list[str]:
    """The texts after a line: the rest of its row, then the next rows."""
    cells = step.row.cells[step.cell :]
    rest = [line.text for cell in cells for line in cell.lines if line.text != step.line.text]
    return rest + [text for row in following for text in row.filled]


def _heads(text: str) -> bool:
    """Whether a text heads criteria or another outcome."""
    return mark_of(text) in (Mark.CRITERIA, Mark.OUTCOME)
