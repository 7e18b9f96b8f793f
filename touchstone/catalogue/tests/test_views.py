"""The pages: whole and part, a refusal beside its field, and a stranger who finds nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from touchstone.catalogue.actions import accept_upload
from touchstone.catalogue.models import Specification, Upload
from touchstone.catalogue.tests.make import HANDBOOK, make_specification, make_upload

MOST_STATEMENTS = 15


def words(response):
    return " ".join(response.content.decode().split())


def post(client, name, pk, query="", **data):
    return client.post(reverse(name, args=[pk]) + query, data)


@pytest.fixture
def upload(northgate):
    return make_upload(northgate)


def test_a_centre_without_handbooks_is_told_what_will_be_here(northgate, as_person):
    page = words(as_person(northgate.dev).get(reverse("handbooks")))
    assert "No handbook yet" in page
    assert reverse("handbook_upload") in page


def test_an_assessor_reads_the_shelf_and_is_not_offered_to_load(northgate, as_person):
    make_specification(northgate)
    page = words(as_person(northgate.ben).get(reverse("handbooks")))
    assert "8585-21" in page
    assert reverse("handbook_upload") not in page


def test_the_shelf_pages_by_code(northgate, as_person, monkeypatch):
    monkeypatch.setattr("touchstone.catalogue.queries.SHELF_LENGTH", 1)
    make_specification(northgate)
    make_specification(northgate, "8586")
    client = as_person(northgate.ben)
    first = words(client.get(reverse("handbooks")))
    assert "?after=8585" in first
    assert "8586-21" not in first
    assert "8586-21" in words(client.get(reverse("handbooks") + "?after=8585"))


def test_a_handbook_is_loaded_looked_over_and_accepted(northgate, as_person):
    client = as_person(northgate.hana)
    file = SimpleUploadedFile("handbook.txt", HANDBOOK)
    response = client.post(reverse("handbook_upload"), {"file": file})
    upload = Upload.objects.get()
    assert response.url == reverse("handbook_review", args=[upload.pk])
    page = words(client.get(response.url))
    assert "2 units, 5 criteria" in page
    assert "Accept as version 1" in page
    response = post(client, "handbook_accept", upload.pk, revision=0)
    assert response.url == reverse("specification", args=[Specification.objects.get().pk])
    assert client.get(reverse("handbook_review", args=[upload.pk])).url == response.url
    page = words(client.get(response.url))
    assert "Nothing changes it any more" in page
    assert "Noted when it was read" in page


@pytest.mark.parametrize(
    ("data", "told"), [(b"%PDF-1.7", "This is a PDF"), (b"", "empty"), (b"Hello.", "whole handbook")]
)
def test_what_is_no_handbook_is_told_beside_the_field(northgate, as_person, data, told):
    response = as_person(northgate.dev).post(reverse("handbook_upload"), {"file": SimpleUploadedFile("x.pdf", data)})
    assert response.status_code == 422
    page = words(response)
    assert told in page
    assert 'id="id_file_error"' in page


def test_no_file_is_told_beside_the_field(northgate, as_person):
    response = as_person(northgate.dev).post(reverse("handbook_upload"))
    assert response.status_code == 422
    assert "Choose the handbook" in words(response)


def test_warnings_stand_beside_the_words_of_their_line(northgate, as_person):
    client = as_person(northgate.dev)
    client.post(reverse("handbook_upload"), {"file": SimpleUploadedFile("handbook.txt", HANDBOOK)})
    warning = next(w for w in Upload.objects.get().warnings if w["line"])
    page = words(client.get(reverse("handbook_review", args=[Upload.objects.get().pk])))
    assert f"Line {warning['line']}" in page
    assert warning["text"][:40] in page


def test_a_unit_comes_as_a_page_and_as_a_part(upload, northgate, as_person):
    client = as_person(northgate.dev)
    url = reverse("handbook_unit", args=[upload.pk, 0])
    whole, part = client.get(url), client.get(url, headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert "HX-Request" in part["Vary"]
    assert "Describe</span> what an example is for" in words(part)
    assert client.get(reverse("handbook_unit", args=[upload.pk, 99])).status_code == 404


def test_a_criterion_is_mended_on_its_page(upload, northgate, as_person):
    client = as_person(northgate.dev)
    query = "?path=units/0/outcomes/0/criteria/0"
    assert "Describe what an example is for" in words(client.get(reverse("handbook_edit", args=[upload.pk]) + query))
    values = {"ref": "1.1", "text": "Say what it is for", "verb": "State", "depth": "one\n\n two ", "revision": 0}
    response = post(client, "handbook_edit", upload.pk, query, **values)
    assert response.url == reverse("handbook_unit", args=[upload.pk, 0])
    upload.refresh_from_db()
    criterion = upload.content["units"][0]["outcomes"][0]["criteria"][0]
    assert (criterion["text"], criterion["depth"]) == ("Say what it is for", ["one", "two"])


def test_a_value_that_cannot_stand_keeps_what_was_typed(upload, northgate, as_person):
    client = as_person(northgate.dev)
    values = {"ref": "9000-101", "title": "A new title", "credit": "many", "revision": 0}
    response = post(client, "handbook_edit", upload.pk, "?path=units/0", **values)
    assert response.status_code == 422
    assert 'id="id_credit_error"' in words(response)
    assert "A new title" in words(response)


def test_a_stale_edit_keeps_the_text_and_can_be_sent_again(upload, northgate, as_person):
    client = as_person(northgate.dev)
    values = {"ref": "9000-101", "title": "First"}
    post(client, "handbook_edit", upload.pk, "?path=units/0", revision=0, **values)
    response = post(client, "handbook_edit", upload.pk, "?path=units/0", revision=0, **values | {"title": "Second"})
    assert response.status_code == 422
    assert "Somebody else changed" in words(response)
    assert 'name="revision" value="1"' in words(response)
    assert "Second" in words(response)


def test_units_are_added_and_taken_out_and_placed(upload, northgate, as_person):
    client = as_person(northgate.dev)
    add = {"ref": "9000-103", "title": "A third", "credit": 2, "revision": 0}
    assert post(client, "handbook_add", upload.pk, "?name=units", **add).status_code == 302
    places = {
        "revision": 1,
        "status_0": "mandatory",
        "status_1": "optional",
        "group_1": "A",
        "status_2": "optional",
        "group_2": "A",
        "minimum_credit": 4,
        "groups_needed": 1,
    }
    assert post(client, "handbook_places", upload.pk, "?path=qualifications/0", **places).status_code == 302
    upload.refresh_from_db()
    rule = upload.content["qualifications"][0]["rule_of_combination"]
    assert (rule["mandatory"], rule["groups"][0]["units"]) == (["9000-101"], ["9000-102", "9000-103"])
    assert (
        b"Take out unit 9000-103?" in client.get(reverse("handbook_remove", args=[upload.pk]) + "?path=units/2").content
    )
    assert post(client, "handbook_remove", upload.pk, "?path=units/2", revision=2).status_code == 302
    upload.refresh_from_db()
    assert len(upload.content["units"]) == 2


def test_what_makes_it_impossible_is_listed_and_there_is_no_button(northgate, as_person):
    upload = make_upload(northgate, lambda content: content["units"][0].update(outcomes=[]))
    client = as_person(northgate.dev)
    page = words(client.get(reverse("handbook_review", args=[upload.pk])))
    assert "9000-101 has no criterion" in page
    assert "Accept as version" not in page
    response = post(client, "handbook_accept", upload.pk, revision=0)
    assert response.status_code == 422
    assert "It was not accepted" in words(response)


def test_a_handbook_is_put_away(upload, northgate, as_person):
    client = as_person(northgate.dev)
    assert post(client, "handbook_discard", upload.pk, reason="Old").url == reverse("handbooks")
    assert "put away on" in words(client.get(reverse("handbook_review", args=[upload.pk])))


def test_a_new_edition_shows_its_words_against_the_version_before(northgate, as_person, at):
    first = accept_upload(by=northgate.dev.actor, upload=make_upload(northgate), at=at)
    reworded = make_upload(northgate, lambda content: content["units"][0].update(title="Knowing a Better Example"))
    client = as_person(northgate.dev)
    page = words(client.get(reverse("handbook_diff", args=[reworded.pk])))
    assert "1 difference" in page
    assert "<del>Good</del><ins>Better</ins>" in page
    second = accept_upload(by=northgate.dev.actor, upload=reworded, at=at)
    assert "<ins>Better</ins>" in words(client.get(reverse("specification_diff", args=[second.pk])))
    assert "There is a later version" in words(client.get(reverse("specification", args=[first.pk])))
    assert client.get(reverse("specification_diff", args=[second.pk]) + f"?against={second.pk}").status_code == 404


def test_the_facts_become_a_specification_at_one_press(northgate, as_person):
    client = as_person(northgate.hana)
    assert "8586-21" in words(client.get(reverse("catalogue_facts")))
    response = client.post(reverse("facts_start", args=["8586"]))
    page = words(client.get(response.url))
    assert "labels of our own" in page
    assert client.post(reverse("facts_start", args=["8586"])).status_code == 409


def test_learners_have_no_business_on_the_shelf(northgate, as_person):
    client = as_person(northgate.asha)
    assert client.get(reverse("handbooks")).status_code == 403
    assert client.get(reverse("catalogue_facts")).status_code == 403
    assert client.get(reverse("handbook_upload")).status_code == 403


def test_staff_who_do_not_load_see_no_review(upload, northgate, as_person):
    client = as_person(northgate.carys)
    for name in (
        "handbook_review",
        "handbook_edit",
        "handbook_add",
        "handbook_remove",
        "handbook_places",
        "handbook_diff",
    ):
        assert client.get(reverse(name, args=[upload.pk])).status_code == 403
    assert post(client, "handbook_accept", upload.pk, revision=0).status_code == 403


def test_a_stranger_finds_nothing(upload, northgate, as_person):
    specification = make_specification(northgate)
    unit = specification.units.first()
    client = as_person(northgate.fox_staff)
    assert "8585" not in words(client.get(reverse("handbooks"))).split("<main")[1]
    for name in (
        "handbook_review",
        "handbook_edit",
        "handbook_add",
        "handbook_remove",
        "handbook_places",
        "handbook_diff",
    ):
        assert client.get(reverse(name, args=[upload.pk])).status_code == 404
    for name, pk in (("specification", specification.pk), ("specification_diff", specification.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert client.get(reverse("specification_unit", args=[unit.pk])).status_code == 404
    assert post(client, "handbook_accept", upload.pk, revision=0).status_code == 404
    assert post(client, "handbook_discard", upload.pk).status_code == 404


def test_nobody_is_sent_to_sign_in(client, db):
    assert client.get(reverse("handbooks")).status_code == 302


@pytest.mark.parametrize("versions", [1, 4])
def test_pages_take_few_statements_whatever_the_size(northgate, as_person, versions, django_assert_max_num_queries):
    for family in ("8585", "8586"):
        for _ in range(versions):
            latest = make_specification(northgate, family)
    uploads = [make_upload(northgate) for _ in range(versions)]
    client = as_person(northgate.dev)
    addresses = [
        reverse("handbooks"),
        reverse("catalogue_facts"),
        reverse("handbook_upload"),
        reverse("handbook_review", args=[uploads[0].pk]),
        reverse("handbook_unit", args=[uploads[0].pk, 0]),
        reverse("specification", args=[latest.pk]),
        reverse("specification_diff", args=[latest.pk]),
        reverse("specification_unit", args=[latest.units.first().pk]),
    ]
    for address in addresses:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(address).status_code == 200
