"""What the actions change, and to whom they say no."""

import io

import pytest
from django.db import IntegrityError, transaction

from touchstone.access.actors import system
from touchstone.admissions.tests.make import make_registration
from touchstone.audit.models import Entry
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing import storage
from touchstone.plumbing.models import Blob, Outbox
from touchstone.portfolio import actions, queries, rules, tasks
from touchstone.portfolio.actions.evidence import Stale
from touchstone.portfolio.content import scanning
from touchstone.portfolio.content.reading import ReadFacts
from touchstone.portfolio.models import Attempt, Carried, Evidence, FrozenItem, FrozenMapping, FurtherAttempt, Mapping
from touchstone.portfolio.queries.submission import propose
from touchstone.portfolio.tests.make import SUBMITTED_AT, make_attempt, make_carried, make_evidence, make_mapping
from touchstone.portfolio.tests.samples import docx_file, mp3_file, pdf_file

PASSWORD = "a-good-long-password"
TODAY = SUBMITTED_AT.date()


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.fixture
def unit(registration):
    return registration.units.order_by("position").first()


@pytest.fixture
def asha(northgate):
    northgate.asha.person.set_password(PASSWORD)
    northgate.asha.person.save()
    return northgate.asha.actor


def received(northgate, at, content=None, name="plan.docx"):
    source = io.BytesIO(docx_file() if content is None else content)
    return actions.receive(source, name, centre=northgate.centre.pk, at=at)


def submit(asha, registration, unit, at, **change):
    proposal = propose(registration, unit, today=at.date(), without=change.get("without", ()))
    facts = {"password": PASSWORD, "expected_sha256": proposal.sha256} | change
    return actions.submit_unit(by=asha, registration=registration, unit=unit, at=at, **facts)


# Adding


def test_a_file_is_kept_read_and_numbered(northgate, asha, registration, at):
    make_evidence(northgate, registration)
    piece = actions.add_file(by=asha, registration=registration, received=received(northgate, at), at=at)
    assert (piece.label, piece.title, piece.state) == ("E2", "plan", "available")
    assert "We agreed one goal" in piece.text
    assert piece.word_count == 8
    assert storage.read_all(piece.blob) == docx_file()
    entry = Entry.objects.get(verb="evidence.added")
    assert entry.facts["sha256"] == piece.blob.sha256
    assert "plan" not in str(entry.facts)


def test_the_same_bytes_are_kept_once(northgate, asha, registration, at):
    for name in ("plan.docx", "copy.docx"):
        actions.add_file(by=asha, registration=registration, received=received(northgate, at, name=name), at=at)
    assert Evidence.objects.count() == 2
    assert Blob.objects.count() == 1


def test_a_number_is_not_used_again_after_a_removal(northgate, asha, registration, at):
    piece = make_evidence(northgate, registration)
    actions.remove_evidence(by=asha, evidence=piece, at=at)
    following = actions.write_evidence(by=asha, registration=registration, title="Goals", body="", at=at)
    assert following.number == 2


def test_a_file_beyond_the_limit_of_the_centre_is_refused(northgate, at):
    with pytest.raises(Refused, match="larger"):
        actions.receive(io.BytesIO(docx_file()), "a.docx", centre=northgate.centre.pk, at=at, limit_bytes=1000)
    assert not Blob.objects.exists()


def test_an_empty_file_is_refused(northgate, at):
    with pytest.raises(Refused, match="empty"):
        received(northgate, at, b"")


def test_a_long_file_is_read_after_the_answer(northgate, asha, registration, at, commits, monkeypatch):
    monkeypatch.setattr("touchstone.portfolio.content.reading.QUICK_BYTES", 10)
    with commits():
        piece = actions.add_file(by=asha, registration=registration, received=received(northgate, at), at=at)
        assert piece.read_at is None
    piece.refresh_from_db()
    assert piece.read_at is not None
    assert "We agreed one goal" in piece.text
    tasks.read_file(str(northgate.centre.pk), str(piece.pk))
    assert Entry.objects.filter(verb="evidence.read").count() == 1


@pytest.mark.parametrize(("found", "state"), [("", "available"), ("Eicar-Test-Signature", "rejected_malware")])
def test_a_file_is_held_until_the_scanner_has_seen_it(
    northgate, asha, registration, at, commits, settings, monkeypatch, found, state
):
    settings.TOUCHSTONE_CLAMD = "127.0.0.1:1"
    monkeypatch.setattr(scanning, "scan", lambda _: found)
    with commits():
        piece = actions.add_file(by=asha, registration=registration, received=received(northgate, at), at=at)
        assert piece.state == "quarantined"
    piece.refresh_from_db()
    assert piece.state == state


