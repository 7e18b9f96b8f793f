"""What is posted in this room."""

from __future__ import annotations

from typing import Any

from django import forms

from touchstone.awards.credentials.verification import LARGEST_BYTES
from touchstone.kernel.errors import Refused

HOLD_KINDS = [
    ("Appeal", "Appeal"),
    ("Investigation", "Investigation"),
    ("Disagreement", "Disagreement between quality assurers"),
    ("Other", "Something else"),
]


def show(form: forms.Form, refusal: Refused) -> None:
    """Put each reason beside the field that it names, else on top of the form."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)


def reason(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": missing},
    )


def password() -> forms.CharField:
    return forms.CharField(
        label="Password",
        help_text="Yours, to sign.",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ApproveForm(forms.Form):
    """The second person's signature."""

    password = password()


class WithdrawForm(forms.Form):
    """Why a claim is taken back."""

    reason = reason("Why it is withdrawn", "Say why the claim is withdrawn.")


class HoldForm(forms.Form):
    """A hold, and why."""

    kind = forms.ChoiceField(label="Kind of hold", choices=HOLD_KINDS)
    reason = reason("Why the award is held", "Say why the award is held.", "Staff read this on the claim.")


class LiftForm(forms.Form):
    """Why a hold ends."""

    reason = reason("Why it is lifted", "Say why the hold is lifted.")


class AskRevocationForm(forms.Form):
    """Why a certificate has to be revoked."""

    reason = reason(
        "Why it has to be revoked", "Say why it has to be revoked.", "With the awarding organisation's reference."
    )


class DropRevocationForm(forms.Form):
    """Why it is not revoked after all."""

    reason = reason("Why it is not revoked", "Say why it is not revoked.")


class RevokeForm(forms.Form):
    """The second person's signature under a revocation."""

    password = password()


class NumberForm(forms.Form):
    """A certificate's number, or the code of its public page; the family name opens the rest of what a number tells."""

    number = forms.CharField(
        label="Certificate number or code",
        help_text="Such as TS-012345-2026-000001.",
        max_length=300,
        error_messages={"required": "Type the number from the paper, or the code from its address."},
    )
    family_name = forms.CharField(
        label="Family name of the holder",
        help_text="Without it you learn whether a number holds, not whose it is.",
        max_length=100,
        required=False,
    )


class CredentialForm(forms.Form):
    """A digital credential, pasted or as a file: JSON, or a signed token."""

    credential = forms.CharField(
        label="The credential",
        help_text="Paste the JSON document, or the long token with two dots in it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    file = forms.FileField(label="Or choose its file", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        sent = given.get("file")
        if sent is not None and sent.size > LARGEST_BYTES:
            raise forms.ValidationError(f"The file is larger than {LARGEST_BYTES // 1024} KB, so it is no credential.")
        if sent is None and not given.get("credential", "").strip():
            raise forms.ValidationError("Paste a credential, or choose its file.")
        return given

    def document(self) -> str | bytes:
        """What was given: the bytes of the file where there is one, else the pasted words."""
        sent = self.cleaned_data.get("file")
        return sent.read() if sent is not None else self.cleaned_data["credential"]
