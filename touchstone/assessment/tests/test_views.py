"""The pages: whole, part, refusal beside the field, and what a stranger gets."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.models import Sheet, Unallocated
from touchstone.assessment.queries import Pin
from touchstone.assessment.tests.make import make_sheet
from touchstone.assessment.views import showing
from touchstone.catalogue.models import Criterion
from touchstone.portfolio.tests.make import make_attempt, make_evidence, make_mapping

PASSWORD = "a long enough password"
MOST = 15


@pytest.fixture
def registration(northgate):
    northgate.ben.person.set_password(PASSWORD)
    northgate.ben.person.save()
    return make_registration(northgate)


@pytest.fixture
def units(registration):
    return list(registration.units.order_by("position"))


@pytest.fixture
def sheet(northgate, registration, units):
    return make_sheet(northgate, registration, units[0])


def page(client, name, *args, **given):
    return client.get(reverse(name, args=args), **given)


def save(client, sheet, ref="1.1", **given):
    fields = {"outcome": "pass", "feedback": "Well shown.", "reason_descriptor": "", "reason_text": "", "version": 0}
    headers = {"X-Autosave": "1"} if given.pop("script", False) else {}
    return client.post(reverse("decision_save", args=[sheet.pk, ref]), fields | given, headers=headers)


# ── Who gets in ───────────────────────────────────────────────────────────

PAGES = ["queue", "allocate", "desk", "desk_criterion", "sheet_sign", "sheet_return", "reallocate", "results", "result",
         "result_sheet_pdf", "result_sheet_docx", "desk_soonest"]  # fmt: skip
OF_A_SHEET = {"desk": 1, "desk_criterion": 2, "sheet_sign": 1, "sheet_return": 1, "reallocate": 1, "result": 1,
              "result_sheet_pdf": 1, "result_sheet_docx": 1}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_who_is_there(client, sheet, name):
    args = [sheet.pk, "1.1"][: OF_A_SHEET.get(name, 0)]
    answer = page(client, name, *args)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", OF_A_SHEET)
@pytest.mark.parametrize("who", ["fox", "fox_staff"])
def test_another_centres_sheet_is_not_found(as_person, northgate, sheet, name, who):
    args = [sheet.pk, "1.1"][: OF_A_SHEET[name]]
    assert page(as_person(getattr(northgate, who)), name, *args).status_code in {403, 404}
    if name != "reallocate":
        assert page(as_person(getattr(northgate, who)), name, *args).status_code == 404


@pytest.mark.parametrize("who", ["asha", "carys", "dev", "eli", "gwen", "hana"])
def test_the_desk_is_not_found_by_anybody_but_its_assessor(as_person, northgate, sheet, who):
    client = as_person(getattr(northgate, who))
    assert page(client, "desk_criterion", sheet.pk, "1.1").status_code == 404
    assert page(client, "sheet_sign", sheet.pk).status_code == 404
    assert save(client, sheet).status_code in {403, 404}
    assert sheet.decisions.exclude(outcome="").count() == 0


def test_the_learner_gets_the_paper_only_after_release(as_person, northgate, registration, units):
    secret = make_sheet(northgate, registration, units[0], "pass")
    released = make_sheet(northgate, registration, units[1], "pass", state="released_provisional")
    client = as_person(northgate.asha)
    for name in ("result_sheet_pdf", "result_sheet_docx"):
        assert page(client, name, secret.pk).status_code == 404
        assert page(client, name, released.pk).status_code == 200
    assert page(client, "result", secret.pk).status_code == 404


# ── The desk ──────────────────────────────────────────────────────────────


def test_the_desk_opens_at_the_first_criterion_that_is_not_decided(as_person, northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], state="open")
    client = as_person(northgate.ben)
    answer = page(client, "desk", sheet.pk)
    assert answer.url == reverse("desk_criterion", args=[sheet.pk, "1.1"])
    assert Sheet.objects.get(pk=sheet.pk).state == "drafting"
    save(client, sheet)
    assert page(client, "desk", sheet.pk).url == reverse("desk_criterion", args=[sheet.pk, "1.2"])
    assert page(client, "desk_soonest").url == reverse("desk", args=[sheet.pk])


def test_a_criterion_stands_beside_the_work_with_its_verb_and_descriptors(as_person, northgate, registration, units):
    criterion = units[0].criteria.get(ref="1.2")
    diary = make_evidence(northgate, registration, "Diary", body="First words.\n\nSecond words.\n\nThird words.")
    make_mapping(diary, criterion, paragraph=2, note="Where I asked")
    sheet = make_sheet(northgate, registration, units[0])
    html = page(as_person(northgate.ben), "desk_criterion", sheet.pk, "1.2").content.decode()
    assert '<mark class="pin"><span class="pin-no" id="pin-1" tabindex="-1">1</span>Second words.</mark>' in html
    assert "Where I asked" in html
    assert "reasons, not only what it is" in html
    assert "It is said, and nothing shows it" in html
    assert "It is shown with an example" in html
    assert "0 of 4 decided" in html


def test_htmx_gets_the_other_piece_alone(as_person, northgate, registration, units):
    criteria = list(units[0].criteria.order_by("position"))
    make_evidence(northgate, registration, "First piece", body="Words of the first.", criteria=criteria)
    make_evidence(northgate, registration, "Second piece", body="Words of the second.", criteria=criteria)
    sheet = make_sheet(northgate, registration, units[0])
    second = sheet.attempt.items.get(label="E2")
    url = reverse("desk_criterion", args=[sheet.pk, "1.1"])
    part = as_person(northgate.ben).get(f"{url}?item={second.pk}", headers={"HX-Request": "true"})
    html = part.content.decode()
    assert "Words of the second." in html
    assert "<html" not in html
    assert "Your decision" not in html
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize("criteria", [1, 6])
def test_opening_and_saving_cost_at_most_fifteen_statements_each(
    as_person, northgate, registration, units, criteria, django_assert_max_num_queries
):
    for n in range(criteria):
        make_evidence(northgate, registration, f"Piece {n}", criteria=list(units[1].criteria.all()), body=f"Words {n}")
    sheet = make_sheet(northgate, registration, units[1])
    client = as_person(northgate.ben)
    page(client, "desk_criterion", sheet.pk, "1.1")
    with django_assert_max_num_queries(MOST):
        page(client, "desk_criterion", sheet.pk, "1.1")
    with django_assert_max_num_queries(MOST):
        assert save(client, sheet, script=True).status_code == 200


def test_a_plain_form_saves_and_goes_on_to_the_next_criterion(as_person, northgate, sheet):
    answer = save(as_person(northgate.ben), sheet, go="1.2")
    assert answer.url == reverse("desk_criterion", args=[sheet.pk, "1.2"])
    row = sheet.decisions.get(criterion__ref="1.1")
    assert (row.outcome, row.feedback, row.version) == ("pass", "Well shown.", 1)
    assert save(as_person(northgate.ben), sheet, version=1, go="sign").url == reverse("sheet_sign", args=[sheet.pk])


def test_script_is_told_what_was_saved(as_person, northgate, sheet):
    told = save(as_person(northgate.ben), sheet, script=True).json()
    assert (told["says"], told["version"]) == ("1.1 Pass, saved", 1)
    assert len(told["saved"].split(":")) == 3


def test_the_end_of_a_line_is_spelt_once_whatever_browser_sends_it(as_person, northgate, sheet):
    client = as_person(northgate.ben)
    save(client, sheet, feedback="One.\r\nTwo.", script=True)
    assert sheet.decisions.get(criterion__ref="1.1").feedback == "One.\nTwo."


def test_a_stale_save_answers_with_both_texts(as_person, northgate, sheet):
    client = as_person(northgate.ben)
    save(client, sheet, feedback="The first window.")
    told = save(client, sheet, feedback="The second window.", script=True)
    assert told.status_code == 409
    assert (told.json()["theirs"]["feedback"], told.json()["version"]) == ("The first window.", 1)
    whole = save(client, sheet, feedback="The second window.")
    html = whole.content.decode()
    assert whole.status_code == 409
    assert "The first window." in html
    assert "The second window." in html
    assert 'name="version" value="1"' in html


def test_a_refused_decision_keeps_what_was_typed(as_person, northgate, sheet):
    answer = save(as_person(northgate.ben), sheet, outcome="fail", feedback="My long words.")
    assert answer.status_code == 422
    assert "A decision is a pass or a referral." in answer.content.decode()
    assert "My long words." in answer.content.decode()
    assert save(as_person(northgate.ben), sheet, outcome="fail", script=True).status_code == 422


def test_a_comment_is_saved_from_a_plain_form_and_from_script(as_person, northgate, sheet):
    client, url = as_person(northgate.ben), reverse("comment_save", args=[sheet.pk, "1"])
    assert client.post(url, {"text": "Clear.", "version": 0, "ref": "1.2"}).url.endswith("/1.2/")
    told = client.post(url, {"text": "Clearer.", "version": 1, "ref": "1.2"}, headers={"X-Autosave": "1"})
    assert told.json()["says"] == "Comment on outcome 1, saved"
    stale = client.post(url, {"text": "Other.", "version": 1, "ref": "1.2"}, headers={"X-Autosave": "1"})
    assert (stale.status_code, stale.json()["theirs"]) == (409, {"text": "Clearer."})


# ── Signing ───────────────────────────────────────────────────────────────


def test_the_signing_page_links_every_gap_and_has_no_password_field_yet(as_person, northgate, sheet):
    html = page(as_person(northgate.ben), "sheet_sign", sheet.pk).content.decode()
    assert "4 things to do before you can sign" in html
    assert reverse("desk_criterion", args=[sheet.pk, "2.2"]) in html
    assert 'type="password"' not in html


def test_a_wrong_password_is_refused_beside_its_field_the_right_one_signs(as_person, northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "pass", state="drafting")
    client, url = as_person(northgate.ben), reverse("sheet_sign", args=[sheet.pk])
    wrong = client.post(url, {"password": "wrong"})
    assert wrong.status_code == 422
    assert "password_error" in wrong.content.decode()
    assert client.post(url, {"password": PASSWORD}).url == reverse("queue")
    assert Sheet.objects.get(pk=sheet.pk).state == "signed"
    assert "Signed" in page(client, "queue").content.decode()


def test_a_page_of_signing_costs_at_most_fifteen_statements(as_person, northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[1], "pass", state="drafting")
    client = as_person(northgate.ben)
    with CaptureQueriesContext(connection) as captured:
        page(client, "sheet_sign", sheet.pk)
    assert len(captured) <= MOST


def test_a_signed_sheet_opens_no_desk(as_person, northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "pass")
    client = as_person(northgate.ben)
    for name, args in (("desk", []), ("desk_criterion", ["1.1"]), ("sheet_sign", [])):
        assert page(client, name, sheet.pk, *args).url == f"{reverse('queue')}?show=signed"
    assert save(client, sheet, version=1, outcome="referral").status_code == 422
    assert sheet.decisions.filter(outcome="referral").count() == 0


def test_work_is_returned_unassessed_with_a_reason(as_person, northgate, sheet):
    client, url = as_person(northgate.ben), reverse("sheet_return", args=[sheet.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "The recording has no sound."}).url == reverse("queue")
    assert Sheet.objects.get(pk=sheet.pk).state == "returned_unassessed"


# ── Lists ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["ben", "dev"])
@pytest.mark.parametrize("show", ["assess", "signed"])
def test_the_queue_says_who_what_and_where(as_person, northgate, registration, units, who, show):
    make_sheet(northgate, registration, units[0], returned_reason="Say more.")
    make_sheet(northgate, registration, units[1], "pass", state="in_iqa")
    client = as_person(getattr(northgate, who))
    with CaptureQueriesContext(connection) as captured:
        html = page(client, "queue", data={"show": show}).content.decode()
    assert "Asha Rao" in html
    assert ("Returned by the IQA" in html) == (show == "assess")
    assert ("In the IQA sample" in html) == (show == "signed")
    assert len(captured) <= 8


@pytest.mark.parametrize("who", ["asha", "carys", "eli", "gwen", "hana"])
def test_the_queue_is_for_assessors_and_managers(as_person, northgate, who):
    client = as_person(getattr(northgate, who))
    assert page(client, "queue").status_code == 403
    assert page(client, "allocate").status_code == 403


def test_an_empty_queue_teaches(as_person, northgate):
    assert "Work that is allocated to you stands here" in page(as_person(northgate.ben), "queue").content.decode()
    assert page(as_person(northgate.ben), "desk_soonest").url == reverse("queue")


def test_a_manager_allocates_and_a_refusal_stands_beside_the_choice(as_person, northgate, registration, units, at):
    attempt = make_attempt(northgate, registration, units[0])
    Unallocated.objects.create(
        centre=northgate.centre, attempt=attempt, registration=registration, unit=units[0], why="Nobody.", since=at
    )
    client, url = as_person(northgate.dev), reverse("allocate")
    refused = client.post(url, {"attempt": attempt.pk, "assessor": ""})
    assert refused.status_code == 422
    assert "Choose an assessor." in refused.content.decode()
    assert client.post(url, {"attempt": attempt.pk, "assessor": northgate.ben.person.pk}).url == url
    assert Sheet.objects.get(attempt=attempt).assessor_id == northgate.ben.person.pk
    assert "All work has an assessor" in page(client, "allocate").content.decode()
    assert client.post(url, {"attempt": "no", "assessor": ""}).status_code == 404


def test_a_manager_moves_work_with_a_reason(as_person, northgate, sheet):
    client, url = as_person(northgate.dev), reverse("reallocate", args=[sheet.pk])
    answer = client.post(url, {"assessor": northgate.ben.person.pk, "reason": "Ben is away."})
    assert answer.status_code == 422
    assert "They have this work already." in answer.content.decode()
    assert page(as_person(northgate.ben), "reallocate", sheet.pk).status_code == 403


# ── The learner ───────────────────────────────────────────────────────────


def test_results_say_their_true_status_and_no_more(as_person, northgate, registration, units):
    make_sheet(northgate, registration, units[0], "referral", state="in_iqa")
    make_sheet(northgate, registration, units[1], "pass", state="released_provisional")
    make_sheet(northgate, registration, units[2], "pass", state="ratified")
    html = page(as_person(northgate.asha), "results").content.decode()
    assert "With Ben, feedback due 19 May" in html
    assert "Referral" not in html
    assert "Pass (provisional)" in html
    assert "Confirmed" in html


def test_a_referral_says_what_is_missing_what_to_do_and_how_to_appeal(as_person, northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "referral", state="released_provisional", referred=("2.1",))
    html = page(as_person(northgate.asha), "result", sheet.pk).content.decode()
    assert "1 of 4 criteria is not yet met" in html
    assert "The second example is not there yet." in html
    assert "What I saw of 1.1 in your work." in html
    assert "8 June 2026" in html
    assert "Result sheet as Word" in html


def test_results_are_for_learners(as_person, northgate):
    assert page(as_person(northgate.ben), "results").status_code == 403


# ── Papers ────────────────────────────────────────────────────────────────


def test_the_result_sheet_comes_as_pdf_and_word_named_as_the_awarding_body_asks(
    as_person, northgate, registration, units
):
    sheet = make_sheet(northgate, registration, units[0], "referral")
    client = as_person(northgate.carys)
    pdf = page(client, "result_sheet_pdf", sheet.pk)
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="A Rao-ABC1234-012345-8585-300(1).pdf"'
    word = Document(io.BytesIO(page(client, "result_sheet_docx", sheet.pk).content))
    words = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "The second example is not there yet." in words


# ── Laying work out ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<h5>A</h5><h3>B</h3>", "<h3>A</h3><h3>B</h3>"),
        ("<h3>A</h3><h6>B</h6><p>C</p>", "<h3>A</h3><h4>B</h4><p>C</p>"),
        ("<hr><p>No heading</p>", "<hr><p>No heading</p>"),
    ],
)
def test_headings_of_the_work_skip_no_level_below_its_title(before, after):
    assert showing._levelled(before, showing.TITLE_LEVEL)[0] == after


def test_a_verb_is_marked_only_where_the_criterion_begins_with_it():
    begins = showing.ask_of(Criterion(text="Explain why it helps", verb="Explain"))
    differs = showing.ask_of(Criterion(text="Say why it helps", verb="Explain"))
    assert (begins.verb, begins.rest) == ("Explain", " why it helps")
    assert (differs.verb, differs.rest) == ("", "Say why it helps")


def test_a_paragraph_beside_a_page_counts_within_that_page():
    html, found = showing._marked('<p id="p7">One</p><p id="p8">Two</p>', [pin(3, page=4, paragraph=2)])
    marked = '<mark class="pin"><span class="pin-no" id="pin-3" tabindex="-1">3</span>Two</mark>'
    assert html == f'<p id="p7">One</p><p id="p8">{marked}</p>'
    assert found == {3}
    assert showing._marked('<p id="p1">One</p>', [pin(1, paragraph=9)])[1] == set()


def pin(number: int, **where) -> Pin:
    place = {"page": None, "paragraph": None, "second": None}
    return Pin(number, None, SimpleNamespace(**(place | where)), "")
