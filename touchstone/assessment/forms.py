"""Parsing what is posted at the desk, the signing page and the lists."""

from __future__ import annotations

from typing import Any

from django import forms


class Words(forms.CharField):
    """Free text as written, with one spelling of a line's end, so that the same words are the same text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, widget=forms.Textarea, **options)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class DecisionForm(forms.Form):
    """What the desk posts for one criterion. `go` is where to go next: a criterion's ref, "sign", or "" to stay."""

    outcome = forms.CharField(required=False)
    feedback = Words(max_length=20_000)
    reason_descriptor = forms.IntegerField(required=False)
    reason_text = Words(max_length=5_000)
    version = forms.IntegerField(min_value=0)
    go = forms.CharField(required=False, max_length=20)

    def facts(self) -> dict[str, Any]:
        """The cleaned values that `actions.decide` takes."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "go"}


class CommentForm(forms.Form):
    """What the desk posts for a learning outcome. `ref` is the criterion to come back to."""

    text = Words(max_length=20_000)
    version = forms.IntegerField(min_value=0)
    ref = forms.CharField(required=False, max_length=10)


class SignForm(forms.Form):
    """The fresh password that a signature needs."""

    password = forms.CharField(
        strip=False,
        label="Your password",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Write your password. It stands for your signature."},
    )


class ReturnForm(forms.Form):
    """Why work goes back without being judged."""

    reason = forms.CharField(
        label="What has to be put right",
        help_text="The learner reads this. It is not a referral, and no decision is made.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what has to be put right before this can be assessed."},
    )


class AllocateForm(forms.Form):
    """Which assessor gets which submission."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    assessor = forms.UUIDField(error_messages={"required": "Choose an assessor."})


class ReallocateForm(forms.Form):
    """Who takes the work over, and why."""

    assessor = forms.ChoiceField(label="New assessor", error_messages={"required": "Choose an assessor."})
    reason = forms.CharField(label="Why the work changes hands", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["assessor"].choices = [("", "Choose"), *((str(p.pk), p.name) for p in people)]  # type: ignore[attr-defined]
