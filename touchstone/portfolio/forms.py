"""What the pages of this room send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from touchstone.portfolio import rules
from touchstone.portfolio.models import KINDS


class DescribeForm(forms.Form):
    """What a piece of evidence is called, and what kind it is."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give it a title."})
    kind = forms.ChoiceField(label="Kind of evidence", choices=KINDS)


class WriteForm(forms.Form):
    """Evidence written in the page."""

    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give it a title."})
    body = forms.CharField(
        label="Your words",
        required=False,
        strip=False,
        max_length=400_000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DeclareForm(forms.Form):
    """The learner's signature: that they agree, and the password that says it is them."""

    agree = forms.BooleanField(
        label="I have read the statement, and it is true.",
        error_messages={"required": "Tick this when the statement is true for you."},
    )
    password = forms.CharField(
        label="Password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="The one you sign in with. It stands for your signature.",
        error_messages={"required": "Type your password to sign."},
        strip=False,
    )
    expected_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AllowForm(forms.Form):
    """A manager's leave for one more submission."""

    reason = forms.CharField(
        label="Why one more is allowed",
        widget=forms.Textarea(attrs={"rows": "4"}),
        max_length=2000,
        error_messages={"required": "Say why a further submission is allowed."},
    )


class WherePart:
    """The fields of one criterion on the linking form: the box, and where in the piece it is met."""

    def __init__(self, criterion: Any, data: QueryDict | None, link: Any | None) -> None:
        self.criterion, self.key = criterion, criterion.pk.hex
        self.errors: dict[str, str] = {}
        if data is not None:
            self.is_linked = self.key in data.getlist("criterion")
            self.typed = {
                name: data.get(f"{name}-{self.key}", "").strip() for name in ("page", "paragraph", "time", "note")
            }
        else:
            self.is_linked = link is not None
            self.typed = {
                "page": str(link.page or "") if link else "",
                "paragraph": str(link.paragraph or "") if link else "",
                "time": rules.clock(link.second) if link and link.second is not None else "",
                "note": link.note if link else "",
            }

    @property
    def has_place(self) -> bool:
        """True where any of the fields holds something."""
        return any(self.typed.values())

    def where(self) -> rules.Where:
        """The place that was typed; what is wrong with it is in `errors` afterwards."""
        second = None
        try:
            second = rules.seconds_of(self.typed["time"])
        except ValueError as error:
            self.errors["time"] = str(error)
        return rules.Where(self._number("page"), self._number("paragraph"), second, self.typed["note"][:300])

    def _number(self, name: str) -> int | None:
        text = self.typed[name]
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 0 < int(text) <= 100_000):
            self.errors[name] = f"A {name} is a whole number, such as 3."
            return None
        return int(text)


class MapForm:
    """The linking form of one piece: a part for each criterion of each unit."""

    def __init__(
        self, units: Iterable[tuple[Any, Iterable[Any]]], links: dict[UUID, Any], data: QueryDict | None
    ) -> None:
        self.units = [(unit, [WherePart(c, data, links.get(c.pk)) for c in criteria]) for unit, criteria in units]

    @property
    def parts(self) -> list[WherePart]:
        """Every part, unit after unit."""
        return [part for _, parts in self.units for part in parts]

    def wanted(self) -> dict[UUID, rules.Where]:
        """The links that were asked for; `errors` names what is wrong with them."""
        return {part.criterion.pk: part.where() for part in self.parts if part.is_linked}

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(words, id of the field) for the summary."""
        return [
            (f"{part.criterion.ref}: {words}", f"{name}-{part.key}")
            for part in self.parts
            for name, words in part.errors.items()
        ]
