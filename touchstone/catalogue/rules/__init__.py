"""The logic of specifications on plain values: rules of combination, verbs, differences, checks on what was read."""

from touchstone.catalogue.rules.combination import (
    Combination,
    combination_from,
    combination_gaps,
    combination_words,
    is_complete,
)
from touchstone.catalogue.rules.verbs import VERBS, verb_meaning

__all__ = [
    "VERBS",
    "Combination",
    "combination_from",
    "combination_gaps",
    "combination_words",
    "is_complete",
    "verb_meaning",
]