def test_a_scanner_that_is_down_leaves_the_file_held(northgate, asha, registration, at, settings, monkeypatch):
    def down(chunks):
        raise scanning.NoAnswer

    settings.TOUCHSTONE_CLAMD = "127.0.0.1:1"
    monkeypatch.setattr(scanning, "scan", down)
    piece = actions.add_file(by=asha, registration=registration, received=received(northgate, at), at=at)
    with pytest.raises(scanning.NoAnswer):
        tasks.scan_file(str(northgate.centre.pk), str(piece.pk))
    piece.refresh_from_db()
    assert piece.state == "quarantined"


def test_a_file_is_read_and_scanned_once(northgate, registration, at):
    piece = make_evidence(northgate, registration, read_at=None, text="", state="quarantined")
    program, facts = system(northgate.centre.pk), ReadFacts("We met.", pages=2)
    assert actions.note_read(by=program, evidence=piece, facts=facts, at=at).word_count == 2
    assert actions.note_read(by=program, evidence=piece, facts=ReadFacts("Other."), at=at).text == "We met."
    assert actions.note_scan(by=program, evidence=piece, is_clean=False, found="Eicar", at=at).scan == "harmful"
    assert actions.note_scan(by=program, evidence=piece, is_clean=True, found="", at=at).state == "rejected_malware"
    assert Entry.objects.get(verb="evidence.rejected_malware").reason == "Eicar"


@pytest.mark.parametrize("who", ["carys", "dev", "hana", "eli"])
def test_those_who_only_read_add_nothing(northgate, registration, at, who):
    actor = getattr(northgate, who).actor
    with pytest.raises(Denied):
        actions.add_file(by=actor, registration=registration, received=received(northgate, at), at=at)
    with pytest.raises(Denied):
        actions.write_evidence(by=actor, registration=registration, title="x", body="", at=at)


def test_a_tutor_adds_what_they_observed_and_changes_no_other(northgate, registration, at):
    gwen = northgate.gwen.actor
    theirs = actions.write_evidence(
        by=gwen, registration=registration, title="Observed", body="She asked.", kind="observation", at=at
    )
    actions.edit_evidence(by=gwen, evidence=theirs, title="Observed twice", kind="observation", at=at)
    with pytest.raises(Denied):
        actions.edit_evidence(
            by=gwen, evidence=make_evidence(northgate, registration), title="x", kind="product", at=at
        )
    with pytest.raises(Denied):
        actions.remove_evidence(by=northgate.asha.actor, evidence=theirs, at=at)


@pytest.mark.parametrize(("title", "kind", "field"), [("", "product", "title"), ("Plan", "painting", "kind")])
def test_evidence_needs_a_title_and_a_known_kind(asha, registration, at, title, kind, field):
    with pytest.raises(Refused) as refusal:
        actions.write_evidence(by=asha, registration=registration, title=title, body="", kind=kind, at=at)
    assert refusal.value.reasons[0].field == field


# Writing


def test_words_are_saved_version_by_version(northgate, asha, registration, at):
    piece = make_evidence(northgate, registration, body="One.")
    saved = actions.rewrite_evidence(by=asha, evidence=piece, body="One.\r\nTwo.", version=1, at=at)
    assert (saved.version, saved.body, saved.word_count) == (2, "One.\nTwo.", 2)
    again = actions.rewrite_evidence(by=asha, evidence=piece, body="One.\nTwo.", version=1, at=at)
    assert again.version == 2


def test_a_stale_save_is_refused_and_brings_the_other_text(northgate, asha, registration, at):
    piece = make_evidence(northgate, registration, body="One.")
    actions.rewrite_evidence(by=asha, evidence=piece, body="Phone.", version=1, at=at)
    with pytest.raises(Stale) as stale:
        actions.rewrite_evidence(by=asha, evidence=piece, body="Desk.", version=1, at=at)
    assert stale.value.now.body == "Phone."
    piece.refresh_from_db()
    assert piece.body == "Phone."


def test_a_file_cannot_be_rewritten(northgate, asha, registration, at):
    with pytest.raises(Refused):
        actions.rewrite_evidence(by=asha, evidence=make_evidence(northgate, registration), body="x", version=1, at=at)


