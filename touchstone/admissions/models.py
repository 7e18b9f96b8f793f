"""Registrations: a person on a qualification version, for a time."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow

STATES = [
    (s, s.replace("_", " ").capitalize())
    for s in (
        "draft", "checked", "submitted", "confirmed", "active", "suspended",
        "withdrawn", "transferred_out", "completed", "expired", "re_registered",
    )
]  # fmt: skip
LIVE = ["draft", "checked", "submitted", "confirmed", "active", "suspended"]


class Registration(CentreRow):
    """A learner's registration, pinned to one version of a qualification.

    Names are as on the identity document. `expires_on` is set when the awarding body confirms.
    """

    person = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="registrations")
    qualification = models.ForeignKey("catalogue.Qualification", on_delete=models.PROTECT, related_name="registrations")
    qualification_number = models.CharField(max_length=20)
    units = models.ManyToManyField("catalogue.Unit", related_name="+")
    state = models.CharField(max_length=20, choices=STATES, default="draft")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    born_on = models.DateField()
    uln = models.CharField(max_length=10, blank=True)
    enr = models.CharField("enrolment number", max_length=20, blank=True)
    identity_kind = models.CharField(max_length=40, blank=True)
    identity_seen_on = models.DateField(null=True)
    identity_seen_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    is_funded = models.BooleanField(default=False)
    privacy_notice_on = models.DateField(null=True)
    initial_assessment_on = models.DateField(null=True)
    prepared_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    submitted_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    confirmed_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.TextField(blank=True)
    target_on = models.DateField(null=True)
    tutor = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    assessor = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "person", "qualification_number"],
                condition=models.Q(state__in=LIVE),
                name="no_second_live_registration",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("prepared_by")), name="nobody_registers_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_by=None) | ~models.Q(submitted_by=models.F("prepared_by")),
                name="a_second_person_submits_a_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(assessor=None) | ~models.Q(assessor=models.F("person")),
                name="nobody_is_their_own_assessor",
            ),
            models.CheckConstraint(
                condition=models.Q(tutor=None) | ~models.Q(tutor=models.F("person")), name="nobody_is_their_own_tutor"
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_by=None) | ~models.Q(submitted_by=models.F("person")),
                name="nobody_sends_in_their_own_registration",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "active", "suspended", "completed"])
                | models.Q(confirmed_on__isnull=False, expires_on__isnull=False),
                name="a_confirmed_registration_has_its_days",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "id"], name="registrations_by_state")]

    def __str__(self) -> str:
        return f"{self.learner_name}, {self.qualification_number}"

    @property
    def learner_name(self) -> str:
        return f"{self.given_name} {self.family_name}"
