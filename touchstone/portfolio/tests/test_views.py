"""The pages: whole, refused beside the field, and not found for strangers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from touchstone.admissions.tests.make import make_registration
from touchstone.portfolio.models import Attempt, Evidence, Mapping
from touchstone.portfolio.tests.make import make_attempt, make_evidence, make_mapping
from touchstone.portfolio.tests.samples import docx_file, png_file

PASSWORD = "a-good-long-password"
# Two transactions (the file, then its row and its line in the ledger) with their begin and end.
HAND_IN_STATEMENTS = 21


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.fixture
def unit(registration):
    return registration.units.order_by("position").first()


@pytest.fixture
def asha(northgate, as_person):
    return as_person(northgate.asha)


def test_an_empty_portfolio_says_what_will_be_here(asha, registration):
    answer = asha.get(reverse("portfolio"))
    assert answer.status_code == 200
    assert "No evidence yet" in answer.content.decode()


def test_the_portfolio_names_the_criteria_of_each_piece(asha, northgate, registration, unit):
    criterion = unit.criteria.order_by("position").first()
    make_evidence(northgate, registration, criteria=[criterion])
    body = asha.get(reverse("portfolio")).content.decode()
    assert f"{unit.number}: {criterion.ref}" in body


def test_several_files_are_added_and_one_refused_loses_no_other(asha, registration):
    files = [
        SimpleUploadedFile("plan.docx", docx_file()),
        SimpleUploadedFile("setup.pdf", b"MZ" + b"\0" * 200),
        SimpleUploadedFile("picture.png", png_file()),
    ]
    answer = asha.post(reverse("evidence_add"), {"file": files})
    assert answer.status_code == 422
    assert "a Windows program" in answer.content.decode()
    assert list(Evidence.objects.order_by("number").values_list("file_name", flat=True)) == ["plan.docx", "picture.png"]


def test_a_file_sent_by_script_is_answered_as_json(asha, registration):
    answer = asha.post(
        reverse("evidence_add"),
        {"file": SimpleUploadedFile("plan.docx", docx_file())},
        headers={"accept": "application/json"},
    )
    told = answer.json()
    piece = Evidence.objects.get()
    assert told["href"] == reverse("evidence", args=[piece.pk])
    assert told["look"] == "pass"


@pytest.mark.parametrize("already", [0, 30])
def test_a_file_is_handed_in_with_as_many_statements_at_any_size(
    asha, northgate, registration, already, django_assert_max_num_queries
):
    for n in range(already):
        make_evidence(northgate, registration, f"Piece {n}")
    file = SimpleUploadedFile("plan.docx", docx_file())
    with django_assert_max_num_queries(HAND_IN_STATEMENTS):
        asha.post(reverse("evidence_add"), {"file": file}, headers={"accept": "application/json"})
    assert Evidence.objects.count() == already + 1


def test_a_refused_file_sent_by_script_says_why(asha, registration):
    file = SimpleUploadedFile("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    answer = asha.post(reverse("evidence_add"), {"file": file}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "SVG" in answer.json()["word"]


def test_a_word_document_is_shown_in_the_page(asha, registration):
    asha.post(reverse("evidence_add"), {"file": SimpleUploadedFile("plan.docx", docx_file("Goals & <next> steps"))})
    body = asha.get(reverse("evidence", args=[Evidence.objects.get().pk])).content.decode()
    assert "Goals &amp; &lt;next&gt; steps" in body
    assert 'id="p1"' in body


@pytest.mark.parametrize("name", ["units", "matrix", "submissions"])
def test_the_learners_pages_open(asha, northgate, registration, unit, name):
    make_evidence(northgate, registration, criteria=unit.criteria.all()[:2])
    assert asha.get(reverse(name)).status_code == 200


def test_the_unit_page_names_the_gaps(asha, northgate, registration, unit):
    first, *rest = unit.criteria.order_by("position")
    make_evidence(northgate, registration, criteria=[first])
    body = asha.get(reverse("unit", args=[unit.pk])).content.decode()
    assert f"1 of {len(rest) + 1} criteria have evidence" in body
    assert f"{len(rest)} gaps left" in body


def test_links_are_saved_with_their_place(asha, northgate, registration, unit):
    piece = make_evidence(northgate, registration)
    criterion = unit.criteria.first()
    key = criterion.pk.hex
    asha.post(
        reverse("evidence_map", args=[piece.pk]), {"criterion": [key], f"paragraph-{key}": "2", f"note-{key}": "goal"}
    )
    link = Mapping.objects.get()
    assert (link.criterion_id, link.paragraph, link.note) == (criterion.pk, 2, "goal")


def test_a_wrong_time_stays_beside_its_field_and_saves_nothing(asha, northgate, registration, unit):
    piece = make_evidence(northgate, registration, media_type="audio/mpeg")
    key = unit.criteria.first().pk.hex
    answer = asha.post(reverse("evidence_map", args=[piece.pk]), {"criterion": [key], f"time-{key}": "half past"})
    assert answer.status_code == 422
    assert "half past" in answer.content.decode()
    assert not Mapping.objects.exists()


def test_writing_saves_itself(asha, northgate, registration):
    piece = make_evidence(northgate, registration, body="First words")
    url = reverse("evidence_rewrite", args=[piece.pk])
    answer = asha.post(
        url, {"title": piece.title, "body": "More words", "version": 1}, headers={"accept": "application/json"}
    )
    assert answer.json()["version"] == 2
    piece.refresh_from_db()
    assert piece.body == "More words"


def test_a_stale_save_shows_both_texts_and_loses_neither(asha, northgate, registration):
    piece = make_evidence(northgate, registration, body="First words")
    url = reverse("evidence_rewrite", args=[piece.pk])
    asha.post(url, {"title": piece.title, "body": "Saved on the phone", "version": 1})
    late = asha.post(url, {"title": piece.title, "body": "Typed on the desk", "version": 1})
    body = late.content.decode()
    assert late.status_code == 409
    assert "Saved on the phone" in body
    assert "Typed on the desk" in body
    told = asha.post(
        url, {"title": piece.title, "body": "Typed on the desk", "version": 1}, headers={"accept": "application/json"}
    )
    assert told.status_code == 409
    assert told.json() == {"theirs": {"body": "Saved on the phone"}, "version": 2}


def test_a_file_answers_with_the_part_that_is_asked_for(asha, northgate, registration):
    piece = make_evidence(northgate, registration, content=b"0123456789")
    url = reverse("evidence_file", args=[piece.pk])
    part = asha.get(url, headers={"range": "bytes=2-5"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == b"2345"
    assert part.headers["Content-Range"] == "bytes 2-5/10"
    last = asha.get(url, headers={"range": "bytes=-3"})
    assert b"".join(last.streaming_content) == b"789"
    assert asha.get(url, headers={"range": "bytes=10-"}).status_code == 416


def test_a_file_is_never_run_by_the_browser(asha, northgate, registration):
    piece = make_evidence(northgate, registration)
    answer = asha.get(reverse("evidence_file", args=[piece.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer.streaming_content)


def test_the_check_lists_the_gaps(asha, northgate, registration, unit):
    make_evidence(northgate, registration, criteria=unit.criteria.all()[:1])
    body = asha.get(reverse("submit", args=[unit.pk])).content.decode()
    assert f"{unit.criteria.count() - 1} criteria have no evidence" in body


def test_a_unit_is_checked_declared_and_receipted(northgate, as_person, registration, unit):
    northgate.asha.person.set_password(PASSWORD)
    northgate.asha.person.save()
    asha = as_person(northgate.asha)
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    page = asha.get(reverse("declare", args=[unit.pk]))
    posted = {"agree": "on", "password": PASSWORD, "expected_sha256": page.context["proposal"].sha256}
    answer = asha.post(reverse("declare", args=[unit.pk]), posted)
    attempt = Attempt.objects.get()
    assert answer.url == reverse("receipt", args=[attempt.pk])
    assert attempt.receipt in asha.get(answer.url).content.decode()
    assert asha.post(reverse("declare", args=[unit.pk]), posted).url == answer.url
    assert Attempt.objects.count() == 1


def test_a_wrong_password_signs_nothing(northgate, as_person, registration, unit):
    northgate.asha.person.set_password(PASSWORD)
    northgate.asha.person.save()
    asha = as_person(northgate.asha)
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    sha256 = asha.get(reverse("declare", args=[unit.pk])).context["proposal"].sha256
    answer = asha.post(
        reverse("declare", args=[unit.pk]), {"agree": "on", "password": "something else", "expected_sha256": sha256}
    )
    assert answer.status_code == 422
    assert "not your password" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_what_changed_meanwhile_has_to_be_read_again(northgate, as_person, registration, unit):
    northgate.asha.person.set_password(PASSWORD)
    northgate.asha.person.save()
    asha = as_person(northgate.asha)
    piece = make_evidence(northgate, registration, criteria=unit.criteria.all(), body="First")
    sha256 = asha.get(reverse("declare", args=[unit.pk])).context["proposal"].sha256
    Evidence.objects.filter(pk=piece.pk).update(body="Second")
    posted = {"agree": "on", "password": PASSWORD, "expected_sha256": sha256}
    answer = asha.post(reverse("declare", args=[unit.pk]), posted)
    assert answer.status_code == 422
    assert "changed" in answer.content.decode()
    assert not Attempt.objects.exists()


def test_the_papers_of_a_submission_are_pdfs(asha, northgate, registration, unit):
    attempt = make_attempt(northgate, registration, unit)
    for name in ("receipt_pdf", "declaration_pdf"):
        assert asha.get(reverse(name, args=[attempt.pk])).content.startswith(b"%PDF-")
    assert asha.get(reverse("matrix_pdf", args=[unit.pk])).content.startswith(b"%PDF-")


def test_the_csv_holds_no_formula(asha, northgate, registration, unit):
    make_evidence(northgate, registration, title="=1+1", criteria=[unit.criteria.first()])
    body = asha.get(reverse("matrix_csv")).content.decode("utf-8-sig")
    assert "'=1+1" in body


@pytest.mark.parametrize("who", ["fox", "fox_staff"])
def test_another_centre_finds_nothing(northgate, as_person, registration, unit, who):
    piece = make_evidence(northgate, registration)
    attempt = make_attempt(northgate, registration, unit)
    stranger = as_person(getattr(northgate, who))
    for name, pk in (
        ("evidence", piece.pk),
        ("evidence_file", piece.pk),
        ("evidence_edit", piece.pk),
        ("frozen_file", attempt.items.get().pk),
        ("receipt", attempt.pk),
        ("receipt_pdf", attempt.pk),
    ):
        assert stranger.get(reverse(name, args=[pk])).status_code == 404, name
    for name in ("portfolio", "matrix", "units"):
        assert stranger.get(reverse(name), {"of": registration.pk}).status_code == 404, name


def test_staff_read_a_portfolio_and_cannot_submit_it(northgate, as_person, registration, unit):
    piece = make_evidence(northgate, registration, criteria=unit.criteria.all())
    for who in ("ben", "carys", "gwen", "dev", "eli"):
        client = as_person(getattr(northgate, who))
        of = {"of": registration.pk}
        assert client.get(reverse("portfolio"), of).status_code == 200, who
        assert client.get(reverse("unit", args=[unit.pk]), of).status_code == 200, who
        assert client.get(reverse("evidence", args=[piece.pk])).status_code == 200, who
        assert client.get(reverse("declare", args=[unit.pk]), of).status_code == 404, who


def test_the_office_reads_receipts_and_no_evidence(northgate, as_person, registration, unit):
    attempt = make_attempt(northgate, registration, unit)
    hana = as_person(northgate.hana)
    assert hana.get(reverse("receipt", args=[attempt.pk])).status_code == 200
    assert hana.get(reverse("evidence", args=[attempt.items.get().evidence_id])).status_code == 404
    assert hana.get(reverse("frozen_file", args=[attempt.items.get().pk])).status_code == 404


def test_a_gap_is_filled_from_the_unit_page(asha, northgate, registration, unit):
    first, second, *_ = unit.criteria.order_by("position")
    kept, new = make_evidence(northgate, registration), make_evidence(northgate, registration, "Diary")
    make_mapping(kept, first, page=3)
    assert (
        reverse("criterion_link", args=[unit.pk, second.pk])
        in asha.get(reverse("unit", args=[unit.pk])).content.decode()
    )
    url = reverse("criterion_link", args=[unit.pk, first.pk])
    assert "Diary" in asha.get(url).content.decode()
    asha.post(url, {"piece": [kept.pk.hex, new.pk.hex]})
    assert sorted(Mapping.objects.values_list("evidence__number", "page")) == [(1, 3), (2, None)]
    asha.post(url, {"piece": [new.pk.hex]})
    assert Mapping.objects.get().evidence == new


def test_only_a_manager_allows_a_further_submission(northgate, as_person, registration, unit):
    url, of = reverse("attempt_allow", args=[unit.pk]), {"of": registration.pk}
    assert as_person(northgate.ben).get(url, of).status_code == 403
    dev = as_person(northgate.dev)
    assert dev.get(url, of).status_code == 200
    assert dev.post(f"{url}?of={registration.pk}", {"reason": ""}).status_code == 422
    assert dev.post(f"{url}?of={registration.pk}", {"reason": "She was ill."}).status_code == 302


def test_what_was_submitted_opens_as_a_file(asha, northgate, registration, unit):
    attempt = make_attempt(northgate, registration, unit, content=b"As it was.")
    answer = asha.get(reverse("frozen_file", args=[attempt.items.get().pk]))
    assert b"".join(answer.streaming_content) == b"As it was."


def test_a_piece_is_renamed_removed_and_begun_in_the_page(asha, northgate, registration):
    piece = make_evidence(northgate, registration)
    assert asha.post(reverse("evidence_edit", args=[piece.pk]), {"title": "", "kind": "product"}).status_code == 422
    asha.post(reverse("evidence_edit", args=[piece.pk]), {"title": "Plan B", "kind": "assignment"})
    piece.refresh_from_db()
    assert (piece.title, piece.kind) == ("Plan B", "assignment")
    assert asha.get(reverse("evidence_remove", args=[piece.pk])).status_code == 200
    asha.post(reverse("evidence_remove", args=[piece.pk]))
    assert asha.get(reverse("evidence", args=[piece.pk])).status_code == 404
    begun = asha.post(reverse("evidence_write"), {"title": "Reflections", "kind": "reflective_account"})
    assert asha.get(begun.url).status_code == 200


def test_a_submission_is_taken_back_after_a_question(asha, northgate, registration, unit):
    attempt = make_attempt(northgate, registration, unit)
    url = reverse("attempt_withdraw", args=[attempt.pk])
    assert "Take back submission 1" in asha.get(url).content.decode()
    asha.post(url)
    attempt.refresh_from_db()
    assert attempt.state == "withdrawn"
