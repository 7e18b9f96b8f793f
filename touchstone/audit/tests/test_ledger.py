import pytest
from django.db import DatabaseError, connection, transaction

from touchstone.audit.actions import record
from touchstone.audit.anchors import anchors
from touchstone.audit.models import Entry
from touchstone.audit.queries import check, trail
from touchstone.kernel.errors import Denied


def sign_three(cast, at):
    return [record(cast.ben.actor, "sheet.signed", cast.asha.person, at=at, facts={"n": n}) for n in range(3)]


def test_what_was_recorded_forms_an_intact_chain_and_is_anchored(northgate, at, commits):
    with commits():
        entries = sign_three(northgate, at)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert entries[2].previous_hash == entries[1].hash
    assert check(northgate.centre.pk) == []
    assert anchors(northgate.centre.pk) == {entry.sequence: entry.hash for entry in entries}


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(northgate, at, statement):
    sign_three(northgate, at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.filter(reason="").count() == 3


def test_a_trail_is_in_order_and_only_of_its_subject(northgate, at):
    sign_three(northgate, at)
    record(northgate.ben.actor, "sheet.signed", northgate.gwen.person, at=at)
    found = trail(northgate.dev.actor, [northgate.asha.person.pk])
    assert [entry.facts["n"] for entry in found] == [0, 1, 2]


def test_a_learner_does_not_read_the_ledger(northgate):
    with pytest.raises(Denied):
        trail(northgate.asha.actor, [northgate.asha.person.pk])


def test_each_centre_has_its_own_chain(northgate, at):
    from touchstone.plumbing.tenancy import within

    sign_three(northgate, at)
    with within(northgate.other.pk):
        entry = record(northgate.fox_staff.actor, "sheet.signed", northgate.fox.person, at=at)
        assert trail(northgate.fox_staff.actor, [northgate.asha.person.pk]) == []
    assert entry.sequence == 1


def test_a_torn_anchor_line_is_left_out(northgate, at, commits):
    from touchstone.audit.anchors import _file

    with commits():
        sign_three(northgate, at)
    with _file(northgate.centre.pk).open("a") as file:
        file.write("4 abc")
    assert set(anchors(northgate.centre.pk)) == {1, 2, 3}
