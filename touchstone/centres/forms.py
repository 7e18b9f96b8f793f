"""The forms of this room, and how a refusal is shown beside its field."""

from __future__ import annotations

from typing import Any

from django import forms

from touchstone.access.actors import Role
from touchstone.centres import rules
from touchstone.centres.models import Approval
from touchstone.kernel.errors import Refused

COMPETENT = [(role.value, role.label) for role in (Role.TUTOR, Role.ASSESSOR, Role.IQA)]


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Put each reason of `refused` beside its field, or above the form where it has none there."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give the field `name` of `form` these choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class Invite(forms.Form):
    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="Email", help_text="The link goes here. It works for fourteen days, and once.")
    role = forms.ChoiceField(label="Seat")

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [(role.value, role.label) for role in roles])


class Accept(forms.Form):
    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="Twelve characters or more. Three or four words that only you would put together are good.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )


class EndSeat(forms.Form):
    when = forms.ChoiceField(
        label="When does it end?",
        choices=[("now", "At once"), ("later", "After a day")],
        widget=forms.RadioSelect,
        initial="now",
    )
    last_day = forms.DateField(label="Last day", required=False)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("when") == "later" and not facts.get("last_day"):
            self.add_error("last_day", "Say which day is the last.")
        return facts


class Judge(forms.Form):
    role = forms.ChoiceField(label="As", choices=COMPETENT)
    qualification_number = forms.ChoiceField(label="For the qualification")
    basis = forms.CharField(
        label="What you saw",
        widget=forms.Textarea,
        help_text="Experience, qualifications and development: a range of them, not all. The judgement is yours.",
    )
    from_on = forms.DateField(label="From")
    until_on = forms.DateField(label="Until", required=False)

    def __init__(self, *args: Any, numbers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "qualification_number", [(n, n) for n in numbers])


class Because(forms.Form):
    reason = forms.CharField(label="Why", widget=forms.Textarea)


class Declare(forms.Form):
    other = forms.CharField(
        label="In whom",
        max_length=200,
        help_text="The name or the email of somebody at this centre.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nature = forms.CharField(
        label="What the interest is", max_length=200, help_text="Such as “we are related” or “I am their line manager”."
    )


class ApprovalForm(forms.Form):
    qualification_number = forms.CharField(label="Qualification number", max_length=20, help_text="Such as 8585-11.")
    approved_on = forms.DateField(label="Approved on")
    last_registration_on = forms.DateField(
        label="Last day to register", required=False, help_text="Leave it empty while the qualification is open."
    )
    withdrawn_on = forms.DateField(label="Approval withdrawn on", required=False)
    quality_rating = forms.ChoiceField(
        label="Quality rating",
        choices=[(rating, f"{rating}: {effect.words}") for rating, effect in rules.RATINGS.items()],
        initial="02",
    )
    direct_claims = forms.ChoiceField(label="Direct claims", choices=list(rules.DIRECT_CLAIMS.items()), initial="none")
    reason = forms.CharField(
        label="Where it stands", required=False, help_text="The letter or report of the awarding body, with its date."
    )

    def __init__(self, *args: Any, approval: Approval | None = None, **kwargs: Any) -> None:
        if approval is not None:
            names = ["approved_on", "last_registration_on", "withdrawn_on", "quality_rating", "direct_claims"]
            kwargs["initial"] = {name: getattr(approval, name) for name in names}
        super().__init__(*args, **kwargs)
        if approval is not None:
            del self.fields["qualification_number"]
