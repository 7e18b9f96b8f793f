"""What the actions change, and to whom they say no."""

import pytest

from touchstone.admissions.tests.make import make_registration
from touchstone.portfolio import queries
from touchstone.portfolio.tests.make import make_attempt


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.fixture
def unit(registration):
    return registration.units.order_by("position").first()


def test_an_attempt_is_made_whole(northgate, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    assert attempt.number == 1
    assert attempt.state == "submitted"
    assert len(queries.items_of(northgate.ben.actor, attempt)) == 1
    assert len(queries.frozen_mappings(northgate.ben.actor, attempt)) == unit.criteria.count()
