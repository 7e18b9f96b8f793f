"""The scene that every test starts from: an own data folder, the cast, and their centre in scope."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest
from hypothesis import settings

# A machine under load is no failure. On the build machine every run draws the same examples.
settings.register_profile("touchstone", max_examples=50, deadline=None, derandomize="CI" in os.environ)
settings.load_profile("touchstone")

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """The moment at which tests act: Tuesday 12 May 2026, nine o'clock UTC."""
    return NOW


@pytest.fixture
def cast(db):
    """The people of Northgate Learning, and Fox of Harbour Skills; see touchstone/centres/tests/make.py."""
    from touchstone.centres.tests.make import make_cast

    return make_cast()


@pytest.fixture
def northgate(cast):
    """The cast, with every query in the scope of Northgate Learning."""
    from touchstone.plumbing.tenancy import within

    with within(cast.centre.pk):
        yield cast


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Runs what was left for after the commit: `with commits(): …`."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def as_person(client):
    """Signs a person in, in the seat of a role: `as_person(cast.ben)` gives the test client."""

    def sign_in(someone):
        client.force_login(someone.person)
        session = client.session
        session["seat"] = str(someone.seat.pk)
        session.save()
        return client

    return sign_in
