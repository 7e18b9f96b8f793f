"""Reading specifications: what comes back, for whom, and in how many statements."""

import pytest

from touchstone.catalogue.models import Unit
from touchstone.catalogue.queries import criteria_of, qualifications_offered, unit_tree
from touchstone.catalogue.tests.make import make_specification
from touchstone.plumbing.tenancy import within


def test_a_unit_comes_with_its_outcomes_and_criteria_in_three_statements(northgate, django_assert_num_queries):
    unit = make_specification(northgate).units.get(number="301")
    with django_assert_num_queries(3):
        tree = unit_tree(unit.pk)
    assert [branch.outcome.number for branch in tree.outcomes] == ["1", "2", "3"]
    assert [criterion.ref for criterion in tree.criteria] == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]


def test_a_unit_of_another_centre_is_not_found(northgate):
    unit = make_specification(northgate).units.first()
    with within(northgate.other.pk), pytest.raises(Unit.DoesNotExist):
        unit_tree(unit.pk)


def test_criteria_of_many_units_take_one_statement(northgate, django_assert_num_queries):
    units = [u.pk for u in make_specification(northgate).units.all()]
    with django_assert_num_queries(1):
        found = criteria_of(units)
        assert {c.outcome.number for c in found[units[0]]} == {"1", "2"}
    assert [len(found[pk]) for pk in units] == [4, 6, 6, 4]


def test_only_the_latest_version_is_offered(northgate, django_assert_num_queries):
    make_specification(northgate)
    newer = make_specification(northgate)
    make_specification(northgate, "8586")
    with django_assert_num_queries(2):
        offered = qualifications_offered(northgate.hana.actor)
        assert [place.unit.number for place in offered[0].places.all()] == ["300", "301", "303"]
    assert [q.number for q in offered] == ["8585-11", "8585-21", "8586-11", "8586-21"]
    assert offered[0].specification == newer


def test_a_learner_is_offered_nothing_here(northgate):
    make_specification(northgate)
    assert qualifications_offered(northgate.asha.actor) == []
