from datetime import date, timedelta

import pytest
from django.urls import reverse

from touchstone.access.actors import Role
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.tests.make import make_sheet
from touchstone.centres.models import Seat
from touchstone.centres.tests.make import make_someone
from touchstone.kernel.steps import NextStep
from touchstone.portfolio.tests.make import make_evidence
from touchstone.quality.tests.make import make_many
from touchstone.shell.queries import agenda, home

TODAY = date(2026, 5, 12)
SEATS = ["asha", "gwen", "ben", "carys", "eli", "dev", "hana"]


def step(title, due_on=None):
    return NextStep(title, "why", "Go", "home", due_on=due_on)


def test_the_first_step_stands_alone_and_the_rest_under_their_headings():
    days = [TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=3), None]
    found = agenda([step(str(day), day) for day in days], TODAY)
    assert found.first.step.title == str(days[0])
    assert [title for title, _ in found.groups] == [
        "Overdue",
        "Today",
        "Next seven days",
        "Later, or whenever it suits",
    ]


def test_an_empty_list_has_no_first_step_and_no_headings():
    found = agenda([], TODAY)
    assert (found.first, found.groups) == (None, [])


@pytest.mark.parametrize("name", SEATS)
def test_each_role_has_a_home_page(northgate, as_person, name):
    response = as_person(getattr(northgate, name)).get(reverse("home"))
    assert response.status_code == 200
    assert getattr(northgate, name).person.name.split()[0] in response.content.decode()


def test_a_learner_sees_their_units_by_their_true_names(northgate, as_person):
    registration = make_registration(northgate)
    unit = registration.units.order_by("position").first()
    make_sheet(northgate, registration, unit, outcome="pass", state="released_provisional")
    page = as_person(northgate.asha).get(reverse("home")).content.decode()
    assert "Pass (provisional)" in page
    assert "Confirmed" not in page


def test_a_learner_reads_nothing_of_a_decision_before_its_release(northgate, as_person):
    registration = make_registration(northgate)
    make_sheet(northgate, registration, registration.units.first(), outcome="referral", state="signed")
    page = as_person(northgate.asha).get(reverse("home")).content.decode()
    assert "Referral" not in page


@pytest.mark.parametrize("name", SEATS)
@pytest.mark.parametrize("size", [3, 12])
def test_a_home_page_takes_few_statements_at_any_size(northgate, as_person, name, size, django_assert_max_num_queries):
    registration = make_registration(northgate)
    for _ in range(size):
        make_evidence(northgate, registration, criteria=registration.units.first().criteria.all())
    make_many(northgate, size)
    client = as_person(getattr(northgate, name))
    with django_assert_max_num_queries(15):
        assert client.get(reverse("home")).status_code == 200


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(client, northgate):
    response = client.get(reverse("home"))
    assert response.status_code == 302
    assert "login" in response.url
    assert "next=/" in response.url


def test_a_person_takes_another_of_their_own_seats_and_no_other(northgate, as_person):
    client = as_person(northgate.gwen)
    second = Seat.objects.create(
        centre=northgate.centre, person=northgate.gwen.person, role=Role.ASSESSOR, starts_on=TODAY - timedelta(days=9)
    )
    client.post(reverse("seat"), {"seat": str(second.pk)})
    assert client.session["seat"] == str(second.pk)
    client.post(reverse("seat"), {"seat": str(northgate.dev.seat.pk)})
    assert client.session["seat"] == str(second.pk)


def test_staff_find_learners_and_strangers_find_none_of_them(northgate, as_person):
    make_registration(northgate)
    assert "Asha Rao" in as_person(northgate.hana).get(reverse("find"), {"q": "rao"}).content.decode()
    assert "Asha Rao" not in as_person(northgate.fox_staff).get(reverse("find"), {"q": "rao"}).content.decode()


def test_a_learner_finds_their_own_evidence_only(northgate, as_person):
    registration = make_registration(northgate)
    make_evidence(northgate, registration, "Diary of spring")
    other = make_someone(northgate.centre, "Lena Marsh", Role.LEARNER)
    make_registration(northgate, learner=other)
    assert "Diary of spring" in as_person(northgate.asha).get(reverse("find"), {"q": "spring"}).content.decode()
    assert "Diary of spring" not in as_person(other).get(reverse("find"), {"q": "spring"}).content.decode()


def test_one_letter_finds_nothing(northgate, as_person):
    make_registration(northgate)
    assert "Asha Rao" not in as_person(northgate.hana).get(reverse("find"), {"q": "r"}).content.decode()


def test_help_explains_the_words(northgate, as_person):
    assert "Referral" in as_person(northgate.asha).get(reverse("help")).content.decode()


def test_the_probe_answers_without_an_account(client, db):
    assert client.get(reverse("health")).json() == {"ok": True}


def test_home_counts_each_step_once(northgate):
    registration = make_registration(northgate)
    found = home(northgate.asha.actor, TODAY)
    titles = [found.agenda.first.step.title, *(r.step.title for _, rows in found.agenda.groups for r in rows)]
    assert len(titles) == len(set(titles))
    assert found.side.assay.total == sum(u.criteria.count() for u in registration.units.all())
