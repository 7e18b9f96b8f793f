"""The papers: each takes facts and gives the bytes of a file, the same bytes for the same facts.

PDFs are tagged, carry their fonts, and keep PDF/UA-1 and PDF/A-3a where the text allows it (see `Pdf`).
"""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

import segno

from . import word
from .facts import (
    AuthenticationSheet,
    Certificate,
    DecisionTrace,
    EvidenceMatrix,
    Facts,
    FactsError,
    Receipt,
    ResultSheet,
)
from .naming import DEFAULT_PATTERN, file_name
from .plain import hash_groups, plain, size
from .typesetting import Pdf, TypesettingError, typeset

__all__ = [
    "DEFAULT_PATTERN",
    "Pdf",
    "TypesettingError",
    "authentication_sheet_docx",
    "authentication_sheet_pdf",
    "certificate_pdf",
    "decision_trace_pdf",
    "evidence_matrix_docx",
    "evidence_matrix_pdf",
    "file_name",
    "receipt_pdf",
    "result_sheet_docx",
    "result_sheet_pdf",
]


def result_sheet_pdf(facts: ResultSheet) -> Pdf:
    """The result sheet as a PDF, landscape, with every field of the awarding body's own sheet.

    Source: R246, R247, R248, R249, R250 (8585 handbook, result sheets)
    """
    return typeset("result_sheet", _values(facts), dated_on=facts.dated_on)


def result_sheet_docx(facts: ResultSheet) -> bytes:
    """The result sheet as a Word file with real tables and repeated header rows."""
    return word.result_sheet(_values(facts), dated_on=facts.dated_on)


def certificate_pdf(facts: Certificate) -> Pdf:
    """The certificate as a PDF, A4 landscape, with a QR code of its verification address.

    Units move to a second page when there are more than seven. Raises FactsError when the address is not http(s).
    """
    address = facts.verification_url.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.netloc or any(each.isspace() for each in address):
        raise FactsError("The verification address of a certificate must be a web address (https://…).")
    exact = {"qr_svg": _qr_svg(address), "verification_link": address}
    return typeset("certificate", _values(facts), dated_on=facts.dated_on, exact=exact)


def evidence_matrix_pdf(facts: EvidenceMatrix) -> Pdf:
    """The evidence matrix as a PDF.

    Source: R258, R271 (8585 handbook, portfolio matrix)
    """
    return typeset("evidence_matrix", _values(facts), dated_on=facts.dated_on)


def evidence_matrix_docx(facts: EvidenceMatrix) -> bytes:
    """The evidence matrix as a Word file."""
    return word.evidence_matrix(_values(facts), dated_on=facts.dated_on)


def authentication_sheet_pdf(facts: AuthenticationSheet) -> Pdf:
    """The learner's declaration as a PDF, with the manifest's hash and its files.

    Source: R219, R220 (8585 handbook, authenticity)
    """
    return typeset("authentication_sheet", _values(facts), dated_on=facts.dated_on)


def authentication_sheet_docx(facts: AuthenticationSheet) -> bytes:
    """The learner's declaration as a Word file."""
    return word.authentication_sheet(_values(facts), dated_on=facts.dated_on)


def receipt_pdf(facts: Receipt) -> Pdf:
    """The receipt of a submission as a PDF."""
    return typeset("receipt", _values(facts), dated_on=facts.dated_on)


def decision_trace_pdf(facts: DecisionTrace) -> Pdf:
    """The decision trace as a PDF; without steps it says so."""
    return typeset("decision_trace", _values(facts), dated_on=facts.dated_on)


def _values(facts: Facts) -> dict[str, Any]:
    values = plain(facts)
    for file in values.get("files", ()):
        file["size"] = size(file["size_bytes"])
        file["hash_groups"] = hash_groups(file["sha256"])
    for each in (values, *values.get("units", ())):
        for name in ("level", "unit_level"):
            if name in each:
                each[name] = _bare_level(each[name])
    if "manifest_hash" in values:
        values["manifest_groups"] = hash_groups(values["manifest_hash"])
    if "sheet_hash" in values:
        values["sheet_hash_groups"] = hash_groups(values["sheet_hash"])
    return values


def _bare_level(level: Any) -> str:
    """`level` without the word, which the papers write themselves: 3, "3" and "Level 3" are all "3"."""
    return str("" if level is None else level).removeprefix("Level ").strip()


def _qr_svg(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawing, kind="svg", border=0, xmldecl=False, svgns=True, dark="#0c1214", light=None
    )
    return drawing.getvalue().decode()
