"""The forms of this room, and how a refusal is shown beside its field."""

from __future__ import annotations

from typing import Any

from django import forms

from touchstone.catalogue.rules import combination_words
from touchstone.kernel.errors import Refused

DOCUMENTS = [
    ("passport", "Passport"),
    ("driving_licence", "Driving licence"),
    ("identity_card", "National identity card"),
    ("residence_permit", "Residence permit"),
    ("birth_certificate", "Birth certificate with a photograph"),
]
WORDS = dict(DOCUMENTS)


def show_refusal(form: forms.Form, refused: Refused) -> None:
    """Put each reason of `refused` beside its field, or above the form where it has none there."""
    for reason in refused.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give the field `name` of `form` these choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class New(forms.Form):
    given_name = forms.CharField(label="Given name", max_length=100, help_text="As it stands on the identity document.")
    family_name = forms.CharField(label="Family name", max_length=100, help_text="As it stands on the document.")
    email = forms.EmailField(label="Email", help_text="A learner who is new here gets an invitation at this address.")
    born_on = forms.DateField(label="Date of birth")
    is_funded = forms.BooleanField(label="The place is publicly funded", required=False)
    uln = forms.CharField(
        label="Unique learner number", max_length=10, required=False, help_text="Ten digits. Never invent one."
    )
    units = forms.MultipleChoiceField(label="Units", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, qualification: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = list(qualification.places.all())
        offer(self, "units", [(str(p.unit_id), _place_words(p)) for p in places])
        units = self.fields["units"]
        units.initial = [str(p.unit_id) for p in places if p.status == "mandatory"]
        units.help_text = " ".join(combination_words(qualification.combination))


def _place_words(place: Any) -> str:
    more = "" if place.status == "mandatory" else f" (optional{', ' + place.group if place.group else ''})"
    return f"{place.unit.number} {place.unit.title}{more}"


class Check(forms.Form):
    identity_kind = forms.ChoiceField(label="Which document did you see?", choices=DOCUMENTS, widget=forms.RadioSelect)
    identity_seen_on = forms.DateField(label="Seen on")
    privacy_notice_on = forms.DateField(label="Privacy notice given on")
    initial_assessment_on = forms.DateField(
        label="Initial assessment made on",
        help_text="Needs, support, earlier learning, and whether type and level are right.",
    )


class Nothing(forms.Form):
    """A question that is answered by its button."""


class Confirm(forms.Form):
    enr = forms.CharField(label="Enrolment number", max_length=20)
    confirmed_on = forms.DateField(label="Confirmed on")


class Because(forms.Form):
    reason = forms.CharField(label="Why", widget=forms.Textarea)


class Staff(forms.Form):
    tutor = forms.ChoiceField(label="Tutor", required=False)
    assessor = forms.ChoiceField(label="Assessor", required=False)

    def __init__(self, *args: Any, tutors: list, assessors: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tutor", [("", "Nobody yet"), *((str(p.pk), p.name) for p in tutors)])
        offer(self, "assessor", [("", "Nobody yet"), *((str(p.pk), p.name) for p in assessors)])
