"""What a line or a cell is called: the words that awarding bodies use for the same part.

Only words live here, no document. A part that is called something new is added to one of these lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

UAN = r"[A-Z]/\d{3}/\d{4}"
CODE = r"(?:[A-Z]{1,2}/\d{2,4}(?![\d/])|(?:[A-Z]{1,5}-?)?\d{1,5}[A-Z]?(?:[-.]\d{1,4})?)"
LEVEL = r"level\s+(\d|one|two|three|four|five|six|seven|eight)"
SIZES = ("Award", "Certificate", "Diploma")

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS = _ONES.split()
_TENS = dict(zip(_TEN_WORDS.split(), range(20, 100, 10), strict=True))
NUMBER_WORD = "|".join(
    [
        rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_NUMBER_WORDS[1:10])}))?",
        r"(?:a |one )?hundred",
        *reversed(_NUMBER_WORDS[1:]),
    ]
)
NUMBER = rf"(?:\d{{1,2}},\d{{3}}|\d{{1,5}}|{NUMBER_WORD})"


class Mark(Enum):
    """The headings inside a unit."""

    OUTCOME = "learning outcome"
    CRITERIA = "assessment criteria"
    DEPTH = "depth"
    GUIDANCE = "guidance"
    REFERRAL = "referral descriptor"
    PASSING = "pass descriptor"
    LEAD_IN = "lead-in"
    TAIL = "requirements"


_MARKS: tuple[tuple[Mark, re.Pattern[str]], ...] = (
    (
        Mark.LEAD_IN,
        re.compile(
            r"(?:(?:on|by|at|upon|in|to) [^.]{3,80}?,? ?)?(?:the |each |all )?"
            r"(?:learners?|candidates?|students?|participants?|you)"
            r" (?:will|can|must|should|could|may|need to)(?: be able to| know(?: how to)?)?[:.… ]*",
            re.I,
        ),
    ),
    (
        Mark.CRITERIA,
        re.compile(
            r"(?:assessment|performance|pass) criteri(?:a|on)(?: ?\(ac\))?[^\w]*(?:\(?(?:the |each )?(?:learner"
            r"|candidate|student)s? (?:can|will|must)\)?[:.]?)?",
            re.I,
        ),
    ),
    (
        Mark.DEPTH,
        re.compile(
            r"(?:(?:required )?depth|indicative content|(?:unit )?content|range|scope|amplification|amplified content|"
            r"topics?|syllabus|knowledge and skills|additional information)(?: (?:of|for) .{1,40})?[: ]*",
            re.I,
        ),
    ),
    (
        Mark.GUIDANCE,
        re.compile(
            r"(?:assessment |delivery |assessor |tutor |teaching |evidence )?guidance(?: notes?)?(?: (?:for"
            r"|on) .{1,40})?[: ]*|notes? for (?:assessors|tutors)[: ]*",
            re.I,
        ),
    ),
    (
        Mark.REFERRAL,
        re.compile(
            r"(?:typical )?(?:refer(?:ral|red)?|fail) (?:descriptors?|indicators?|standards?|if|when)[: ]*", re.I
        ),
    ),
    (
        Mark.PASSING,
        re.compile(r"(?:typical |borderline )?pass (?:descriptors?|indicators?|standards?|if|when)[: ]*", re.I),
    ),
    (
        Mark.TAIL,
        re.compile(
            r"(?:unit )?(?:assessment|evidence) requirements?[: ]*|(?:suggested |recommended )?(?:resources"
            r"|reading|further reading)(?: list)?[: ]*|"
            r"assessment(?: methods?)?[: ]*|assessment (?:strategy|conditions|tasks?)[: ]*|unit assessment[: ]*"
            r"|assignment tasks[: ]*",
            re.I,
        ),
    ),
)
_OUTCOME = re.compile(
    r"(?:(?:learning )?(?:outcome|objective)s?|LO)\b\s*(?:\(?(?:LO|no\.?|number)?\s?(?P<number>\d{1,2})\)?)?"
    r"(?:\s*\((?:the|each) (?:learner|candidate|student)s? will(?: be able to)?\)?)?\s*[:.)–—-]*\s*(?P<text>.*)",
    re.I,
)
_SHORT_OUTCOME = re.compile(r"LO\s?(?P<number>\d{1,2})\s*[:.)–—-]*\s*(?P<text>.*)", re.I)
_CUT_HEADER = re.compile(r"(?:learning )?outcomes?\s*\(the(?: learners?)?.*", re.I)
_CRITERION = re.compile(
    r"(?:assessment criteri(?:on|a)|criterion"
    r"|A\.?C\.?)?\s*(?P<outcome>\d{1,2})\.(?P<place>[1-9]\d?)(?![\d.]\d|\d)\s*[:.)–—-]*\s*(?P<text>.*)",
    re.I | re.S,
)
_LETTERED = re.compile(r"\(?(?P<letter>[a-z])[).]\s+(?P<text>.+)|\(?(?P<alone>[a-z])[)]", re.S)
_NUMBERED = re.compile(r"(?P<number>\d{1,2})(?:[.):]\s*|\s+|$)(?P<text>.*)", re.S)


@dataclass(frozen=True)
class Numbered:
    """A number or reference at the head of a line, and what followed it."""

    number: str
    text: str


def mark_of(text: str) -> Mark | None:
    """The heading that the whole of `text` is, or None."""
    bare = text.strip()
    if len(bare) > 120:
        return None
    if _CUT_HEADER.fullmatch(bare):
        return Mark.OUTCOME
    for mark, pattern in _MARKS:
        if pattern.fullmatch(bare):
            return mark
    return Mark.OUTCOME if outcome_heading(bare) else None


BESIDE = (Mark.DEPTH, Mark.GUIDANCE, Mark.REFERRAL, Mark.PASSING)
_DECISION = (
    (Mark.REFERRAL, re.compile(r"(?:typical )?(?:refer(?:ral|red)?|fail|not (?:yet )?(?:met|achieved))", re.I)),
    (Mark.PASSING, re.compile(r"(?:typical |borderline )?(?:pass|met|achieved)", re.I)),
)
_LEARNER_WILL = re.compile(
    r"(?:the |each |a )?(?:learner|candidate|student)s? will\b(?: *[:.…]+)? *(?!.*\bwill\b)", re.I
)


def decision_of(text: str) -> Mark | None:
    """What the whole of `text` heads beside a criterion, "Refer" or "Pass"; None for others."""
    return next((mark for mark, pattern in _DECISION if pattern.fullmatch(text.strip())), None)


def labelled_of(text: str) -> tuple[Mark, str] | None:
    """What stands beside a criterion with its label in front, "Guidance: use two …", and the words; None for others."""
    head, _colon, rest = text.partition(":")
    mark = mark_of(head) or decision_of(head)
    return (mark, rest.strip()) if mark in BESIDE and rest.strip() else None


def without_lead_in(text: str) -> str:
    """An outcome without "The learner will" in front, its first letter a capital again."""
    bare = _LEARNER_WILL.sub("", text, count=1) if _LEARNER_WILL.match(text) else text
    return bare if bare == text else bare[:1].upper() + bare[1:]


def outcome_heading(text: str) -> Numbered | None:
    """A heading such as "Learning outcome (LO 2)", "LO2 Understand …" or "Learning outcome 2: Understand …".

    The number is empty where none is printed; sentences that only begin with the words are no headings.
    """
    found = _SHORT_OUTCOME.fullmatch(text) or _OUTCOME.fullmatch(text)
    if not found:
        return None
    number, rest = found["number"] or "", found["text"].strip()
    if rest and (not number or rest[0] in "/,&" or re.match(r"(?:and|to|or|comments?|of)\b", rest, re.I)):
        return None
    return Numbered(str(int(number)) if number else "", rest)


def criterion_of(text: str) -> Numbered | None:
    """The reference that `text` begins with ("AC 2.1", "AC2.1", "2.1", "2.1)") and the words after it, or None."""
    found = _CRITERION.match(text)
    if not found:
        return None
    rest = found["text"].strip()
    if rest and (rest[0] in "%/" or re.match(r"(?:hours?|credits?|to|and|[-–])\b", rest)):
        return None
    return Numbered(f"{int(found['outcome'])}.{int(found['place'])}", rest)


def lettered_of(text: str) -> Numbered | None:
    """The letter that `text` begins with ("a)", "(b)") and the words after it, or None."""
    found = _LETTERED.fullmatch(text)
    return Numbered(found["letter"] or found["alone"], (found["text"] or "").strip()) if found else None


def graded_of(text: str) -> Numbered | None:
    """A grading criterion such as "P1 Explain …", "M2" or "D1", and the words after it, or None."""
    found = re.fullmatch(r"([PMD]\d{1,2})[.):]?(?:\s+(.+))?", text, re.S)
    return Numbered(found[1], (found[2] or "").strip()) if found else None


def criteria_of(text: str) -> tuple[tuple[str, ...], str]:
    """All references that `text` begins with ("1.1", "1.1 and 1.2", "2.1–2.3") and the words after them.

    A range is spelled out. Empty, and the whole text, where it begins with none.
    """
    several = re.match(
        r"(?:AC ?)?(\d{1,2}\.\d{1,2})((?:\s*(?:,|&|and|/|to|[-–])\s*(?:AC ?)?\d{1,2}\.\d{1,2})+)\s*[:.)]?\s*(.*)",
        text,
        re.I | re.S,
    )
    if not several:
        one = criterion_of(text)
        return ((one.number,), one.text) if one else ((), text)
    refs = [several[1]]
    for joint, ref in re.findall(r"(,|&|and|/|to|[-–])\s*(?:AC ?)?(\d{1,2}\.\d{1,2})", several[2], re.I):
        refs += _between(refs[-1], ref) if joint.lower() in ("to", "-", "–") else [ref]
    return tuple(dict.fromkeys(refs)), several[3].strip()


def _between(first: str, last: str) -> list[str]:
    (outcome, start), (last_outcome, end) = first.split("."), last.split(".")
    return [f"{outcome}.{n}" for n in range(int(start) + 1, int(end) + 1)] if outcome == last_outcome else [last]


def numbered_of(text: str) -> Numbered | None:
    """The whole number that `text` begins with and the words after it, or None; "2.1" is none."""
    found = _NUMBERED.fullmatch(text)
    return Numbered(str(int(found["number"])), found["text"].strip()) if found else None


def label(text: str) -> str:
    """`text` as a label to look up: small letters, no colon, star or bracketed remark."""
    bare = re.sub(r"\([^)]*\)|[*:]", " ", text)
    return " ".join(bare.lower().split())


def count_of(text: str) -> int | None:
    """The number that `text` writes in figures or words: "12", "2,500", "thirty six", "a hundred"; None for others."""
    words = text.lower().replace(",", "").replace("-", " ").split()
    if len(words) == 1 and words[0].isdigit():
        return int(words[0]) if len(words[0]) <= 5 else None
    if words and words[-1] == "hundred":
        return 100
    total = 0
    for word in words:
        if word in _TENS:
            total += _TENS[word]
        elif word in _NUMBER_WORDS:
            total += _NUMBER_WORDS.index(word)
        else:
            return None
    return total if words else None


def first_count(text: str) -> int | None:
    """The first number in figures in `text`, or None; years of five figures and more are none."""
    found = re.search(r"(?<![\d/.-])(\d{1,3},\d{3}|\d{1,5})(?![\d/])", text)
    return count_of(found[1]) if found else None


def tail_of(code: str) -> str:
    """The unit's own number in a code that begins with the number of its family: "300" of "8585-300"; others whole."""
    found = re.fullmatch(r"\d{3,5}-(\w+)", code)
    return found[1] if found else code


def same_words(text: str) -> str:
    """`text` for comparing titles and criteria: letters and digits only, "&" as "and"."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("&", " and ")))
