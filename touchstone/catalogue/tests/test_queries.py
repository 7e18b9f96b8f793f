"""Reading specifications: what comes back, for whom, and in how many statements."""

from datetime import date

import pytest

from touchstone.catalogue import rules
from touchstone.catalogue.actions import accept_upload
from touchstone.catalogue.models import Unit
from touchstone.catalogue.queries import (
    content_of,
    criteria_of,
    newest_specifications,
    next_steps,
    qualifications_offered,
    specification_for,
    unit_tree,
    upload_for,
)
from touchstone.catalogue.tests.make import make_specification, make_upload
from touchstone.kernel.errors import Denied
from touchstone.plumbing.tenancy import within

TODAY = date(2026, 5, 12)


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


def test_next_steps_name_what_waits_and_only_for_those_who_load(northgate, django_assert_max_num_queries):
    upload = make_upload(northgate)
    with django_assert_max_num_queries(2):
        (step,) = next_steps(northgate.dev.actor, TODAY)
    assert (step.url_name, step.url_args) == ("handbook_review", (upload.pk,))
    assert next_steps(northgate.ben.actor, TODAY) == []


def test_a_centre_without_a_handbook_is_led_to_load_one(northgate):
    assert [step.url_name for step in next_steps(northgate.hana.actor, TODAY)] == ["handbook_upload"]
    make_specification(northgate)
    assert next_steps(northgate.hana.actor, TODAY) == []


@pytest.mark.parametrize("versions", [1, 5])
def test_the_shelf_and_a_version_take_the_same_statements_at_any_size(northgate, versions, django_assert_num_queries):
    for _ in range(versions):
        latest = make_specification(northgate)
    with django_assert_num_queries(2):
        assert len(newest_specifications(northgate.ben.actor)) == 1
    with django_assert_num_queries(4):
        specification_for(northgate.ben.actor, latest.pk)
    with django_assert_num_queries(4):
        content_of(latest)


def test_a_version_read_back_says_what_was_accepted(northgate, at):
    upload = make_upload(northgate)
    specification = accept_upload(by=northgate.dev.actor, upload=upload, at=at)
    assert rules.differences(upload.content, content_of(specification)) == []


def test_those_who_may_not_read_are_denied(northgate):
    with pytest.raises(Denied):
        newest_specifications(northgate.asha.actor)
    with pytest.raises(Denied):
        upload_for(northgate.ben.actor, make_upload(northgate).pk)
