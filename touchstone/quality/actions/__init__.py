"""Every write of this room: drawing the sample, checking, the EQA's activity and word, direct claims."""

from touchstone.quality.actions.checking import agree, begin_check, open_evidence, return_sheet
from touchstone.quality.actions.releasing import (
    close_activity,
    open_activity,
    record_test,
    refuse_release,
    release_units,
)
from touchstone.quality.actions.sampling import confirm_directly, draw

__all__ = [
    "agree",
    "begin_check",
    "close_activity",
    "confirm_directly",
    "draw",
    "open_activity",
    "open_evidence",
    "record_test",
    "refuse_release",
    "release_units",
    "return_sheet",
]
