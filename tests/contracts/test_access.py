"""The access table, asked of every route: each role, the same centre, another centre, and nobody."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.contracts import access
from tests.contracts.scene import CANARY, make_scene, make_strangers
from touchstone.access.actors import Role
from touchstone.plumbing.tenancy import within

LETTERS = "LlGTAaIEMH"
OUT = {403, 404}
FRAMEWORK = ("account_", "mfa_")


def routes(patterns=None) -> dict[str, URLPattern]:
    """Every named route of ours; those of the sign-in library have tests of their own."""
    found = {}
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            found |= routes(pattern.url_patterns)
        elif not pattern.name.startswith(FRAMEWORK):
            found[pattern.name] = pattern
    return found


def ask(client: Client, name: str, arguments: dict):
    """The answer to a GET, or to an empty POST where the route takes nothing else; what it wrote is undone."""
    address = reverse(name, kwargs=arguments)
    with transaction.atomic():
        response = client.get(address)
        if response.status_code == 405:
            response = client.post(address)
        transaction.set_rollback(True)
    return response


def gets_in(response) -> bool:
    if response.status_code == 302 and "/account/login/" in response.url:
        return False
    assert response.status_code < 500
    return response.status_code not in OUT


def content(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "ignore")


def as_seated(someone) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(someone.person)
    session = client.session
    session["seat"] = str(someone.seat.pk)
    session.save()
    return client


def test_every_route_has_a_row_and_every_row_a_route():
    assert set(routes()) == set(access.rows())


@pytest.mark.django_db
@pytest.mark.parametrize("letter", LETTERS)
def test_each_role_opens_what_the_table_says_and_nothing_else(cast, letter):
    with within(cast.centre.pk):
        scene = make_scene(cast)
    client = as_seated(scene.people[letter])
    wrong = []
    for name, (kind, letters) in access.rows().items():
        if name in ("sign_out",):
            continue
        opened = gets_in(ask(client, name, scene.arguments[kind]))
        if opened != ("*" in letters or letter in letters):
            wrong.append(f"{name}: {letter} {'gets in' if opened else 'is kept out'}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_nobody_of_another_centre_sees_a_row(cast, role):
    with within(cast.centre.pk):
        scene = make_scene(cast)
    client = as_seated(make_strangers(cast)[role])
    wrong = []
    for name, (kind, letters) in access.rows().items():
        if "*" in letters or name == "sign_out":
            continue
        response = ask(client, name, scene.arguments[kind])
        if kind not in ("-", "family") and gets_in(response):
            wrong.append(f"{name}: a stranger gets in")
        if CANARY in content(response):
            wrong.append(f"{name}: a stranger reads a name")
    assert wrong == []


@pytest.mark.django_db
def test_whoever_is_not_signed_in_gets_the_public_pages_only(cast):
    with within(cast.centre.pk):
        scene = make_scene(cast)
    client = Client()
    wrong = []
    for name, (kind, letters) in access.rows().items():
        response = ask(client, name, scene.arguments[kind])
        public = "*" in letters
        if gets_in(response) != public and response.status_code != 404:
            wrong.append(f"{name}: {response.status_code}")
        if not public and CANARY in content(response):
            wrong.append(f"{name}: reads a name")
    assert wrong == []


@pytest.mark.django_db
def test_reverse_works_for_each_row(cast):
    with within(cast.centre.pk):
        scene = make_scene(cast)
    for name, (kind, _) in access.rows().items():
        try:
            reverse(name, kwargs=scene.arguments[kind])
        except NoReverseMatch as error:
            pytest.fail(str(error))
