"""What each role sees, and in how many statements at any size."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from touchstone.admissions.tests.make import make_registration
from touchstone.portfolio import queries
from touchstone.portfolio.models import Attempt, Evidence, FrozenItem
from touchstone.portfolio.tests.make import make_attempt, make_carried, make_evidence, make_mapping

MOST_STATEMENTS = 15


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.fixture
def unit(registration):
    return registration.units.order_by("position").first()


def fill(cast, registration, pieces):
    criteria = [c for u in registration.units.all() for c in u.criteria.all()]
    for n in range(pieces):
        make_evidence(cast, registration, f"Piece {n}", criteria=criteria[n % 5 :: 5])


@pytest.mark.parametrize("pieces", [3, 30])
@pytest.mark.parametrize(
    "name", ["portfolio", "matrix", "units", "submissions", "unit", "submit", "declare", "evidence"]
)
def test_a_page_asks_at_most_fifteen_times_at_every_size(
    northgate, as_person, registration, unit, django_assert_max_num_queries, name, pieces
):
    fill(northgate, registration, pieces)
    piece = Evidence.objects.first()
    args = {"unit": [unit.pk], "submit": [unit.pk], "declare": [unit.pk], "evidence": [piece.pk]}.get(name, [])
    client = as_person(northgate.asha)
    client.get(reverse("help"))
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(reverse(name, args=args))


@pytest.mark.parametrize("name", ["portfolio", "matrix", "unit"])
def test_a_page_asks_as_often_for_thirty_pieces_as_for_three(northgate, as_person, registration, unit, name):
    args = [unit.pk] if name == "unit" else []
    counts = []
    for pieces in (3, 27):
        fill(northgate, registration, pieces)
        client = as_person(northgate.asha)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(name, args=args))
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_long_portfolio_is_read_page_by_page(northgate, registration):
    fill(northgate, registration, 7)
    first = queries.page_of_evidence(northgate.asha.actor, registration, limit=5)
    second = queries.page_of_evidence(northgate.asha.actor, registration, after=first.after, limit=5)
    assert [p.number for p in first.rows + second.rows] == [7, 6, 5, 4, 3, 2, 1]
    assert second.after == ""


def test_a_stranger_sees_nothing(northgate, registration, unit):
    piece = make_evidence(northgate, registration)
    attempt = make_attempt(northgate, registration, unit)
    for stranger in (northgate.fox.actor, northgate.fox_staff.actor):
        assert queries.page_of_evidence(stranger, registration).rows == []
        assert queries.matrix(stranger, registration).units == ()
        assert queries.progress(stranger, registration) == []
        assert queries.items_of(stranger, attempt) == []
        assert queries.frozen_mappings(stranger, attempt) == []
        with pytest.raises(Evidence.DoesNotExist):
            queries.evidence_for(stranger, piece.pk)
        with pytest.raises(Attempt.DoesNotExist):
            queries.attempt_for(stranger, attempt.pk)
        with pytest.raises(FrozenItem.DoesNotExist):
            queries.frozen_item_for(stranger, attempt.items.first().pk)


def test_another_learner_of_the_centre_sees_nothing(northgate, registration):
    from touchstone.access.actors import Role
    from touchstone.centres.tests.make import make_someone

    other = make_someone(northgate.centre, "Ines Duarte", Role.LEARNER)
    piece = make_evidence(northgate, registration)
    with pytest.raises(Evidence.DoesNotExist):
        queries.evidence_for(other.actor, piece.pk)
    with pytest.raises(ObjectDoesNotExist):
        queries.portfolio_registration(other.actor, str(registration.pk))


def test_removed_evidence_is_not_found(northgate, registration, at):
    from touchstone.portfolio import actions

    piece = make_evidence(northgate, registration)
    actions.remove_evidence(by=northgate.asha.actor, evidence=piece, at=at)
    with pytest.raises(Evidence.DoesNotExist):
        queries.evidence_for(northgate.asha.actor, piece.pk)


def test_the_matrix_names_its_gaps(northgate, registration, unit):
    first, *rest = unit.criteria.order_by("position")
    piece = make_evidence(northgate, registration)
    make_mapping(piece, first, page=3, note="goal")
    found = queries.matrix(northgate.asha.actor, registration, [unit.pk])
    assert found.cells[piece.pk, first.pk].pinpoints == 2
    assert list(found.gaps(unit.pk)) == rest


def test_progress_tells_nothing_of_a_decision(northgate, registration, unit):
    attempt = make_attempt(northgate, registration, unit, state="assessed")
    [found, *_] = queries.progress(northgate.asha.actor, registration)
    assert found.state == "with_assessor"
    assert found.is_waiting
    Attempt.objects.filter(pk=attempt.pk).update(state="closed")
    make_carried(attempt, unit.criteria.all())
    [found, *_] = queries.progress(northgate.asha.actor, registration)
    assert found.is_passed


def test_the_first_step_is_the_first_piece(northgate, registration, at):
    steps = queries.next_steps(northgate.asha.actor, at.date())
    assert [s.title for s in steps] == ["Add your first piece of evidence"]
    assert queries.next_steps(northgate.ben.actor, at.date()) == []


def test_the_next_steps_name_gaps_then_the_submission(northgate, registration, unit, at):
    first, *rest = unit.criteria.order_by("position")
    piece = make_evidence(northgate, registration, criteria=[first])
    titles = [s.title for s in queries.next_steps(northgate.asha.actor, at.date())]
    assert f"Find evidence for unit {unit.number}: {', '.join(c.ref for c in rest[:4])}" in titles
    for criterion in rest:
        make_mapping(piece, criterion)
    assert f"Submit unit {unit.number}" in [s.title for s in queries.next_steps(northgate.asha.actor, at.date())]
    make_attempt(northgate, registration, unit)
    assert not any(unit.number in s.title for s in queries.next_steps(northgate.asha.actor, at.date()))


def test_what_came_back_is_to_be_mended(northgate, registration, unit, at):
    from touchstone.portfolio import actions

    attempt = make_attempt(northgate, registration, unit)
    actions.return_unassessed(by=northgate.ben.actor, attempt=attempt, reason="E1 is blank.", at=at)
    [step] = [s for s in queries.next_steps(northgate.asha.actor, at.date()) if unit.number in s.title]
    assert "E1 is blank." in step.why


def test_evidence_is_found_by_its_title_its_words_and_its_number(northgate, registration):
    plan = make_evidence(northgate, registration, "Plan of sessions", body="The goal is clear.")
    talk = make_evidence(northgate, registration, "Talk", body="She said yes.")
    asha = northgate.asha.actor
    assert queries.search(asha, "plan", 10) == [plan]
    assert queries.search(asha, "YES", 10) == [talk]
    assert queries.search(asha, "E2", 10) == [talk]
    assert queries.search(asha, "x", 10) == []
    assert queries.search(northgate.fox.actor, "plan", 10) == []
