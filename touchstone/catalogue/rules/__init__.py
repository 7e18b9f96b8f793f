"""The logic of specifications on plain values: rules of combination, verbs, differences, checks on what was read."""

from touchstone.catalogue.rules.checks import Finding, findings, structural_gaps
from touchstone.catalogue.rules.combination import (
    Combination,
    combination_from,
    combination_gaps,
    combination_words,
    is_complete,
)
from touchstone.catalogue.rules.content import (
    CHILDREN,
    FIELDS,
    Content,
    Field,
    counts,
    family_of,
    key_for,
    kind_of,
    node_at,
    title_of,
    value_gaps,
    value_of,
    with_node,
    with_places,
    with_values,
    without_node,
)
from touchstone.catalogue.rules.differences import Difference, differences, words_changed
from touchstone.catalogue.rules.verbs import VERBS, verb_meaning

__all__ = [
    "CHILDREN",
    "FIELDS",
    "VERBS",
    "Combination",
    "Content",
    "Difference",
    "Field",
    "Finding",
    "combination_from",
    "combination_gaps",
    "combination_words",
    "counts",
    "differences",
    "family_of",
    "findings",
    "is_complete",
    "key_for",
    "kind_of",
    "node_at",
    "structural_gaps",
    "title_of",
    "value_gaps",
    "value_of",
    "verb_meaning",
    "with_node",
    "with_places",
    "with_values",
    "without_node",
    "words_changed",
]
