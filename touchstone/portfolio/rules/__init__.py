"""The logic of portfolios on plain values: where evidence is found, what a submission still lacks, what is signed."""

from touchstone.portfolio.rules.attempts import (
    COUNTED,
    OPEN,
    STATES,
    is_open,
    may_move,
    needs_leave,
    next_number,
)
from touchstone.portfolio.rules.checking import (
    Check,
    Piece,
    Standing,
    check,
    gaps,
    needed,
    words_advice,
)
from touchstone.portfolio.rules.manifest import (
    STATEMENT,
    STATEMENT_VERSION,
    Item,
    Line,
    acknowledgements,
    files_of,
    manifest,
    manifest_sha256,
    receipt_number,
)
from touchstone.portfolio.rules.places import Where, clock, count_words, seconds_of, where_words

__all__ = [
    "COUNTED",
    "OPEN",
    "STATEMENT",
    "STATEMENT_VERSION",
    "STATES",
    "Check",
    "Item",
    "Line",
    "Piece",
    "Standing",
    "Where",
    "acknowledgements",
    "check",
    "clock",
    "count_words",
    "files_of",
    "gaps",
    "is_open",
    "manifest",
    "manifest_sha256",
    "may_move",
    "needed",
    "needs_leave",
    "next_number",
    "receipt_number",
    "seconds_of",
    "where_words",
    "words_advice",
]
