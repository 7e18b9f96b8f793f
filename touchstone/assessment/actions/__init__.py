"""Every write of this room."""

from touchstone.assessment.actions.allocating import allocate, reallocate, receive
from touchstone.assessment.actions.checking import (
    note_agreed,
    note_returned,
    note_sampling,
    overturn,
    ratify,
    release,
)
from touchstone.assessment.actions.judging import (
    Stale,
    comment_outcome,
    decide,
    open_desk,
    return_unassessed,
    sign,
)

__all__ = [
    "Stale",
    "allocate",
    "comment_outcome",
    "decide",
    "note_agreed",
    "note_returned",
    "note_sampling",
    "open_desk",
    "overturn",
    "ratify",
    "reallocate",
    "receive",
    "release",
    "return_unassessed",
    "sign",
]
