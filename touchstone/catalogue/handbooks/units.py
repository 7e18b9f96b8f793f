"""A unit's section: facts, outcomes, criteria, depth and guidance.

One walk over the lines, with the heading last seen telling what a line is. Tables of outcomes and criteria go the same
walk: by their columns where every row has them, by the order of their cells where it has not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .classify import (
    Mark,
    criteria_of,
    criterion_of,
    graded_of,
    label,
    lettered_of,
    mark_of,
    numbered_of,
    outcome_heading,
)
from .drafts import CriterionDraft, OutcomeDraft, UnitDraft
from .fields import credit_in_title, read_facts
from .lines import Line, Row
from .notes import Notes, quoted
from .parts import Part

_SENTENCE_END = (".", ":", ";", "!", "?", ")")
_INLINE_CRITERION = re.compile(r"(?<=\s)(?=(?:AC ?)?\d{1,2}\.\d{1,2}[.):]?\s+\S)")


@dataclass(frozen=True)
class Step:
    """One line with what its place tells: the row it stands in, its cell, and whether it follows the line before directly."""

    line: Line
    row: Row
    cell: int
    close: bool


def unit_of(parts: Sequence[Part], notes: Notes) -> UnitDraft:
    """The unit that `parts` describe, the first of which begins with its heading."""
    first = parts[0]
    code = first.codes[0] if first.codes else ""
    draft = UnitDraft(code, first.title, first.head.number if first.head else 1)
    rows = [row for part in parts for row in part.rows]
    start = next((n for n, row in enumerate(rows) if _opens_outcomes(row, rows[n + 1 : n + 6])), len(rows))
    read_facts(draft, rows[:start], lambda row: None)
    credit_in_title(draft)
    _Walk(draft, notes).over(rows[start:])
    return draft


def _opens_outcomes(row: Row, following: Sequence[Row]) -> bool:
    if any(mark_of(text) in (Mark.OUTCOME, Mark.CRITERIA) or outcome_heading(text) for text in row.filled):
        return True
    head = numbered_of(row.text)
    if head and head.number == "1" and head.text:
        return any((found := criterion_of(other.text)) and found.number == "1.1" for other in following)
    found = criterion_of(row.text)
    return bool(found and found.number == "1.1")


class _Walk:
    def __init__(self, draft: UnitDraft, notes: Notes) -> None:
        self.draft, self.notes = draft, notes
        self.mode: Mark | None = None
        self.columns: tuple[Mark | None, ...] = ()
        self.table = False
        self.names_method = False  # the line after a bare heading "Assessment" names the method
        self.outcome: OutcomeDraft | None = None
        self.target: list[CriterionDraft] = []
        self.pending: tuple[str, str] | None = None  # what waits for its text: an outcome or a criterion, and which
        self.last: tuple[str, int, int] | None = None  # what was written last, in which row and cell
        self.steps: list[Step] = []

    def over(self, rows: Sequence[Row]) -> None:
        previous = 0
        for place, row in enumerate(rows):
            if self._is_header(row):
                continue
            if self._stands_under_columns(row):
                self._by_columns(row)
                continue
            for number, cell in enumerate(row.cells):
                for line in cell.lines:
                    for piece in _inline_criteria(line):
                        close = (line.number - previous <= 1 and not row.gap) or line is not cell.lines[0]
                        self._take(Step(piece, row, number, close), rows[place + 1 : place + 6])
                        previous = line.number
        self._finish()

    # headings

    def _is_header(self, row: Row) -> bool:
        """Takes a row that heads a table of outcomes and criteria; the columns without a name go with the one before."""
        if len(row.filled) < 2:
            return False
        marks = [_column_mark(text) for text in row.texts]
        if Mark.CRITERIA not in marks or any(criterion_of(text) for text in row.filled):
            return False
        self.columns, self.table, self.mode = tuple(_filled_forward(marks, row.texts)), True, Mark.CRITERIA
        self.target = []
        return True

    def _stands_under_columns(self, row: Row) -> bool:
        """Whether the cells of `row` are where the header says; a row that broke apart is not."""
        if not self.columns or not self.table or len(row.cells) != len(self.columns):
            return False
        pairs = zip(self.columns, row.texts, strict=True)
        return not any(column in (Mark.OUTCOME, None) and criterion_of(text) for column, text in pairs)

    def _heading(self, step: Step) -> bool:
        text = step.line.text
        if step.row.table and self.table and mark_of(text) is Mark.DEPTH:
            return False
        mark = mark_of(text)
        if mark is None or (mark is not Mark.OUTCOME and self.mode is Mark.TAIL and mark is not Mark.CRITERIA):
            return False
        if mark is Mark.OUTCOME:
            self._outcome_heading(text, step)
        elif mark is not Mark.LEAD_IN:
            self.names_method = bool(re.fullmatch(r"assessment(?: methods?)?[: ]*", text, re.I))
            self.mode, self.target, self.last = mark, [], None
            self.table = False
        return True

    def _outcome_heading(self, text: str, step: Step) -> None:
        self.mode, self.target, self.last, self.table = Mark.OUTCOME, [], None, False
        self.pending = None
        heading = outcome_heading(text)
        if heading and heading.number:
            if heading.text:
                self._start_outcome(heading.number, heading.text, step)
            else:
                self.pending = ("outcome", heading.number)

    # one line

    def _take(self, step: Step, following: Sequence[Row]) -> None:
        if self._heading(step):
            return
        if self.mode is Mark.TAIL:
            if self.names_method and len(step.line.text) < 80:
                self.draft.method = self.draft.method or step.line.text.rstrip(".")
            self.names_method = False
            self.draft.requirements.append(step.line.text)
        elif self.mode in (Mark.DEPTH, Mark.GUIDANCE):
            if not self._next_outcome(step, following):
                self._add(self.mode, step)
        else:
            self._outcome_or_criterion(step, following)

    def _outcome_or_criterion(self, step: Step, following: Sequence[Row]) -> None:
        text = step.line.text
        found = criterion_of(text)
        if found and self._fits(found.number):
            self._start_criterion(found.number, found.text, step)
        elif self._numbered_line(step, following) or self._plain_criterion(step):
            return
        elif self.pending:
            self._fill(step)
        else:
            self._go_on(step)

    def _fits(self, ref: str) -> bool:
        """Whether a reference belongs where it stands: to an outcome already named, or to one that may follow."""
        number = ref.partition(".")[0]
        now = int(self.outcome.number) if self.outcome and self.outcome.number.isdigit() else 0
        return int(number) >= now or any(outcome.number == number for outcome in self.draft.outcomes)

    def _numbered_line(self, step: Step, following: Sequence[Row]) -> bool:
        """Takes a line that begins with a whole number: an outcome, or a criterion where criteria count 1, 2, 3."""
        found = numbered_of(step.line.text)
        if not found:
            return False
        if self.pending and self.pending[0] == "outcome" and self.pending[1] == found.number:
            if found.text:
                self._start_outcome(found.number, found.text, step)
            return True
        if self._next_outcome(step, following):
            return True
        if self.mode is Mark.OUTCOME and not self.pending:
            self._maybe_outcome(found.number, found.text, step)
            return True
        counts = self.mode is Mark.CRITERIA and self.outcome and not self.table and found.text
        if counts and int(found.number) == len(self.outcome.criteria) + 1 and not self._decimal():
            self._start_criterion(f"{self.outcome.number}.{found.number}", found.text, step)
            return True
        if not found.text:
            self.notes.add(
                "stray-number",
                f"{self._unit()}: the number {found.number} stands alone and belongs to nothing; a page number, "
                f"perhaps.",
                step.line.number,
            )
            return True
        return False

    def _next_outcome(self, step: Step, following: Sequence[Row]) -> bool:
        """Takes "2 Understand …" as the next outcome, where its first criterion or a heading of criteria comes next."""
        found = numbered_of(step.line.text)
        if not found or int(found.number) != self._next_number() or (self.pending and self.pending[0] == "criterion"):
            return False
        rest = [
            line.text for cell in step.row.cells[step.cell :] for line in cell.lines if line.number >= step.line.number
        ]
        ahead = [text for text in rest if text != step.line.text] + [text for row in following for text in row.filled]
        first = next((text for text in ahead if criterion_of(text) or mark_of(text) is Mark.CRITERIA), None)
        if first is None:
            return False
        criterion = criterion_of(first)
        if criterion and criterion.number != f"{found.number}.1":
            return False
        self._maybe_outcome(found.number, found.text, step)
        if self.mode in (Mark.DEPTH, Mark.GUIDANCE):
            self.mode = Mark.OUTCOME
        return True

    def _maybe_outcome(self, number: str, text: str, step: Step) -> None:
        if text:
            self._start_outcome(number, text, step)
        else:
            self.pending = ("outcome", number)

    def _plain_criterion(self, step: Step) -> bool:
        """Takes "a) Describe …" and "P1 Explain …" where criteria are called so."""
        if self.mode not in (Mark.CRITERIA, Mark.OUTCOME) or self.outcome is None or self.pending or self._decimal():
            return False
        graded, lettered = graded_of(step.line.text), lettered_of(step.line.text)
        if graded:
            self._start_criterion(graded.number, graded.text, step)
        elif lettered:
            self._start_criterion(f"{self.outcome.number}{lettered.number}", lettered.text, step)
        return bool(graded or lettered)

    def _decimal(self) -> bool:
        return any("." in criterion.ref for criterion in self.draft.criteria)

    # writing

    def _start_outcome(self, number: str, text: str, step: Step) -> None:
        self.pending = None
        known = next((outcome for outcome in self.draft.outcomes if outcome.number == number), None)
        if known:
            self.outcome = known
            if known.text and text and known.text != text:
                self.notes.add(
                    "outcome-twice",
                    f"{self._unit()}: learning outcome {number} is printed again, as {quoted(text)}.",
                    step.line.number,
                )
            known.text = known.text or text
        else:
            self.outcome = OutcomeDraft(number, text, step.line.number)
            self.draft.outcomes.append(self.outcome)
        self.last = ("outcome", step.row.number, step.cell)

    def _start_criterion(self, ref: str, text: str, step: Step) -> None:
        self.pending = None
        number = ref.partition(".")[0]
        known = next((outcome for outcome in self.draft.outcomes if outcome.number == number), None)
        if "." in ref and known:
            self.outcome = known
        if "." in ref and (self.outcome is None or self.outcome.number != number):
            self.notes.add(
                "outcome-missing",
                f"{self._unit()}: criterion {ref} stands under no learning outcome {number}.",
                step.line.number,
            )
            self._start_outcome(number, "", step)
        if self.draft.criterion(ref):
            self.notes.add(
                "criterion-twice",
                f"{self._unit()}: criterion {ref} is printed twice; the first is kept.",
                step.line.number,
            )
            self.last = None
            return
        assert self.outcome is not None
        draft = CriterionDraft(ref, text, step.line.number)
        self.outcome.criteria.append(draft)
        self.target = [draft]
        if self.mode is not Mark.CRITERIA:
            self.mode = Mark.CRITERIA
        if text:
            self.last = ("criterion", step.row.number, step.cell)
        else:
            self.pending = ("criterion", ref)

    def _fill(self, step: Step) -> None:
        kind, name = self.pending or ("", "")
        self.pending = None
        if kind == "outcome":
            self._start_outcome(name, step.line.text, step)
        else:
            criterion = self.draft.criterion(name)
            if criterion:
                criterion.text = step.line.text
                self.last = ("criterion", step.row.number, step.cell)

    def _go_on(self, step: Step) -> None:
        """Joins a line to the outcome or criterion it goes on from, starts one without a number, or says it is left over."""
        text = step.line.text
        if self.last and self._continues(step):
            if self.last[0] == "outcome" and self.outcome:
                self.outcome.text = f"{self.outcome.text} {text}"
            elif self.last[0] == "criterion" and self.target:
                joint = " • " if step.line.bullet else " "
                self.target[-1].text = f"{self.target[-1].text}{joint}{text}"
        elif self.mode is Mark.OUTCOME and not step.row.table:
            self._start_outcome(str(self._next_number()), text, step)
            self.notes.add(
                "outcome-without-number",
                f"{self._unit()}: this learning outcome has no number; it was counted as {self.outcome.number}.",  # type: ignore[union-attr]
                step.line.number,
            )
        elif self.mode is Mark.CRITERIA and self.outcome and not self.table and not self._decimal_here():
            self._unnumbered_criterion(step)
        else:
            self._left_over(step)

    def _unnumbered_criterion(self, step: Step) -> None:
        assert self.outcome is not None
        ref = f"{self.outcome.number}.{len(self.outcome.criteria) + 1}"
        self._start_criterion(ref, step.line.text, step)
        self.last = None
        self.notes.add(
            "criterion-without-number",
            f"{self._unit()}: this criterion has no number; it was counted as {ref}.",
            step.line.number,
        )

    def _decimal_here(self) -> bool:
        """Whether criteria of this outcome carry printed numbers, so that a line without one is none."""
        counted = {w.line for w in self.notes.sorted() if w.code == "criterion-without-number"}
        return any(criterion.line not in counted for criterion in (self.outcome.criteria if self.outcome else []))

    def _continues(self, step: Step) -> bool:
        assert self.last is not None
        if step.row.table:
            return self.last[1:] == (step.row.number, step.cell)
        return step.close or step.line.bullet or step.line.text[:1].islower()

    def _add(self, mode: Mark, step: Step) -> None:
        """Adds a line of depth or guidance to the criteria it speaks of; without a number, to those of the line before."""
        refs, text = criteria_of(step.line.text)
        if not refs and self._letters():
            found = lettered_of(step.line.text) or graded_of(step.line.text)
            if found:
                refs, text = (
                    (
                        f"{self.outcome.number}{found.number}"
                        if self.outcome and found.number.islower()
                        else found.number,
                    ),
                    found.text,
                )
        if refs:
            self.target = [criterion for ref in refs if (criterion := self.draft.criterion(ref))]
            self.last = None
            if not self.target:
                self.notes.add(
                    f"{mode.value}-without-criterion",
                    f"{self._unit()}: {mode.value} for {', '.join(refs)}, which the unit does not have: {quoted(text)}",
                    step.line.number,
                )
                return
        elif not self.target:
            self._whole_outcome(mode, step)
        if text:
            for criterion in self.target:
                self._write(mode, criterion, text, step)
            self.last = (mode.value, step.row.number, step.cell)

    def _write(self, mode: Mark, criterion: CriterionDraft, text: str, step: Step) -> None:
        entries = criterion.depth if mode is Mark.DEPTH else criterion.guidance
        if mode is Mark.GUIDANCE:
            criterion.guidance_line = criterion.guidance_line or step.line.number
        wrapped = entries and self.last and self.last[0] == mode.value and step.close and not step.line.bullet
        if wrapped and text[:1].islower() and not entries[-1].endswith(_SENTENCE_END):
            entries[-1] = f"{entries[-1]} {text}"
        else:
            entries.append(f"• {text}" if step.line.bullet and mode is Mark.GUIDANCE else text)

    def _letters(self) -> bool:
        return bool(self.draft.criteria) and not self._decimal()

    def _whole_outcome(self, mode: Mark, step: Step) -> None:
        self.target = list(self.outcome.criteria) if self.outcome else []
        name = f"outcome {self.outcome.number}" if self.outcome else "the unit"
        self.notes.add(
            f"{mode.value}-for-whole-outcome" if self.target else f"{mode.value}-without-criterion",
            f"{self._unit()}: this {mode.value} names no criterion; "
            + (
                f"it was put beside every criterion of {name}."
                if self.target
                else f"it was left out: {quoted(step.line.text)}"
            ),
            step.line.number,
        )

    # tables

    def _by_columns(self, row: Row) -> None:
        """Reads a row whose cells stand under the header's columns."""
        before = len(self.draft.criteria)
        for number, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True)):
            if column not in (Mark.OUTCOME, Mark.CRITERIA):
                continue
            self.mode = column
            for line in cell.lines:
                for piece in _inline_criteria(line):
                    self._cell_line(column, Step(piece, row, number, line is not cell.lines[0]))
        fresh = self.draft.criteria[before:]
        for number, (column, cell) in enumerate(zip(self.columns, row.cells, strict=True)):
            if not cell.lines or column in (Mark.OUTCOME, Mark.CRITERIA):
                continue
            if column is None:
                self.notes.add(
                    "column-not-read",
                    f"{self._unit()}: a column without a place: {quoted(cell.text)}",
                    cell.lines[0].number,
                )
                continue
            self.target, self.last = list(fresh or self.target), None
            for line in cell.lines:
                if column is Mark.TAIL:
                    self._evidence(line.text, bool(fresh))
                else:
                    self._add(column, Step(line, row, number, line is not cell.lines[0]))
        self.mode = Mark.CRITERIA

    def _cell_line(self, column: Mark, step: Step) -> None:
        text = step.line.text
        heading = outcome_heading(text)
        if mark_of(text) is Mark.LEAD_IN:
            return
        if column is Mark.OUTCOME and heading and heading.number:
            self._maybe_outcome(heading.number, heading.text, step)
        elif column is Mark.OUTCOME and (found := numbered_of(text)) and not criterion_of(text):
            if found.text or int(found.number) == self._next_number():
                self._maybe_outcome(found.number, found.text, step)
            else:
                self.notes.add(
                    "stray-number",
                    f"{self._unit()}: the number {found.number} stands alone and belongs to nothing.",
                    step.line.number,
                )
        elif (found := criterion_of(text)) and self._fits(found.number):
            self._start_criterion(found.number, found.text, step)
        elif self.pending:
            self._fill(step)
        elif column is Mark.CRITERIA and (lettered_of(text) or graded_of(text)):
            self._plain_criterion(step) or self._go_on(step)
        elif self.last and self.last[1:] == (step.row.number, step.cell):
            self._go_on(step)
        elif column is Mark.OUTCOME:
            self._start_outcome(str(self._next_number()), text, step)
            self.notes.add(
                "outcome-without-number",
                f"{self._unit()}: this learning outcome has no number and was counted.",
                step.line.number,
            )
        elif self.outcome and not self._decimal_here():
            self._unnumbered_criterion(step)
        else:
            self._left_over(step)

    def _evidence(self, text: str, fresh: bool) -> None:
        for criterion in self.target if fresh else []:
            criterion.evidence.append(text)

    # the end

    def _finish(self) -> None:
        if self.pending:
            kind, name = self.pending
            self.notes.add(f"{kind}-without-text", f"{self._unit()}: {kind} {name} has no text.", self.draft.line)
        for outcome in self.draft.outcomes:
            if not outcome.criteria:
                self.notes.add(
                    "outcome-without-criteria",
                    f"{self._unit()}: learning outcome {outcome.number} has no criteria.",
                    outcome.line,
                )
        for criterion in self.draft.criteria:
            if not criterion.text:
                self.notes.add(
                    "criterion-without-text", f"{self._unit()}: criterion {criterion.ref} has no text.", criterion.line
                )

    def _left_over(self, step: Step) -> None:
        self.notes.add(
            "not-placed", f"{self._unit()}: this line found no place: {quoted(step.line.text)}", step.line.number
        )

    def _next_number(self) -> int:
        numbers = [int(outcome.number) for outcome in self.draft.outcomes if outcome.number.isdigit()]
        return max(numbers, default=0) + 1

    def _unit(self) -> str:
        return f"Unit {self.draft.code}" if self.draft.code else f"Unit {quoted(self.draft.title)}"


