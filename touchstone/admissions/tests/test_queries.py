"""What each role sees of registrations, and at what cost."""

from datetime import date

import pytest

from touchstone.access.actors import Role
from touchstone.admissions import queries
from touchstone.admissions.models import Registration
from touchstone.admissions.tests.make import make_registration
from touchstone.centres.models import Competence
from touchstone.centres.tests.make import make_someone
from touchstone.plumbing.tenancy import within

TODAY = date(2026, 5, 12)


@pytest.fixture
def registration(northgate):
    return make_registration(northgate)


@pytest.mark.parametrize("who", ["asha", "ben", "carys", "dev", "eli", "gwen", "hana"])
def test_everybody_who_has_to_do_with_it_sees_it(northgate, registration, who):
    assert queries.registration_for(getattr(northgate, who).actor, registration.pk) == registration


def test_a_stranger_of_another_centre_sees_nothing(northgate, registration):
    for stranger in (northgate.fox, northgate.fox_staff):
        with within(northgate.other.pk), pytest.raises(Registration.DoesNotExist):
            queries.registration_for(stranger.actor, registration.pk)
        with pytest.raises(Registration.DoesNotExist):
            queries.registration_for(stranger.actor, registration.pk)


def test_another_learner_and_another_tutor_see_nothing(northgate, registration):
    for role in (Role.LEARNER, Role.TUTOR):
        other = make_someone(northgate.centre, "Ines Duarte", role)
        assert not queries.visible(other.actor).exists()


def test_an_assessor_sees_what_they_are_competent_for_and_no_more(northgate, registration):
    other = make_someone(northgate.centre, "Ines Duarte", Role.ASSESSOR)
    assert not queries.visible(other.actor).exists()
    Competence.objects.create(
        centre=northgate.centre,
        person=other.person,
        role=Role.ASSESSOR,
        qualification_number="8585-11",
        from_on=TODAY,
        approved_by=northgate.dev.person,
        approved_at=registration.prepared_at,
    )
    Competence.objects.update(from_on=date(2026, 1, 1))
    assert queries.visible(other.actor).exists()


def test_a_learners_current_registration_is_the_active_one(northgate, registration):
    make_registration(northgate, number="8585-21", state="draft", submitted_by=None, submitted_at=None)
    assert queries.current_registration(northgate.asha.actor) == registration
    assert queries.current_registration(northgate.ben.actor) is None


def test_a_completed_registration_stays_the_current_one_until_another_lives(northgate, registration):
    Registration.objects.update(state="completed")
    assert queries.current_registration(northgate.asha.actor) == registration


def test_states_are_filtered_as_they_stand_today(northgate):
    make_registration(northgate, expires_on=date(2026, 5, 11))
    make_registration(northgate, number="8585-21", expires_on=date(2026, 6, 1))
    found = {s: queries.listed(northgate.hana.actor, TODAY, state=s).count() for s in ("active", "expired", "expiring")}
    assert found == {"active": 1, "expired": 1, "expiring": 1}


def test_words_find_names_numbers_and_emails(northgate, registration):
    for words in ("asha", "Rao Asha", "ABC1234", "8585-11", northgate.asha.person.email):
        assert queries.search(northgate.hana.actor, words) == [registration]
    assert queries.search(northgate.hana.actor, "zzz") == []


def test_the_office_is_asked_for_what_waits(northgate):
    make_registration(northgate, state="checked", submitted_by=None, submitted_at=None)
    make_registration(northgate, number="8585-21", expires_on=date(2026, 6, 1))
    steps = queries.next_steps(northgate.dev.actor, TODAY)
    assert [s.button for s in steps] == ["Send", "Open"]
    assert steps[1].due_on == date(2026, 6, 1)
    assert queries.next_steps(northgate.ben.actor, TODAY) == []


@pytest.mark.parametrize("size", [3, 30])
def test_lists_and_steps_cost_the_same_at_every_size(northgate, django_assert_max_num_queries, size):
    for n in range(size):
        learner = make_someone(northgate.centre, f"Learner {n}", Role.LEARNER, email=f"l{n}@example.org")
        make_registration(northgate, learner=learner, state="checked", submitted_by=None, submitted_at=None)
    with django_assert_max_num_queries(1):
        for r in queries.page_of(queries.listed(northgate.hana.actor, TODAY)).rows:
            assert r.person.email
            assert r.qualification.title
    with django_assert_max_num_queries(2):
        assert len(queries.next_steps(northgate.dev.actor, TODAY)) == min(size, 10)


def test_pages_follow_one_another_without_gap_or_repeat(northgate, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for n in range(5):
        learner = make_someone(northgate.centre, f"Learner {n}", Role.LEARNER, email=f"l{n}@example.org")
        make_registration(northgate, learner=learner)
    seen, after = [], None
    for _ in range(3):
        page = queries.page_of(queries.listed(northgate.hana.actor, TODAY), after)
        seen += page.rows
        after = page.after
    assert after is None
    assert [r.pk for r in seen] == sorted((r.pk for r in seen), reverse=True)
    assert len({r.pk for r in seen}) == 5
