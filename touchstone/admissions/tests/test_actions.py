"""Registrations from draft to the end: who may, and what stands in the way."""

from datetime import date, timedelta

import pytest

from touchstone.access.actors import Role
from touchstone.admissions import actions
from touchstone.admissions.events import RegistrationConfirmed
from touchstone.admissions.models import Registration
from touchstone.admissions.tests.make import make_registration
from touchstone.audit.models import Entry
from touchstone.catalogue.tests.make import make_specification
from touchstone.centres.models import Approval, Interest, Invitation, Person
from touchstone.centres.tests.make import make_someone
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.models import Outbox

PAPERS = {
    "identity_kind": "passport",
    "identity_seen_on": date(2026, 5, 11),
    "privacy_notice_on": date(2026, 5, 11),
    "initial_assessment_on": date(2026, 5, 8),
}


@pytest.fixture
def award(northgate):
    return make_specification(northgate).qualifications.get(number="8585-11")


@pytest.fixture
def prepare(northgate, award, at):
    """Prepares a registration of Asha by Hana, with other facts where given."""

    def go(by=None, units=None, when=at, qualification=award, **facts):
        learner = actions.Learner(
            **{
                "email": northgate.asha.person.email,
                "given_name": "Asha",
                "family_name": "Rao",
                "born_on": date(1990, 3, 14),
            }
            | facts
        )
        chosen = [p.unit_id for p in qualification.places.all()] if units is None else units
        return actions.prepare(
            by=by or northgate.hana.actor, learner=learner, qualification=qualification, units=chosen, at=when
        )

    return go


def fields(refused) -> set:
    return {reason.field for reason in refused.value.reasons}


def test_a_registration_goes_from_draft_to_active_by_two_people(northgate, prepare, at):
    hana, dev = northgate.hana.actor, northgate.dev.actor
    r = prepare()
    assert (r.state, r.qualification_number, r.units.count()) == ("draft", "8585-11", 3)
    r = actions.check(by=hana, registration=r, at=at, **PAPERS)
    r = actions.submit(by=dev, registration=r, at=at)
    r = actions.confirm(by=hana, registration=r, enr=" ABC9 ", confirmed_on=date(2026, 5, 12), at=at)
    r.refresh_from_db()
    assert (r.state, r.enr, r.expires_on) == ("active", "ABC9", date(2029, 5, 12))
    verbs = list(Entry.objects.filter(subject=r.pk).order_by("sequence").values_list("verb", flat=True))
    assert verbs == [f"registration.{s}" for s in ("draft", "checked", "submitted", "confirmed", "active")]
    assert Outbox.objects.get().kind.endswith(RegistrationConfirmed.__name__)


def test_the_ledger_holds_no_name_and_no_birthday(prepare):
    prepare()
    written = str(list(Entry.objects.values_list("facts", "reason")))
    assert "Asha" not in written
    assert "1990" not in written


def test_somebody_new_is_invited_and_cannot_sign_in_before(northgate, prepare):
    r = prepare(email="Noor.Haddad@Example.org", given_name="Noor", family_name="Haddad")
    assert r.person.email == "noor.haddad@example.org"
    assert not r.person.has_usable_password()
    assert Invitation.objects.get().role == Role.LEARNER
    assert Person.objects.filter(email__iexact="noor.haddad@example.org").count() == 1


def test_a_learner_with_a_seat_is_not_invited_again(prepare):
    prepare()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["asha", "ben", "carys", "gwen", "eli"])
def test_only_the_office_prepares(northgate, prepare, who):
    with pytest.raises(Denied):
        prepare(by=getattr(northgate, who).actor)


def test_a_learner_under_sixteen_is_refused_beside_the_date_of_birth(prepare):
    with pytest.raises(Refused) as refused:
        prepare(born_on=date(2010, 5, 13))
    assert fields(refused) == {"born_on"}
    assert prepare(born_on=date(2010, 5, 12)).state == "draft"


def test_units_that_break_the_rule_of_combination_are_refused(prepare, award):
    with pytest.raises(Refused) as refused:
        prepare(units=[p.unit_id for p in award.places.all()][:2])
    assert fields(refused) == {"units"}


def test_a_wrong_learner_number_is_refused_and_a_right_one_kept(prepare):
    with pytest.raises(Refused) as refused:
        prepare(uln="9276308687")
    assert fields(refused) == {"uln"}
    assert prepare(uln="9276308686").uln == "9276308686"


def test_a_second_live_registration_is_refused_with_a_link_to_the_first(northgate, prepare):
    first = make_registration(northgate)
    with pytest.raises(Refused) as refused:
        prepare()
    assert refused.value.reasons[0].url_args == (first.pk,)


def test_nobody_registers_themselves(northgate, prepare):
    with pytest.raises(Refused):
        prepare(email=northgate.hana.person.email)


@pytest.mark.parametrize(
    "change",
    [
        {"last_registration_on": date(2026, 5, 11)},
        {"withdrawn_on": date(2026, 5, 12)},
        {"quality_rating": "3a"},
        {"quality_rating": "04"},
        {"quality_rating": "05"},
        {"approved_on": date(2026, 5, 13)},
    ],
)
def test_a_qualification_that_may_not_be_registered_on_is_refused(prepare, change):
    Approval.objects.filter(qualification_number="8585-11").update(**change)
    with pytest.raises(Refused) as refused:
        prepare()
    assert fields(refused) == {"qualification"}


@pytest.mark.parametrize("change", [{"last_registration_on": date(2026, 5, 12)}, {"quality_rating": "3b"}])
def test_a_last_day_that_is_today_and_a_stop_of_certification_still_let_register(prepare, change):
    Approval.objects.filter(qualification_number="8585-11").update(**change)
    assert prepare().state == "draft"


