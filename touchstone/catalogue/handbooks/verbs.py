"""The command verbs of criteria: what a learner is told to do."""

from __future__ import annotations

import re

# Verbs that say how much thinking is asked for; a document that shifts between them changes the demand.
_THINKING = """
    analyse analyze appraise assess clarify compare contrast critique define describe differentiate discuss
    distinguish evaluate examine explain explore identify interpret justify list name outline recognise
    recognize state summarise summarize
"""
_DOING = """
    act adapt agree apply arrange ask build calculate carry check coach collect communicate complete conduct
    consult contract contribute coordinate create deliver demonstrate design determine develop devise draw
    encourage ensure establish evidence facilitate follow formulate gather give illustrate implement improve
    inform investigate keep lead link locate maintain make manage measure meet mentor monitor negotiate
    observe organise organize participate perform plan practise predict prepare present prioritise produce
    promote propose prove provide question rate read recommend record reflect relate report research respond
    review seek select set show solve structure suggest support synthesise test train undertake update use
    value verify work write
"""
COGNITIVE = frozenset(_THINKING.split())
VERBS = COGNITIVE | frozenset(_DOING.split())
_ADVERB = re.compile(r"[a-z]+ly$|^how$", re.I)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_LEAD = re.compile(r"(?:[Tt]he )?(?:[Ll]earners?|[Cc]andidates?|[Yy]ou) (?:can|will|must|should)(?: be able to)? ")


def verb_of(text: str) -> str | None:
    """The leading command verbs of `text` as printed: "Explain", "Plan and prepare"; None without a word.

    Verbs joined by commas and "and" belong together. A criterion that opens with a phrase ("Using this analysis
    critically review …") gives its first known verb; one whose verb is unknown gives its first word.
    """
    text = _LEAD.sub("", text, count=1)
    words = list(_WORD.finditer(text))
    if not words:
        return None
    start = _first_verb(words)
    if start is None:
        return words[0].group()
    end = start
    while end + 1 < len(words):
        joint = text[words[end].end() : words[end + 1].start()].strip()
        following = words[end + 1].group().lower()
        if joint == "," and following in VERBS:
            end += 1
        elif joint in ("", ",") and following in ("and", "or") and end + 2 < len(words) and _is_verb(words, end + 2):
            end += 2 if words[end + 2].group().lower() in VERBS else 3
        elif joint == "/" and following in VERBS:
            end += 1
        else:
            break
    if end + 1 < len(words) and words[end + 1].group().lower() in ("out", "up") and text[words[end].end()] == " ":
        end += 1
    first = start - 1 if start and _ADVERB.match(words[start - 1].group()) else start
    return text[words[first].start() : words[end].end()]


def lone_verb(text: str) -> str | None:
    """The first command verb of `text` in small letters, without its adverb; None when it opens with no known verb."""
    words = list(_WORD.finditer(_LEAD.sub("", text, count=1)))
    for match in words[:2]:
        if match.group().lower() in VERBS:
            return match.group().lower()
        if not _ADVERB.match(match.group()):
            return None
    return None


def _is_verb(words: list[re.Match[str]], place: int) -> bool:
    word = words[place].group().lower()
    after = words[place + 1].group().lower() if place + 1 < len(words) else ""
    return word in VERBS or bool(_ADVERB.match(word) and after in VERBS)


def _first_verb(words: list[re.Match[str]]) -> int | None:
    first = words[0].group().lower()
    if first in VERBS:
        return 0
    if _ADVERB.match(first) and len(words) > 1 and words[1].group().lower() in VERBS:
        return 1
    if first.endswith("ing") or first in (
        "based",
        "in",
        "from",
        "with",
        "for",
        "by",
        "given",
        "through",
        "as",
        "on",
        "within",
    ):
        return next((n for n, word in enumerate(words) if n and word.group().lower() in VERBS), None)
    return None
