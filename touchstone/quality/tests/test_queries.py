"""What each reader sees, and how many statements it takes at two sizes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from touchstone.access.actors import Role, system
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment import queries as assessment
from touchstone.centres.tests.make import make_someone
from touchstone.kernel.errors import Denied
from touchstone.plumbing.tenancy import within
from touchstone.quality import actions, queries
from touchstone.quality.models import Check
from touchstone.quality.tests.make import (
    make_activity,
    make_check,
    make_many,
    make_release,
    make_second_iqa,
    make_seen,
    make_test,
)

TODAY = date(2026, 5, 12)


def test_open_checks_come_by_their_due_day_and_page_by_key(northgate, monkeypatch):
    monkeypatch.setitem(queries.checks.__globals__, "PAGE", 2)
    several = make_many(northgate, 5)
    for number, check in enumerate(several):
        Check.objects.filter(pk=check.pk).update(due_on=TODAY + timedelta(days=[3, 1, 1, 5, 0][number]))
    found, after = [], None
    for _ in range(3):
        page = queries.checks(northgate.carys.actor, "open", TODAY, after)
        found += [row.check.due_on for row in page.rows]
        after = page.next
    assert found == sorted(found)
    assert len(found) == 5
    assert after is None


def test_a_filter_shows_only_its_own_states(northgate):
    states = ["selected", "agreed", "agreed_with_advice", "returned", "not_sampled"]
    for state in states:
        make_many(northgate, 1, state=state)
    shown = {
        name: {row.check.state for row in queries.checks(northgate.carys.actor, name, TODAY).rows}
        for name in ("open", "agreed", "returned", "not_sampled")
    }
    assert shown == {
        "open": {"selected"},
        "agreed": {"agreed", "agreed_with_advice"},
        "returned": {"returned"},
        "not_sampled": {"not_sampled"},
    }


def test_an_overdue_check_is_marked_and_a_search_finds_by_name_and_unit(northgate):
    make_check(northgate, due_on=TODAY - timedelta(days=1))
    row = queries.checks(northgate.carys.actor, "open", TODAY).rows[0]
    assert row.is_overdue
    for q, hits in (("asha", 1), ("rao 300", 1), ("ABC1234", 1), ("okafor", 1), ("nobody", 0)):
        assert len(queries.checks(northgate.carys.actor, "open", TODAY, q=q).rows) == hits


def test_the_list_says_which_checks_are_not_for_the_reader(northgate):
    registration = make_registration(northgate, tutor=northgate.carys.person)
    make_check(northgate, registration)
    assert "You tutor" in queries.checks(northgate.carys.actor, "open", TODAY).rows[0].bars[0]
    assert queries.checks(make_second_iqa(northgate).actor, "open", TODAY).rows[0].bars == []


def test_those_who_do_not_check_read_no_checks(northgate):
    check = make_check(northgate)
    for someone in (northgate.asha, northgate.ben, northgate.gwen, northgate.hana, northgate.eli):
        with pytest.raises(Denied):
            queries.checks(someone.actor, "open", TODAY)
        with pytest.raises(Denied):
            queries.check_for(someone.actor, check.pk)


def test_another_centre_finds_no_check(northgate):
    check = make_check(northgate)
    stranger = make_someone(northgate.other, "Ffion Marlowe", Role.IQA)
    with within(northgate.other.pk), pytest.raises(Check.DoesNotExist):
        queries.check_for(stranger.actor, check.pk)


def test_the_page_of_a_check_shows_decisions_with_their_evidence_and_hides_other_texts(northgate):
    check = make_check(northgate, outcome="referral")
    page = queries.check_page(northgate.carys.actor, queries.check_for(northgate.carys.actor, check.pk))
    assert [len(view.criteria) for view in page.outcomes] == [2, 2]
    assert page.item is None
    assert page.criteria[-1].decision.outcome == "referral"
    assert page.criteria[0].spots[0].item.label == "E1"
    opened = queries.check_page(northgate.carys.actor, check, page.items[0].pk)
    assert "I met my client" in opened.item.text


def test_took_part_holds_assessors_of_every_attempt_and_nobody_else(northgate):
    registration = make_registration(northgate)
    unit, other_unit = registration.units.order_by("position")[:2]
    idris = make_someone(northgate.centre, "Idris Vaughan", Role.ASSESSOR)
    from touchstone.assessment.tests.make import make_sheet

    make_sheet(northgate, registration, unit, "referral", state="released_provisional", assessor=idris)
    make_check(northgate, registration, other_unit)
    check = make_check(northgate, registration, unit)
    assert queries.took_part([check.sheet_id])[check.sheet_id] == {idris.person.pk, northgate.ben.person.pk}


def test_a_learner_sees_nothing_before_release_and_the_result_after(northgate, at):
    northgate.carys.person.set_password("a long enough secret")
    northgate.carys.person.save()
    check = make_check(northgate, opened=True)
    asha = northgate.asha.actor
    with pytest.raises(type(check.sheet).DoesNotExist):
        assessment.sheet_for(asha, check.sheet_id)
    actions.agree(by=northgate.carys.actor, check=check, qa_outcome="pass", password="a long enough secret", at=at)
    assert assessment.sheet_for(asha, check.sheet_id).state == "released_provisional"
    assert queries.next_steps(asha, TODAY) == []


# The EQA


def test_an_eqa_reads_inside_an_activity_and_thirty_days_after(northgate):
    eli = northgate.eli.actor
    with pytest.raises(queries.NotNow):
        queries.require_readable(eli, TODAY)
    make_activity(northgate, date(2026, 5, 1), date(2026, 5, 8))
    assert queries.require_readable(eli, TODAY)
    assert not queries.overview(eli, TODAY).is_open
    with pytest.raises(queries.NotNow):
        queries.require_readable(eli, date(2026, 6, 8))
    with pytest.raises(queries.NotNow):
        queries.eqa_item(eli, make_check(northgate).sheet_id, date(2026, 6, 8))


def test_the_room_counts_what_waits_and_what_was_said(northgate):
    activity = make_activity(northgate)
    waiting = make_many(northgate, 3, state="agreed")
    make_many(northgate, 2)
    make_release(northgate, waiting[0].sheet, "refused", activity)
    make_test(northgate, activity, waiting[1].sheet, "disagree")
    overview = queries.overview(northgate.eli.actor, TODAY)
    assert (overview.waiting, overview.in_iqa, overview.released, overview.tested) == (3, 2, 0, 1)
    assert overview.is_open
    rows = {row.check.pk: (row.word, row.tested) for row in queries.results(northgate.eli.actor).rows}
    assert rows == {
        waiting[0].pk: ("refused", ""),
        waiting[1].pk: ("", "disagree"),
        waiting[2].pk: ("", ""),
    }
    assert [t.sheet_id for t in queries.tested(activity)] == [waiting[1].sheet_id]


def test_results_narrow_by_word_outcome_and_search(northgate):
    eli = northgate.eli.actor
    make_activity(northgate)
    fit = make_check(northgate, state="agreed")
    referred = make_many(northgate, 1, state="not_sampled", outcome="referral")[0]
    inside = make_many(northgate, 1)[0]
    assert {r.check.pk for r in queries.results(eli, "waiting").rows} == {fit.pk, referred.pk}
    assert [r.check.pk for r in queries.results(eli, "waiting", outcome="pass").rows] == [fit.pk]
    assert [r.check.pk for r in queries.results(eli, "waiting", q="asha").rows] == [fit.pk]
    assert [r.check.pk for r in queries.results(eli, "unsampled").rows] == [referred.pk]
    assert {r.check.pk for r in queries.results(eli, "all").rows} == {fit.pk, referred.pk, inside.pk}
    assert queries.results(eli, "released").rows == []


def test_other_rooms_learn_of_confirmations_checks_and_refusals(northgate):
    activity = make_activity(northgate)
    checks = make_many(northgate, 3, state="agreed")
    sheets = [c.sheet_id for c in checks]
    make_release(northgate, checks[0].sheet, "released", activity)
    make_release(northgate, checks[1].sheet, "refused", activity)
    confirmed = queries.confirmations(sheets)
    assert set(confirmed) == {sheets[0]}
    assert confirmed[sheets[0]].released_by_name == "Eli Brandt"
    assert set(queries.refused_since(sheets)) == {sheets[1]}
    make_release(northgate, checks[1].sheet, "released", activity)
    assert queries.refused_since(sheets) == {}
    assert queries.checked_for(sheets)[sheets[2]].iqa == northgate.carys.person


# Next steps


def test_an_iqa_is_asked_for_the_checks_that_they_may_make(northgate):
    mine = make_check(northgate, due_on=TODAY)
    make_check(northgate, make_registration(northgate, "8586-11", tutor=northgate.carys.person))
    make_many(northgate, 1, state="in_review", iqa=make_second_iqa(northgate))
    steps = queries.next_steps(northgate.carys.actor, TODAY)
    assert [s.url_args for s in steps] == [(mine.pk,)]
    assert steps[0].due_on == TODAY
    make_many(northgate, 12)
    assert len(queries.next_steps(northgate.carys.actor, TODAY)) == 10


def test_an_eqa_is_asked_for_a_release_only_inside_an_activity(northgate):
    make_many(northgate, 2, state="agreed")
    assert queries.next_steps(northgate.eli.actor, TODAY) == []
    make_activity(northgate)
    assert [s.title for s in queries.next_steps(northgate.eli.actor, TODAY)] == ["Release 2 results"]


def test_a_manager_is_asked_to_arrange_an_activity_while_results_wait(northgate):
    assert queries.next_steps(northgate.dev.actor, TODAY) == []
    make_check(northgate, state="agreed")
    assert [s.url_name for s in queries.next_steps(northgate.dev.actor, TODAY)] == ["eqa_activities"]
    make_activity(northgate)
    assert queries.next_steps(northgate.dev.actor, TODAY) == []


def test_nobody_else_has_steps_here(northgate):
    make_check(northgate)
    for someone in (northgate.asha, northgate.ben, northgate.gwen, northgate.hana):
        assert queries.next_steps(someone.actor, TODAY) == []
    assert queries.next_steps(system(northgate.centre.pk), TODAY) == []


# Statements, at two sizes


@pytest.mark.parametrize("size", [2, 12])
def test_statements_stay_the_same_at_every_size(northgate, size, django_assert_max_num_queries):
    carys, eli, dev = northgate.carys.actor, northgate.eli.actor, northgate.dev.actor
    activity = make_activity(northgate)
    checks = make_many(northgate, size) + make_many(northgate, size, state="agreed")
    for check in checks[:size]:
        make_seen(northgate, check, northgate.carys)
    for check in checks[size:]:
        make_test(northgate, activity, check.sheet)
    with django_assert_max_num_queries(2):
        queries.checks(carys, "open", TODAY)
    with django_assert_max_num_queries(1):
        queries.sample(carys)
    with django_assert_max_num_queries(2):
        queries.next_steps(carys, TODAY)
    with django_assert_max_num_queries(2):
        queries.next_steps(eli, TODAY)
    with django_assert_max_num_queries(2):
        queries.next_steps(dev, TODAY)
    with django_assert_max_num_queries(5):
        queries.overview(eli, TODAY)
    with django_assert_max_num_queries(1):
        queries.results(eli)
    with django_assert_max_num_queries(1):
        queries.tested(activity)
    item = checks[0].sheet.attempt.items.first().pk
    with django_assert_max_num_queries(10):
        queries.check_page(carys, queries.check_for(carys, checks[0].pk), item)
    with django_assert_max_num_queries(11):
        queries.eqa_item(eli, checks[-1].sheet_id, TODAY)
