"""The one error that reading a handbook may raise."""

from touchstone.kernel.errors import Refused


class HandbookUnreadable(Refused, ValueError):
    """The bytes are no handbook that can be read; the argument says why, in words for a person."""
