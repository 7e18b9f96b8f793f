"""A handbook is read, mended, accepted for good: what each step changes, and what it refuses."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from touchstone.admissions.tests.make import make_registration
from touchstone.audit.models import Entry
from touchstone.catalogue.actions import (
    AddNode,
    PlaceUnits,
    RemoveNode,
    SetValues,
    accept_upload,
    discard_upload,
    edit_upload,
    read_handbook,
    start_from_facts,
)
from touchstone.catalogue.models import Criterion, Outcome, Place, Qualification, Specification, Unit, Upload
from touchstone.catalogue.tests.make import HANDBOOK, make_specification, make_upload
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.storage import read_all
from touchstone.plumbing.tenancy import within


def verbs_recorded():
    return list(Entry.objects.order_by("sequence").values_list("verb", flat=True))


def test_a_handbook_is_read_and_kept_and_nothing_is_accepted(northgate, at):
    upload = read_handbook(by=northgate.dev.actor, data=HANDBOOK, file_name="C:\\papers\\handbook.txt", at=at)
    assert upload.file_name == "handbook.txt"
    assert read_all(upload.blob) == HANDBOOK
    assert [unit["ref"] for unit in upload.content["units"]] == ["9000-101", "9000-102"]
    assert upload.content["family"] == "9000"
    assert verbs_recorded() == ["upload.read"]
    assert not Specification.objects.exists()


def test_warnings_carry_the_words_of_their_line(northgate, at):
    upload = read_handbook(by=northgate.dev.actor, data=HANDBOOK, file_name="handbook.txt", at=at)
    lines = HANDBOOK.decode().split("\n")
    pointed = [w for w in upload.warnings if w["line"]]
    assert pointed
    assert all(w["text"] == " ".join(lines[w["line"] - 1].split()) for w in pointed)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"", b"\x00\x01\x02 binary", b"Dear all, lunch is at one."])
def test_what_is_no_handbook_is_refused_beside_the_field(northgate, at, data):
    with pytest.raises(Refused) as refused:
        read_handbook(by=northgate.dev.actor, data=data, file_name="x", at=at)
    assert {reason.field for reason in refused.value.reasons} == {"file"}
    assert not Upload.objects.exists()


def test_only_managers_and_administrators_load_handbooks(northgate, at):
    for someone in (northgate.asha, northgate.ben, northgate.carys, northgate.eli, northgate.gwen):
        with pytest.raises(Denied):
            read_handbook(by=someone.actor, data=HANDBOOK, file_name="x.txt", at=at)
    assert read_handbook(by=northgate.hana.actor, data=HANDBOOK, file_name="x.txt", at=at).pk


def test_an_edit_changes_the_content_and_is_recorded(northgate, at):
    upload = make_upload(northgate)
    change = SetValues("units/0", {"title": "Better title", "credit": 5})
    upload = edit_upload(by=northgate.hana.actor, upload=upload, change=change, revision=0, at=at)
    assert (upload.content["units"][0]["title"], upload.content["units"][0]["credit"]) == ("Better title", 5)
    assert (upload.revision, upload.edited_at) == (1, at)
    assert verbs_recorded() == ["upload.edited"]


def test_the_second_of_two_people_who_edit_at_once_is_refused(northgate, at):
    upload = make_upload(northgate)
    edit_upload(
        by=northgate.hana.actor, upload=upload, change=SetValues("units/0", {"title": "One"}), revision=0, at=at
    )
    with pytest.raises(Refused, match="Somebody else changed"):
        edit_upload(
            by=northgate.dev.actor, upload=upload, change=SetValues("units/0", {"title": "Two"}), revision=0, at=at
        )


def test_an_edit_that_changes_nothing_is_no_edit(northgate, at):
    upload = make_upload(northgate)
    title = upload.content["units"][0]["title"]
    change = SetValues("units/0", {"title": title})
    assert edit_upload(by=northgate.dev.actor, upload=upload, change=change, revision=0, at=at).revision == 0
    assert verbs_recorded() == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (SetValues("units/0", {"title": ""}), "title"),
        (SetValues("units/0", {"level": -3}), "level"),
        (SetValues("units/0/outcomes/0/criteria/0", {"ref": "12345678901"}), "ref"),
        (SetValues("units/0", {"colour": "red"}), "colour"),
        (AddNode("units/0/outcomes/0", "criteria", {"ref": "1.9"}), "text"),
        (SetValues("units/99", {"title": "x"}), None),
        (RemoveNode(""), None),
        (AddNode("units/0", "criteria", {}), None),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(northgate, at, change, field):
    upload = make_upload(northgate)
    with pytest.raises(Refused) as refused:
        edit_upload(by=northgate.dev.actor, upload=upload, change=change, revision=0, at=at)
    assert refused.value.reasons[0].field == field


def test_a_criterion_is_added_and_taken_out(northgate, at):
    upload = make_upload(northgate)
    values = {"ref": "1.9", "text": "Say one thing more", "verb": "State"}
    add = AddNode("units/0/outcomes/0", "criteria", values)
    upload = edit_upload(by=northgate.dev.actor, upload=upload, change=add, revision=0, at=at)
    criteria = upload.content["units"][0]["outcomes"][0]["criteria"]
    assert criteria[-1]["text"] == "Say one thing more"
    remove = RemoveNode(f"units/0/outcomes/0/criteria/{len(criteria) - 1}")
    upload = edit_upload(by=northgate.dev.actor, upload=upload, change=remove, revision=1, at=at)
    assert upload.content == make_upload(northgate).content


def test_units_are_placed_in_a_qualification(northgate, at):
    upload = make_upload(northgate)
    places = [
        {"ref": "9000-101", "status": "mandatory", "group": None},
        {"ref": "9000-102", "status": "optional", "group": "A"},
    ]
    change = PlaceUnits("qualifications/0", places, minimum_credit=3, groups_needed=0)
    upload = edit_upload(by=northgate.dev.actor, upload=upload, change=change, revision=0, at=at)
    specification = accept_upload(by=northgate.dev.actor, upload=upload, at=at)
    qualification = specification.qualifications.get(number="9000-11")
    assert qualification.combination["all_of"] == ["9000-101"]
    assert [(p.unit.ref, p.status, p.group) for p in qualification.places.all()] == [
        ("9000-101", "mandatory", ""),
        ("9000-102", "optional", "A"),
    ]


def test_an_accepted_handbook_is_a_version_with_every_row(northgate, at, django_assert_max_num_queries):
    upload = make_upload(northgate)
    with django_assert_max_num_queries(24):
        specification = accept_upload(by=northgate.dev.actor, upload=upload, at=at, revision=0)
    assert (specification.family, specification.version, specification.has_wording) == ("9000", 1, True)
    assert [u.ref for u in specification.units.all()] == ["9000-101", "9000-102"]
    criterion = Criterion.objects.get(unit__ref="9000-101", ref="1.1")
    assert criterion.text
    assert criterion.outcome.number == "1"
    assert specification.qualifications.get().combination["all_of"] == ["9000-101", "9000-102"]
    upload.refresh_from_db()
    assert upload.accepted_at == at
    assert verbs_recorded() == ["specification.accepted"]


def test_what_was_accepted_cannot_be_edited_accepted_or_discarded_again(northgate, at):
    upload = make_upload(northgate)
    accept_upload(by=northgate.dev.actor, upload=upload, at=at)
    change = SetValues("units/0", {"title": "x"})
    with pytest.raises(Refused, match="accepted meanwhile"):
        edit_upload(by=northgate.dev.actor, upload=upload, change=change, revision=0, at=at)
    with pytest.raises(Refused, match="accepted meanwhile"):
        accept_upload(by=northgate.dev.actor, upload=upload, at=at)
    with pytest.raises(Refused, match="accepted meanwhile"):
        discard_upload(by=northgate.dev.actor, upload=upload, at=at)


def test_what_was_discarded_cannot_be_accepted(northgate, at):
    upload = discard_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at, reason="Old edition")
    with pytest.raises(Refused, match="discarded meanwhile"):
        accept_upload(by=northgate.dev.actor, upload=upload, at=at)
    assert verbs_recorded() == ["upload.discarded"]


def test_the_impossible_is_refused_with_every_reason_and_nothing_is_written(northgate, at):
    def spoil(content):
        content["units"][0]["outcomes"] = []
        content["units"][1]["ref"] = content["units"][0]["ref"]

    with pytest.raises(Refused) as refused:
        accept_upload(by=northgate.dev.actor, upload=make_upload(northgate, spoil), at=at)
    assert {"repeated", "no-criteria"} <= {reason.code for reason in refused.value.reasons}
    assert not Specification.objects.exists()


def test_the_page_that_was_looked_at_is_what_is_accepted(northgate, at):
    upload = make_upload(northgate)
    change = SetValues("units/0", {"title": "Changed by a colleague"})
    edit_upload(by=northgate.hana.actor, upload=upload, change=change, revision=0, at=at)
    with pytest.raises(Refused, match="Somebody else changed"):
        accept_upload(by=northgate.dev.actor, upload=upload, revision=0, at=at)


def test_a_new_edition_is_the_next_version_and_the_same_words_are_none(northgate, at):
    accept_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    with pytest.raises(Refused, match="exactly what version 1 says"):
        accept_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    reworded = make_upload(northgate, lambda content: content["units"][0].update(title="Reworded"))
    assert accept_upload(by=northgate.dev.actor, upload=reworded, at=at).version == 2


def test_a_new_edition_leaves_the_rows_of_the_older_one_as_they_were(northgate, at):
    first = accept_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    pinned = first.qualifications.get()
    reworded = make_upload(northgate, lambda content: content["units"][0].update(title="Reworded", credit=9))
    second = accept_upload(by=northgate.dev.actor, upload=reworded, at=at)
    pinned = Qualification.objects.get(pk=pinned.pk)
    assert pinned.specification == first
    assert [p.unit.title for p in pinned.places.all()] == [u.title for u in first.units.all()]
    assert second.qualifications.get().pk != pinned.pk


def test_a_registration_stays_on_the_version_it_was_made_on(northgate, at):
    first = accept_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    registration = make_registration(northgate, "9000-11")
    units = [unit.pk for unit in registration.units.order_by("pk")]
    reworded = make_upload(northgate, lambda content: content["units"][0].update(title="Reworded"))
    accept_upload(by=northgate.dev.actor, upload=reworded, at=at)
    registration.refresh_from_db()
    assert registration.qualification.specification == first
    assert [unit.pk for unit in registration.units.order_by("pk")] == units
    assert {unit.specification for unit in registration.units.all()} == {first}


def test_a_centre_can_start_from_the_facts_without_the_wording(northgate, at):
    specification = start_from_facts(by=northgate.hana.actor, family="8585", at=at)
    assert not specification.has_wording
    assert Criterion.objects.filter(unit__specification=specification).count() == 38
    assert [q.number for q in specification.qualifications.all()] == ["8585-11", "8585-21"]
    unit = specification.units.get(number="302")
    assert (unit.practice["minimum_hours"], unit.practice["maximum_clients"]) == (12, 2)
    assert not Criterion.objects.exclude(guidance="").exists()


def test_the_facts_are_loaded_once_and_only_where_known(northgate, at):
    start_from_facts(by=northgate.hana.actor, family="8586", at=at)
    with pytest.raises(Refused, match="already"):
        start_from_facts(by=northgate.hana.actor, family="8586", at=at)
    with pytest.raises(Refused, match="Nothing is known"):
        start_from_facts(by=northgate.hana.actor, family="0000", at=at)
    with pytest.raises(Denied):
        start_from_facts(by=northgate.ben.actor, family="8585", at=at)


def test_the_handbook_that_follows_the_facts_is_the_next_version(northgate, at):
    start_from_facts(by=northgate.hana.actor, family="8585", at=at)
    upload = make_upload(northgate, lambda content: content.update(family="8585"))
    assert accept_upload(by=northgate.dev.actor, upload=upload, at=at).version == 2


def test_another_centre_cannot_touch_an_upload(northgate, at):
    upload = make_upload(northgate)
    with within(northgate.other.pk), pytest.raises(Upload.DoesNotExist):
        discard_upload(by=northgate.fox_staff.actor, upload=upload, at=at)


@pytest.mark.parametrize("model", [Specification, Unit, Qualification, Place, Outcome, Criterion])
def test_the_database_itself_keeps_an_accepted_version(northgate, model):
    make_specification(northgate)
    row = model.objects.first()
    field = next(f.name for f in model._meta.fields if f.get_internal_type() in ("CharField", "TextField"))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{field: "changed"})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")
    assert model.objects.filter(pk=row.pk).exists()


def test_the_database_itself_keeps_a_settled_upload(northgate, at):
    upload = discard_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Upload.objects.filter(pk=upload.pk).update(discarded_at=None)
