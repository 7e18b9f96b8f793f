"""A handbook comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.catalogue import facts, rules
from touchstone.catalogue.handbooks import HandbookUnreadable, read
from touchstone.catalogue.handbooks.word import rows_of_word
from touchstone.catalogue.models import Upload
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action
from touchstone.plumbing.storage import keep

LONGEST_LINE_SHOWN = 400


@action
def read_handbook(*, by: Actor, data: bytes, file_name: str, at: datetime) -> Upload:
    """The upload that holds what was read from `data`, and waits for a person to look it over. Nothing is accepted yet.

    Raises Denied unless `by` loads handbooks; Refused (field "file") when the file is none that can be read, or holds
    neither a qualification nor a unit.
    """
    GUARD.require(by, Permission.LOAD)
    name = PurePath(file_name.replace("\\", "/")).name[-255:] or "handbook"
    try:
        content = read(data, name).as_json()
    except HandbookUnreadable as error:
        raise Refused([replace(reason, field="file") for reason in error.reasons]) from error
    if not content["units"] and not content["qualifications"]:
        raise Refused(
            Reason(
                "Neither a qualification nor a unit was found in this file. Is it the whole handbook? "
                "Tables have to be text or real tables, not pictures.",
                field="file",
                code="nothing-found",
            )
        )
    warnings = content.pop("warnings")
    upload = Upload.objects.create(
        centre_id=by.centre,
        file_name=name,
        blob=keep(data, centre=by.centre, at=at),
        content=_named(content),
        warnings=_with_lines(warnings, data),
        read_by_id=by.person,
        read_at=at,
    )
    record(
        by,
        "upload.read",
        upload,
        at=at,
        facts={"sha256": content["source"]["sha256"], "warnings": len(warnings), **rules.counts(content)},
    )
    return upload


def _named(content: dict[str, Any]) -> dict[str, Any]:
    """The content with a proposal for the names that no handbook prints as such; a known family brings its own."""
    code = rules.family_of(content)
    known = facts.family(code)
    return {
        "family": code,
        "title": known.title if known else rules.title_of(content),
        "awarding_body": known.awarding_body if known else "",
        **content,
    }


def _with_lines(warnings: list[dict[str, Any]], data: bytes) -> list[dict[str, Any]]:
    """Each warning with the words of its line, so that nobody has to search the document for it."""
    lines = _lines(data) if warnings else []
    return [{**warning, "text": _line(lines, warning["line"])} for warning in warnings]


def _line(lines: list[str], number: int | None) -> str:
    if number is None or not 1 <= number <= len(lines):
        return ""
    words = " ".join(lines[number - 1].split())
    return words if len(words) <= LONGEST_LINE_SHOWN else words[: LONGEST_LINE_SHOWN - 1] + "…"


def _lines(data: bytes) -> list[str]:
    """The lines as the reader counts them: paragraphs of a Word document, lines of a text."""
    if data.startswith(b"PK\x03\x04"):
        return list(rows_of_word(data).raw)
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    for end in ("\r\n", "\r", "\f", "\v"):
        text = text.replace(end, "\n")
    return text.split("\n")
