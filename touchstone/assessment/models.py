"""Result sheets and the decisions on them."""

from __future__ import annotations

from django.db import models

from touchstone.assessment import rules
from touchstone.plumbing.tenancy import CentreRow


class Sheet(CentreRow):
    """The result sheet of an attempt: one version is open at a time, and a signed one is never edited.

    States: open, drafting, signed, not_sampled, in_iqa, iqa_agreed, iqa_returned, released_provisional, ratified,
    overturned, reopened, returned_unassessed. `outcome` ("pass" or "referral") is computed at signing.
    `returned_reason` is the IQA's action: on the version that was returned, and on the one that answers it.
    """

    attempt = models.ForeignKey("portfolio.Attempt", on_delete=models.PROTECT, related_name="sheets")
    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalogue.Unit", on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=24, default="open")
    assessor = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    allocated_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    signed_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    ratified_at = models.DateTimeField(null=True)
    returned_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "version"], name="one_sheet_per_version"),
            models.CheckConstraint(
                condition=~models.Q(assessor=models.F("learner")), name="no_one_assesses_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | models.Q(signed_by=models.F("assessor")),
                name="the_allocated_assessor_signs",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "assessor", "state", "id"], name="queue_of_an_assessor"),
            models.Index(fields=["centre", "state", "id"], name="sheets_by_state"),
            models.Index(fields=["centre", "registration", "unit"], name="sheets_of_a_unit"),
            models.Index(
                fields=["centre", "assessor", "due_on", "id"],
                condition=models.Q(signed_at=None),
                name="unsigned_of_an_assessor",
            ),
            models.Index(
                fields=["centre", "due_on", "id"], condition=models.Q(signed_at=None), name="unsigned_by_due_day"
            ),
            models.Index(fields=["centre", "learner", "id"], name="sheets_of_a_learner"),
            models.Index(
                fields=["centre", "assessor", "id"],
                condition=models.Q(signed_at__isnull=False),
                name="signed_of_an_assessor",
            ),
            models.Index(fields=["centre", "id"], condition=models.Q(signed_at__isnull=False), name="signed_sheets"),
        ]

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None

    @property
    def is_released(self) -> bool:
        """True where the learner may see what was decided."""
        return self.released_at is not None


class Decision(CentreRow):
    """What was decided of one criterion on one sheet. `outcome` is "", "pass" or "referral".

    A referral's reason is a descriptor of that criterion (`reason_descriptor`, its place in the list) or words written
    against it (`reason_text`). `carried_from` is the decision of the earlier attempt that a pass carries over from.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="decisions")
    criterion = models.ForeignKey("catalogue.Criterion", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, blank=True)
    feedback = models.TextField(blank=True)
    reason_descriptor = models.PositiveSmallIntegerField(null=True)
    reason_text = models.TextField(blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_decision_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "pass", "referral"]), name="a_decision_is_pass_or_referral"
            ),
        ]

    def as_plain(self) -> rules.Decided:
        """The decision as the rules see it; the reason counts only on a referral. Reads the criterion."""
        is_referral = self.outcome == rules.REFERRAL
        return rules.Decided(
            ref=self.criterion.ref,
            outcome=self.outcome,
            feedback=self.feedback,
            reason_descriptor=self.reason_descriptor if is_referral else None,
            reason_text=self.reason_text if is_referral else "",
            descriptors=tuple(self.criterion.referral_descriptors),
            carried=self.carried_from_id is not None,
        )

    @property
    def reason(self) -> str:
        """The reason of a referral in words: the chosen descriptor, then what was written; "" on anything else."""
        plain = self.as_plain()
        chosen = ""
        if plain.reason_descriptor is not None and plain.reason_descriptor < len(plain.descriptors):
            chosen = plain.descriptors[plain.reason_descriptor]
        return "\n".join(words for words in (chosen, plain.reason_text.strip()) if words)


class OutcomeComment(CentreRow):
    """The assessor's comment on a learning outcome: optional."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="comments")
    outcome = models.ForeignKey("catalogue.Outcome", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "outcome"], name="one_comment_per_outcome")]


class Unallocated(CentreRow):
    """A submitted attempt that waits for a manager to give it an assessor. `why` says why nobody has it yet."""

    attempt = models.OneToOneField("portfolio.Attempt", on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalogue.Unit", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    since = models.DateTimeField()
    allocated_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "id"], condition=models.Q(allocated_at=None), name="waiting_for_an_assessor")
        ]


class Assurance(CentreRow):
    """The second outcome of a sheet: what the quality assurer found, when, with remarks by number of outcome."""

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="assurance")
    outcome = models.CharField(max_length=10)
    by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    remarks = models.JSONField(default=dict)
