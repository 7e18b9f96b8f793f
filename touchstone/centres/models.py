"""Centres, the people in them, and what each may do."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from touchstone.access.actors import Role
from touchstone.kernel.ids import new_id
from touchstone.plumbing.tenancy import CentreRow

RATINGS = ["none", "01", "02", "3a", "3b", "04", "05"]
DIRECT_CLAIMS = ["none", "eligible", "applied", "granted", "granted_with_actions", "suspended", "withdrawn"]
ROLES = [(role.value, role.label) for role in Role if role is not Role.SYSTEM]


class Centre(models.Model):
    """A training provider: the tenant. Its numbers are settings, with the handbooks' values as the defaults."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=20, unique=True)
    is_production = models.BooleanField(default=True)
    upload_limit_bytes = models.PositiveBigIntegerField(default=500_000_000)
    attempts_before_approval = models.PositiveSmallIntegerField(default=2)
    assessment_working_days = models.PositiveSmallIntegerField(default=10)
    iqa_working_days = models.PositiveSmallIntegerField(default=5)
    appeal_working_days = models.PositiveSmallIntegerField(default=20)
    sample_percent_new = models.PositiveSmallIntegerField(default=100)
    sample_percent_high = models.PositiveSmallIntegerField(default=50)
    sample_percent_medium = models.PositiveSmallIntegerField(default=25)
    sample_percent_low = models.PositiveSmallIntegerField(default=10)
    tutor_may_assess = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name

    @property
    def centre_id(self):
        return self.id


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **facts: object) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class Person(AbstractBaseUser, PermissionsMixin):
    """One human, one account, however many seats at however many centres."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    theme = models.CharField(max_length=10, blank=True)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's role at a centre, from one day to another. An EQA's seat is the dated scope of their activity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=ROLES)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "person", "role"], name="one_seat_per_role")]


class Invitation(CentreRow):
    """An invitation to a seat: the only way into a centre. Its token is kept as a hash."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=ROLES)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "email", "role"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_seat",
            )
        ]


class Approval(CentreRow):
    """The awarding body's approval of the centre for a qualification, with its rating and direct claims status."""

    qualification_number = models.CharField(max_length=20)
    approved_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    last_registration_on = models.DateField(null=True, blank=True)
    quality_rating = models.CharField(max_length=4, default="02")
    direct_claims = models.CharField(max_length=24, default="none")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "qualification_number"], name="one_approval_per_qualification"),
            models.CheckConstraint(
                condition=models.Q(quality_rating__in=RATINGS), name="a_quality_rating_is_on_the_ladder"
            ),
            models.CheckConstraint(
                condition=models.Q(direct_claims__in=DIRECT_CLAIMS), name="a_direct_claims_status_is_a_known_one"
            ),
        ]


class Competence(CentreRow):
    """That a person may tutor, assess or quality assure a qualification: a human judgement, with its dates.

    `status` is current, restricted_trainee, suspended or left; expiry follows from `until_on`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=ROLES)
    qualification_number = models.CharField(max_length=20)
    status = models.CharField(max_length=24, default="current")
    basis = models.TextField(blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    suspended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    suspended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "role", "qualification_number"],
                name="one_competence_per_role_and_qualification",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("approved_by")), name="nobody_approves_their_own_competence"
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_by=None) | ~models.Q(person=models.F("suspended_by")),
                name="nobody_suspends_their_own_competence",
            ),
        ]


class Interest(CentreRow):
    """A declared personal interest of one person in another: it bars assessing, quality assuring and claiming."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    nature = models.CharField(max_length=200)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "person", "other"], name="one_interest_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="an_interest_is_in_somebody_else"
            ),
        ]
