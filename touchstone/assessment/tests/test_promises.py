"""What the database itself refuses of result sheets, whoever asks."""

import pytest
from django.db import DatabaseError, transaction

from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.models import Sheet
from touchstone.assessment.tests.make import make_sheet


@pytest.mark.parametrize(("state", "moment"), [("released_provisional", "released_at"), ("ratified", "ratified_at")])
def test_what_was_released_or_confirmed_is_not_taken_back(northgate, state, moment):
    registration = make_registration(northgate)
    sheet = make_sheet(northgate, registration, registration.units.first(), outcome="pass", state=state)
    with pytest.raises(DatabaseError, match="stays on record"), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(**{moment: None})
    assert getattr(Sheet.objects.get(pk=sheet.pk), moment) is not None