def test_what_was_submitted_is_not_removed(northgate, asha, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    with pytest.raises(Refused, match="part of a submission"):
        actions.remove_evidence(by=asha, evidence=attempt.items.get().evidence, at=at)


# Linking


def test_one_piece_serves_several_criteria_of_several_units(northgate, asha, registration, at):
    piece = make_evidence(northgate, registration)
    chosen = [u.criteria.first() for u in registration.units.all()]
    for criterion in chosen:
        actions.map_evidence(by=asha, evidence=piece, criterion=criterion, where=rules.Where(page=2), at=at)
    assert set(piece.mappings.values_list("criterion", flat=True)) == {c.pk for c in chosen}
    actions.map_evidence(by=asha, evidence=piece, criterion=chosen[0], where=rules.Where(page=3), at=at)
    assert piece.mappings.get(criterion=chosen[0]).page == 3
    verbs = list(Entry.objects.filter(verb__startswith="mapping.").order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["mapping.added"] * len(chosen) + ["mapping.moved"]


def test_linking_twice_changes_nothing(northgate, asha, registration, unit, at):
    piece = make_evidence(northgate, registration)
    for _ in range(2):
        actions.map_evidence(by=asha, evidence=piece, criterion=unit.criteria.first(), at=at)
    assert Entry.objects.filter(verb="mapping.added").count() == 1


def test_a_criterion_of_no_unit_of_theirs_is_refused(northgate, asha, registration, at):
    piece = make_evidence(northgate, registration)
    other = registration.qualification.specification.units.exclude(pk__in=registration.units.values("pk")).first()
    with pytest.raises(Refused):
        actions.map_evidence(by=asha, evidence=piece, criterion=other.criteria.first(), at=at)
    with pytest.raises(Refused):
        actions.set_mappings(by=asha, evidence=piece, wanted={other.criteria.first().pk: rules.Where()}, at=at)


def test_the_boxes_of_a_page_are_the_links(northgate, asha, registration, unit, at):
    first, second, third, *_ = unit.criteria.order_by("position")
    piece = make_evidence(northgate, registration, criteria=[first, second])
    wanted = {second.pk: rules.Where(note="goal"), third.pk: rules.Where()}
    actions.set_mappings(by=asha, evidence=piece, wanted=wanted, at=at)
    assert {m.criterion_id: m.note for m in piece.mappings.all()} == {second.pk: "goal", third.pk: ""}
    before = Entry.objects.count()
    actions.set_mappings(by=asha, evidence=piece, wanted=wanted, at=at)
    assert Entry.objects.count() == before


def test_a_criterion_gets_its_pieces_and_keeps_their_places(northgate, asha, registration, unit, at):
    criterion = unit.criteria.first()
    kept, gone, new = (make_evidence(northgate, registration, title) for title in ("Plan", "Diary", "Talk"))
    make_mapping(kept, criterion, page=3)
    make_mapping(gone, criterion)
    wanted = {kept.pk, new.pk}
    actions.link_criterion(by=asha, registration=registration, criterion=criterion, wanted=wanted, at=at)
    assert dict(Mapping.objects.values_list("evidence", "page")) == {kept.pk: 3, new.pk: None}
    before = Entry.objects.count()
    actions.link_criterion(by=asha, registration=registration, criterion=criterion, wanted=wanted, at=at)
    assert Entry.objects.count() == before
    with pytest.raises(Denied):
        actions.link_criterion(
            by=northgate.dev.actor, registration=registration, criterion=criterion, wanted=set(), at=at
        )


def test_unlinking_leaves_what_was_submitted(northgate, asha, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    piece, criterion = attempt.items.get().evidence, unit.criteria.first()
    actions.unmap(by=asha, evidence=piece, criterion=criterion, at=at)
    assert not Mapping.objects.filter(evidence=piece, criterion=criterion).exists()
    assert attempt.mappings.filter(criterion=criterion).exists()


# Submitting


def test_a_submission_freezes_what_was_declared(northgate, asha, registration, unit, at):
    make_evidence(northgate, registration, criteria=unit.criteria.all()[:2])
    written = make_evidence(
        northgate, registration, "Reflections", body="What I learned.", criteria=unit.criteria.all()[2:]
    )
    attempt = submit(asha, registration, unit, at)
    assert (attempt.state, attempt.number, attempt.statement) == ("submitted", 1, rules.STATEMENT)
    assert rules.manifest_sha256(attempt.manifest) == attempt.manifest_sha256
    assert [i.sha256 for i in attempt.items.order_by("position")] == [f["sha256"] for f in attempt.manifest["items"]]
    words = attempt.items.get(evidence=written)
    assert storage.read_all(words.blob) == b"What I learned."
    assert attempt.mappings.count() == unit.criteria.count()
    assert Entry.objects.get(verb="attempt.submitted").facts["manifest_sha256"] == attempt.manifest_sha256
    assert Outbox.objects.get(kind__endswith="UnitSubmitted").facts["attempt"] == str(attempt.pk)


def test_a_double_click_submits_once(northgate, asha, registration, unit, at):
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    sha256 = propose(registration, unit, today=at.date()).sha256
    facts = {"registration": registration, "unit": unit, "password": PASSWORD, "expected_sha256": sha256}
    first, second = (actions.submit_unit(by=asha, at=at, **facts) for _ in range(2))
    assert first == second
    assert Attempt.objects.count() == 1
    assert Entry.objects.filter(verb="attempt.submitted").count() == 1


def test_a_wrong_password_submits_nothing(northgate, asha, registration, unit, at):
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    with pytest.raises(Refused) as refusal:
        submit(asha, registration, unit, at, password="wrong")
    assert refusal.value.reasons[0].field == "password"
    assert not Attempt.objects.exists()


def test_what_changed_since_it_was_read_is_not_signed(northgate, asha, registration, unit, at):
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    with pytest.raises(Refused, match="changed"):
        submit(asha, registration, unit, at, expected_sha256="0" * 64)


@pytest.mark.parametrize("who", ["ben", "gwen", "dev", "hana"])
def test_nobody_submits_for_a_learner(northgate, registration, unit, at, who):
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    with pytest.raises(Denied):
        submit(getattr(northgate, who).actor, registration, unit, at)


def test_a_gap_has_to_be_confirmed(northgate, asha, registration, unit, at):
    *linked, gap = unit.criteria.order_by("position")
    make_evidence(northgate, registration, criteria=linked)
    with pytest.raises(Refused, match=gap.ref):
        submit(asha, registration, unit, at)
    attempt = submit(asha, registration, unit, at, without=[gap.pk])
    assert attempt.manifest["without_evidence"] == [gap.ref]


@pytest.mark.parametrize("change", [{"state": "suspended"}, {"expires_on": SUBMITTED_AT.date().replace(year=2025)}])
def test_only_an_active_registration_submits(northgate, asha, at, change):
    registration = make_registration(northgate, **change)
    unit = registration.units.first()
    make_evidence(northgate, registration, criteria=unit.criteria.all())
    with pytest.raises(Refused):
        submit(asha, registration, unit, at)


def test_one_attempt_is_open_at_a_time(northgate, asha, registration, unit, at):
    make_attempt(northgate, registration, unit)
    make_evidence(northgate, registration, "More", criteria=unit.criteria.all())
    with pytest.raises(Refused, match="still being assessed"):
        submit(asha, registration, unit, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(centre=northgate.centre, registration=registration, unit=unit, number=9, state="draft")


def test_a_further_attempt_needs_a_managers_leave(northgate, asha, registration, unit, at):
    for _ in range(2):
        make_attempt(northgate, registration, unit, state="closed")
    with pytest.raises(Refused, match="manager"):
        submit(asha, registration, unit, at)
    with pytest.raises(Denied):
        actions.allow_attempt(by=northgate.ben.actor, registration=registration, unit=unit, reason="Ill", at=at)
    actions.allow_attempt(by=northgate.dev.actor, registration=registration, unit=unit, reason="Ill", at=at)
    attempt = submit(asha, registration, unit, at)
    assert attempt.number == 3
    assert attempt.approved_by == northgate.dev.person


def test_what_is_carried_need_not_be_shown_again(northgate, asha, registration, unit, at):
    first, *rest = unit.criteria.order_by("position")
    before = make_attempt(northgate, registration, unit, state="closed")
    actions.note_carried(by=northgate.ben.actor, attempt=before, criteria=rest, at=at)
    Mapping.objects.all().delete()
    with pytest.raises(Refused, match=first.ref):
        submit(asha, registration, unit, at)
    make_mapping(Evidence.objects.get(), first)
    attempt = submit(asha, registration, unit, at)
    assert attempt.number == 2
    assert attempt.manifest["carried"] == sorted(c.ref for c in rest)


def test_carrying_twice_carries_once_and_can_be_ended(northgate, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit, state="closed")
    criteria = list(unit.criteria.all())
    ben = northgate.ben.actor
    assert len(actions.note_carried(by=ben, attempt=attempt, criteria=criteria, at=at)) == len(criteria)
    assert actions.note_carried(by=ben, attempt=attempt, criteria=criteria, at=at) == []
    assert queries.carried_of(registration.pk, unit.pk) == {c.pk for c in criteria}
    assert actions.unnote_carried(by=ben, attempt=attempt, criteria=criteria[:1], at=at) == 1
    assert queries.carried_of(registration.pk, unit.pk) == {c.pk for c in criteria[1:]}
    with pytest.raises(Denied):
        actions.note_carried(by=northgate.asha.actor, attempt=attempt, criteria=criteria, at=at)


# After it


def test_an_attempt_goes_forward_only(northgate, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    for state in ("allocated", "in_assessment", "assessed", "closed"):
        assert actions.mark_attempt(by=northgate.ben.actor, attempt=attempt, state=state, at=at).state == state
    with pytest.raises(Refused):
        actions.mark_attempt(by=northgate.ben.actor, attempt=attempt, state="allocated", at=at)
    with pytest.raises(Denied):
        actions.mark_attempt(by=northgate.asha.actor, attempt=attempt, state="closed", at=at)


def test_a_submission_goes_back_with_a_reason_and_opens_the_next(northgate, asha, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    with pytest.raises(Refused):
        actions.return_unassessed(by=northgate.ben.actor, attempt=attempt, reason=" ", at=at)
    actions.return_unassessed(by=northgate.ben.actor, attempt=attempt, reason="E1 cannot be opened.", at=at)
    assert submit(asha, registration, unit, at).number == 2


def test_a_learner_takes_back_what_nobody_has_yet(northgate, asha, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    with pytest.raises(Denied):
        actions.withdraw(by=northgate.ben.actor, attempt=attempt, at=at)
    assert actions.withdraw(by=asha, attempt=attempt, at=at).state == "withdrawn"
    later = make_attempt(northgate, registration, unit, state="allocated")
    with pytest.raises(Refused):
        actions.withdraw(by=asha, attempt=later, at=at)


# What the database itself promises


@pytest.mark.parametrize(
    "change",
    [
        {"manifest": {}},
        {"manifest_sha256": "0" * 64},
        {"statement": "x"},
        {"receipt": "x"},
        {"number": 7},
        {"word_count": 1},
    ],
)
def test_the_database_keeps_a_submission_as_it_was(northgate, registration, unit, change):
    attempt = make_attempt(northgate, registration, unit)
    with pytest.raises(IntegrityError, match="what was submitted cannot change"), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**change)


@pytest.mark.parametrize("model", [FrozenItem, FrozenMapping])
def test_the_database_keeps_what_was_frozen(northgate, registration, unit, model):
    make_attempt(northgate, registration, unit)
    change = {"title": "x"} if model is FrozenItem else {"note": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all().update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


@pytest.mark.parametrize("model", [FrozenItem, FrozenMapping])
def test_nothing_joins_a_submission_once_it_is_sent(northgate, registration, unit, model):
    make_attempt(northgate, registration, unit)
    row = model.objects.first()
    row.pk = None
    row._state.adding = True
    with pytest.raises(IntegrityError, match="nothing joins"), transaction.atomic():
        row.save(force_insert=True)


def test_a_leave_and_a_carried_pass_are_never_rewritten(northgate, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)
    make_carried(attempt, unit.criteria.all())
    actions.allow_attempt(by=northgate.dev.actor, registration=registration, unit=unit, reason="Ill", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        FurtherAttempt.objects.update(reason="Well")
    with pytest.raises(IntegrityError), transaction.atomic():
        Carried.objects.update(noted_at=at)
    assert Carried.objects.update(ended_at=at) == unit.criteria.count()


def test_evidence_that_changes_later_leaves_the_submission_alone(northgate, asha, registration, unit, at):
    piece = make_evidence(northgate, registration, body="First.", criteria=unit.criteria.all())
    attempt = submit(asha, registration, unit, at)
    actions.rewrite_evidence(by=asha, evidence=piece, body="Second.", version=1, at=at)
    actions.edit_evidence(by=asha, evidence=piece, title="Renamed", kind="product", at=at)
    item = attempt.items.get()
    assert storage.read_all(item.blob) == b"First."
    assert item.title == "Plan of sessions"


@pytest.mark.parametrize(("name", "make"), [("plan.pdf", pdf_file), ("talk.mp3", mp3_file)])
def test_pages_and_length_stand_with_the_evidence(northgate, asha, registration, at, name, make):
    got = received(northgate, at, make(), name)
    piece = actions.add_file(by=asha, registration=registration, received=got, at=at)
    assert piece.pages or piece.duration_seconds
