"""Who may have an account: those invited, and nobody else."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Closes the sign-up page, and says in plain words what went wrong; accounts are made by an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email or the password is not right. Look at both.",
        "too_many_login_attempts": "There were too many wrong tries. Wait five minutes, then sign in.",
        "enter_current_password": "That is not your password now.",
        "incorrect_password": "That is not your password.",
        "incorrect_code": "That is not the code. The app shows a new one every half minute.",
        "rate_limited": "That was too fast. Wait a little, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False


class SignIn(LoginForm):
    """Email and password. A wrong pair is said beside the password, and never which of the two is wrong."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email"
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except ValidationError as wrong:
            self.add_error("password", wrong)
            return self.cleaned_data


class PasswordHash(Argon2PasswordHasher):
    """Argon2id at the strength that OWASP asks for, on one thread.

    The framework's own default takes eight threads and 100 MB for each password, and a signature asks for one: on a
    small machine a handful of people signing at once would hold up everyone else.
    """

    memory_cost = 47_104
    time_cost = 1
    parallelism = 1
