"""Contradictions inside a document: one small rule each, none of them mended.

A rule takes the handbook as read and the reading behind it, and gives a warning for each place. Say what, where, and
which of the two the reader kept.
"""

from collections.abc import Callable, Iterator

from ..model import Handbook, Warning
from ..reading import Reading
from . import figures, modality, places, wording

Rule = Callable[[Handbook, Reading], Iterator[Warning]]

RULES: tuple[Rule, ...] = (*figures.RULES, *wording.RULES, *places.RULES, *modality.RULES)

__all__ = ["RULES", "Rule"]
