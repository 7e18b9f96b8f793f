"""How much real practice a unit asks for, read from its aim, outcomes and criteria.

Hours count as practice when the sentence says that they are to be done; hours that a plan must cover, months of a
development plan and hours of a supervisor's meeting are something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from .classify import NUMBER, count_of
from .drafts import UnitDraft
from .model import Practice, WordCount

_PEOPLE = (
    r"(?:individuals?|clients?|candidates?|coachees?|mentees?|people|persons?|learners?|service users?"
    r"|customers?|participants?|patients?)"
)
_HOURS = re.compile(rf"\b({NUMBER})[ -]hours?\b", re.I)
_MEETING = re.compile(
    rf"\b({NUMBER})[ -]hours? (?:\w+ ){{0,2}}(?:meetings?|tutorials?|supervision)\b|"
    rf"\b({NUMBER}) hours? of (?:\w+ )?supervision\b|supervision (?:of|for) (?:at least "
    rf"|a minimum of )?({NUMBER}) hours?",
    re.I,
)
_SESSIONS = re.compile(
    rf"supervision\b[^.;]{{0,60}}?(?:minimum of|at least)\s+({NUMBER})\s+(?:\w+ ){{0,2}}sessions?|"
    rf"(?:minimum of|at least)\s+({NUMBER})\s+(?:\w+ )?supervision (?:sessions?|meetings?)"
    rf"|\b({NUMBER}) supervision (?:sessions?|meetings?)",
    re.I,
)
_MOST = (
    re.compile(
        rf"(?:maximum of|no more than|up to|at most|not more than)\s+({NUMBER})\s+(?:different )?{_PEOPLE}", re.I
    ),
    re.compile(rf"\b({NUMBER})\s+{_PEOPLE}\s+(?:at most|maximum)", re.I),
)
_LEAST = (
    re.compile(
        rf"(?:minimum of|at least|no fewer than|not fewer than|no less than)\s+({NUMBER})\s+(?:different "
        rf"|separate )?{_PEOPLE}",
        re.I,
    ),
    re.compile(rf"\b({NUMBER})\s+or\s+more\s+(?:different )?{_PEOPLE}", re.I),
)
_WORDS = re.compile(
    r"\b(\d{1,3}[, ]?\d{3}|\d{3,5})(?:\s*words)?\s*(?:[-–—]|to|and)\s*(\d{1,3}[, ]?\d{3}|\d{3,5})\s*words?\b|"
    r"\bword (?:count|limit|length)\b[^.]{0,60}?(\d{1,3},?\d{3}|\d{3,5})\s*(?:[-–—]|to"
    r"|and)\s*(\d{1,3},?\d{3}|\d{3,5})\b",
    re.I,
)
_MOST_WORDS = re.compile(
    r"\b(?:maximum|up to|no more than|not exceed(?:ing)?)\s*(?:of )?(\d{1,3},?\d{3}|\d{3,5}) words\b", re.I
)
_LEAST_WORDS = re.compile(r"\b(?:minimum|at least)\s*(?:of )?(\d{1,3},?\d{3}|\d{3,5}) words\b", re.I)


def practice_of(unit: UnitDraft) -> Practice:
    """The practice numbers that the unit's own text states; None for each that it does not."""
    sentences = [
        *unit.aim,
        *(outcome.text for outcome in unit.outcomes),
        *(criterion.text for criterion in unit.criteria),
    ]
    return Practice(
        _hours(sentences),
        _largest(_LEAST, sentences),
        _largest(_MOST, sentences),
        _first(_MEETING, sentences),
        _first(_SESSIONS, [criterion.text for criterion in unit.criteria] or sentences) or _first(_SESSIONS, sentences),
    )


def _hours(sentences: Iterable[str]) -> int | None:
    """The hours named most often; of two named equally often the greater. Hours of a meeting do not count."""
    counts: Counter[int] = Counter()
    for sentence in sentences:
        for found in set(_HOURS.findall(_MEETING.sub(" ", sentence))):
            if (value := count_of(found)) is not None:
                counts[value] += 1
    return max(counts, key=lambda value: (counts[value], value)) if counts else None


def _largest(patterns: Iterable[re.Pattern[str]], sentences: Iterable[str]) -> int | None:
    values = [
        count_of(match[1]) for sentence in sentences for pattern in patterns for match in pattern.finditer(sentence)
    ]
    return max((value for value in values if value is not None), default=None)


def _first(pattern: re.Pattern[str], sentences: Iterable[str]) -> int | None:
    for sentence in sentences:
        found = pattern.search(sentence)
        if found:
            return count_of(next(group for group in found.groups() if group))
    return None


def word_count_of(text: str) -> WordCount | None:
    """The length in words that a sentence suggests: "2,500 - 3,500 words"; None for others."""
    if not re.search(r"\bwords?\b", text, re.I):
        return None
    found = _WORDS.search(text)
    if found:
        low, high = [_words(group) for group in found.groups() if group]
        return WordCount(low, high) if low <= high else None
    most, least = _MOST_WORDS.search(text), _LEAST_WORDS.search(text)
    if most or least:
        return WordCount(_words(least[1]) if least else None, _words(most[1]) if most else None)
    return None


def _words(text: str) -> int:
    return int(re.sub(r"\D", "", text))
