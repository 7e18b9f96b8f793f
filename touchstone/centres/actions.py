"""Every write about people at a centre, and the fresh password that a signature needs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from touchstone.centres import identity
from touchstone.centres.models import Person
from touchstone.kernel.errors import Refused


def confirm_identity(person_id: UUID, password: str, at: datetime) -> None:
    """Nothing, when `password` is the person's own: they are the one who signs.

    Raises Refused beside the field `password` when it is wrong or empty, and, after five wrong tries within fifteen
    minutes, whatever the password is until the first of them is fifteen minutes old.

    Source: ADR 0005
    """
    key = identity.take_try(person_id, at)
    if key is None:
        raise Refused("There were five wrong passwords. Wait fifteen minutes, then sign.", field="password")
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is not None and person.check_password(password):
        identity.give_back(key)
        return
    identity.keep_wrong_try(key, at)
    raise Refused("That is not your password. It is the one you sign in with.", field="password")
