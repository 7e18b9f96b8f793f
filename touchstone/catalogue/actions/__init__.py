"""Every write to specifications: read a handbook, mend what was read, accept or discard it, or start from the facts."""

from touchstone.catalogue.actions.accepting import accept_upload, discard_upload, start_from_facts
from touchstone.catalogue.actions.editing import AddNode, PlaceUnits, RemoveNode, SetValues, edit_upload
from touchstone.catalogue.actions.reading import read_handbook

__all__ = [
    "AddNode",
    "PlaceUnits",
    "RemoveNode",
    "SetValues",
    "accept_upload",
    "discard_upload",
    "edit_upload",
    "read_handbook",
    "start_from_facts",
]
