"""Small tags the pages and components share. In a template: `{% load ui %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe

from touchstone.ui import charts, controls, icons, statuses

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """An icon, hidden from screen readers: `{% icon "house" %}`."""
    return icons.icon(str(name), str(extra))


@register.simple_tag
def place(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view, or "" while nothing is mounted under that name."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


@register.simple_tag
def mend_at(reason: Any) -> str:
    """The address where a reason of a refusal can be mended, or ""."""
    name = getattr(reason, "url_name", None)
    return place(name, *(getattr(reason, "url_args", None) or ())) if name else ""


@register.filter
def own_address(url: str, request: Any) -> str:
    """`url` when it lies on this host, else ""."""
    allowed = {request.get_host()} if request else set()
    return url if url and url_has_allowed_host_and_scheme(url, allowed_hosts=allowed) else ""


@register.simple_tag
def status_of(state: str) -> statuses.Status:
    """The row of the status table for a state name."""
    return statuses.status(state)


@register.simple_tag
def extra_attributes(attrs: Any) -> SafeString:
    """What a component was given beyond its own arguments, escaped, as HTML attributes."""
    given: Mapping[str, Any] = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else (attrs or {})
    parts: list[tuple[str, Any]] = []
    for key, value in given.items():
        if value is True or value == "":
            parts.append((key, None))
        elif value is not False and value is not None:
            parts.append((key, conditional_escape(str(value) if not hasattr(value, "__html__") else value)))
    html = " ".join(conditional_escape(k) if v is None else f'{conditional_escape(k)}="{v}"' for k, v in parts)
    return mark_safe(f" {html}" if html else "")  # noqa: S308  # every part was escaped above


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget of a form field in our look, with its hint and error wired to it."""
    return controls.control(field)


@register.filter
def control_kind(field: BoundField) -> str:
    """How a field is laid out: "hidden", "tick", "group", "file" or "line"."""
    return controls.kind(field)


@register.filter
def field_id(field: BoundField) -> str:
    """The id an error link jumps to: the control, or the first choice of a group."""
    return controls.target_id(field)


@register.simple_tag
def assay_streak(total: int, filled: int, layer: int, referred: int = 0, partial: int = 0) -> SafeString:
    """One streak of the assay meter as SVG; `layer` is 1 mapped, 2 assessed, 3 quality-assured."""
    return charts.streak(int(total or 0), int(filled or 0), int(layer), int(referred or 0), int(partial or 0))


@register.simple_tag
def assay_cells(states: Any, layer: int) -> SafeString:
    """One streak with a cell per criterion, in order: "on", "part", "referred" or ""."""
    return charts.streak_of([str(state or "") for state in states], int(layer))


@register.simple_tag
def meter_bar(value: float, target: float, held: float = 0, look: str = "") -> SafeString:
    """A flat bar for a meter; `held` is hatched: there, but not counted yet."""
    return charts.meter(float(value or 0), float(target or 0), float(held or 0), str(look))


@register.filter
def pairs(value: Any) -> list[tuple[Any, Any]]:
    """A mapping or a list of pairs, as pairs."""
    if isinstance(value, Mapping):
        return list(value.items())
    return list(value or [])


@register.simple_tag
def class_list(*names: str) -> str:
    """Class names joined by one space; empty ones fall out."""
    return " ".join(str(n) for n in names if n)


@register.simple_tag
def lines(items: Any) -> SafeString:
    """Each item as a list row, escaped."""
    return format_html_join("", "<li>{}</li>", ((item,) for item in items or ()))


@register.filter
def is_choices(field: BoundField) -> bool:
    """Whether a grouped field is a list of choices (and not several boxes for one value)."""
    return controls.is_choices(field)


@register.simple_tag
def error_list(form: Any = None, items: Any = None) -> list[tuple[str, str]]:
    """Every error as (words, id of its field); those of the whole form come first, with no id."""
    if items:
        return [(str(words), str(target or "")) for words, target in items]
    if form is None or not getattr(form, "is_bound", False):
        return []
    found = [(str(words), "") for words in form.non_field_errors()]
    for field in form:
        found += [(str(words), "" if field.is_hidden else controls.target_id(field)) for words in field.errors]
    return found
