"""What each person sees, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from touchstone.access.actors import Role
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment import actions, queries
from touchstone.assessment.models import Assurance, Sheet, Unallocated
from touchstone.assessment.tests.make import make_sheet
from touchstone.centres.models import Competence
from touchstone.centres.tests.make import make_someone
from touchstone.plumbing.tenancy import within
from touchstone.portfolio.tests.make import make_attempt


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.fixture
def units(registration):
    return list(registration.units.order_by("position"))


def fill(northgate, count: int) -> list[Sheet]:
    """`count` more learners, each with one sheet for Ben, due a day apart."""
    made = []
    for n in range(count):
        learner = make_someone(northgate.centre, f"Learner {n}", Role.LEARNER, email=f"l{n}-{count}@example.org")
        own = make_registration(northgate, learner=learner)
        due_on = date(2026, 5, 1) + timedelta(days=n % 7)
        made.append(make_sheet(northgate, own, own.units.order_by("position")[0], due_on=due_on))
    return made


# ── The queue ─────────────────────────────────────────────────────────────


def test_the_queue_is_read_by_key_soonest_due_first_and_misses_nobody(northgate, registration, units):
    made = fill(northgate, 9)
    seen, after = [], None
    while True:
        page = queries.queue(northgate.ben.actor, after, limit=4)
        seen += page.rows
        after = page.after
        if after is None:
            break
    assert sorted(s.pk for s in seen) == sorted(s.pk for s in made)
    assert [s.due_on for s in seen] == sorted(s.due_on for s in seen)


@pytest.mark.parametrize("more", [2, 12])
def test_the_queue_costs_the_same_at_any_size(northgate, registration, more, django_assert_max_num_queries):
    fill(northgate, more)
    with django_assert_max_num_queries(2):
        page = queries.queue(northgate.ben.actor)
        assert len([(s.learner.name, s.unit.number, s.attempt.number, s.decided, s.total) for s in page.rows]) == more


def test_an_assessor_sees_their_own_queue_and_a_manager_all(northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0])
    other = make_someone(northgate.centre, "Ivor Novak", Role.ASSESSOR)
    assert [s.pk for s in queries.queue(northgate.ben.actor).rows] == [sheet.pk]
    assert [s.pk for s in queries.queue(northgate.dev.actor).rows] == [sheet.pk]
    for stranger in (other, northgate.asha, northgate.carys, northgate.eli, northgate.hana):
        assert queries.queue(stranger.actor).rows == []
    with within(northgate.other.pk):
        assert queries.queue(northgate.fox_staff.actor).rows == []


def test_a_signed_sheet_leaves_the_queue_and_stands_among_the_signed(northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "pass")
    assert queries.queue(northgate.ben.actor).rows == []
    assert [s.pk for s in queries.signed(northgate.ben.actor).rows] == [sheet.pk]
    assert queries.signed(northgate.asha.actor).rows == []


# ── Sheets, desk and signing page ─────────────────────────────────────────


def test_a_learner_finds_their_sheet_only_once_it_is_released(northgate, registration, units):
    secret = make_sheet(northgate, registration, units[0], "pass")
    open_ = make_sheet(northgate, registration, units[1], "pass", state="released_provisional")
    with pytest.raises(Sheet.DoesNotExist):
        queries.sheet_for(northgate.asha.actor, secret.pk)
    assert queries.sheet_for(northgate.asha.actor, open_.pk) == open_
    other = make_someone(northgate.centre, "Noor Haddad", Role.LEARNER)
    with pytest.raises(Sheet.DoesNotExist):
        queries.sheet_for(other.actor, open_.pk)


@pytest.mark.parametrize("pieces", [1, 8])
def test_a_criterion_opens_at_the_same_cost_however_much_was_submitted(
    northgate, registration, units, pieces, django_assert_max_num_queries
):
    from touchstone.portfolio.tests.make import make_evidence

    criteria = list(units[0].criteria.order_by("position"))
    for n in range(pieces):
        make_evidence(northgate, registration, f"Piece {n}", criteria=criteria)
    sheet = make_sheet(northgate, registration, units[0])
    with django_assert_max_num_queries(6):
        desk = queries.desk(northgate.ben.actor, sheet.pk, "1.2")
        assert [pin.item.label for pin in desk.pins] == [f"E{n}" for n in range(1, pieces + 1)]
        assert (desk.before.criterion.ref, desk.after.criterion.ref) == ("1.1", "2.1")
        assert desk.now.criterion.outcome.number == "1"


def test_the_desk_is_the_allocated_assessors_alone(northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0])
    for someone in (northgate.asha, northgate.carys, northgate.dev, northgate.eli, northgate.hana):
        with pytest.raises(Sheet.DoesNotExist):
            queries.desk(someone.actor, sheet.pk, "1.1")
    with pytest.raises(Sheet.DoesNotExist):
        queries.desk(northgate.ben.actor, sheet.pk, "9.9")


def test_the_desk_shows_what_was_said_of_the_criterion_last_time(northgate, registration, units, at):
    make_sheet(northgate, registration, units[0], "referral", state="released_provisional", referred=("1.2",))
    second = make_attempt(northgate, registration, units[0], at=at)
    again = make_sheet(northgate, registration, units[0], attempt=second)
    desk = queries.desk(northgate.ben.actor, again.pk, "1.2")
    assert [(d.sheet.attempt.number, d.outcome, d.feedback) for d in desk.earlier] == [
        (1, "referral", "What I saw of 1.2 in your work.")
    ]


def test_the_signing_page_lists_every_gap_and_who_may_not_sign(northgate, registration, units, at):
    sheet = make_sheet(northgate, registration, units[0])
    page = queries.signing_page(northgate.ben.actor, sheet.pk, at.date())
    assert [gap.ref for gap in page.gaps] == ["1.1", "1.2", "2.1", "2.2"]
    assert (page.outcome, page.bars) == (None, ())
    Competence.objects.filter(person=northgate.ben.person).update(status="suspended")
    assert len(queries.signing_page(northgate.ben.actor, sheet.pk, at.date()).bars) == 1


# ── Results ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["drafting", "signed", "in_iqa", "iqa_agreed", "iqa_returned", "not_sampled"])
def test_a_learner_sees_nothing_of_a_decision_before_release(northgate, registration, units, state):
    passed = make_sheet(northgate, registration, units[0], "pass", state=state)
    referred = make_sheet(northgate, registration, units[1], "referral", state=state)
    rows = queries.results(northgate.asha.actor)
    assert {s.pk for s in rows} == {passed.pk, referred.pk}
    assert {(s.shown, s.outcome) for s in rows} == {(rows[0].shown, "")}
    for sheet in (passed, referred):
        with pytest.raises(Sheet.DoesNotExist):
            queries.result_for(northgate.asha.actor, sheet.pk)


def test_a_released_result_comes_with_feedback_and_the_day_to_appeal_by(northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "referral", state="released_provisional", referred=("2.1",))
    found = queries.result_for(northgate.asha.actor, sheet.pk)
    assert found.shown.words == "Referral"
    assert [(d.criterion.ref, d.reason) for d in found.not_met] == [("2.1", "The second example is not there yet.")]
    assert found.appeal_by == date(2026, 6, 8)  # twenty working days after 10 May; 25 May is a bank holiday


def test_results_are_the_learners_own(northgate, registration, units):
    sheet = make_sheet(northgate, registration, units[0], "pass", state="released_provisional")
    for someone in (northgate.ben, northgate.carys, northgate.dev):
        assert queries.results(someone.actor) == []
        with pytest.raises(Sheet.DoesNotExist):
            queries.result_for(someone.actor, sheet.pk)


def test_the_latest_attempt_says_where_a_unit_stands(northgate, registration, units, at, django_assert_max_num_queries):
    make_sheet(northgate, registration, units[0], "referral", state="released_provisional")
    again = make_sheet(
        northgate, registration, units[0], "pass", "ratified", make_attempt(northgate, registration, units[0], at=at)
    )
    make_sheet(northgate, registration, units[1], "pass")
    with django_assert_max_num_queries(1):
        found = queries.unit_standings([registration.pk])
    first, second = found[registration.pk, units[0].pk], found[registration.pk, units[1].pk]
    assert (first.sheet, first.attempt, first.shown.words) == (again.pk, 2, "Confirmed")
    assert (first.is_passed, first.is_confirmed) == (True, True)
    assert (second.shown.words, second.is_passed, second.is_confirmed) == (
        "With Ben, feedback due 19 May",
        False,
        False,
    )
    assert (registration.pk, units[2].pk) not in found


# ── Papers ────────────────────────────────────────────────────────────────


def test_the_paper_has_every_field_of_the_sheet_and_both_outcomes(northgate, registration, units, at):
    sheet = make_sheet(northgate, registration, units[0], "referral", state="in_iqa", referred=("2.2",))
    actions.note_agreed(by=northgate.carys.actor, sheet=sheet, at=at, remarks={"2": "Fair and clear."})
    facts = queries.sheet_facts(northgate.ben.actor, queries.sheet_for(northgate.ben.actor, sheet.pk))
    assert (facts.centre_number, facts.learner_name, facts.learner_registration_number) == (
        "012345",
        "Asha Rao",
        "ABC1234",
    )
    assert (facts.assessor.outcome, facts.assessor.name) == ("Referral", "Ben Okafor")
    assert (facts.quality_assurer.outcome, facts.quality_assurer.name) == ("Referral", "Carys Llewellyn")
    assert [outcome.qa_comments for outcome in facts.outcomes] == ["", "Fair and clear."]
    last = facts.outcomes[1].criteria[1]
    assert (last.ref, last.outcome) == ("2.2", "Referral")
    assert "Not yet met: The second example is not there yet." in last.feedback
    assert facts.status == "Referral (provisional), IQA agreed, not released"
    assert Assurance.objects.count() == 1


def test_the_paper_names_the_moments_in_a_recording(northgate, registration, units):
    from touchstone.portfolio.tests.make import make_evidence, make_mapping

    criteria = list(units[0].criteria.order_by("position"))
    talk = make_evidence(northgate, registration, "Discussion", media_type="audio/mpeg", file_name="talk.mp3")
    make_mapping(talk, criteria[0], second=754)
    sheet = make_sheet(northgate, registration, units[0], "pass")
    facts = queries.sheet_facts(northgate.ben.actor, queries.sheet_for(northgate.ben.actor, sheet.pk))
    assert facts.outcomes[0].criteria[0].time_counters == ("12:34",)
    assert facts.outcomes[0].criteria[1].time_counters == ()


# ── Next steps ────────────────────────────────────────────────────────────


def test_each_role_is_told_what_waits_for_it(northgate, registration, units, at):
    make_sheet(northgate, registration, units[0], returned_reason="Say more of 1.2.")
    make_sheet(northgate, registration, units[1], "pass", state="released_provisional")
    waiting = make_attempt(northgate, registration, units[2])
    Unallocated.objects.create(
        centre=northgate.centre,
        attempt=waiting,
        registration=registration,
        unit=units[2],
        why="Nobody is named.",
        since=at,
    )
    steps = {name: queries.next_steps(getattr(northgate, name).actor, date(2026, 5, 20)) for name in
             ("ben", "dev", "asha", "carys", "eli", "gwen", "hana")}  # fmt: skip
    assert [(s.url_name, s.why, s.due_on) for s in steps["ben"]] == [("desk", "Say more of 1.2.", date(2026, 5, 19))]
    assert [s.url_name for s in steps["dev"]] == ["allocate", "queue"]
    assert [(s.url_name, s.title) for s in steps["asha"]] == [("result", "Unit 301: Pass (provisional)")]
    assert [steps[name] for name in ("carys", "eli", "gwen", "hana")] == [[], [], [], []]


def test_next_steps_are_ten_at_most_and_cost_one_statement(northgate, django_assert_max_num_queries):
    fill(northgate, 12)
    with django_assert_max_num_queries(1):
        assert len(queries.next_steps(northgate.ben.actor, date(2026, 5, 20))) == 10


def test_a_result_stays_among_the_next_steps_only_while_it_asks_for_something(northgate, registration, units, at):
    def titles(today: date) -> list[str]:
        return [s.title for s in queries.next_steps(northgate.asha.actor, today)]

    make_sheet(northgate, registration, units[0], "referral", state="released_provisional")
    make_sheet(northgate, registration, units[1], "pass", state="released_provisional")
    assert sorted(titles(date(2026, 5, 20))) == ["Unit 300: Referral", "Unit 301: Pass (provisional)"]
    assert titles(date(2026, 6, 20)) == ["Unit 300: Referral"]
    make_sheet(northgate, registration, units[0], attempt=make_attempt(northgate, registration, units[0], at=at))
    assert titles(date(2026, 6, 20)) == []
