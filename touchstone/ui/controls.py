"""Django form controls in our look: class, hint, error and the browser's own date and time boxes."""

from __future__ import annotations

import copy
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

# A date box of the browser speaks ISO only.
NATIVE = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def kind(field: BoundField) -> str:
    """How the field is laid out: "hidden", "tick" (one box), "group" (several choices or boxes), "file" or "line"."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if is_choices(field):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.SelectDateWidget | forms.MultiWidget):
        return "group"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "line"


def is_choices(field: BoundField) -> bool:
    """Whether the field is a list of radio buttons or tick boxes."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def described_by(field: BoundField) -> str:
    """Ids of the hint and the error, in that order, for `aria-describedby`."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


def target_id(field: BoundField) -> str:
    """The id that an error link jumps to: the control itself, or the first choice of a group."""
    if is_choices(field):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.SelectMultiple):
        return "select select--many"
    if isinstance(widget, forms.Select | forms.SelectDateWidget):
        return "select"
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.FileInput):
        return ""
    if isinstance(widget, forms.DateTimeInput):
        return "input input--moment"
    if isinstance(widget, forms.DateInput):
        return "input input--date"
    if isinstance(widget, forms.NumberInput | forms.TimeInput):
        return "input input--short"
    return "input"


def _native(widget: forms.Widget) -> forms.Widget:
    for cls, input_type, pattern in NATIVE:
        if isinstance(widget, cls) and getattr(widget, "input_type", "") == "text" and type(widget) is cls:
            better = copy.copy(widget)
            better.attrs = dict(widget.attrs)
            better.input_type = input_type
            better.format = pattern
            return better
    return widget


def control(field: BoundField, **extra: Any) -> SafeString:
    """The widget of `field`, with its class, hint, error and native date box; attributes of its own come first."""
    widget = field.field.widget
    own = widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": " ".join(part for part in (_css(widget), own) if part)}
    if not attrs["class"]:
        del attrs["class"]
    named = described_by(field)
    if named and kind(field) not in {"group"}:
        attrs["aria-describedby"] = named
    if field.errors and kind(field) != "group":
        attrs["aria-invalid"] = "true"
    if isinstance(widget, forms.NumberInput):
        attrs.setdefault(
            "inputmode", "decimal" if isinstance(field.field, forms.DecimalField | forms.FloatField) else "numeric"
        )
    if isinstance(widget, forms.Textarea) and "rows" in widget.attrs and str(widget.attrs["rows"]) == "10":
        attrs["rows"] = "4"
    return field.as_widget(widget=_native(widget), attrs={**attrs, **extra})