def _column_mark(text: str) -> Mark | None:
    bare = label(text)
    if re.fullmatch(r"(?:learning )?(?:outcomes?|objectives?)|los?", bare):
        return Mark.OUTCOME
    if re.fullmatch(r"(?:assessment |performance )?criteri(?:a|on)|acs?", bare):
        return Mark.CRITERIA
    mark = mark_of(text)
    if mark is None and re.search(r"\bevidence examples?\b|examples? of evidence", bare):
        return Mark.TAIL
    return mark if mark is not Mark.LEAD_IN else None


def _filled_forward(marks: list[Mark | None], texts: tuple[str, ...]) -> list[Mark | None]:
    """Columns without any heading belong to the heading on their left; a heading of another kind keeps its own."""
    filled: list[Mark | None] = []
    for mark, text in zip(marks, texts, strict=True):
        filled.append(mark if text else (filled[-1] if filled else None))
    return filled


def _inline_criteria(line: Line) -> list[Line]:
    """`line` cut before each further criterion in it, where their numbers follow on: "1.1 … 1.2 … 1.3 …"."""
    head = criterion_of(line.text)
    if not head:
        return [line]
    first, *cuts = _INLINE_CRITERION.split(line.text)
    pieces, outcome, place = [first], *map(int, head.number.split("."))
    for cut in cuts:
        found = criterion_of(cut)
        if found and found.number == f"{outcome}.{place + 1}":
            pieces.append(cut.strip())
            place += 1
        else:
            pieces[-1] = f"{pieces[-1].rstrip()} {cut}"
    return [Line(line.number, piece.strip(), line.bullet) for piece in pieces]
