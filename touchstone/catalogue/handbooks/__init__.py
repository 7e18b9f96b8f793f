"""Reads a handbook into a specification. Plain Python; knows no Django and keeps nothing."""

from .errors import HandbookUnreadable
from .model import Handbook
from .reader import read

__all__ = ["Handbook", "HandbookUnreadable", "read"]
