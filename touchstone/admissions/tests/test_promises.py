"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from touchstone.admissions.models import Registration
from touchstone.admissions.tests.make import make_registration


def refuses(change) -> bool:
    """True where the database refuses `change`."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError:
        return True
    return False


def test_no_second_live_registration_on_the_same_qualification(northgate):
    make_registration(northgate)
    assert refuses(lambda: make_registration(northgate, state="draft"))
    make_registration(northgate, number="8585-21")


def test_a_withdrawn_registration_leaves_room_for_another(northgate):
    make_registration(northgate, state="withdrawn")
    assert make_registration(northgate).state == "active"


@pytest.mark.parametrize("field", ["prepared_by", "submitted_by", "assessor", "tutor"])
def test_nobody_stands_on_both_sides_of_their_own_registration(northgate, field):
    assert refuses(lambda: make_registration(northgate, **{field: northgate.asha.person}))


def test_whoever_prepared_a_registration_does_not_submit_it(northgate):
    assert refuses(lambda: make_registration(northgate, submitted_by=northgate.hana.person))


def test_a_submitted_registration_keeps_its_name(northgate):
    sent = make_registration(northgate, state="submitted", confirmed_on=None, expires_on=None)
    rows = Registration.objects.filter(pk=sent.pk)
    assert refuses(lambda: rows.update(family_name="Other"))
    assert refuses(lambda: rows.delete())
    assert rows.update(enr="XYZ") == 1


def test_a_confirmed_registration_keeps_its_day_and_its_enrolment_number(northgate):
    rows = Registration.objects.filter(pk=make_registration(northgate).pk)
    assert refuses(lambda: rows.update(enr="XYZ"))
    assert refuses(lambda: rows.update(confirmed_on=None))
    assert rows.update(state="suspended") == 1


def test_a_draft_may_still_change_its_name(northgate):
    draft = make_registration(northgate, state="draft", submitted_by=None, submitted_at=None)
    assert Registration.objects.filter(pk=draft.pk).update(family_name="Other") == 1


def test_an_active_registration_has_its_days(northgate):
    assert refuses(lambda: make_registration(northgate, expires_on=None))
