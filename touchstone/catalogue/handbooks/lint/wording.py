"""Words that change between one place and another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..classify import same_words
from ..model import Handbook, Warning
from ..notes import quoted
from ..reading import Reading
from ..titles import title_of
from ..verbs import COGNITIVE, lone_verb

_ROLES = ("coachee", "mentee")
_MOST_OTHER_ROLE = 0.05


def wording_differs(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A criterion is worded otherwise on its result sheet or in an evidence table: the unit's wording is kept."""
    for place, tables in (("result sheet", reading.sheets), ("evidence table", reading.evidence)):
        for unit, entries in tables:
            for entry in entries:
                criterion = unit.criterion(entry.ref)
                if criterion and entry.text and same_words(entry.text) != same_words(criterion.text):
                    yield Warning(
                        "wording-differs",
                        f"Unit {unit.ref}, criterion {entry.ref}: its {place} says {quoted(entry.text)}. The "
                        f"unit's own wording is kept.",
                        entry.line,
                    )


def verb_differs(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """The guidance opens with another command verb than the criterion: the criterion's verb decides."""
    for unit in reading.units:
        for criterion in unit.criteria:
            own, other = lone_verb(criterion.text), lone_verb(criterion.guidance[0]) if criterion.guidance else None
            if own in COGNITIVE and other in COGNITIVE and own != other:
                yield Warning(
                    "verb-differs",
                    f"Unit {unit.ref}, criterion {criterion.ref} says “{own}”, its guidance “{other}”. The "
                    f"criterion's verb decides.",
                    criterion.guidance_line,
                )


def supervision_or_observation(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Referral speaks of a supervision session, pass of a supervised one: a meeting and an observed session differ."""
    for unit, entries in reading.sheets:
        for entry in entries:
            criterion = unit.criterion(entry.ref)
            if criterion is None:
                continue
            meeting = re.search(r"\bsupervision (?:sessions?|meetings?)\b", " ".join(criterion.referral), re.I)
            observed = re.search(r"\bsupervised (?:\w+ )?sessions?\b", " ".join(criterion.passing), re.I)
            if meeting and observed:
                yield Warning(
                    "supervision-or-observation",
                    f"Unit {unit.ref}, criterion {entry.ref}: referral speaks of a “{meeting[0]}”, pass of a "
                    f"“{observed[0]}”. "
                    "The criterion asks for the meeting.",
                    entry.line,
                )


def feedback_frequency_differs(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A criterion wants feedback from each session, a form asks once at the end: the criterion wins."""
    each = [
        (unit.ref, criterion.ref)
        for unit in handbook.units
        for criterion in unit.criteria
        if re.search(r"\bfeedback\b", criterion.text, re.I) and re.search(r"\beach session\b", criterion.text, re.I)
    ]
    for number, text in enumerate(reading.document.raw, start=1):
        found = re.search(r"\bat the end of (?:your|the|all) (?:\w+ )?sessions\b", text, re.I)
        if each and found:
            places = ", ".join(f"{unit} {ref}" for unit, ref in each)
            yield Warning(
                "feedback-frequency-differs",
                f"A form asks for feedback “{found[0]}”, but criteria want it for each session ({places}). The "
                f"criteria win.",
                number,
            )


def framework_name_varies(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Both the old and the new name of the framework are printed."""
    old = _first_line(reading, r"\bQCF\b|qualifications? (?:and )?credit framework")
    new = _first_line(reading, r"\bRQF\b|regulated qualifications? framework")
    if old and new:
        yield Warning(
            "framework-name-varies",
            f"The framework is called by its old name here and by its new one in line {new}.",
            old,
        )


def title_varies(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A qualification's title is printed with other words elsewhere; "&" and "and" are the same."""
    sections = reading.structure.sections
    for row in reading.document.rows:
        for text in row.filled:
            title = title_of(text)
            if title is None or any(section.title.key == title.key for section in sections):
                continue
            meant = [section for section in sections if section.title.may_be(title)]
            if len(meant) == 1:
                yield Warning("title-varies", f"{quoted(text)} seems to be {quoted(meant[0].title.text)}.", row.number)


def role_word_of_another_handbook(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A mentoring handbook that says coachee, or the reverse: a text that was copied; kept as printed."""
    words = Counter(re.findall(r"\b(coachee|mentee)s?\b", " ".join(reading.document.raw).lower()))
    rare, usual = sorted(_ROLES, key=lambda word: words[word])
    if words[rare] <= _MOST_OTHER_ROLE * words[usual]:
        for number, text in enumerate(reading.document.raw, start=1):
            if re.search(rf"\b{rare}s?\b", text, re.I):
                yield Warning("role-word", f"“{rare}” stands here; elsewhere the document says “{usual}”.", number)
    for number, text in enumerate(reading.document.raw, start=1):
        slip = re.search(
            r"\bbeing (?:coaching|mentoring)\b|\b(mentoring|coaching) or \1\b|\binitial contact with (?:coaches"
            r"|mentors)\b",
            text,
            re.I,
        )
        if slip:
            yield Warning("role-word", f"“{slip[0]}” looks like a slip; it is kept as printed.", number)


def confirmed_by_differs(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Who must confirm before a decision is final is said twice and not alike: it is provisional until the last."""
    found: dict[str, int] = {}
    for number, text in enumerate(reading.document.raw, start=1):
        for match in re.finditer(
            r"\b(?:informal|provisional),? until (?:they are )?(?:confirmed|ratified) by ([^.]+)\.", text, re.I
        ):
            found.setdefault(same_words(re.sub(r"\b(?:both|processes?)\b", "", match[1])), number)
    if len(found) > 1:
        lines = sorted(found.values())
        yield Warning(
            "confirmed-by-differs",
            f"Who must confirm a decision is printed differently in lines {', '.join(map(str, lines))}; the "
            f"longest list wins.",
            lines[-1],
        )


def only_if_relevant(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """The criterion names stakeholders without a condition, guidance or examples only relevant ones."""
    for unit in reading.units:
        for criterion in unit.criteria:
            beside = " ".join([*criterion.guidance, *criterion.evidence])
            found = re.search(r"stakeholders?\b[^.()]{0,10}if relevant|any other relevant stakeholders?", beside, re.I)
            if found and re.search(r"\band other stakeholders\b", criterion.text, re.I):
                yield Warning(
                    "only-if-relevant",
                    f"Unit {unit.ref}, criterion {criterion.ref} names stakeholders without condition; beside it "
                    f"stands “{found[0]}”.",
                    criterion.guidance_line or criterion.line,
                )


def _first_line(reading: Reading, pattern: str) -> int | None:
    return next((n for n, text in enumerate(reading.document.raw, start=1) if re.search(pattern, text, re.I)), None)


RULES = (
    wording_differs,
    verb_differs,
    supervision_or_observation,
    feedback_frequency_differs,
    framework_name_varies,
    title_varies,
    role_word_of_another_handbook,
    confirmed_by_differs,
    only_if_relevant,
)
