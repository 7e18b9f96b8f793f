"""The pages of registrations: whole, refused beside the field, and closed to strangers."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from touchstone.access.actors import Role
from touchstone.admissions.models import Registration
from touchstone.admissions.tests.make import make_registration
from touchstone.catalogue.tests.make import make_specification
from touchstone.centres.models import Approval
from touchstone.centres.tests.make import make_someone
from touchstone.plumbing.tenancy import everywhere, within


@pytest.fixture
def registration(cast):
    with within(cast.centre.pk):
        return make_registration(cast)


@pytest.fixture
def award(cast):
    with within(cast.centre.pk):
        return make_specification(cast).qualifications.get(number="8585-11")


def answers(award, **facts):
    with within(award.centre_id):
        units = [str(p.unit_id) for p in award.places.all()]
    return {
        "qualification": str(award.pk),
        "given_name": "Noor",
        "family_name": "Haddad",
        "email": "noor@example.org",
        "born_on": "1992-04-05",
        "units": units,
    } | facts


def test_the_list_shows_the_learner_the_state_and_the_end(as_person, cast, registration):
    page = as_person(cast.hana).get(reverse("registrations")).content.decode()
    assert "Asha Rao" in page
    assert "Active" in page
    assert "12 Jan 2029" in page
    assert "style=" not in page


@pytest.mark.parametrize(("query", "found"), [("?q=asha", True), ("?q=zzz", False), ("?state=withdrawn", False)])
def test_words_and_state_live_in_the_address(as_person, cast, registration, query, found):
    page = as_person(cast.hana).get(reverse("registrations") + query).content.decode()
    assert (reverse("registration", args=[registration.pk]) in page) is found


def test_a_strange_page_or_state_in_the_address_does_no_harm(as_person, cast, registration):
    assert as_person(cast.hana).get(reverse("registrations") + "?after=x&state=x").status_code == 200


def test_the_export_streams_every_row_and_no_formula(as_person, cast):
    with within(cast.centre.pk):
        make_registration(cast, family_name="=HYPERLINK(1)")
    answer = as_person(cast.hana).get(reverse("registrations_csv"))
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    assert head[0] == "Family name"
    assert row[0] == "'=HYPERLINK(1)"
    assert row[6:9] == ["8585-11", "300 301 303", "active"]


def test_a_learner_sees_their_own_page_and_no_list_and_no_history(as_person, cast, registration):
    client = as_person(cast.asha)
    page = client.get(reverse("registration", args=[registration.pk]))
    assert page.status_code == 200
    assert "Who did what" not in page.content.decode()
    assert client.get(reverse("registrations")).status_code == 403


@pytest.mark.parametrize("who", ["fox", "fox_staff"])
def test_a_stranger_gets_404(as_person, cast, registration, who):
    client = as_person(getattr(cast, who))
    assert client.get(reverse("registration", args=[registration.pk])).status_code == 404
    assert client.post(reverse("registration_step", args=[registration.pk, "withdraw"])).status_code == 404


def test_nobody_signed_out_gets_in(client, registration):
    answer = client.get(reverse("registration", args=[registration.pk]))
    assert answer.url.startswith(reverse("account_login"))


def test_the_office_alone_sees_birthday_and_identity(as_person, cast, registration):
    url = reverse("registration", args=[registration.pk])
    assert "14 March 1990" in as_person(cast.hana).get(url).content.decode()
    assert "14 March 1990" not in as_person(cast.ben).get(url).content.decode()


def test_a_learner_is_registered_by_two_people_in_the_browser(as_person, cast, award):
    client = as_person(cast.hana)
    choose = client.get(reverse("registration_new")).content.decode()
    assert str(award.pk) in choose
    made = client.post(reverse("registration_new"), answers(award))
    with everywhere():
        r = Registration.objects.get()
    assert made.url == reverse("registration", args=[r.pk])
    today = date.today().isoformat()
    papers = {"identity_kind": "passport"} | dict.fromkeys(
        ["identity_seen_on", "privacy_notice_on", "initial_assessment_on"], today
    )

    def step(slug, **facts):
        return client.post(reverse("registration_step", args=[r.pk, slug]), facts)

    assert step("check", **papers).status_code == 302
    assert step("submit").status_code == 422
    client = as_person(cast.dev)
    assert step("submit").status_code == 302
    assert step("confirm", enr="ABC9", confirmed_on=today).status_code == 302
    with everywhere():
        r.refresh_from_db()
    assert r.state == "active"
    assert "Withdraw the registration" in client.get(made.url).content.decode()


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(as_person, cast, award):
    born = date.today().replace(year=date.today().year - 15, day=1).isoformat()
    answer = as_person(cast.hana).post(reverse("registration_new"), answers(award, born_on=born))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "must be 16" in page.split('id="id_born_on_error"')[1].split("</p>")[0]
    assert 'value="Haddad"' in page
    assert 'href="#id_born_on"' in page


def test_a_qualification_that_is_not_approved_cannot_be_chosen(as_person, cast, award):
    with within(cast.centre.pk):
        Approval.objects.filter(qualification_number="8585-11").delete()
    client = as_person(cast.hana)
    assert "has not approved" in client.get(reverse("registration_new")).content.decode()
    assert client.post(reverse("registration_new"), answers(award)).status_code == 422


def test_whoever_prepared_it_reads_that_a_second_person_sends_it(as_person, cast):
    with within(cast.centre.pk):
        r = make_registration(cast, state="checked", submitted_by=None, submitted_at=None)
    url = reverse("registration", args=[r.pk])
    assert "A second person sends it in" in as_person(cast.hana).get(url).content.decode()
    assert "Send it in</button>" not in as_person(cast.hana).get(url).content.decode()
    assert reverse("registration_step", args=[r.pk, "submit"]) in as_person(cast.dev).get(url).content.decode()


def test_an_unknown_step_is_not_found(as_person, cast, registration):
    url = reverse("registration_step", args=[registration.pk, "vanish"])
    assert as_person(cast.hana).get(url).status_code == 404


@pytest.mark.parametrize("slug", ["check", "submit", "confirm", "staff", "suspend", "withdraw", "register-again"])
def test_a_tutor_takes_no_step(as_person, cast, registration, slug):
    url = reverse("registration_step", args=[registration.pk, slug])
    assert as_person(cast.gwen).get(url).status_code == 403
    assert as_person(cast.gwen).post(url).status_code == 403


def test_the_lists_of_tutor_and_assessor_hold_competent_people_only(as_person, cast, registration):
    make_someone(cast.centre, "Ines Duarte", Role.ASSESSOR)
    page = as_person(cast.hana).get(reverse("registration_step", args=[registration.pk, "staff"])).content.decode()
    assert "Ben Okafor" in page
    assert "Ines Duarte" not in page


@pytest.mark.parametrize("size", [2, 40])
def test_the_list_costs_the_same_at_every_size(as_person, cast, django_assert_max_num_queries, size):
    with within(cast.centre.pk):
        for n in range(size):
            learner = make_someone(cast.centre, f"Learner {n}", Role.LEARNER, email=f"l{n}@example.org")
            make_registration(cast, learner=learner)
    client = as_person(cast.hana)
    with django_assert_max_num_queries(6):
        assert client.get(reverse("registrations")).status_code == 200


@pytest.mark.parametrize("size", [2, 40])
def test_the_export_costs_the_same_at_every_size(as_person, cast, django_assert_max_num_queries, size):
    with within(cast.centre.pk):
        for n in range(size):
            learner = make_someone(cast.centre, f"Learner {n}", Role.LEARNER, email=f"l{n}@example.org")
            make_registration(cast, learner=learner)
    client = as_person(cast.hana)
    with django_assert_max_num_queries(9):
        text = b"".join(client.get(reverse("registrations_csv")).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == size
    assert {row["Units"] for row in rows} == {"300 301 303"}


def test_the_page_of_one_registration_costs_at_most_ten_statements(
    as_person, cast, registration, django_assert_max_num_queries
):
    client = as_person(cast.dev)
    with django_assert_max_num_queries(10):
        assert client.get(reverse("registration", args=[registration.pk])).status_code == 200
