"""What may be written about people and approvals, by whom, and what the database refuses besides."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction

from touchstone.access.actors import Role, system
from touchstone.audit.models import Entry
from touchstone.centres import actions, identity
from touchstone.centres.models import Approval, Competence, Interest, Invitation, Person, Seat
from touchstone.centres.queries import has_interest, is_competent
from touchstone.centres.tests.make import make_someone
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.tenancy import within

WORDS = "stone-gold-streak-9"
TODAY = date(2026, 5, 12)


def verbs() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("verb", flat=True))


def fields(refused) -> set:
    return {reason.field for reason in refused.value.reasons}


class TestConfirmIdentity:
    @pytest.fixture(autouse=True)
    def _words(self, northgate):
        cache.clear()
        northgate.ben.person.set_password(WORDS)
        northgate.ben.person.save()
        self.ben = northgate.ben.person.pk

    def test_the_right_password_passes_however_often(self, at):
        for _ in range(7):
            assert actions.confirm_identity(self.ben, WORDS, at) is None

    def test_a_wrong_one_is_refused_beside_the_password(self, at):
        with pytest.raises(Refused) as refused:
            actions.confirm_identity(self.ben, "wrong", at)
        assert fields(refused) == {"password"}

    def wrong(self, at, times=5):
        for _ in range(times):
            with pytest.raises(Refused):
                actions.confirm_identity(self.ben, "wrong", at)

    def test_after_five_wrong_ones_even_the_right_one_waits(self, at):
        self.wrong(at)
        with pytest.raises(Refused, match="five wrong"):
            actions.confirm_identity(self.ben, WORDS, at + timedelta(minutes=14))

    def test_a_quarter_of_an_hour_later_the_right_one_passes(self, at):
        self.wrong(at)
        assert actions.confirm_identity(self.ben, WORDS, at + timedelta(minutes=15)) is None

    def test_one_persons_tries_do_not_count_for_another(self, at, northgate):
        self.wrong(at)
        northgate.carys.person.set_password(WORDS)
        northgate.carys.person.save()
        assert actions.confirm_identity(northgate.carys.person.pk, WORDS, at) is None

    def test_somebody_unknown_or_closed_is_refused_alike(self, at, northgate):
        northgate.ben.person.is_active = False
        northgate.ben.person.save()
        with pytest.raises(Refused):
            actions.confirm_identity(self.ben, WORDS, at)

    def test_a_wrong_try_outlives_the_refusal_that_undid_it(self, at):
        identity.begin_request()
        self.wrong(at)
        cache.clear()
        identity.tell_again()
        with pytest.raises(Refused, match="five wrong"):
            actions.confirm_identity(self.ben, WORDS, at)


class TestInviting:
    def invite(self, cast, at, role=Role.TUTOR, by=None, email="Noor@Example.org"):
        return actions.invite(by=by or cast.dev.actor, name="Noor Haddad", email=email, role=role, at=at)

    def accept(self, cast, invited, at, person=None, password=WORDS):
        return actions.accept_invitation(
            by=system(cast.centre.pk), invitation=invited.invitation, person=person, password=password, at=at
        )

    def test_the_link_goes_by_mail_and_its_token_is_kept_as_a_hash(self, northgate, at, commits):
        with commits():
            invited = self.invite(northgate, at)
        token = invited.link.rstrip("/").rsplit("/", 1)[1]
        assert mail.outbox[0].to == ["noor@example.org"]
        assert invited.link in mail.outbox[0].body
        assert token not in str(list(Invitation.objects.values()))
        assert verbs() == ["invitation.open"]

    def test_taking_it_makes_an_account_and_a_seat_from_today(self, northgate, at):
        seat = self.accept(northgate, self.invite(northgate, at), at)
        assert (seat.role, seat.starts_on, seat.person.name) == (Role.TUTOR, TODAY, "Noor Haddad")
        assert seat.person.check_password(WORDS)
        assert verbs() == ["invitation.open", "invitation.accepted", "seat.held"]

    def test_it_can_be_taken_once(self, northgate, at):
        invited = self.invite(northgate, at)
        self.accept(northgate, invited, at)
        with pytest.raises(Refused, match="used"):
            self.accept(northgate, invited, at)

    def test_it_is_too_old_after_fourteen_days(self, northgate, at):
        invited = self.invite(northgate, at)
        with pytest.raises(Refused, match="too old"):
            self.accept(northgate, invited, at + timedelta(days=14))

    def test_a_withdrawn_one_says_so(self, northgate, at):
        invited = self.invite(northgate, at)
        actions.withdraw_invitation(by=northgate.dev.actor, invitation=invited.invitation, at=at)
        with pytest.raises(Refused, match="withdrawn"):
            self.accept(northgate, invited, at)

    def test_a_second_invitation_withdraws_the_first(self, northgate, at):
        first = self.invite(northgate, at)
        self.invite(northgate, at)
        with pytest.raises(Refused, match="withdrawn"):
            self.accept(northgate, first, at)

    def test_a_weak_password_is_refused_and_makes_nobody(self, northgate, at):
        invited = self.invite(northgate, at)
        with pytest.raises(Refused) as refused:
            self.accept(northgate, invited, at, password="short")
        assert fields(refused) == {"password"}
        assert not Person.objects.filter(email="noor@example.org").exists()

    def test_an_account_with_a_password_is_never_given_another_by_a_link(self, northgate, at):
        Person.objects.create_user("noor@example.org", WORDS, name="Noor Haddad")
        with pytest.raises(Refused, match="account already"):
            self.accept(northgate, self.invite(northgate, at), at, password="another-stone-entirely-4")
        assert Person.objects.get(email="noor@example.org").check_password(WORDS)

    def test_somebody_else_who_is_signed_in_does_not_get_the_seat(self, northgate, at):
        with pytest.raises(Denied):
            self.accept(northgate, self.invite(northgate, at), at, person=northgate.ben.person)

    def test_who_is_signed_in_takes_a_second_seat_and_an_ended_one_again(self, northgate, at):
        ben = northgate.ben
        invited = self.invite(northgate, at, role=Role.IQA, email=ben.person.email)
        assert self.accept(northgate, invited, at, person=ben.person).role == Role.IQA
        Seat.objects.filter(person=ben.person, role=Role.IQA).update(ends_on=date(2026, 5, 1))
        invited = self.invite(northgate, at, role=Role.IQA, email=ben.person.email)
        again = self.accept(northgate, invited, at, person=ben.person)
        assert (again.ends_on, Seat.objects.filter(person=ben.person, role=Role.IQA).count()) == (None, 1)

    def test_whoever_holds_the_seat_is_not_invited_to_it(self, northgate, at):
        with pytest.raises(Refused) as refused:
            self.invite(northgate, at, role=Role.ASSESSOR, email=northgate.ben.person.email)
        assert fields(refused) == {"email"}

    @pytest.mark.parametrize("role", [Role.ASSESSOR, Role.IQA, Role.EQA, Role.MANAGER, Role.ADMINISTRATOR])
    def test_an_administrator_invites_learners_and_tutors_only(self, northgate, at, role):
        hana = northgate.hana.actor
        assert self.invite(northgate, at, by=hana, role=Role.LEARNER)
        with pytest.raises(Denied):
            self.invite(northgate, at, by=hana, role=role)

    @pytest.mark.parametrize("who", ["asha", "ben", "carys", "eli", "gwen"])
    def test_nobody_else_invites(self, northgate, at, who):
        with pytest.raises(Denied):
            self.invite(northgate, at, by=getattr(northgate, who).actor, role=Role.LEARNER)


class TestSeats:
    def test_a_seat_ended_at_once_is_gone_today(self, northgate, at):
        seat = actions.end_seat(by=northgate.dev.actor, seat=northgate.ben.seat, last_day=None, at=at)
        assert seat.ends_on == TODAY - timedelta(days=1)
        assert verbs() == ["seat.ended"]

    def test_a_past_day_and_an_ended_seat_are_refused(self, northgate, at):
        dev, seat = northgate.dev.actor, northgate.ben.seat
        with pytest.raises(Refused) as refused:
            actions.end_seat(by=dev, seat=seat, last_day=TODAY - timedelta(days=1), at=at)
        assert fields(refused) == {"last_day"}
        actions.end_seat(by=dev, seat=seat, last_day=None, at=at)
        with pytest.raises(Refused, match="already"):
            actions.end_seat(by=dev, seat=seat, last_day=TODAY, at=at)

    def test_the_last_manager_stays(self, northgate, at):
        with pytest.raises(Refused, match="manage"):
            actions.end_seat(by=northgate.dev.actor, seat=northgate.dev.seat, last_day=None, at=at)
        make_someone(northgate.centre, "Ines Duarte", Role.MANAGER)
        assert actions.end_seat(by=northgate.dev.actor, seat=northgate.dev.seat, last_day=TODAY, at=at)

    def test_a_manager_of_another_centre_does_not_end_it(self, northgate, at):
        with pytest.raises(Denied):
            actions.end_seat(by=northgate.fox_staff.actor, seat=northgate.ben.seat, last_day=None, at=at)


class TestCompetence:
    def judgement(self, cast, at, by=None, person=None, **facts):
        given = {"role": Role.ASSESSOR, "qualification_number": "8577-11", "basis": "Ten years", "from_on": TODAY}
        given |= {"by": by or cast.dev.actor, "person": person or cast.ben.person, "at": at, "until_on": None}
        return given | facts

    def approve(self, *args, **facts):
        return actions.approve_competence(**self.judgement(*args, **facts))

    def test_an_approved_competence_counts_from_its_day(self, northgate, at):
        actions.approve_competence(**self.judgement(northgate, at))
        ben = northgate.ben.person.pk
        assert is_competent(ben, Role.ASSESSOR, "8577-11", TODAY)
        assert not is_competent(ben, Role.ASSESSOR, "8577-11", TODAY - timedelta(days=1))

    def test_a_suspended_one_does_not_and_approving_mends_it(self, northgate, at):
        competence = self.approve(northgate, at)
        actions.suspend_competence(by=northgate.dev.actor, competence=competence, reason="No development", at=at)
        assert not is_competent(northgate.ben.person.pk, Role.ASSESSOR, "8577-11", TODAY)
        self.approve(northgate, at)
        assert is_competent(northgate.ben.person.pk, Role.ASSESSOR, "8577-11", TODAY)
        assert verbs() == ["competence.current", "competence.suspended", "competence.current"]

    def test_nobody_judges_their_own(self, northgate, at):
        make_someone(northgate.centre, "Ines Duarte", Role.MANAGER)
        Seat.objects.create(centre=northgate.centre, person=northgate.dev.person, role=Role.IQA, starts_on=TODAY)
        with pytest.raises(Denied, match="own"):
            self.approve(northgate, at, person=northgate.dev.person, role=Role.IQA)

    @pytest.mark.parametrize("field", ["approved_by", "suspended_by"])
    def test_the_database_refuses_ones_own_judgement_too(self, northgate, field):
        rows = Competence.objects.filter(person=northgate.ben.person)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**{field: northgate.ben.person})

    @pytest.mark.parametrize("who", ["hana", "carys", "eli", "ben"])
    def test_only_a_manager_judges(self, northgate, at, who):
        with pytest.raises(Denied):
            self.approve(northgate, at, by=getattr(northgate, who).actor)

    def test_a_role_the_person_has_no_seat_in_is_refused(self, northgate, at):
        with pytest.raises(Refused) as refused:
            self.approve(northgate, at, role=Role.IQA)
        assert fields(refused) == {"role"}

    def test_a_judgement_needs_a_basis_and_days_in_order(self, northgate, at):
        with pytest.raises(Refused) as refused:
            self.approve(northgate, at, basis=" ")
        assert fields(refused) == {"basis"}
        with pytest.raises(Refused) as refused:
            self.approve(northgate, at, until_on=TODAY - timedelta(days=1))
        assert fields(refused) == {"until_on"}


class TestInterests:
    def closeness(self, cast, at, by=None, person=None, other=None, nature="Sisters"):
        given = {"by": by or cast.ben.actor, "person": person or cast.ben.person, "nature": nature, "at": at}
        return given | {"other": other or cast.asha.person}

    def declare(self, *args, **facts):
        return actions.declare_interest(**self.closeness(*args, **facts))

    def test_anybody_declares_their_own_and_it_holds_both_ways(self, northgate, at):
        actions.declare_interest(**self.closeness(northgate, at))
        ben, asha = northgate.ben.person.pk, northgate.asha.person.pk
        assert has_interest(ben, asha)
        assert has_interest(asha, ben)

    def test_only_a_manager_declares_for_another(self, northgate, at):
        with pytest.raises(Denied):
            self.declare(northgate, at, by=northgate.hana.actor)
        assert self.declare(northgate, at, by=northgate.dev.actor)

    def test_only_a_manager_who_is_no_part_of_it_ends_it(self, northgate, at):
        interest = self.declare(northgate, at)
        with pytest.raises(Denied):
            actions.end_interest(by=northgate.ben.actor, interest=interest, reason="Over", at=at)
        actions.end_interest(by=northgate.dev.actor, interest=interest, reason="Over", at=at)
        assert not has_interest(northgate.ben.person.pk, northgate.asha.person.pk)
        own = self.declare(northgate, at, by=northgate.dev.actor, person=northgate.dev.person)
        with pytest.raises(Denied):
            actions.end_interest(by=northgate.dev.actor, interest=own, reason="Over", at=at)

    def test_an_ended_interest_can_be_declared_again(self, northgate, at):
        interest = self.declare(northgate, at)
        actions.end_interest(by=northgate.dev.actor, interest=interest, reason="Over", at=at)
        self.declare(northgate, at)
        assert Interest.objects.get().ended_at is None

    def test_oneself_a_stranger_and_an_empty_nature_are_refused(self, northgate, at):
        for facts, field in [
            ({"other": northgate.ben.person}, "other"),
            ({"other": northgate.fox.person}, "other"),
            ({"nature": " "}, "nature"),
        ]:
            with pytest.raises(Refused) as refused:
                self.declare(northgate, at, **facts)
            assert fields(refused) == {field}

    def test_the_database_refuses_an_interest_in_oneself(self, northgate, at):
        ben = northgate.ben.person
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.create(centre=northgate.centre, person=ben, other=ben, nature="x", declared_at=at)


class TestApprovals:
    def letter(self, cast, at, by=None, **facts):
        given = {
            "by": by or cast.dev.actor,
            "at": at,
            "qualification_number": "8577-11",
            "approved_on": date(2026, 2, 1),
            "last_registration_on": None,
            "withdrawn_on": None,
            "quality_rating": "02",
            "direct_claims": "none",
            "reason": "Letter of 1 February",
        }
        return given | facts

    def enter(self, *args, **facts):
        return actions.record_approval(**self.letter(*args, **facts))

    def test_a_manager_enters_and_changes_what_the_awarding_body_decided(self, northgate, at):
        actions.record_approval(**self.letter(northgate, at))
        self.enter(northgate, at, quality_rating="3b", direct_claims="applied")
        approval = Approval.objects.get(qualification_number="8577-11")
        assert (approval.quality_rating, approval.direct_claims) == ("3b", "applied")
        assert verbs() == ["approval.entered", "approval.changed"]

    def test_direct_claims_are_not_granted_before_they_are_applied_for(self, northgate, at):
        self.enter(northgate, at)
        with pytest.raises(Refused) as refused:
            self.enter(northgate, at, direct_claims="granted")
        assert fields(refused) == {"direct_claims"}

    def test_a_change_names_its_paper(self, northgate, at):
        self.enter(northgate, at)
        with pytest.raises(Refused) as refused:
            self.enter(northgate, at, reason="")
        assert fields(refused) == {"reason"}

    @pytest.mark.parametrize("who", ["hana", "carys", "eli"])
    def test_nobody_else_enters_it(self, northgate, at, who):
        with pytest.raises(Denied):
            self.enter(northgate, at, by=getattr(northgate, who).actor)

    @pytest.mark.parametrize("change", [{"quality_rating": "06"}, {"direct_claims": "perhaps"}])
    def test_the_database_knows_the_ladder(self, northgate, change):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.update(**change)


def test_rows_of_another_centre_are_not_found(northgate, at):
    competence = Competence.objects.first()
    with within(northgate.other.pk), pytest.raises(Competence.DoesNotExist):
        actions.suspend_competence(by=northgate.fox_staff.actor, competence=competence, reason="x", at=at)
