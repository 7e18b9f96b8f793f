"""Icons as inline SVG, drawn once and kept: names are Lucide's."""

from __future__ import annotations

from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

# The design's names that the present Lucide spells otherwise.
ALIASES = {
    "circle-help": "circle-question-mark",
    "file-video": "file-play",
    "fingerprint": "fingerprint-pattern",
    "home": "house",
    "help": "circle-question-mark",
}
UNKNOWN = "dot"


@lru_cache(maxsize=1024)
def icon(name: str, extra_class: str = "") -> SafeString:
    """The icon `name` as SVG, hidden from screen readers; an unknown name gives a small dot.

    Colour and size come from the words around it (class "i").
    """
    wanted = str(name)
    classes = f"i {extra_class}".strip()
    for candidate in (ALIASES.get(wanted, wanted), wanted, UNKNOWN):
        try:
            drawn = lucide(candidate, size=None, **{"class": classes, "aria_hidden": "true", "focusable": "false"})
        except IconDoesNotExist:
            continue
        return mark_safe(" ".join(drawn.split()).replace("> <", "><"))  # noqa: S308  # only vendored drawings
    raise IconDoesNotExist(f"The icon {name!r} does not exist.")  # pragma: no cover


def exists(name: str) -> bool:
    """Whether `name` is an icon we can draw as itself."""
    try:
        lucide(ALIASES.get(name, name), size=None)
    except IconDoesNotExist:
        return False
    return True
