"""The checks between a signed decision and an award."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Check(CentreRow):
    """The IQA's check of a signed sheet, or the record that it was not sampled.

    States: selected, in_review, agreed, agreed_with_advice, returned, not_sampled. `why` says why it was, or was not,
    drawn, with the chance that it had and the seed it was drawn from. The QA outcome is the second outcome of the
    sheet. Nobody who took part in any attempt of the unit may check it: the database refuses them too.
    `provisional_since` is set while the learner sees the result and nobody has confirmed it.
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
    provisional_since = models.DateTimeField(null=True)
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
        # The lists are read in these orders. The conditions are on nulls, which SQLite can match to a query.
        indexes = [
            models.Index(fields=["centre", "state", "id"], name="checks_by_state"),
            models.Index(fields=["centre", "id"], name="checks_in_order"),
            models.Index(
                fields=["centre", "due_on", "id"], condition=models.Q(checked_at=None), name="open_checks_by_day"
            ),
            models.Index(
                fields=["centre", "id"],
                condition=models.Q(checked_at__isnull=False, action_due_on=None),
                name="agreed_checks",
            ),
            models.Index(
                fields=["centre", "id"], condition=models.Q(provisional_since__isnull=False), name="provisional_checks"
            ),
        ]


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


class EvidenceSeen(CentreRow):
    """That a quality assurer opened a piece of evidence of a sheet: the proof that they looked."""

    sheet = models.ForeignKey("assessment.Sheet", on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey("portfolio.FrozenItem", on_delete=models.PROTECT, related_name="+")
    seen_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item", "seen_by"], name="seen_once_by_each_quality_assurer")
        ]


class EqaTest(CentreRow):
    """Whether the EQA agrees with a sampled result. A later word of the same activity replaces the earlier one; the
    ledger keeps both. `verdict` is agree, disagree or cannot_confirm.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="tests")
    sheet = models.ForeignKey("assessment.Sheet", on_delete=models.PROTECT, related_name="eqa_tests")
    verdict = models.CharField(max_length=16)
    comment = models.TextField(blank=True)
    tested_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    tested_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "sheet"], name="one_test_per_activity_and_sheet"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["agree", "disagree", "cannot_confirm"]),
                name="an_eqa_agrees_disagrees_or_cannot_confirm",
            ),
        ]


class Release(CentreRow):
    """A word on one unit result: `released` or `refused` by the EQA, or `direct` under direct claims.

    A result is confirmed once. It may have been refused before, when the centre has put right what was wrong.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="releases", null=True)
    sheet = models.ForeignKey("assessment.Sheet", on_delete=models.PROTECT, related_name="releases")
    verdict = models.CharField(max_length=12)
    comment = models.TextField(blank=True)
    released_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet"], condition=models.Q(verdict__in=["released", "direct"]), name="confirmed_once"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["released", "refused", "direct"]), name="a_word_on_a_release"
            ),
            models.CheckConstraint(
                condition=models.Q(verdict="direct") | models.Q(activity__isnull=False, released_by__isnull=False),
                name="an_eqa_speaks_in_an_activity",
            ),
        ]
