"""The pages: whole, refused beside the field, and not found for strangers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.centres.tests.make import make_someone
from touchstone.quality.models import Activity, Check, EqaTest, EvidenceSeen, Release
from touchstone.quality.tests.make import make_activity, make_check, make_many, make_release, make_seen

PASSWORD = "a long enough secret"


@pytest.fixture
def scene(northgate):
    for someone in (northgate.carys, northgate.eli):
        someone.person.set_password(PASSWORD)
        someone.person.save()
    return northgate


def open_today(cast, **facts):
    today = timezone.localdate()
    return make_activity(cast, today - timedelta(days=1), today + timedelta(days=5), **facts)


def opened(check):
    return check.sheet.attempt.items.order_by("position").first()


def test_the_list_of_checks_says_who_what_when_and_why(scene, as_person):
    make_check(scene)
    page = as_person(scene.carys).get(reverse("checks")).content.decode()
    for words in ("Asha Rao, unit 300", "Ben Okafor", "Drawn for a check", "the first 5 are all checked"):
        assert words in page


@pytest.mark.parametrize("show", ["open", "agreed", "returned", "not_sampled", "nonsense"])
def test_every_filter_of_the_list_answers(scene, as_person, show):
    for state in ("selected", "agreed", "returned", "not_sampled"):
        make_many(scene, 1, state=state)
    answer = as_person(scene.carys).get(reverse("checks"), {"show": show, "q": "lena"})
    assert answer.status_code == 200
    assert answer.content.decode().count("Lena Number") == 1


def test_empty_lists_teach(scene, as_person):
    client = as_person(scene.carys)
    assert "Nothing waits for a check" in client.get(reverse("checks")).content.decode()
    assert "Nothing fits" in client.get(reverse("checks"), {"q": "nobody"}).content.decode()
    assert "No result was signed yet" in client.get(reverse("sampling")).content.decode()


def test_opening_a_piece_of_evidence_is_put_on_record_once(scene, as_person):
    check = make_check(scene)
    client = as_person(scene.carys)
    first = client.get(reverse("check", args=[check.pk])).content.decode()
    assert "0 opened by you" in first
    assert not EvidenceSeen.objects.exists()
    item = opened(check)
    for _ in range(2):
        page = client.get(reverse("check", args=[check.pk]), {"item": item.pk}).content.decode()
    assert "I met my client" in page
    assert EvidenceSeen.objects.get().item == item


def test_a_check_shows_decisions_feedback_and_evidence_of_each_criterion(scene, as_person):
    check = make_check(scene, outcome="referral")
    page = as_person(scene.carys).get(reverse("check", args=[check.pk])).content.decode()
    assert "What I saw of 1.1 in your work." in page
    assert "The second example is not there yet." in page
    assert f"?item={opened(check).pk}#c-1.1" in page
    assert "Agree: Referral" in page


def test_agreeing_leads_back_to_the_list_and_says_so(scene, as_person):
    check = make_check(scene, opened=True)
    answer = as_person(scene.carys).post(
        reverse("check_answer", args=[check.pk]),
        {"do": "agree", "qa_outcome": "pass", "remark_1": "Well judged.", "password": PASSWORD},
        follow=True,
    )
    assert "Agreed: Asha Rao, unit 300" in answer.content.decode()
    check.refresh_from_db()
    assert check.state == "agreed"
    assert check.remarks.get().text == "Well judged."


def test_a_wrong_password_is_said_beside_the_field_and_the_words_stay(scene, as_person):
    check = make_check(scene, opened=True)
    answer = as_person(scene.carys).post(
        reverse("check_answer", args=[check.pk]),
        {"do": "agree", "qa_outcome": "pass", "comment": "Clear and fair.", "password": "wrong"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_password_error"' in page
    assert "Clear and fair." in page
    check.refresh_from_db()
    assert check.state == "selected"


def test_returning_without_saying_why_is_said_beside_the_field(scene, as_person):
    check = make_check(scene)
    url = reverse("check_answer", args=[check.pk])
    client = as_person(scene.carys)
    answer = client.post(url, {"do": "return", "action": "Look again.", "password": PASSWORD})
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    given = {
        "do": "return",
        "reason": "1.2 rests on one session.",
        "action": "Look again.",
        "due_on": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "password": PASSWORD,
    }
    assert "Returned to Ben Okafor" in client.post(url, given, follow=True).content.decode()


def test_who_may_not_check_reads_and_gets_no_form(scene, as_person):
    check = make_check(scene)
    newcomer = make_someone(scene.centre, "Rhian Moss", Role.IQA)
    for someone in (newcomer, scene.dev):
        page = as_person(someone).get(reverse("check", args=[check.pk])).content.decode()
        assert "What I saw of 1.1" in page
        assert 'name="password"' not in page
    assert not EvidenceSeen.objects.exists()


def test_a_check_is_begun_and_taken_over(scene, as_person):
    check = make_check(scene)
    client = as_person(scene.carys)
    assert client.post(reverse("check_begin", args=[check.pk])).status_code == 302
    check.refresh_from_db()
    assert (check.state, check.iqa) == ("in_review", scene.carys.person)


def test_the_sample_shows_drawn_and_left_out_with_their_seed(scene, as_person):
    make_many(scene, 1)
    make_many(scene, 1, state="not_sampled")
    client = as_person(scene.carys)
    page = client.get(reverse("sampling")).content.decode()
    assert page.count("0123456789abcdef") == 2
    assert "100 <small>in 100" in page
    assert client.get(reverse("sampling"), {"show": "not_drawn"}).content.decode().count("0123456789abcdef") == 1


# The EQA's room


def test_outside_an_activity_the_room_is_shut_and_says_why(scene, as_person):
    check = make_check(scene, state="agreed")
    client = as_person(scene.eli)
    page = client.get(reverse("eqa_room")).content.decode()
    assert "No activity is open today" in page
    assert "Asha Rao" not in page
    assert client.get(reverse("eqa_item", args=[check.sheet_id])).status_code == 403


def test_the_room_shows_what_waits_and_releases_what_was_chosen(scene, as_person):
    open_today(scene)
    checks = make_many(scene, 2, state="agreed")
    client = as_person(scene.eli)
    assert client.get(reverse("eqa_room")).content.decode().count('name="sheets"') == 2
    asked = {"sheets": [str(checks[0].sheet_id)], "password": PASSWORD}
    assert "1 result is released" in client.post(reverse("eqa_release"), asked, follow=True).content.decode()
    assert Release.objects.get().sheet_id == checks[0].sheet_id


def test_a_release_that_is_refused_keeps_what_was_chosen(scene, as_person):
    open_today(scene)
    check = make_check(scene, state="agreed")
    answer = as_person(scene.eli).post(reverse("eqa_release"), {"sheets": [str(check.sheet_id)], "password": "wrong"})
    assert answer.status_code == 422
    assert "checked" in answer.content.decode()
    assert not Release.objects.exists()


def test_one_result_is_read_tested_and_released(scene, as_person):
    open_today(scene)
    check = make_check(scene, state="agreed", comment="Every criterion is shown.")
    client = as_person(scene.eli)
    url = reverse("eqa_item", args=[check.sheet_id])
    page = client.get(url, {"item": opened(check).pk}).content.decode()
    for words in ("Asha Rao, unit 300", "Every criterion is shown.", check.sheet.attempt.receipt, "I met my client"):
        assert words in page
    assert EvidenceSeen.objects.get().seen_by == scene.eli.person
    refused = client.post(reverse("eqa_test", args=[check.sheet_id]), {"verdict": "disagree", "comment": ""})
    assert refused.status_code == 422
    assert client.post(reverse("eqa_test", args=[check.sheet_id]), {"verdict": "agree"}).status_code == 302
    assert EqaTest.objects.get().verdict == "agree"
    client.post(reverse("eqa_release_one", args=[check.sheet_id]), {"release-password": PASSWORD})
    assert Release.objects.get().verdict == "released"
    assert "Released</strong> by Eli Brandt" in client.get(url).content.decode()


def test_one_result_is_refused_with_its_reason(scene, as_person):
    open_today(scene)
    check = make_check(scene, state="agreed")
    client = as_person(scene.eli)
    url = reverse("eqa_refuse", args=[check.sheet_id])
    assert client.post(url, {"refuse-reason": " ", "refuse-password": PASSWORD}).status_code == 422
    answer = client.post(url, {"refuse-reason": "The contract is unsigned.", "refuse-password": PASSWORD}, follow=True)
    assert "The contract is unsigned." in answer.content.decode()
    assert Release.objects.get().verdict == "refused"


def test_a_finished_activity_leaves_the_room_to_read(scene, as_person):
    today = timezone.localdate()
    activity = make_activity(scene, today - timedelta(days=9), today - timedelta(days=2))
    check = make_check(scene, state="agreed")
    make_release(scene, make_many(scene, 1, state="agreed")[0].sheet, "direct")
    client = as_person(scene.eli)
    room = client.get(reverse("eqa_room")).content.decode()
    assert "read only" in room
    assert 'name="sheets"' not in room
    item = client.get(reverse("eqa_item", args=[check.sheet_id])).content.decode()
    assert 'name="verdict"' not in item
    assert activity.state == "in_progress"


def test_a_manager_reads_the_room_and_arranges_its_days(scene, as_person):
    make_check(scene, state="agreed")
    client = as_person(scene.dev)
    assert 'name="sheets"' not in client.get(reverse("eqa_room")).content.decode()
    url = reverse("eqa_activities")
    today = timezone.localdate()
    asked = {"eqa": scene.eli.person.pk, "kind": "remote", "opens_on": today.isoformat(), "closes_on": ""}
    answer = client.post(url, asked)
    assert answer.status_code == 422
    assert 'id="id_closes_on_error"' in answer.content.decode()
    assert client.post(url, asked | {"closes_on": today.isoformat()}).status_code == 302
    activity = Activity.objects.get()
    assert activity.eqa == scene.eli.person
    assert client.post(reverse("eqa_activity_close", args=[activity.pk])).status_code == 302
    activity.refresh_from_db()
    assert activity.state == "closed"


# Strangers


def test_another_centre_finds_nothing_here(scene, as_person):
    check = make_check(scene)
    fox = make_someone(scene.other, "Ffion Marlowe", Role.IQA)
    client = as_person(fox)
    for url in (reverse("check", args=[check.pk]), reverse("check", args=[scene.centre.pk])):
        assert client.get(url).status_code == 404
    assert client.post(reverse("check_answer", args=[check.pk]), {"password": PASSWORD}).status_code == 404
    eqa = as_person(make_someone(scene.other, "Enid Marlowe", Role.EQA))
    assert eqa.get(reverse("eqa_item", args=[check.sheet_id])).status_code in (403, 404)
    assert "Asha" not in client.get(reverse("checks")).content.decode()


def test_other_roles_are_told_no_and_nobody_is_sent_to_sign_in(scene, as_person, client):
    check = make_check(scene)
    urls = [
        reverse("checks"),
        reverse("check", args=[check.pk]),
        reverse("sampling"),
        reverse("eqa_room"),
        reverse("eqa_item", args=[check.sheet_id]),
        reverse("eqa_activities"),
    ]
    for url in urls:
        assert client.get(url).status_code == 302
    for someone in (scene.asha, scene.ben, scene.gwen, scene.hana):
        for url in urls:
            assert as_person(someone).get(url).status_code == 403


def test_pages_keep_within_fifteen_statements(scene, as_person, django_assert_max_num_queries):
    open_today(scene)
    check = make_check(scene)
    make_seen(scene, check, scene.carys)
    make_many(scene, 4)
    waiting = make_many(scene, 4, state="agreed")
    item = {"item": opened(check).pk}
    client = as_person(scene.carys)
    for url, data in ((reverse("checks"), {}), (reverse("sampling"), {}), (reverse("check", args=[check.pk]), item)):
        with django_assert_max_num_queries(15):
            assert client.get(url, data).status_code == 200
    client = as_person(scene.eli)
    for url in (reverse("eqa_room"), reverse("eqa_item", args=[waiting[0].sheet_id])):
        with django_assert_max_num_queries(15):
            assert client.get(url).status_code == 200
    client = as_person(scene.dev)
    with django_assert_max_num_queries(15):
        assert client.get(reverse("eqa_activities")).status_code == 200


def test_an_iqa_cannot_change_the_outcome_by_posting_another(scene, as_person):
    check = make_check(scene, opened=True)
    answer = as_person(scene.carys).post(
        reverse("check_answer", args=[check.pk]), {"do": "agree", "qa_outcome": "referral", "password": PASSWORD}
    )
    assert answer.status_code == 422
    assert "cannot change an outcome" in answer.content.decode()
    assert Check.objects.get(pk=check.pk).qa_outcome == ""
    assert date(2026, 5, 15) == check.due_on
