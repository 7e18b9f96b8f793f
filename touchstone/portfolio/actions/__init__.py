"""Every write of this room."""

from touchstone.portfolio.actions.attempts import (
    allow_attempt,
    mark_attempt,
    note_carried,
    return_unassessed,
    submit_unit,
    unnote_carried,
    withdraw,
)
from touchstone.portfolio.actions.evidence import (
    add_file,
    edit_evidence,
    note_read,
    note_scan,
    remove_evidence,
    rewrite_evidence,
    write_evidence,
)
from touchstone.portfolio.actions.mapping import link_criterion, map_evidence, set_mappings, unmap
from touchstone.portfolio.content.intake import Received, receive

__all__ = [
    "Received",
    "add_file",
    "allow_attempt",
    "edit_evidence",
    "link_criterion",
    "map_evidence",
    "mark_attempt",
    "note_carried",
    "note_read",
    "note_scan",
    "receive",
    "remove_evidence",
    "return_unassessed",
    "rewrite_evidence",
    "set_mappings",
    "submit_unit",
    "unmap",
    "unnote_carried",
    "withdraw",
    "write_evidence",
]
