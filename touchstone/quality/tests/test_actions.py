"""Drawing, checking, releasing: what each does, and who is kept from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from touchstone.access.actors import Actor, Role, system
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.tests.make import make_sheet
from touchstone.audit.models import Entry
from touchstone.centres.models import Approval, Interest
from touchstone.centres.tests.make import make_competence, make_someone
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.models import Outbox
from touchstone.quality import actions
from touchstone.quality.models import Activity, Check, EqaTest, EvidenceSeen, Release
from touchstone.quality.tests.make import (
    make_activity,
    make_check,
    make_many,
    make_release,
    make_second_iqa,
    make_seen,
)

PASSWORD = "a long enough secret"


@pytest.fixture
def scene(northgate):
    """The cast; Ben, Carys and Eli can sign."""
    for someone in (northgate.ben, northgate.carys, northgate.eli):
        someone.person.set_password(PASSWORD)
        someone.person.save()
    return northgate


def signed(cast, outcome="pass", **facts):
    registration = facts.pop("registration", None) or make_registration(cast)
    return make_sheet(cast, registration, registration.units.order_by("position").first(), outcome, **facts)


def draw(cast, sheet, at):
    return actions.draw(by=system(cast.centre.pk), sheet=sheet.pk, at=at)


def agree(cast, check, at, by=None, **changes):
    asked = {"qa_outcome": check.sheet.outcome, "password": PASSWORD} | changes
    return actions.agree(by=by or cast.carys.actor, check=check, at=at, **asked)


def give_back(cast, check, at, **changes):
    asked = {
        "reason": "Criterion 1.2 rests on one session.",
        "action": "Look at session 3 again.",
        "due_on": date(2026, 5, 20),
        "password": PASSWORD,
    } | changes
    return actions.return_sheet(by=cast.carys.actor, check=check, at=at, **asked)


def state_of(sheet):
    sheet.refresh_from_db(fields=["state"])
    return sheet.state


def verbs(subject):
    return list(Entry.objects.filter(subject=subject.pk).order_by("sequence").values_list("verb", flat=True))


# Drawing


def test_the_first_results_of_an_assessor_are_drawn_with_their_reasons_and_seed(scene, at):
    sheet = signed(scene)
    check = draw(scene, sheet, at)
    assert check.state == "selected"
    assert check.due_on == date(2026, 5, 19)
    assert check.why["selected"]
    assert len(check.why["seed"]) == 16
    assert check.why["reasons"]
    assert state_of(sheet) == "in_iqa"
    assert verbs(check) == ["check.selected"]


def low_risk(cast, at):
    """Settings and a past in which chance alone decides, and decides for nobody."""
    for band in ("high", "medium", "low"):
        setattr(cast.centre, f"sample_percent_{band}", 0)
    cast.centre.save()
    make_many(cast, 6, state="agreed")


def test_a_result_left_out_is_recorded_as_such_and_goes_to_its_learner(scene, at):
    low_risk(scene, at)
    sheet = signed(scene)
    check = draw(scene, sheet, at)
    assert check.state == "not_sampled"
    assert check.due_on is None
    assert "0 in 100" in check.why["reasons"][0]
    assert state_of(sheet) == "released_provisional"
    assert "sheet.not_sampled" in verbs(sheet)


def test_the_same_low_risk_draws_a_first_referral(scene, at):
    low_risk(scene, at)
    check = draw(scene, signed(scene, "referral"), at)
    assert check.state == "selected"
    assert "No referral" in check.why["reasons"][0]


def test_a_tutor_who_assesses_their_learner_is_always_drawn(scene, at):
    low_risk(scene, at)
    registration = make_registration(scene, tutor=scene.ben.person)
    check = draw(scene, signed(scene, registration=registration), at)
    assert check.state == "selected"
    assert "tutors the learner" in check.why["reasons"][0]


def test_drawing_twice_changes_nothing(scene, at):
    sheet = signed(scene)
    first = draw(scene, sheet, at)
    entries = Entry.objects.count()
    assert draw(scene, sheet, at) == first
    assert Entry.objects.count() == entries


def test_nobody_draws_the_sample_by_hand(scene, at):
    with pytest.raises(Denied):
        actions.draw(by=scene.carys.actor, sheet=signed(scene).pk, at=at)


# Agreeing


def test_an_agreed_result_goes_to_its_learner_and_waits_for_the_eqa(scene, at):
    check = make_check(scene, opened=True)
    done = agree(scene, check, at, comment="Every criterion is shown.")
    assert (done.state, done.qa_outcome, done.iqa_id) == ("agreed", "pass", scene.carys.person.pk)
    assert state_of(check.sheet) == "released_provisional"
    assert not Release.objects.exists()
    assert "check.agreed" in verbs(check)


def test_advice_and_remarks_are_kept_with_an_agreed_result(scene, at):
    check = make_check(scene, opened=True)
    outcome = check.sheet.unit.outcomes.order_by("position").first()
    done = agree(scene, check, at, advice="Quote the page.", remarks={outcome.pk: "Well judged."})
    assert done.state == "agreed_with_advice"
    assert [(r.outcome_id, r.text) for r in done.remarks.all()] == [(outcome.pk, "Well judged.")]
    check.sheet.refresh_from_db()
    assert check.sheet.assurance.remarks == {outcome.number: "Well judged."}


def test_a_remark_on_another_units_outcome_is_refused(scene, at):
    check = make_check(scene, opened=True)
    other = check.sheet.registration.units.order_by("position").last().outcomes.first()
    with pytest.raises(Refused, match="no learning outcome"):
        agree(scene, check, at, remarks={other.pk: "Not of this unit."})
    assert state_of(check.sheet) == "in_iqa"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"qa_outcome": "referral"}, "qa_outcome"), ({"password": "wrong"}, "password"), ({"password": ""}, "password")],
)
def test_agreeing_is_refused_beside_the_field(scene, at, change, field):
    check = make_check(scene, opened=True)
    with pytest.raises(Refused) as refusal:
        agree(scene, check, at, **change)
    assert [r.field for r in refusal.value.reasons] == [field]
    assert state_of(check.sheet) == "in_iqa"


def test_agreeing_without_opening_evidence_is_refused(scene, at):
    check = make_check(scene)
    with pytest.raises(Refused, match="Open at least one"):
        agree(scene, check, at)
    item = check.sheet.attempt.items.first()
    assert actions.open_evidence(by=scene.carys.actor, sheet=check.sheet_id, item=item.pk, at=at)
    assert not actions.open_evidence(by=scene.carys.actor, sheet=check.sheet_id, item=item.pk, at=at)
    assert agree(scene, check, at).state == "agreed"
    assert EvidenceSeen.objects.count() == 1


def test_evidence_that_a_colleague_opened_does_not_count(scene, at):
    check = make_check(scene)
    make_seen(scene, check, make_second_iqa(scene))
    with pytest.raises(Refused, match="Open at least one"):
        agree(scene, check, at)


def test_evidence_of_another_result_cannot_be_opened_in_this_one(scene, at):
    check, other = make_check(scene), make_many(scene, 1)[0]
    with pytest.raises(Refused, match="does not belong"):
        actions.open_evidence(
            by=scene.carys.actor, sheet=check.sheet_id, item=other.sheet.attempt.items.first().pk, at=at
        )


def test_a_finished_check_cannot_be_answered_again(scene, at):
    check = make_check(scene, opened=True)
    agree(scene, check, at)
    with pytest.raises(Refused, match="finished"):
        agree(scene, check, at)
    with pytest.raises(Refused, match="finished"):
        give_back(scene, check, at)


def test_direct_claims_confirm_a_result_at_once(scene, at):
    Approval.objects.filter(qualification_number="8585-11").update(direct_claims="granted", quality_rating="01")
    check = make_check(scene, opened=True)
    agree(scene, check, at)
    assert state_of(check.sheet) == "ratified"
    release = Release.objects.get()
    assert (release.verdict, release.released_by, release.activity) == ("direct", None, None)
    assert Outbox.objects.filter(kind__endswith="UnitReleased").count() == 1


def test_direct_claims_confirm_a_result_that_was_not_sampled(scene, at):
    granted = {"direct_claims": "granted_with_actions", "quality_rating": "none"}
    Approval.objects.filter(qualification_number="8585-11").update(**granted)
    low_risk(scene, at)
    sheet = signed(scene)
    draw(scene, sheet, at)
    assert state_of(sheet) == "ratified"


@pytest.mark.parametrize(
    "standing",
    [
        {"direct_claims": "suspended", "quality_rating": "01"},
        {"direct_claims": "granted", "quality_rating": "02"},
        {"direct_claims": "granted", "quality_rating": "01", "withdrawn_on": date(2026, 5, 1)},
    ],
)
def test_direct_claims_that_do_not_apply_leave_the_word_to_the_eqa(scene, at, standing):
    Approval.objects.filter(qualification_number="8585-11").update(**standing)
    check = make_check(scene, opened=True)
    agree(scene, check, at)
    assert state_of(check.sheet) == "released_provisional"


def test_direct_claims_are_applied_by_the_program_alone_and_once(scene, at):
    check = make_check(scene, state="agreed")
    for someone in (scene.carys, scene.eli, scene.dev):
        with pytest.raises(Denied):
            actions.confirm_directly(by=someone.actor, check=check, at=at)
    first = actions.confirm_directly(by=system(scene.centre.pk), check=check, at=at)
    assert actions.confirm_directly(by=system(scene.centre.pk), check=check, at=at) == first
    assert verbs(first) == ["eqa_release.direct"]


# Who may check


def also_an_iqa(cast, someone):
    actor = Actor(someone.person.pk, someone.person.name, cast.centre.pk, Role.IQA, cast.centre.name)
    seat = type(someone.seat).objects.create(
        centre=cast.centre, person=someone.person, role=Role.IQA, starts_on=date(2026, 1, 1)
    )
    make_competence(cast, type(someone)(someone.person, seat, actor), "8585-11")
    return actor


def test_an_assessor_who_is_also_an_iqa_cannot_check_their_own_decision(scene, at):
    check = make_check(scene)
    with pytest.raises(Denied, match="You assessed an attempt"):
        agree(scene, check, at, by=also_an_iqa(scene, scene.ben))
    assert state_of(check.sheet) == "in_iqa"


def test_nobody_checks_a_unit_in_which_they_assessed_an_earlier_attempt(scene, at):
    registration = make_registration(scene)
    unit = registration.units.order_by("position").first()
    make_check(scene, registration, unit, state="agreed", outcome="referral", iqa=make_second_iqa(scene))
    other = make_someone(scene.centre, "Idris Vaughan", Role.ASSESSOR)
    later = make_sheet(scene, registration, unit, "pass", assessor=other, state="in_iqa")
    assert later.attempt.number == 2
    check = make_check(scene, sheet=later)
    ben = also_an_iqa(scene, scene.ben)
    for attempt in (
        lambda: actions.begin_check(by=ben, check=check, at=at),
        lambda: agree(scene, check, at, by=ben),
    ):
        with pytest.raises(Denied, match="You assessed an attempt"):
            attempt()
    assert actions.begin_check(by=scene.carys.actor, check=check, at=at).iqa_id == scene.carys.person.pk


def test_the_database_refuses_a_checker_who_took_part_in_any_attempt(scene):
    registration = make_registration(scene)
    unit = registration.units.order_by("position").first()
    make_sheet(scene, registration, unit, "referral", state="released_provisional")
    other = make_someone(scene.centre, "Idris Vaughan", Role.ASSESSOR)
    check = make_check(scene, sheet=make_sheet(scene, registration, unit, "pass", assessor=other, state="in_iqa"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(iqa=scene.ben.person)
    assert Check.objects.filter(pk=check.pk).update(iqa=scene.carys.person) == 1


def test_the_database_keeps_a_finished_check_and_a_release_as_they_are(scene):
    check = make_check(scene, state="agreed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.filter(pk=check.pk).update(qa_outcome="referral")
    release = make_release(scene, check.sheet)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(verdict="refused")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_release(scene, check.sheet, "direct")


def test_a_tutor_never_checks_their_own_learner(scene, at):
    check = make_check(scene)
    with pytest.raises(Denied, match="You tutor this learner"):
        agree(scene, check, at, by=also_an_iqa(scene, scene.gwen))


def test_a_declared_interest_bars_a_checker(scene, at):
    check = make_check(scene, opened=True)
    Interest.objects.create(
        centre=scene.centre, person=scene.asha.person, other=scene.carys.person, nature="Sisters", declared_at=at
    )
    with pytest.raises(Denied, match="personal interest"):
        agree(scene, check, at)


def test_a_checker_without_current_competence_is_denied(scene, at):
    check = make_check(scene)
    newcomer = make_someone(scene.centre, "Rhian Moss", Role.IQA)
    with pytest.raises(Denied, match="no current competence"):
        agree(scene, check, at, by=newcomer.actor)


def test_only_an_iqa_checks(scene, at):
    check = make_check(scene)
    for someone in (scene.asha, scene.ben, scene.dev, scene.eli, scene.gwen, scene.hana):
        with pytest.raises(Denied):
            agree(scene, check, at, by=someone.actor)


def test_a_colleagues_check_has_to_be_taken_over_first(scene, at):
    rhian = make_second_iqa(scene)
    check = make_check(scene, state="in_review", iqa=rhian, opened=False)
    make_seen(scene, check, scene.carys)
    with pytest.raises(Refused, match="Rhian Moss has begun"):
        agree(scene, check, at)
    taken = actions.begin_check(by=scene.carys.actor, check=check, at=at)
    assert taken.iqa_id == scene.carys.person.pk
    assert agree(scene, taken, at).state == "agreed"


# Returning


def test_a_returned_sheet_gets_a_new_version_and_the_learner_sees_nothing(scene, at):
    check = make_check(scene, opened=True)
    done = give_back(scene, check, at)
    assert (done.state, done.action_due_on) == ("returned", date(2026, 5, 20))
    assert state_of(check.sheet) == "iqa_returned"
    again = check.sheet.attempt.sheets.get(version=2)
    assert (again.state, again.released_at) == ("drafting", None)
    assert "session 3" in again.returned_reason


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"action": ""}, "action"),
        ({"due_on": None}, "due_on"),
        ({"due_on": date(2026, 5, 11)}, "due_on"),
        ({"password": "wrong"}, "password"),
    ],
)
def test_returning_is_refused_beside_the_field(scene, at, change, field):
    check = make_check(scene)
    with pytest.raises(Refused) as refusal:
        give_back(scene, check, at, **change)
    assert [r.field for r in refusal.value.reasons] == [field]
    assert state_of(check.sheet) == "in_iqa"


def test_the_version_after_a_return_is_always_checked_again(scene, at):
    low_risk(scene, at)
    check = make_check(scene, at=at - timedelta(days=1))
    give_back(scene, check, at)
    again = check.sheet.attempt.sheets.get(version=2)
    type(again).objects.filter(pk=again.pk).update(
        state="signed", outcome="pass", signed_by=scene.ben.person, signed_at=at, content_sha256="a" * 64
    )
    second = draw(scene, again, at)
    assert second.state == "selected"
    assert "returned the version before" in second.why["reasons"][0]


# The EQA


def release(cast, checks, at, **changes):
    asked = {"password": PASSWORD} | changes
    return actions.release_units(by=cast.eli.actor, sheets=[c.sheet_id for c in checks], at=at, **asked)


def test_the_eqa_releases_several_results_with_one_password(scene, at):
    activity = make_activity(scene)
    checks = make_many(scene, 3, state="agreed")
    releases = release(scene, checks[:2], at)
    assert [state_of(c.sheet) for c in checks] == ["ratified", "ratified", "released_provisional"]
    assert {r.activity_id for r in releases} == {activity.pk}
    assert [verbs(r) for r in releases] == [["eqa_release.released"]] * 2
    assert Outbox.objects.filter(kind__endswith="quality.events.UnitReleased").count() == 2


def test_one_result_that_cannot_be_released_stops_the_rest_and_is_named(scene, at):
    make_activity(scene)
    fit, unfit = make_many(scene, 1, state="agreed")[0], make_many(scene, 1, state="selected")[0]
    with pytest.raises(Refused, match="Lena Number1, unit 300") as refusal:
        release(scene, [fit, unfit], at)
    assert refusal.value.reasons[0].source == "R038"
    assert state_of(fit.sheet) == "released_provisional"


def test_a_result_without_a_declaration_is_not_released(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    attempt = check.sheet.attempt
    undeclared = type(attempt).objects.create(
        centre=scene.centre, registration=attempt.registration, unit=attempt.unit, number=9, state="closed"
    )
    sheet = make_sheet(
        scene, attempt.registration, attempt.unit, "pass", attempt=undeclared, state="released_provisional"
    )
    with pytest.raises(Refused) as refusal:
        release(scene, [make_check(scene, sheet=sheet, state="agreed")], at)
    assert [r.source for r in refusal.value.reasons] == ["R221"]


@pytest.mark.parametrize(
    "activity",
    [
        None,
        {"opens_on": date(2026, 5, 13)},
        {"opens_on": date(2026, 5, 1), "closes_on": date(2026, 5, 11)},
        {"state": "closed"},
    ],
)
def test_outside_an_open_activity_the_eqa_changes_nothing(scene, at, activity):
    if activity is not None:
        make_activity(scene, **activity)
    check = make_check(scene, state="agreed")
    for attempt in (
        lambda: release(scene, [check], at),
        lambda: actions.refuse_release(
            by=scene.eli.actor, sheet=check.sheet_id, reason="No.", password=PASSWORD, at=at
        ),
        lambda: actions.record_test(by=scene.eli.actor, sheet=check.sheet_id, verdict="agree", comment="", at=at),
    ):
        with pytest.raises(Denied, match="open activity"):
            attempt()
    assert state_of(check.sheet) == "released_provisional"


def test_another_eqas_activity_opens_nothing(scene, at):
    make_activity(scene, eqa=make_someone(scene.centre, "Noor Haddad", Role.EQA).person)
    with pytest.raises(Denied):
        release(scene, [make_check(scene, state="agreed")], at)


def test_a_refused_result_stays_provisional_and_can_be_released_once_it_is_put_right(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    refused = actions.refuse_release(
        by=scene.eli.actor, sheet=check.sheet_id, reason="The contract is not signed.", password=PASSWORD, at=at
    )
    assert state_of(check.sheet) == "released_provisional"
    assert verbs(refused) == ["eqa_release.refused"]
    release(scene, [check], at + timedelta(days=1))
    assert state_of(check.sheet) == "ratified"
    assert sorted(Release.objects.values_list("verdict", flat=True)) == ["refused", "released"]


@pytest.mark.parametrize(("change", "field"), [({"reason": " "}, "reason"), ({"password": "no"}, "password")])
def test_a_refusal_needs_its_reason_and_the_password(scene, at, change, field):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    asked = {"reason": "The contract is not signed.", "password": PASSWORD} | change
    with pytest.raises(Refused) as refusal:
        actions.refuse_release(by=scene.eli.actor, sheet=check.sheet_id, at=at, **asked)
    assert refusal.value.reasons[0].field == field
    assert not Release.objects.exists()


def test_releasing_needs_something_chosen_and_the_password(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    with pytest.raises(Refused, match="at least one"):
        release(scene, [], at)
    with pytest.raises(Refused) as refusal:
        release(scene, [check], at, password="wrong")
    assert refusal.value.reasons[0].field == "password"


def test_a_confirmed_result_is_not_released_again(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    release(scene, [check], at)
    with pytest.raises(Refused, match="confirmed already"):
        release(scene, [check], at)


def test_nobody_but_the_eqa_releases(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    for someone in (scene.asha, scene.ben, scene.carys, scene.dev, scene.gwen, scene.hana):
        with pytest.raises(Denied):
            actions.release_units(by=someone.actor, sheets=[check.sheet_id], password=PASSWORD, at=at)


def test_an_eqa_with_an_interest_in_the_learner_is_denied(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    Interest.objects.create(
        centre=scene.centre, person=scene.eli.person, other=scene.asha.person, nature="Cousins", declared_at=at
    )
    with pytest.raises(Denied, match="personal interest"):
        release(scene, [check], at)


def test_a_test_keeps_the_latest_word_and_the_ledger_keeps_both(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    asked = {"by": scene.eli.actor, "sheet": check.sheet_id}
    with pytest.raises(Refused) as refusal:
        actions.record_test(**asked, verdict="disagree", comment=" ", at=at)
    assert refusal.value.reasons[0].field == "comment"
    first = actions.record_test(**asked, verdict="cannot_confirm", comment="The file does not open.", at=at)
    actions.record_test(**asked, verdict="agree", comment="", at=at + timedelta(hours=1))
    assert EqaTest.objects.get().verdict == "agree"
    assert verbs(first) == ["eqa_test.cannot_confirm", "eqa_test.agree"]


def test_a_test_says_one_of_three_words(scene, at):
    make_activity(scene)
    check = make_check(scene, state="agreed")
    with pytest.raises(Refused):
        actions.record_test(by=scene.eli.actor, sheet=check.sheet_id, verdict="perhaps", comment="", at=at)


# The activity


def arrange(cast, at, **changes):
    asked = {
        "eqa": cast.eli.person.pk,
        "kind": "remote",
        "opens_on": date(2026, 5, 12),
        "closes_on": date(2026, 5, 15),
    } | changes
    return actions.open_activity(by=cast.dev.actor, at=at, **asked)


def test_a_manager_arranges_and_closes_an_activity(scene, at):
    activity = arrange(scene, at)
    check = make_check(scene, state="agreed")
    actions.record_test(by=scene.eli.actor, sheet=check.sheet_id, verdict="agree", comment="", at=at)
    actions.close_activity(by=scene.dev.actor, activity=activity, at=at)
    actions.close_activity(by=scene.dev.actor, activity=activity, at=at)
    assert verbs(activity) == ["eqa_activity.in_progress", "eqa_activity.closed"]
    with pytest.raises(Denied):
        actions.record_test(by=scene.eli.actor, sheet=check.sheet_id, verdict="agree", comment="", at=at)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"eqa": None}, "eqa"), ({"opens_on": None}, "opens_on"), ({"closes_on": date(2026, 5, 11)}, "closes_on")],
)
def test_an_activity_is_refused_beside_the_field(scene, at, change, field):
    with pytest.raises(Refused) as refusal:
        arrange(scene, at, **change)
    assert refusal.value.reasons[0].field == field
    assert not Activity.objects.exists()


def test_an_activity_is_for_an_eqa_without_another_seat_here(scene, at):
    with pytest.raises(Refused, match="is an EQA"):
        arrange(scene, at, eqa=scene.ben.person.pk)
    type(scene.eli.seat).objects.create(
        centre=scene.centre, person=scene.eli.person, role=Role.ASSESSOR, starts_on=date(2026, 1, 1)
    )
    with pytest.raises(Refused, match="also here as assessor"):
        arrange(scene, at)


def test_only_a_manager_arranges_an_activity(scene, at):
    for someone in (scene.asha, scene.ben, scene.carys, scene.eli, scene.gwen, scene.hana):
        with pytest.raises(Denied):
            actions.open_activity(
                by=someone.actor, eqa=scene.eli.person.pk, kind="remote", opens_on=at.date(), closes_on=at.date(), at=at
            )


def test_signing_draws_the_sample_by_itself(scene, at, commits):
    from touchstone.assessment.events import SheetSigned
    from touchstone.plumbing.events import publish

    sheet = signed(scene)
    with commits(), transaction.atomic():
        publish(
            SheetSigned(
                centre=scene.centre.pk, at=at, sheet=sheet.pk, registration=sheet.registration_id, unit=sheet.unit_id
            )
        )
    assert Check.objects.get(sheet=sheet).state == "selected"
