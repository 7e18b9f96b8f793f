"""What people do with result sheets: each yes beside its no, in one set-up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from touchstone.access.actors import system
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment import actions, queries
from touchstone.assessment.events import ResultRatified, ResultReleased, SheetSigned
from touchstone.assessment.models import Assurance, Decision, OutcomeComment, Sheet, Unallocated
from touchstone.assessment.tests.make import make_sheet
from touchstone.audit.models import Entry
from touchstone.centres.models import Competence, Interest
from touchstone.centres.tests.make import make_competence, make_someone
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.models import Outbox
from touchstone.portfolio.models import Attempt, Carried
from touchstone.portfolio.tests.make import make_attempt

PASSWORD = "a long enough password"


@pytest.fixture
def registration(northgate):
    northgate.ben.person.set_password(PASSWORD)
    northgate.ben.person.save()
    return make_registration(northgate)


@pytest.fixture
def unit(registration):
    return registration.units.order_by("position")[0]


def decide(northgate, sheet, ref, at, **given):
    row = sheet.decisions.get(criterion__ref=ref)
    facts = {"outcome": "pass", "feedback": "", "reason_descriptor": None, "reason_text": "", "version": row.version}
    return actions.decide(by=northgate.ben.actor, sheet=sheet, criterion=ref, at=at, **(facts | given))


def told(kind) -> int:
    return Outbox.objects.filter(kind=f"{kind.__module__}.{kind.__qualname__}").count()


# ── Allocation ────────────────────────────────────────────────────────────


def test_submitted_work_goes_to_the_assessor_that_the_registration_names(northgate, registration, unit, commits):
    with commits():
        attempt = make_attempt(northgate, registration, unit)
    sheet = Sheet.objects.get(attempt=attempt)
    assert (sheet.assessor_id, sheet.state) == (northgate.ben.person.pk, "open")
    assert sheet.decisions.count() == unit.criteria.count()
    assert Attempt.objects.get(pk=attempt.pk).state == "allocated"


def test_the_day_of_feedback_counts_working_days_of_england_and_wales(northgate, registration, unit, at):
    attempt = make_attempt(northgate, registration, unit)  # sent on Monday 20 April; 4 May is a bank holiday
    sheet = actions.receive(by=system(northgate.centre.pk), attempt=attempt, at=at)
    assert sheet.due_on.isoformat() == "2026-05-05"


def test_a_fact_told_twice_makes_one_sheet(northgate, registration, unit, at):
    attempt, by = make_attempt(northgate, registration, unit), system(northgate.centre.pk)
    first = actions.receive(by=by, attempt=attempt, at=at)
    assert actions.receive(by=by, attempt=attempt, at=at) == first
    assert Sheet.objects.count() == 1


@pytest.mark.parametrize("why", ["nobody", "lapsed", "interest", "tutor"])
def test_work_that_its_assessor_may_not_judge_waits_for_a_manager(northgate, registration, unit, at, why):
    if why == "nobody":
        registration.assessor = None
        registration.save()
    if why == "lapsed":
        Competence.objects.filter(person=northgate.ben.person).update(until_on=at.date() - timedelta(days=1))
    if why == "interest":
        make_interest(northgate, at)
    if why == "tutor":
        northgate.centre.tutor_may_assess = False
        northgate.centre.save()
        registration.tutor = northgate.ben.person
        registration.save()
    attempt = make_attempt(northgate, registration, unit)
    assert actions.receive(by=system(northgate.centre.pk), attempt=attempt, at=at) is None
    assert Unallocated.objects.get(attempt=attempt).why
    assert not Sheet.objects.exists()


def test_only_a_manager_gives_work_to_somebody_and_only_to_who_may_judge_it(northgate, registration, unit, at):
    registration.assessor = None
    registration.save()
    attempt = make_attempt(northgate, registration, unit)
    actions.receive(by=system(northgate.centre.pk), attempt=attempt, at=at)
    with pytest.raises(Denied):
        actions.allocate(by=northgate.ben.actor, attempt=attempt, assessor=northgate.ben.person, at=at)
    with pytest.raises(Refused):
        actions.allocate(by=northgate.dev.actor, attempt=attempt, assessor=northgate.hana.person, at=at)
    sheet = actions.allocate(by=northgate.dev.actor, attempt=attempt, assessor=northgate.ben.person, at=at)
    assert sheet.assessor_id == northgate.ben.person.pk
    assert not queries.waiting(northgate.dev.actor).rows
    with pytest.raises(Refused):
        actions.allocate(by=northgate.dev.actor, attempt=attempt, assessor=northgate.ben.person, at=at)


def test_work_changes_hands_with_all_that_was_written_until_it_is_signed(northgate, registration, unit, at):
    from touchstone.access.actors import Role

    other = make_someone(northgate.centre, "Ivor Novak", Role.ASSESSOR)
    make_competence(northgate, other, registration.qualification_number)
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    give = {"by": northgate.dev.actor, "assessor": other.person, "at": at}
    with pytest.raises(Refused):
        actions.reallocate(sheet=sheet, reason=" ", **give)
    moved = actions.reallocate(sheet=sheet, reason="Ben is away.", **give)
    assert moved.assessor_id == other.person.pk
    assert moved.decisions.exclude(feedback="").count() == unit.criteria.count()
    with pytest.raises(Denied):
        decide(northgate, sheet, "1.1", at)
    signed = make_sheet(northgate, registration, registration.units.order_by("position")[1], "pass")
    with pytest.raises(Refused):
        actions.reallocate(sheet=signed, reason="Too late.", **give)


# ── Deciding ──────────────────────────────────────────────────────────────


def test_opening_the_desk_puts_the_attempt_into_assessment_once(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, state="open")
    actions.open_desk(by=northgate.ben.actor, sheet=sheet, at=at)
    entries = Entry.objects.count()
    again = actions.open_desk(by=northgate.ben.actor, sheet=sheet, at=at)
    assert (again.state, again.attempt.state) == ("drafting", "in_assessment")
    assert Entry.objects.count() == entries


def test_a_decision_is_kept_with_its_words_and_who_wrote_them(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    row = decide(northgate, sheet, "1.1", at, outcome="referral", feedback="Say more.", reason_descriptor=1)
    row.refresh_from_db()
    assert (row.outcome, row.feedback, row.reason_descriptor, row.version) == ("referral", "Say more.", 1, 1)
    assert (row.saved_by_id, row.saved_at) == (northgate.ben.person.pk, at)


def test_the_ledger_holds_no_feedback_in_words(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    decide(northgate, sheet, "1.1", at, feedback="Asha speaks of her mother.")
    entry = Entry.objects.get(verb="decision.saved")
    assert entry.facts["outcome"] == "pass"
    assert "mother" not in str(entry.facts)


def test_saving_the_same_again_changes_nothing(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    decide(northgate, sheet, "1.1", at, feedback="Good.")
    entries = Entry.objects.count()
    assert decide(northgate, sheet, "1.1", at, feedback="Good.", version=0).version == 1
    assert Entry.objects.count() == entries


def test_a_stale_save_loses_neither_text(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    decide(northgate, sheet, "1.1", at, feedback="The first window.")
    with pytest.raises(actions.Stale) as stale:
        decide(northgate, sheet, "1.1", at, feedback="The second window.", version=0)
    assert stale.value.theirs["feedback"] == "The first window."
    assert stale.value.mine["feedback"] == "The second window."
    assert stale.value.version == 1
    assert sheet.decisions.get(criterion__ref="1.1").feedback == "The first window."
    decide(northgate, sheet, "1.1", at, feedback="Both windows.", version=stale.value.version)
    assert sheet.decisions.get(criterion__ref="1.1").feedback == "Both windows."


@pytest.mark.parametrize("who", ["asha", "carys", "dev", "eli", "gwen", "hana"])
def test_only_the_allocated_assessor_decides(northgate, registration, unit, at, who):
    sheet = make_sheet(northgate, registration, unit)
    with pytest.raises(Denied):
        actions.decide(by=getattr(northgate, who).actor, sheet=sheet, criterion="1.1", outcome="pass", version=0, at=at)


@pytest.mark.parametrize("given", [{"outcome": "fail"}, {"outcome": "referral", "reason_descriptor": 2}])
def test_a_decision_is_pass_or_referral_and_its_reason_is_the_criterions_own(northgate, registration, unit, at, given):
    sheet = make_sheet(northgate, registration, unit)
    with pytest.raises(Refused):
        decide(northgate, sheet, "1.1", at, **given)
    with pytest.raises(Refused):
        actions.decide(by=northgate.ben.actor, sheet=sheet, criterion="9.9", outcome="pass", version=0, at=at)


def test_a_comment_on_an_outcome_is_kept_and_a_stale_one_refused(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    say = {"by": northgate.ben.actor, "sheet": sheet, "outcome": "1", "at": at}
    assert actions.comment_outcome(text="Clear throughout.", version=0, **say).version == 1
    with pytest.raises(actions.Stale):
        actions.comment_outcome(text="Other words.", version=0, **say)
    actions.comment_outcome(text="", version=1, **say)
    assert OutcomeComment.objects.get(sheet=sheet).text == ""
    with pytest.raises(Refused):
        actions.comment_outcome(**(say | {"outcome": "9"}), text="Nowhere.", version=0)


# ── Signing ───────────────────────────────────────────────────────────────


def sign(northgate, sheet, at, **given):
    return actions.sign(**({"by": northgate.ben.actor, "sheet": sheet, "password": PASSWORD, "at": at} | given))


@pytest.mark.parametrize("outcome", ["pass", "referral"])
def test_signing_computes_the_outcome_and_tells_the_quality_assurers(northgate, registration, unit, at, outcome):
    sheet = make_sheet(northgate, registration, unit, outcome, state="drafting")
    signed = sign(northgate, sheet, at)
    assert (signed.state, signed.outcome, signed.signed_by_id) == ("signed", outcome, northgate.ben.person.pk)
    assert len(signed.content_sha256) == 64
    assert signed.attempt.state == "assessed"
    assert told(SheetSigned) == 1


def test_a_sheet_with_a_gap_is_not_signed_and_says_where_to_mend_it(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    decide(northgate, sheet, "2.1", at, outcome="referral", feedback="Too late and untidy.")
    with pytest.raises(Refused) as refusal:
        sign(northgate, sheet, at)
    (reason,) = refusal.value.reasons
    assert (reason.code, reason.url_name, reason.url_args) == ("reason", "desk_criterion", (sheet.pk, "2.1"))
    decide(northgate, sheet, "2.1", at, outcome="referral", feedback="Add a second.", reason_descriptor=0)
    assert sign(northgate, sheet, at).outcome == "referral"


def test_an_undecided_criterion_holds_the_signature(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    with pytest.raises(Refused) as refusal:
        sign(northgate, sheet, at)
    assert {r.code for r in refusal.value.reasons} == {"undecided"}
    assert len(refusal.value.reasons) == unit.criteria.count()


def test_a_wrong_password_signs_nothing(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    with pytest.raises(Refused) as refusal:
        sign(northgate, sheet, at, password="not it")
    assert refusal.value.reasons[0].field == "password"
    assert Sheet.objects.get(pk=sheet.pk).signed_at is None


def test_somebody_elses_sheet_is_not_signed(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    for other in (northgate.carys, northgate.dev, northgate.asha):
        with pytest.raises(Denied):
            sign(northgate, sheet, at, by=other.actor)


def test_competence_that_lapsed_meanwhile_holds_the_signature(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    competence = Competence.objects.filter(person=northgate.ben.person)
    competence.update(until_on=at.date() - timedelta(days=1))
    with pytest.raises(Denied):
        sign(northgate, sheet, at)
    competence.update(until_on=at.date())
    assert sign(northgate, sheet, at).is_signed


def test_an_interest_declared_meanwhile_holds_the_signature(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    interest = make_interest(northgate, at)
    with pytest.raises(Denied):
        sign(northgate, sheet, at)
    interest.ended_at = at
    interest.save()
    assert sign(northgate, sheet, at).is_signed


def test_the_second_of_two_signatures_is_refused(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="drafting")
    other_tab = Sheet.objects.get(pk=sheet.pk)
    sign(northgate, sheet, at)
    with pytest.raises(Refused):
        sign(northgate, other_tab, at)
    assert Entry.objects.filter(verb="sheet.signed").count() == 1


def test_a_signed_sheet_takes_no_more_decisions(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass")
    with pytest.raises(Refused):
        decide(northgate, sheet, "1.1", at, outcome="referral")
    with pytest.raises(Refused):
        actions.comment_outcome(by=northgate.ben.actor, sheet=sheet, outcome="1", text="No.", version=0, at=at)


def test_the_database_keeps_a_signed_sheet_whoever_asks(northgate, registration, unit):
    signed = make_sheet(northgate, registration, unit, "pass")
    other = make_sheet(northgate, registration, registration.units.order_by("position")[1])
    row = signed.decisions.first()
    going_past = [
        lambda: Sheet.objects.filter(pk=signed.pk).update(outcome="referral"),
        lambda: Sheet.objects.filter(pk=signed.pk).update(signed_at=None, signed_by=None),
        lambda: Decision.objects.filter(pk=row.pk).update(feedback="Other words."),
        lambda: Decision.objects.filter(pk=row.pk).update(sheet=other),
        lambda: Decision.objects.filter(pk=row.pk).delete(),
        lambda: OutcomeComment.objects.create(
            centre=northgate.centre, sheet=signed, outcome=unit.outcomes.first(), text="Later."
        ),
    ]
    for attempt in going_past:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert other.decisions.filter(pk=row.pk).count() == 0


def test_the_database_refuses_an_assessor_of_their_own_work(northgate, registration, unit):
    sheet = make_sheet(northgate, registration, unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(assessor=northgate.asha.person)


def test_work_that_cannot_be_judged_goes_back_without_a_decision(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit)
    with pytest.raises(Refused):
        actions.return_unassessed(by=northgate.ben.actor, sheet=sheet, reason=" ", at=at)
    back = actions.return_unassessed(by=northgate.ben.actor, sheet=sheet, reason="The file does not open.", at=at)
    assert (back.state, back.outcome, back.attempt.state) == ("returned_unassessed", "", "returned_unassessed")
    assert not queries.queue(northgate.ben.actor).rows


# ── Checks and release ────────────────────────────────────────────────────


def test_a_sheet_that_is_not_sampled_goes_to_its_learner_provisionally(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass")
    by = system(northgate.centre.pk)
    with pytest.raises(Refused):
        actions.release(by=by, sheet=sheet, at=at)
    actions.note_sampling(by=by, sheet=sheet, drawn=False, at=at)
    released = actions.release(by=by, sheet=sheet, at=at)
    assert (released.state, released.released_at, released.attempt.state) == ("released_provisional", at, "closed")
    actions.release(by=by, sheet=sheet, at=at)
    assert told(ResultReleased) == 1


def test_an_agreed_sheet_bears_the_second_outcome(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="in_iqa")
    outcome = unit.outcomes.first()
    with pytest.raises(Denied):
        actions.note_agreed(by=northgate.ben.actor, sheet=sheet, at=at)
    actions.note_agreed(
        by=northgate.carys.actor, sheet=sheet, at=at, remarks={outcome.number: "Well argued.", "2": " "}
    )
    second = Assurance.objects.get(sheet=sheet)
    assert (second.outcome, second.by_id, second.remarks) == (
        "pass",
        northgate.carys.person.pk,
        {outcome.number: "Well argued."},
    )


def test_a_returned_sheet_stays_and_its_next_version_takes_over_every_word(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "referral", state="drafting")
    actions.comment_outcome(by=northgate.ben.actor, sheet=sheet, outcome="1", text="Clear.", version=0, at=at)
    sign(northgate, sheet, at)
    actions.note_sampling(by=system(northgate.centre.pk), sheet=sheet, drawn=True, at=at)
    with pytest.raises(Refused):
        actions.note_returned(by=northgate.carys.actor, sheet=sheet, reason="", at=at)
    again = actions.note_returned(by=northgate.carys.actor, sheet=sheet, reason="Say what is missing in 2.2.", at=at)
    first = Sheet.objects.get(pk=sheet.pk)
    assert (first.state, first.version, first.is_signed) == ("iqa_returned", 1, True)
    assert (again.state, again.version, again.returned_reason) == ("drafting", 2, "Say what is missing in 2.2.")
    words = "criterion", "outcome", "feedback", "reason_text", "reason_descriptor"
    order = "criterion__position"
    assert list(again.decisions.order_by(order).values(*words)) == list(first.decisions.order_by(order).values(*words))
    assert [c.text for c in again.comments.all()] == ["Clear."]
    assert [s.pk for s in queries.queue(northgate.ben.actor).rows] == [again.pk]
    assert sign(northgate, again, at).outcome == "referral"


def test_after_a_referral_the_passes_carry_into_the_next_attempt(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "referral", state="not_sampled", referred=("2.2",))
    actions.release(by=system(northgate.centre.pk), sheet=sheet, at=at)
    passed = set(unit.criteria.exclude(ref="2.2").values_list("pk", flat=True))
    assert set(Carried.objects.values_list("criterion", flat=True)) == passed
    second = make_attempt(northgate, registration, unit, at=at)
    assert second.number == 2
    again = actions.receive(by=system(northgate.centre.pk), attempt=second, at=at)
    by_ref = {d.criterion.ref: d for d in again.decisions.select_related("criterion")}
    assert by_ref["2.2"].outcome == ""
    assert by_ref["2.2"].carried_from is None
    assert {d.outcome for ref, d in by_ref.items() if ref != "2.2"} == {"pass"}
    assert by_ref["1.1"].carried_from.sheet_id == sheet.pk


def test_a_carried_pass_is_reconsidered_only_with_a_reason_in_words(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "referral", state="not_sampled", referred=("2.2",))
    actions.release(by=system(northgate.centre.pk), sheet=sheet, at=at)
    attempt = make_attempt(northgate, registration, unit, at=at)
    again = actions.receive(by=system(northgate.centre.pk), attempt=attempt, at=at)
    decide(northgate, again, "2.2", at)
    given = {"outcome": "referral", "feedback": "Look again.", "reason_descriptor": 0}
    decide(northgate, again, "1.1", at, **given)
    with pytest.raises(Refused) as refusal:
        sign(northgate, again, at)
    assert [r.code for r in refusal.value.reasons] == ["reconsidered"]
    decide(northgate, again, "1.1", at, **given, reason_text="The example turned out to be somebody else's.")
    assert sign(northgate, again, at).outcome == "referral"


def test_a_result_is_confirmed_after_release_by_the_eqa_alone(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "pass", state="not_sampled")
    with pytest.raises(Refused):
        actions.ratify(by=northgate.eli.actor, sheet=sheet, at=at)
    actions.release(by=system(northgate.centre.pk), sheet=sheet, at=at)
    with pytest.raises(Denied):
        actions.ratify(by=northgate.carys.actor, sheet=sheet, at=at)
    assert actions.ratify(by=northgate.eli.actor, sheet=sheet, at=at).ratified_at == at
    actions.ratify(by=northgate.eli.actor, sheet=sheet, at=at)
    assert told(ResultRatified) == 1


def test_an_overturned_result_stays_on_record_and_carries_nothing(northgate, registration, unit, at):
    sheet = make_sheet(northgate, registration, unit, "referral", state="not_sampled")
    actions.release(by=system(northgate.centre.pk), sheet=sheet, at=at)
    with pytest.raises(Refused):
        actions.overturn(by=northgate.eli.actor, sheet=sheet, reason="", at=at)
    with pytest.raises(Denied):
        actions.overturn(by=northgate.ben.actor, sheet=sheet, reason="I was wrong.", at=at)
    gone = actions.overturn(by=northgate.eli.actor, sheet=sheet, reason="The work was another's.", at=at)
    assert (gone.state, gone.outcome) == ("overturned", "referral")
    assert not Carried.objects.filter(ended_at=None).exists()


def test_another_centres_sheet_is_not_there(northgate, registration, unit, at):
    from touchstone.plumbing.tenancy import within

    sheet = make_sheet(northgate, registration, unit)
    with within(northgate.other.pk), pytest.raises(Sheet.DoesNotExist):
        actions.open_desk(by=northgate.fox_staff.actor, sheet=sheet, at=at)
    assert connection.vendor in {"sqlite", "postgresql"}


def make_interest(northgate, at) -> Interest:
    return Interest.objects.create(
        centre=northgate.centre,
        person=northgate.ben.person,
        other=northgate.asha.person,
        nature="They are cousins.",
        declared_at=at,
    )
