"""The checks between a signed decision and an award."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Check(CentreRow):
    """The IQA's check of a signed sheet, or the record that it was not sampled.

    States: selected, in_review, agreed, agreed_with_advice, returned, not_sampled. `why` says why it was, or was not,
    drawn, with the chance that it had and the seed it was drawn from. The QA outcome is the second outcome of the
    sheet. `barred` holds everyone who took part in any attempt of the unit: none of them may check it.
    """

    sheet = models.OneToOneField("assessment.Sheet", on_delete=models.PROTECT, related_name="check_of")
    assessor = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24)
    why = models.JSONField(default=dict)
    due_on = models.DateField(null=True)
    iqa = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    qa_outcome = models.CharField(max_length=10, blank=True)
    comment = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    action = models.TextField(blank=True)
    action_due_on = models.DateField(null=True)
    selected_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(iqa=None) | ~models.Q(iqa=models.F("assessor")),
                name="no_one_checks_their_own_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(iqa=None) | ~models.Q(iqa=models.F("learner")), name="no_one_checks_their_own_work"
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "id"], name="checks_by_state")]


class OutcomeRemark(CentreRow):
    """The quality assurer's comment on a learning outcome of a checked sheet: optional."""

    check_of = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="remarks")
    outcome = models.ForeignKey("catalogue.Outcome", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)


class Activity(CentreRow):
    """An EQA's activity at the centre: the only time in which that EQA sees and releases anything."""

    eqa = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default="remote")
    opens_on = models.DateField()
    closes_on = models.DateField()
    state = models.CharField(max_length=20, default="in_progress")


class Release(CentreRow):
    """The EQA's word on one released or refused unit result."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="releases", null=True)
    sheet = models.OneToOneField("assessment.Sheet", on_delete=models.PROTECT, related_name="release")
    verdict = models.CharField(max_length=12)  # released, refused, or direct (under direct claims)
    comment = models.TextField(blank=True)
    released_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField()
