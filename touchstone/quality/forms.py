"""What is posted in this room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from touchstone.kernel.errors import Refused

PASSWORD = "Your password, to sign"  # noqa: S105 - a label
ACTIVITY_KINDS = [("remote", "Remote"), ("visit", "Visit to the centre"), ("sample", "Sampling only")]
VERDICTS = [("agree", "I agree"), ("disagree", "I disagree"), ("cannot_confirm", "I cannot confirm it")]


def show(form: forms.Form, refusal: Refused) -> None:
    """Put each reason beside the field that it names, else on top of the form."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)


def words(label: str, hint: str = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": rows})
    )


def password() -> forms.CharField:
    return forms.CharField(
        label=PASSWORD,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AnswerForm(forms.Form):
    """An IQA's answer: remarks by learning outcome, then agree or return. `do` says which button was pressed."""

    comment = words("Comment on the decision", "For the record and for the EQA.")
    advice = words("Advice to the assessor", "It does not stop anything.")
    reason = words("What you do not agree with", "Name the criterion and the evidence.")
    action = words("What the assessor has to do")
    due_on = forms.DateField(label="By", required=False)
    password = password()

    def __init__(self, *args: Any, outcomes: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = list(outcomes)
        for outcome in self.outcomes:
            self.fields[f"remark_{outcome.number}"] = words(f"Your remark on outcome {outcome.number}")

    @property
    def remark_fields(self) -> dict[str, Any]:
        """The bound fields of the remarks, by the number of the outcome."""
        return {outcome.number: self[f"remark_{outcome.number}"] for outcome in self.outcomes}

    def remarks(self) -> dict[UUID, str]:
        """What was written, by learning outcome."""
        return {o.pk: self.cleaned_data.get(f"remark_{o.number}", "") for o in self.outcomes}


class ReleaseForm(forms.Form):
    """The EQA's word on the chosen results. `form` names the form on the page that the fields go with."""

    comment = words("Comment")
    password = password()

    def __init__(self, *args: Any, form: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values() if form else ():
            field.widget.attrs["form"] = form


class RefuseForm(forms.Form):
    """Why the EQA does not release a result."""

    reason = words("Why you do not release it", "The centre reads it and puts it right.")
    password = password()


class TestForm(forms.Form):
    """Whether the EQA agrees with a result."""

    __test__ = False  # its name is the trade's word, not a test for the runner

    verdict = forms.ChoiceField(label="You say", choices=VERDICTS, widget=forms.RadioSelect)
    comment = words("Comment", "Needed unless you agree.")


class ActivityForm(forms.Form):
    """An EQA's activity at the centre."""

    eqa = forms.TypedChoiceField(label="EQA", coerce=UUID, empty_value=None, required=False)
    kind = forms.ChoiceField(label="How", choices=ACTIVITY_KINDS, initial="remote")
    opens_on = forms.DateField(label="First day", required=False)
    closes_on = forms.DateField(label="Last day", required=False)

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["eqa"]
        choose.choices = [("", "Choose"), *((str(p.pk), p.name) for p in people)]
