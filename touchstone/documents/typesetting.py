"""Facts become a PDF: our templates, our fonts, nothing from the machine or the network."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typst

from .plain import breakable

if TYPE_CHECKING:
    from typst import PDFStandard

log = logging.getLogger(__name__)

_ROOM = Path(__file__).parent
TEMPLATES = _ROOM / "typst"
FONTS = _ROOM / "fonts"

# Accessible and archival together; then accessible; then what is left when a letter has no glyph in any of our fonts.
_STANDARDS: tuple[tuple[PDFStandard, ...], ...] = (("a-3a", "ua-1"), ("ua-1",), ())


class TypesettingError(RuntimeError):
    """A paper could not be laid out: a fault of the template, not of the facts."""


class Pdf(bytes):
    """The bytes of a PDF, with the standards it keeps and, when it fell back, why.

    `standards` is ("a-3a", "ua-1") in the ordinary case and () when some letter has no glyph in our fonts; the PDF is
    tagged in every case. `fell_back_because` is "" or the typesetter's reason.
    """

    standards: tuple[str, ...]
    fell_back_because: str

    def __new__(cls, content: bytes, standards: tuple[str, ...] = (), fell_back_because: str = "") -> Pdf:
        pdf = super().__new__(cls, content)
        pdf.standards = standards
        pdf.fell_back_because = fell_back_because
        return pdf

    @property
    def accessible(self) -> bool:
        """Whether the file claims PDF/UA-1."""
        return "ua-1" in self.standards


def typeset(template: str, values: Mapping[str, Any], *, dated_on: date, exact: Mapping[str, str] | None = None) -> Pdf:
    """The PDF that `template` (a name without ending) makes of `values`; the same values give the same bytes.

    `values` must be JSON values; long unbroken runs in them get invisible places to break. `exact` holds what must
    arrive unchanged: drawings, addresses behind links. Raises TypesettingError when the template itself is at fault.
    """
    bears = {"year": dated_on.year, "month": dated_on.month, "day": dated_on.day}
    facts = {**_breakable(values), **(exact or {}), "date": bears}
    sys_inputs = {"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)}
    reason = ""
    for standards in _STANDARDS:
        try:
            content = _compile(template, sys_inputs, standards)
        except typst.TypstError as error:
            reason = reason or error.message
            continue
        if reason:
            log.warning("document_fell_back template=%s standards=%s reason=%s", template, standards, reason)
        return Pdf(content, standards, reason)
    raise TypesettingError(f"The template {template} could not be laid out: {reason}")


def _compile(template: str, sys_inputs: dict[str, str], standards: tuple[PDFStandard, ...]) -> bytes:
    content = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=sys_inputs,
        pdf_standards=list(standards),
        timestamp=0,
    )
    return bytes(content)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _breakable(value: Any) -> Any:
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, Mapping):
        return {key: _breakable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_breakable(each) for each in value]
    return value
