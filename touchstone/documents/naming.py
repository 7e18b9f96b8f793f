"""File names as awarding bodies ask for them, made from facts by a pattern."""

from __future__ import annotations

import re
import unicodedata

from .facts import Facts, FactsError
from .plain import one_line, tidy

DEFAULT_PATTERN = "{initial} {surname}-{registration}-{centre}-{unit}({attempt})"
LONGEST_NAME = 150

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u2060\ufeff]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(pattern: str, facts: Facts, *, extension: str = "", surname: str = "") -> str:
    """The file name that `pattern` gives for `facts`, safe on every system, with `.extension` when one is given.

    Fields: initial, forename, surname, learner, registration, centre, unit, attempt, certificate, date. An empty
    `pattern` stands for DEFAULT_PATTERN ("R Jones-ABC123-012345-8697-530(1)"). The surname is the last word of the
    learner's name unless `surname` says it. A field that these facts lack is left empty; brackets and separators that
    this leaves behind go with it. Raises FactsError when the pattern names an unknown field or gives no name at all.
    """
    fields = _fields(facts, surname)

    def fill(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in fields:
            raise FactsError(f"The file name pattern asks for {name!r}; it may ask for {', '.join(sorted(fields))}.")
        return _safe(fields[name])

    stem = _safe(_FIELD.sub(fill, pattern or DEFAULT_PATTERN))
    stem = re.sub(r"-{2,}", "-", stem.replace("()", "").replace("[]", "")).strip(" -._")
    ending = "." + _safe(extension.lstrip(".")).lower() if extension else ""
    stem = _shortened(stem, LONGEST_NAME - len(ending))
    if not stem:
        raise FactsError("The file name pattern gives an empty name for these facts.")
    return ("_" + stem if _DEVICES.match(stem) else stem) + ending


def _fields(facts: Facts, surname: str) -> dict[str, str]:
    name = one_line(facts.learner_name)
    last = one_line(surname) or name.rpartition(" ")[2]
    first = name.removesuffix(last).strip()
    attempt = getattr(facts, "attempt", None)
    return {
        "learner": name,
        "surname": last,
        "forename": first,
        "initial": first[:1].upper(),
        "registration": getattr(facts, "learner_registration_number", ""),
        "centre": getattr(facts, "centre_number", ""),
        "unit": getattr(facts, "unit_ref", "") or getattr(facts, "unit_number", ""),
        "attempt": "" if attempt is None else str(attempt),
        "certificate": getattr(facts, "certificate_number", ""),
        "date": facts.dated_on.isoformat(),
    }


def _safe(text: str) -> str:
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", tidy(text)))
    return " ".join(text.split()).strip(" .")


def _shortened(stem: str, longest: int) -> str:
    """`stem` cut to `longest` characters and 240 bytes: file systems count bytes, people count letters."""
    stem = stem[:longest]
    while len(stem.encode()) > 240:
        stem = stem[:-1]
    return stem.rstrip(" .")
