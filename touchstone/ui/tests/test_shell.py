"""The frame: who is here, where they may go, how they like to read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from touchstone.ui import views
from touchstone.ui.shell import NavItem, Seat, initials_of, shell_of


def asked(path="/", **attributes):
    request = RequestFactory().get(path)
    for name, value in attributes.items():
        setattr(request, name, value)
    return request


def places(count: int) -> list[NavItem]:
    return [NavItem(f"Place {i}", f"/{i}/") for i in range(count)]


def test_a_visitor_has_no_person_and_no_places():
    frame = shell_of(asked())
    assert frame.person is None
    assert frame.nav == ()


def test_a_phone_shows_four_places_and_the_rest_behind_more():
    frame = shell_of(asked(nav=places(6)))
    assert [p.label for p in frame.on_phone] == ["Place 0", "Place 1", "Place 2", "Place 3"]
    assert [p.label for p in frame.more] == ["Place 4", "Place 5"]


def test_more_is_marked_when_the_person_is_in_it():
    nav = [*places(5), NavItem("Reports", "/r/", current=True)]
    assert shell_of(asked(nav=nav)).more_current
    assert shell_of(asked(nav=nav)).here.label == "Reports"


def test_initials_are_made_when_none_are_given():
    assert shell_of(asked(actor=SimpleNamespace(name="Asha Rao"))).person.initials == "AR"


@pytest.mark.parametrize(("name", "letters"), [("Asha Meera Rao", "AR"), ("Prince", "P"), ("", "?"), ("  ", "?")])
def test_initials(name, letters):
    assert initials_of(name) == letters


def test_seats_may_be_tuples():
    frame = shell_of(asked(seats=[("a", "Learner", True), ("b", "Assessor", "Northgate Learning", False)]))
    assert frame.seats == (Seat("a", "Learner", "", True), Seat("b", "Assessor", "Northgate Learning", False))


def test_a_theme_that_does_not_exist_is_not_taken():
    request = asked()
    request.COOKIES["theme"] = 'neon"><script>'
    assert shell_of(request).theme == "system"


def test_the_cookie_goes_before_the_persons_own_theme():
    request = asked(actor=SimpleNamespace(name="Asha Rao", theme="cream"))
    assert shell_of(request).theme == "cream"
    request.COOKIES["theme"] = "dark"
    assert shell_of(request).theme == "dark"


def test_appearance_keeps_the_choice_and_goes_back():
    request = RequestFactory().post("/ui/appearance/", {"theme": "dark", "text": "large", "next": "/units/"})
    answer = views.appearance(request)
    assert answer.status_code == 302
    assert answer["Location"] == "/units/"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["text"].value == "large"
    assert answer.cookies["theme"]["httponly"]


def test_appearance_never_leads_away_from_here():
    answer = views.appearance(
        RequestFactory().post("/ui/appearance/", {"theme": "dark", "next": "https://elsewhere.example/"})
    )
    assert answer["Location"] == "/"


def test_appearance_drops_a_theme_it_does_not_know():
    answer = views.appearance(RequestFactory().post("/ui/appearance/", {"theme": "neon"}))
    assert "theme" not in answer.cookies


@pytest.mark.django_db
def test_the_gallery_opens_and_carries_the_theme(client):
    client.cookies["theme"] = "cream"
    answer = client.get("/ui/gallery/")
    assert answer.status_code == 200
    assert 'data-theme="cream"' in answer.content.decode()


@pytest.mark.django_db
def test_an_example_that_does_not_exist_is_not_found(client):
    assert client.get("/ui/gallery/no-such-thing/").status_code == 404


@pytest.mark.django_db
def test_every_page_has_a_skip_link_one_main_and_a_live_region(client):
    html = client.get("/ui/appearance/").content.decode()
    assert html.count("<main") == 1
    assert 'class="skip" href="#main"' in html
    assert 'id="live" role="status"' in html
    assert "<title>Reading and colour – Touchstone</title>" in html


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_draws_without_a_request(name):
    from django.template.loader import get_template

    html = get_template(f"{name}.html").render()
    assert "<h1>" in html
    assert 'href="/"' in html
