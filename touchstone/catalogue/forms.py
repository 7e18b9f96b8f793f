"""What people type about a handbook: the file, and corrections to what was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from touchstone.catalogue import rules

TYPES = ".docx,.txt,.md,.text"


class HandbookForm(forms.Form):
    """One handbook, as a file."""

    file = forms.FileField(
        label="The handbook",
        error_messages={
            "required": "Choose the handbook's file.",
            "empty": "The file is empty. Choose the handbook's file.",
        },
    )


class Lines(forms.CharField):
    """Text of which every line that holds something is one item."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


def node_form(kind: str, data: Mapping[str, Any] | None, node: Mapping[str, Any]) -> forms.Form:
    """A form of every field that a node of `kind` has, filled from `node`; limits are the rule's to judge."""
    form = forms.Form(data, initial={_name(field): rules.value_of(node, field) for field in rules.FIELDS[kind]})
    for field, known in rules.FIELDS[kind].items():
        form.fields[_name(field)] = _field(known)
    return form


def values_of(kind: str, form: forms.Form) -> dict[str, Any]:
    """The values of a valid `form` by the rule's field names."""
    return {field: form.cleaned_data[_name(field)] for field in rules.FIELDS[kind]}


def add_reason(form: forms.Form, field: str | None, text: str) -> None:
    """Show `text` beside the field of that name, or above the form when it has none."""
    name = _name(field) if field else None
    form.add_error(name if name in form.fields else None, text)


def _name(field: str) -> str:
    return field.replace("/", "__")


def _field(known: rules.Field) -> forms.Field:
    errors = {"required": "This cannot stay empty."}
    common: dict[str, Any] = {"label": known.label, "required": known.needed, "help_text": known.hint}
    if known.form == "number":
        return forms.IntegerField(**common, error_messages=errors | {"invalid": "Write a whole number."})
    if known.form == "lines":
        return Lines(**{**common, "help_text": known.hint or "One a line."})
    if known.form == "text":
        return forms.CharField(**common, error_messages=errors, widget=forms.Textarea)
    return forms.CharField(**common, error_messages=errors)


class PlacesForm(forms.Form):
    """Which units make a qualification: for each unit whether it is mandatory, optional or not part of it."""

    minimum_credit = forms.IntegerField(label="Credits needed in all", required=False, min_value=0)
    groups_needed = forms.IntegerField(
        label="Groups needed",
        required=False,
        min_value=0,
        help_text="How many of the optional groups a learner needs. 1 of two groups means either the one or the other.",
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], node: Mapping[str, Any], **rest: Any) -> None:
        super().__init__(*args, **rest)
        now = {place["ref"]: place for place in node.get("units") or []}
        rule = node.get("rule_of_combination") or {}
        self.fields["minimum_credit"].initial = rule.get("minimum_credit")
        self.fields["groups_needed"].initial = rule.get("groups_needed") or 0
        self.units = list(content["units"])
        for index, unit in enumerate(self.units):
            place = now.get(unit["ref"], {})
            self.fields[f"status_{index}"] = forms.ChoiceField(
                label=f"{unit['ref']} {unit['title']}",
                choices=[("none", "Not part of it"), ("mandatory", "Mandatory"), ("optional", "Optional")],
                initial=place.get("status", "none"),
            )
            self.fields[f"group_{index}"] = forms.CharField(
                label=f"Group of {unit['ref']}", required=False, max_length=40, initial=place.get("group")
            )

    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each unit."""
        return [(self[f"status_{i}"], self[f"group_{i}"]) for i in range(len(self.units))]

    def clean_groups_needed(self) -> int:
        return self.cleaned_data["groups_needed"] or 0

    def places(self) -> list[dict[str, Any]]:
        """The places chosen: ref, status and group of each unit that is part of it."""
        data = self.cleaned_data
        return [
            {
                "ref": unit["ref"],
                "status": data[f"status_{i}"],
                "group": (data[f"group_{i}"] or None) if data[f"status_{i}"] == "optional" else None,
            }
            for i, unit in enumerate(self.units)
            if data[f"status_{i}"] != "none"
        ]
