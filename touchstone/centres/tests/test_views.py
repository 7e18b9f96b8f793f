"""The pages of this room: what each role sees, what is refused beside its field, and what a stranger finds."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.centres import actions
from touchstone.centres.models import Approval, Competence, Interest, Invitation, Seat
from touchstone.centres.tests.make import make_someone
from touchstone.plumbing.tenancy import everywhere, within

WORDS = "stone-gold-streak-9"
STAFF_PAGES = ["staff", "staff_invite", "competences", "approvals", "approval_new", "account"]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_every_page_of_the_manager_is_whole(as_person, cast, name):
    answer = as_person(cast.dev).get(reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1>") == 1
    assert "style=" not in page


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_nobody_signed_out_sees_them(client, db, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["staff", "staff_invite", "competences", "approvals", "approval_new"])
def test_a_learner_is_told_that_it_is_not_for_them(as_person, cast, name):
    assert as_person(cast.asha).get(reverse(name)).status_code == 403


def test_the_staff_page_names_seats_and_competences(as_person, cast):
    page = as_person(cast.hana).get(reverse("staff")).content.decode()
    assert "Ben Okafor" in page
    assert "Assessor 8585-11" in page
    assert "Asha Rao" not in page
    assert "Fox" not in page


@pytest.mark.parametrize(
    ("query", "name"), [("?q=carys", "Carys"), ("?role=learner", "Asha"), ("?role=x&after=x", "Ben")]
)
def test_search_and_seat_live_in_the_address(as_person, cast, query, name):
    assert name in as_person(cast.dev).get(reverse("staff") + query).content.decode()


def test_a_person_of_another_centre_is_not_found(as_person, cast):
    client = as_person(cast.dev)
    assert client.get(reverse("staff_person", args=[cast.fox.person.pk])).status_code == 404
    assert client.get(reverse("seat_end", args=[cast.fox.seat.pk])).status_code == 404
    stranger = as_person(cast.fox_staff)
    with within(cast.centre.pk):
        competence, approval = Competence.objects.first(), Approval.objects.first()
    assert stranger.get(reverse("competence_suspend", args=[competence.pk])).status_code == 404
    assert stranger.get(reverse("approval", args=[approval.pk])).status_code == 404
    assert stranger.get(reverse("staff_person", args=[cast.ben.person.pk])).status_code == 404


def test_the_link_is_shown_once_and_leads_a_newcomer_in(as_person, cast):
    answer = as_person(cast.dev).post(
        reverse("staff_invite"), {"name": "Noor Haddad", "email": "noor@example.org", "role": "tutor"}
    )
    link = answer.context["invited"].link
    path = link.split("8000", 1)[1] if "8000" in link else "/" + link.split("/", 3)[3]
    newcomer = Client()
    page = newcomer.get(path)
    assert "Northgate Learning" in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    weak = newcomer.post(path, {"name": "Noor Haddad", "password": "short"})
    assert weak.status_code == 422
    assert 'id="id_password_error"' in weak.content.decode()
    done = newcomer.post(path, {"name": "Noor Haddad", "password": WORDS})
    assert done.status_code == 302
    assert get_user(newcomer).name == "Noor Haddad"
    assert newcomer.get(path).status_code == 410
    assert Client().get(path + "x").status_code == 404
    with everywhere():
        assert Seat.objects.get(person__email="noor@example.org").role == Role.TUTOR


def invited(cast, email, role=Role.IQA, at=None):
    with within(cast.centre.pk):
        made = actions.invite(by=cast.dev.actor, name="Somebody", email=email, role=role, at=at or timezone.now())
    return reverse("invitation", args=[made.link.rstrip("/").rsplit("/", 1)[1]])


def test_somebody_with_an_account_signs_in_and_takes_the_seat_with_one_click(as_person, cast):
    cast.ben.person.set_password(WORDS)
    cast.ben.person.save()
    url = invited(cast, cast.ben.person.email)
    assert "You have an account already" in Client().get(url).content.decode()
    client = as_person(cast.ben)
    assert "Take the seat" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    assert Seat.objects.filter(person=cast.ben.person, role=Role.IQA).exists()


def test_another_person_who_is_signed_in_does_not_take_it(as_person, cast):
    url = invited(cast, "noor@example.org")
    client = as_person(cast.ben)
    assert "Sign out first" in client.get(url).content.decode()
    assert client.post(url).status_code == 403
    assert Seat.objects.filter(person=cast.ben.person).count() == 1


@pytest.mark.parametrize(("state", "words"), [("withdrawn", "was withdrawn"), ("old", "too old")])
def test_a_spent_link_says_why(client, cast, state, words):
    now = timezone.now()
    url = invited(cast, "noor@example.org", at=now - timedelta(days=20) if state == "old" else now)
    if state == "withdrawn":
        with within(cast.centre.pk):
            actions.withdraw_invitation(by=cast.dev.actor, invitation=Invitation.objects.get(), at=now)
    answer = client.get(url)
    assert answer.status_code == 410
    assert words in answer.content.decode()


def test_a_competence_is_approved_and_suspended_on_the_persons_page(as_person, cast):
    client = as_person(cast.dev)
    url = reverse("staff_person", args=[cast.gwen.person.pk])
    facts = {"form": "judge", "judge-role": "tutor", "judge-qualification_number": "8585-11"}
    refused = client.post(url, facts | {"judge-from_on": "2026-05-01", "judge-basis": ""})
    assert refused.status_code == 422
    assert 'id="id_judge-basis_error"' in refused.content.decode()
    facts |= {"judge-from_on": "2026-05-01", "judge-basis": "Ten years of teaching"}
    assert client.post(url, facts).status_code == 302
    with within(cast.centre.pk):
        competence = Competence.objects.get(person=cast.gwen.person, qualification_number="8585-11")
    assert competence.basis == "Ten years of teaching"
    suspend = reverse("competence_suspend", args=[competence.pk])
    assert client.post(suspend, {"reason": ""}).status_code == 422
    assert client.post(suspend, {"reason": "No development"}).status_code == 302
    assert "No development" in client.get(url).content.decode()


def test_nobody_finds_the_form_to_judge_themselves(as_person, cast):
    page = as_person(cast.dev).get(reverse("staff_person", args=[cast.dev.person.pk])).content.decode()
    assert "Approve a competence" not in page


def test_everybody_declares_an_interest_on_their_account(as_person, cast):
    client = as_person(cast.ben)
    assert client.post(reverse("account"), {"other": "Asha Rao", "nature": ""}).status_code == 422
    assert client.post(reverse("account"), {"other": cast.fox.person.email, "nature": "Cousins"}).status_code == 422
    assert client.post(reverse("account"), {"other": "asha rao", "nature": "Cousins"}).status_code == 302
    with within(cast.centre.pk):
        interest = Interest.objects.get()
    assert "Cousins" in client.get(reverse("account")).content.decode()
    end = reverse("interest_end", args=[interest.pk])
    assert client.post(end, {"reason": "Over"}).status_code == 403
    assert as_person(cast.dev).post(end, {"reason": "Over"}).status_code == 302


def test_a_seat_is_ended_after_asking(as_person, cast):
    client = as_person(cast.dev)
    url = reverse("seat_end", args=[cast.ben.seat.pk])
    assert "End the seat of Ben Okafor" in client.get(url).content.decode()
    assert client.post(url, {"when": "later", "last_day": ""}).status_code == 422
    assert client.post(url, {"when": "now"}).status_code == 302
    assert as_person(cast.ben).get(reverse("account")).status_code == 403


def test_an_approval_is_entered_changed_and_refused_beside_its_field(as_person, cast):
    client = as_person(cast.dev)
    facts = {
        "qualification_number": "8577-11",
        "approved_on": "2026-02-01",
        "quality_rating": "02",
        "direct_claims": "none",
    }
    assert client.post(reverse("approval_new"), facts).status_code == 302
    assert "in the list already" in client.post(reverse("approval_new"), facts).content.decode()
    with within(cast.centre.pk):
        approval = Approval.objects.get(qualification_number="8577-11")
    change = facts | {"quality_rating": "3a", "direct_claims": "granted", "reason": "Letter"}
    refused = client.post(reverse("approval", args=[approval.pk]), change)
    assert refused.status_code == 422
    assert 'id="id_direct_claims_error"' in refused.content.decode()
    change["direct_claims"] = "none"
    assert client.post(reverse("approval", args=[approval.pk]), change).status_code == 302
    assert "Registrations are suspended" in client.get(reverse("approvals")).content.decode()


def test_the_matrix_stands_by_person_and_qualification(as_person, cast):
    page = as_person(cast.carys).get(reverse("competences")).content.decode()
    assert page.index("8585-11") < page.index("Ben Okafor")


def test_an_invitation_is_withdrawn_from_the_list(as_person, cast):
    invited(cast, "noor@example.org")
    with within(cast.centre.pk):
        invitation = Invitation.objects.get()
    url = reverse("invitation_withdraw", args=[invitation.pk])
    assert as_person(cast.carys).post(url).status_code == 403
    client = as_person(cast.dev)
    assert "Somebody" in client.get(reverse("staff")).content.decode()
    assert client.post(url).status_code == 302
    assert as_person(cast.fox_staff).post(url).status_code == 404


@pytest.mark.parametrize("size", [2, 60])
def test_the_staff_page_costs_the_same_at_every_size(as_person, cast, django_assert_max_num_queries, size):
    for n in range(size):
        make_someone(cast.centre, f"Tutor {n}", Role.TUTOR, email=f"t{n}@example.org")
    client = as_person(cast.dev)
    with django_assert_max_num_queries(9):
        answer = client.get(reverse("staff"))
    if size > 50:
        assert "after=" in answer.context["next"]
        with django_assert_max_num_queries(9):
            following = client.get(reverse("staff") + answer.context["next"])
        shown = {m.person.pk for m in answer.context["page"].members}
        assert following.context["page"].members
        assert not shown & {m.person.pk for m in following.context["page"].members}


def test_two_people_of_one_name_are_told_apart_by_email(as_person, cast):
    twin = make_someone(cast.centre, "Asha Rao", Role.LEARNER, email="twin@example.org")
    client = as_person(cast.ben)
    answer = client.post(reverse("account"), {"other": "Asha Rao", "nature": "Cousins"})
    assert "Several people here" in answer.content.decode()
    assert client.post(reverse("account"), {"other": twin.person.email, "nature": "Cousins"}).status_code == 302


def test_no_page_of_a_learner_lists_the_other_learners(as_person, cast):
    make_someone(cast.centre, "Noor Haddad", Role.LEARNER, email="noor@example.org")
    assert "Noor Haddad" not in as_person(cast.asha).get(reverse("account")).content.decode()
