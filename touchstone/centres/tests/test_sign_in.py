"""Sign-in as a visitor meets it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from touchstone.centres import sessions

pytestmark = pytest.mark.django_db
WORDS = "stone-gold-streak-9"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def ben(cast):
    cast.ben.person.set_password(WORDS)
    cast.ben.person.save()
    return cast.ben


def sign_in(client, email, password, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_the_page_has_the_labels_email_and_password_and_the_button_sign_in(client):
    page = client.get(reverse("account_login")).content.decode()
    assert re.search(r'<label for="id_login">Email</label>', page)
    assert re.search(r'<label for="id_password">Password</label>', page)
    assert re.search(r'type="submit">Sign in</button>', page)
    assert "style=" not in page


def test_a_person_signs_in_and_goes_where_they_were_going(client, ben):
    answer = sign_in(client, ben.person.email, WORDS, next=reverse("account_change_password"))
    assert answer.status_code == 302
    assert answer.url == reverse("account_change_password")
    assert get_user(client).pk == ben.person.pk


def test_a_wrong_password_is_said_beside_the_password_and_keeps_the_email(client, ben):
    page = sign_in(client, ben.person.email, "wrong").content.decode()
    assert re.search(r'id="id_password_error">.*?The email or the password is not right', page, re.S)
    assert f'value="{ben.person.email}"' in page
    assert not get_user(client).is_authenticated


def test_an_unknown_email_reads_exactly_like_a_wrong_password(client, ben):
    known = sign_in(client, ben.person.email, "wrong")
    unknown = sign_in(client, "nobody@example.org", "wrong")
    assert known.status_code == unknown.status_code
    assert known.context["form"].errors == unknown.context["form"].errors


def test_the_sixth_wrong_password_in_five_minutes_is_refused_even_when_right(client, ben):
    for _ in range(5):
        sign_in(client, ben.person.email, "wrong")
    page = sign_in(client, ben.person.email, WORDS).content.decode()
    assert "too many wrong tries" in page
    assert not get_user(client).is_authenticated


def test_nobody_signs_up(client):
    page = client.post(reverse("account_signup"), {"email": "new@example.org", "password1": WORDS})
    assert "made by invitation" in page.content.decode()


def test_a_closed_account_does_not_get_in(client, ben):
    ben.person.is_active = False
    ben.person.save()
    sign_in(client, ben.person.email, WORDS)
    assert not get_user(client).is_authenticated


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, ben):
    client.post(reverse("account_reset_password"), {"email": ben.person.email})
    link = re.search(r"http://\S+", mail.outbox[0].body).group()
    form = client.get(link, follow=True)
    new = "another-stone-entirely-4"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    ben.person.refresh_from_db()
    assert ben.person.check_password(new)
    client.logout()
    assert "used, or is too old" in client.get(link, follow=True).content.decode()


def test_a_reset_for_an_unknown_address_looks_the_same_and_sends_nothing(client, ben):
    known = client.post(reverse("account_reset_password"), {"email": ben.person.email})
    sent = len(mail.outbox)
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == sent


def test_a_changed_password_signs_out_the_other_sessions(client, ben):
    from django.test import Client

    other = Client()
    sign_in(other, ben.person.email, WORDS)
    sign_in(client, ben.person.email, WORDS)
    new = "another-stone-entirely-4"
    client.post(reverse("account_change_password"), {"oldpassword": WORDS, "password1": new, "password2": new})
    assert get_user(client).is_authenticated
    assert other.get(reverse("account_change_password")).status_code == 302


def test_an_idle_session_ends_and_leads_back_to_its_page(as_person, cast):
    client = as_person(cast.ben)
    session = client.session
    session[sessions.SEEN] -= 31 * 60
    session.save()
    answer = client.get(reverse("account_change_password") + "?x=1")
    assert answer.url == f"{reverse('account_login')}?next={reverse('account_change_password')}%3Fx%3D1"
    assert not get_user(client).is_authenticated


def test_an_autosave_after_the_session_ended_is_told_so(as_person, cast):
    client = as_person(cast.ben)
    session = client.session
    session[sessions.SEEN] -= 31 * 60
    session.save()
    assert client.post("/", headers={"X-Autosave": "1"}).status_code == 401


def test_a_busy_session_writes_its_clock_at_most_once_a_minute(as_person, cast):
    client = as_person(cast.ben)
    begun = client.session[sessions.SEEN]
    client.get(reverse("account_change_password"))
    assert client.session[sessions.SEEN] == begun
    session = client.session
    session[sessions.SEEN] = begun - 120
    session.save()
    client.get(reverse("account_change_password"))
    assert client.session[sessions.SEEN] > begun - 120


def test_staff_set_up_their_second_step_first_where_the_setting_asks(as_person, cast, settings):
    settings.TOUCHSTONE_STAFF_SECOND_STEP = True
    client = as_person(cast.ben)
    assert client.get(reverse("staff")).url == reverse("mfa_activate_totp")
    Authenticator.objects.create(user=cast.ben.person, type="totp", data={"secret": "x"})
    assert client.get(reverse("staff")).status_code == 200


def test_a_learner_needs_no_second_step(as_person, cast, settings):
    settings.TOUCHSTONE_STAFF_SECOND_STEP = True
    answer = as_person(cast.asha).get(reverse("staff"))
    assert answer.status_code == 403


def test_the_second_step_is_asked_for_after_the_password(client, ben):
    Authenticator.objects.create(user=ben.person, type="totp", data={"secret": "x"})
    answer = sign_in(client, ben.person.email, WORDS)
    assert answer.url == reverse("mfa_authenticate")
    assert not get_user(client).is_authenticated
    assert "One more step" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_reset_password_done", "account_signup", "account_inactive"]
)
def test_every_door_page_wears_the_look(client, name):
    page = client.get(reverse(name)).content.decode()
    assert "door-page" in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("name", ["account_change_password", "account_logout", "mfa_index", "account_email"])
def test_every_account_page_wears_the_look(as_person, cast, name):
    cast.ben.person.set_password(WORDS)
    cast.ben.person.save()
    page = as_person(cast.ben).get(reverse(name)).content.decode()
    assert 'class="app"' in page
    assert page.count("<h1>") == 1


def test_the_second_step_is_set_up_with_a_code_of_the_app(client, ben):
    sign_in(client, ben.person.email, WORDS)
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    if "Is it you?" in asked.content.decode():
        asked = client.post(
            asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"], {"password": WORDS}, follow=True
        )
    page = asked.content.decode()
    assert "Switch on your second step" in page
    assert "data:image/svg+xml" in page
    secret = asked.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    done = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert is_mfa_enabled(ben.person)
    assert done.context["unused_codes"] or "Recovery codes" in done.content.decode()


def test_a_new_email_counts_once_its_link_was_opened(client, ben):
    sign_in(client, ben.person.email, WORDS)
    mail.outbox.clear()
    client.post(reverse("account_email"), {"email": "ben.new@example.org", "action_add": ""})
    page = client.get(reverse("account_email")).content.decode()
    assert "ben.new@example.org" in page
    assert "style=" not in page
    ben.person.refresh_from_db()
    assert ben.person.email != "ben.new@example.org"
    sent = next(m for m in mail.outbox if "ben.new@example.org" in m.to)
    link = re.search(r"http://\S+", sent.body).group()
    assert "Is ben.new@example.org yours?" in client.get(link).content.decode()
    client.post(link)
    ben.person.refresh_from_db()
    assert ben.person.email == "ben.new@example.org"


def test_too_many_tries_from_one_address_get_a_plain_page(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "nobody@example.org", "wrong")
    answer = sign_in(client, "nobody@example.org", "wrong")
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