def test_papers_of_tomorrow_are_refused(northgate, prepare, at):
    r = prepare()
    with pytest.raises(Refused) as refused:
        actions.check(
            by=northgate.hana.actor, registration=r, at=at, **PAPERS | {"identity_seen_on": date(2026, 5, 13)}
        )
    assert fields(refused) == {"identity_seen_on"}


def test_whoever_prepared_it_does_not_send_it(northgate, prepare, at):
    r = actions.check(by=northgate.hana.actor, registration=prepare(), at=at, **PAPERS)
    with pytest.raises(Refused, match="second person"):
        actions.submit(by=northgate.hana.actor, registration=r, at=at)
    assert actions.submit(by=northgate.dev.actor, registration=r, at=at).state == "submitted"


def test_a_draft_is_not_sent_before_its_papers_are_checked(northgate, prepare, at):
    with pytest.raises(Refused):
        actions.submit(by=northgate.dev.actor, registration=prepare(), at=at)


def test_sending_asks_again_whether_the_qualification_is_open(northgate, prepare, at):
    r = actions.check(by=northgate.hana.actor, registration=prepare(), at=at, **PAPERS)
    Approval.objects.filter(qualification_number="8585-11").update(quality_rating="3a")
    with pytest.raises(Refused, match="suspended"):
        actions.submit(by=northgate.dev.actor, registration=r, at=at)


def test_nobody_acts_on_their_own_registration(northgate, at):
    own = make_registration(northgate, learner=northgate.dev, submitted_by=None, state="checked")
    with pytest.raises(Denied, match="own"):
        actions.submit(by=northgate.dev.actor, registration=own, at=at)


def test_another_centre_never_finds_it(northgate, at):
    r = make_registration(northgate)
    from touchstone.plumbing.tenancy import within

    with within(northgate.other.pk), pytest.raises(Registration.DoesNotExist):
        actions.suspend(by=northgate.fox_staff.actor, registration=r, reason="x", at=at)


def test_suspended_and_resumed_keeps_its_last_day(northgate, at):
    r = make_registration(northgate)
    dev = northgate.dev.actor
    r = actions.suspend(by=dev, registration=r, reason="Illness", at=at)
    assert (r.state, r.reason) == ("suspended", "Illness")
    r = actions.resume(by=dev, registration=r, at=at)
    assert (r.state, r.expires_on, r.reason) == ("active", date(2029, 1, 12), "")


@pytest.mark.parametrize("act", [actions.suspend, actions.withdraw, actions.transfer_out])
def test_ending_or_stopping_needs_a_reason(northgate, at, act):
    with pytest.raises(Refused) as refused:
        act(by=northgate.dev.actor, registration=make_registration(northgate), reason="  ", at=at)
    assert fields(refused) == {"reason"}


def test_a_withdrawn_registration_cannot_be_withdrawn_again(northgate, at):
    r = actions.withdraw(by=northgate.dev.actor, registration=make_registration(northgate), reason="Moved", at=at)
    assert r.ended_on == date(2026, 5, 12)
    with pytest.raises(Refused):
        actions.withdraw(by=northgate.dev.actor, registration=r, reason="Again", at=at)


def test_registering_again_closes_the_old_one_and_links_the_new(northgate, at):
    old = make_registration(northgate, confirmed_on=date(2023, 5, 1), expires_on=date(2026, 5, 1))
    new = actions.re_register(by=northgate.hana.actor, registration=old, at=at)
    old.refresh_from_db()
    assert (old.state, new.state, new.previous_id) == ("re_registered", "draft", old.pk)
    assert set(new.units.all()) == set(old.units.all())


def test_nobody_registers_again_while_much_time_is_left(northgate, at):
    with pytest.raises(Refused, match="180"):
        actions.re_register(by=northgate.hana.actor, registration=make_registration(northgate), at=at)


def test_completing_twice_changes_nothing_more(northgate, at):
    r = make_registration(northgate)
    actions.complete(by=northgate.dev.actor, registration=r, at=at)
    actions.complete(by=northgate.dev.actor, registration=r, at=at + timedelta(days=1))
    r.refresh_from_db()
    assert (r.state, r.ended_on) == ("completed", date(2026, 5, 12))
    assert Entry.objects.filter(verb="registration.completed").count() == 1


def test_a_competent_person_is_named(northgate, at):
    r = make_registration(northgate, tutor=None, assessor=None)
    r = actions.assign(
        by=northgate.hana.actor, registration=r, tutor=northgate.gwen.person.pk, assessor=northgate.ben.person.pk, at=at
    )
    assert (r.tutor_id, r.assessor_id) == (northgate.gwen.person.pk, northgate.ben.person.pk)


def test_an_assessor_without_competence_is_refused(northgate, at):
    new = make_someone(northgate.centre, "Ines Duarte", Role.ASSESSOR)
    with pytest.raises(Refused) as refused:
        actions.assign(
            by=northgate.hana.actor,
            registration=make_registration(northgate),
            tutor=northgate.gwen.person.pk,
            assessor=new.person.pk,
            at=at,
        )
    assert fields(refused) == {"assessor"}


def test_a_declared_interest_bars_the_tutor(northgate, at):
    Interest.objects.create(
        centre=northgate.centre,
        person=northgate.gwen.person,
        other=northgate.asha.person,
        nature="Sisters",
        declared_at=at,
    )
    r = make_registration(northgate, tutor=None)
    with pytest.raises(Refused) as refused:
        actions.assign(
            by=northgate.hana.actor,
            registration=r,
            tutor=northgate.gwen.person.pk,
            assessor=northgate.ben.person.pk,
            at=at,
        )
    assert fields(refused) == {"tutor"}
