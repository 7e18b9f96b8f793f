"""File names as people send them, made safe to store and show."""

from __future__ import annotations

import unicodedata

from touchstone.kernel.errors import Refused
from touchstone.portfolio.content.kinds import EXTENSIONS, LISTED

LONGEST = 200
PROGRAMS = {"exe", "bat", "cmd", "com", "scr", "pif", "msi", "dll", "jar", "lnk", "sh", "app", "docm", "dotm"}
SCRIPTS = {"js", "jse", "vbs", "vbe", "wsf", "ps1", "hta", "php", "html", "htm", "xhtml", "svg", "xml"}


def clean_name(file_name: str) -> str:
    """The last part of the name, without control and direction marks, at most 200 characters.

    Raises Refused for a name with a zero byte, without a name before the extension, or with an extension that is not
    taken or hides another.
    """
    if "\x00" in file_name:
        raise Refused("This file's name is not a proper one. Rename it, then add it again.", field="file")
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in {"Cc", "Cf"})
    name = " ".join(shown.split())
    extension = extension_of(name)
    if not stem_of(name).strip(". "):
        raise Refused("This file has no name. Rename it, then add it again.", field="file")
    if extension not in EXTENSIONS:
        raise Refused(f"{name} is of a kind that is not taken here. Add {LISTED}.", field="file")
    hidden = [part.strip().lower() for part in name.split(".")[1:-1]]
    if any(part in PROGRAMS | SCRIPTS for part in hidden):
        raise Refused(f"{name} has two endings, one of them a program’s. Rename it, then add it again.", field="file")
    return f"{stem_of(name)[: LONGEST - len(extension) - 1]}.{extension}"


def extension_of(name: str) -> str:
    """What follows the last full stop, in lower case; "" without one."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def stem_of(name: str) -> str:
    """The name without its extension."""
    return name.rpartition(".")[0] if "." in name else name
