import hashlib
from dataclasses import dataclass
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, transaction
from django_scopes import ScopeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.audit.actions import record
from touchstone.audit.models import Entry
from touchstone.kernel.errors import Refused
from touchstone.plumbing import events, storage
from touchstone.plumbing.actions import Unrecorded, action, hold, nothing_changed
from touchstone.plumbing.models import Blob, Outbox
from touchstone.plumbing.tenancy import everywhere, within


@action
def rename(*, by, person, name, at, say=True):
    person = type(person).objects.get(pk=person.pk)
    person.name = name
    person.save()
    if say:
        record(by, "person.renamed", person, at=at)
    return person


def test_an_action_leaves_one_entry_and_its_change(northgate, at):
    rename(by=northgate.dev.actor, person=northgate.asha.person, name="Asha R", at=at)
    assert Entry.objects.get().verb == "person.renamed"


def test_an_action_that_tells_nobody_is_undone(northgate, at):
    with pytest.raises(Unrecorded):
        rename(by=northgate.dev.actor, person=northgate.asha.person, name="Asha R", at=at, say=False)
    northgate.asha.person.refresh_from_db()
    assert northgate.asha.person.name == "Asha Rao"


def test_an_action_may_say_that_nothing_changed(northgate, at):
    @action
    def again(*, by, at):
        nothing_changed()
        return "done"

    assert again(by=northgate.dev.actor, at=at) == "done"
    assert not Entry.objects.exists()


def test_an_action_takes_by_and_at_and_names_everything():
    with pytest.raises(TypeError, match="keyword-only"):
        action(lambda by, at: (by, at))
    with pytest.raises(TypeError, match="by and at"):

        @action
        def nobody(*, at):
            return None


def test_a_moment_without_a_zone_is_refused(northgate, at):
    with pytest.raises(ValueError, match="zone"):
        rename(by=northgate.dev.actor, person=northgate.asha.person, name="A", at=at.replace(tzinfo=None))


def test_a_query_outside_a_centre_raises_and_another_centres_row_is_not_found(cast, at):
    with within(cast.centre.pk):
        blob = storage.keep(b"words", centre=cast.centre.pk, at=at)
    with pytest.raises(ScopeError):
        Blob.objects.count()
    with within(cast.other.pk), pytest.raises(Blob.DoesNotExist):
        hold(blob)
    with everywhere():
        assert Blob.objects.count() == 1


@dataclass(frozen=True)
class Renamed(events.Event):
    person: UUID


def test_a_fact_reaches_those_who_react_after_the_commit_and_once(northgate, at, commits):
    seen = []
    events.react_to(Renamed, seen.append)
    fact = Renamed(northgate.centre.pk, at, northgate.asha.person.pk)
    with commits(), transaction.atomic():
        events.publish(fact)
        assert seen == []
    assert seen == [fact]
    assert events.deliver_waiting() == 0
    assert seen == [fact]


def test_a_reaction_that_fails_is_tried_again(northgate, at, commits, caplog):
    calls = []

    def stumble(event):
        calls.append(event)
        if len(calls) == 1:
            raise RuntimeError("not yet")

    events.react_to(Renamed, stumble)
    with commits(), transaction.atomic():
        events.publish(Renamed(northgate.centre.pk, at, northgate.asha.person.pk))
    assert Outbox.objects.get(delivered_at=None).tries == 1
    assert events.deliver_waiting() == 1
    assert len(calls) == 2
    assert "tried again" in caplog.text


@pytest.fixture(autouse=True)
def forget_reactions():
    before = {kind: list(known) for kind, known in events._reactions.items()}
    yield
    events._reactions.clear()
    events._reactions.update(before)


@pytest.mark.parametrize("size", [1, storage.CHUNK_BYTES - 1, storage.CHUNK_BYTES, storage.CHUNK_BYTES * 2 + 7])
def test_what_was_kept_comes_back(northgate, at, size):
    content = bytes(i % 251 for i in range(size))
    blob = storage.keep(content, centre=northgate.centre.pk, at=at)
    assert blob.sha256 == hashlib.sha256(content).hexdigest()
    assert storage.read_all(blob) == content


@given(data=st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_range_comes_back(northgate, at, data):
    content = bytes(i % 251 for i in range(storage.CHUNK_BYTES * 2 + 100))
    start = data.draw(st.integers(0, len(content) - 1))
    stop = data.draw(st.integers(start + 1, len(content) + 10))
    blob = storage.keep(content, centre=northgate.centre.pk, at=at)
    assert b"".join(storage.read(blob, start, stop)) == content[start:stop]


def test_the_same_content_is_stored_once(northgate, at):
    first = storage.keep(b"words", centre=northgate.centre.pk, at=at)
    assert storage.keep(iter([b"wor", b"ds"]), centre=northgate.centre.pk, at=at) == first
    assert Blob.objects.count() == 1


@pytest.mark.parametrize("change", [{"size_bytes": 1}, {"sha256": "0" * 64}])
def test_the_database_keeps_the_hash_and_the_size_of_a_stored_file(northgate, at, change):
    blob = storage.keep(b"words", centre=northgate.centre.pk, at=at)
    with pytest.raises(DatabaseError, match="keeps its hash"), transaction.atomic():
        Blob.objects.filter(pk=blob.pk).update(**change)


def test_bytes_on_disk_are_sealed_and_a_changed_byte_is_noticed(northgate, at):
    blob = storage.keep(b"a client's words", centre=northgate.centre.pk, at=at)
    file = storage._path(blob)
    sealed = bytearray(file.read_bytes())
    assert b"client" not in sealed
    sealed[3] ^= 1
    file.write_bytes(sealed)
    with pytest.raises(InvalidTag):
        storage.read_all(blob)


def test_a_shredded_file_is_gone_and_says_so(northgate, at):
    blob = storage.keep(b"words", centre=northgate.centre.pk, at=at)
    storage.shred(blob)
    blob.refresh_from_db()
    with pytest.raises(Refused, match="erased"):
        storage.read_all(blob)
    again = storage.keep(b"words", centre=northgate.centre.pk, at=at)
    assert storage.read_all(again) == b"words"


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"x" * 2000, "larger")])
def test_an_empty_file_and_one_too_large_are_refused_and_leave_nothing(northgate, at, content, words):
    with pytest.raises(Refused, match=words):
        storage.keep(content, centre=northgate.centre.pk, at=at, limit_bytes=1000)
    assert not Blob.objects.exists()
    assert list(storage._folder(northgate.centre.pk).glob("incoming-*")) == []
