"""What must hold of a Word, OpenDocument or rich text file before it is kept."""

from __future__ import annotations

import re
import zipfile
from typing import IO

from defusedxml import ElementTree

from touchstone.kernel.errors import Refused

MOST_MEMBERS = 2_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_PART_BYTES = 60_000_000
MOST_RATIO = 400
SMALL_BYTES = 1_000_000
MAIN_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MIME_ODT = b"application/vnd.oasis.opendocument.text"
OUTSIDE = ("attachedTemplate", "oleObject", "frame", "subDocument", "package", "externalLinkPath")
RTF_OBJECT = re.compile(rb"\\(?:object|objdata|objocx|objemb|objautlink)\b")
RTF_TEMPLATE = re.compile(rb"\\\*\s*\\template\b")


def check_archive(archive: zipfile.ZipFile, source: IO[bytes], name: str) -> frozenset[str]:
    """The names in the archive. Raises Refused when it is locked, would unpack to too much, or hides another file."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if not entries:
        raise Refused(f"{name} is broken and cannot be opened. Save it again, then add it.", field="file")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(f"{name} is locked with a password. Take the password off, then add it again.", field="file")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(source.seek(0, 2), 1)
    if len(entries) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES or _swells(unpacked, packed):
        raise Refused(f"{name} would unpack to far more than a document holds, so it is not opened.", field="file")
    if len(set(names)) != len(names) or any(".." in n.split("/") or n.startswith("/") for n in names):
        raise Refused(f"{name} is packed in an unusual way, so it is not opened. Save it again.", field="file")
    if min(entry.header_offset for entry in entries) != 0 or not _ends_with_directory(source, packed, archive):
        raise Refused(f"{name} has another file hidden in it. Save it again, then add it.", field="file")
    return frozenset(names)


def read_part(archive: zipfile.ZipFile, part: str, limit_bytes: int = MOST_PART_BYTES) -> bytes:
    """One part of the archive, unpacked. Raises ValueError when it is longer than `limit_bytes`, whatever it says."""
    with archive.open(part) as stream:
        content = stream.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise ValueError("a part of the file is too long")
    return content


def check_docx(archive: zipfile.ZipFile, members: frozenset[str], name: str) -> None:
    """Nothing, for a Word document of words and pictures; else Refused: a macro, an object, a template outside."""
    types = read_part(archive, "[Content_Types].xml", 5_000_000)
    lower = {member.lower() for member in members}
    if b"macroEnabled" in types or any(m.endswith(("vbaproject.bin", "vbadata.xml")) for m in lower):
        raise Refused(f"{name} has a macro (a program) in it. Save it as .docx without macros.", field="file")
    if MAIN_DOCX.encode() not in types:
        raise Refused(f"{name} is not a Word document. Save it as .docx, then add it again.", field="file")
    if any(m.startswith(("word/activex/", "word/embeddings/oleobject")) or _is_packed_program(m) for m in lower):
        raise Refused(f"{name} has an embedded object in it. Save it without, or as PDF.", field="file")
    for member in members:
        if member.endswith(".rels"):
            _check_relations(read_part(archive, member, 5_000_000), name)


def is_odt(archive: zipfile.ZipFile, members: frozenset[str]) -> bool:
    """True of an OpenDocument text: its type is written in the part `mimetype`."""
    return {"mimetype", "content.xml"} <= members and read_part(archive, "mimetype", 200).strip() == MIME_ODT


def check_odt(archive: zipfile.ZipFile, members: frozenset[str], name: str) -> None:
    """Nothing, for an OpenDocument text with words and pictures only; else Refused: a macro, an object, a password."""
    if any(m.startswith(("Basic/", "Scripts/")) and not m.endswith("/") for m in members):
        raise Refused(f"{name} has a macro (a program) in it. Save it without macros.", field="file")
    if any(m.startswith("Object ") and m.count("/") == 0 for m in members):
        raise Refused(f"{name} has an embedded object in it. Save it without, or as PDF.", field="file")
    if "META-INF/manifest.xml" in members and b"encryption-data" in read_part(archive, "META-INF/manifest.xml"):
        raise Refused(f"{name} is locked with a password. Take the password off, then add it again.", field="file")


def check_rtf(source: IO[bytes], name: str) -> None:
    """Nothing, for rich text with words and pictures only; else Refused: an object or a template outside."""
    source.seek(0)
    content = source.read(MOST_PART_BYTES + 1)
    if len(content) > MOST_PART_BYTES:
        raise Refused(f"{name} is too long for a rich text file. Save it as .docx or PDF.", field="file")
    if RTF_OBJECT.search(content) or RTF_TEMPLATE.search(content):
        raise Refused(f"{name} has an embedded object in it. Save it as .docx or PDF.", field="file")
    if not content.rstrip(b"\x00\r\n\t ").endswith(b"}"):
        raise Refused(f"{name} is broken or has something after its end. Save it again, then add it.", field="file")


def _check_relations(content: bytes, name: str) -> None:
    root = ElementTree.fromstring(content, forbid_dtd=True)
    for relation in root:
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        if relation.get("TargetMode") == "External" and kind in OUTSIDE:
            raise Refused(
                f"{name} fetches a part of itself from elsewhere ({kind}). Save it as PDF, or without it.", field="file"
            )


def _is_packed_program(member: str) -> bool:
    return member.endswith((".bin", ".exe", ".dll", ".js", ".vbs", ".html", ".htm")) and "/embeddings/" in member


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > SMALL_BYTES and unpacked / packed > MOST_RATIO


def _ends_with_directory(source: IO[bytes], size_bytes: int, archive: zipfile.ZipFile) -> bool:
    """True where nothing follows the archive's own end."""
    tail_bytes = min(size_bytes, 22 + 65_536)
    source.seek(size_bytes - tail_bytes)
    tail = source.read(tail_bytes)
    at = tail.rfind(b"PK\x05\x06")
    return at >= 0 and len(tail) - at - 22 == len(archive.comment)
