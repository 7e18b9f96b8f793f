"""Evidence, where it meets the criteria, and the attempts that freeze it."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow

KINDS = [
    ("product", "Product of work"),
    ("assignment", "Assignment"),
    ("reflective_account", "Reflective account"),
    ("observation", "Observation"),
    ("questions", "Oral or written questions"),
    ("professional_discussion", "Professional discussion"),
    ("witness_testimony", "Witness testimony"),
]


class Evidence(CentreRow):
    """One piece of evidence of a registration: a file, or words written in the page.

    A file's bytes are those of `blob`; written evidence has its words in `body` (Markdown) and gets a blob when it is
    frozen. `number` counts from 1 within the registration and is never used again: "E4".
    `text` is what the program could read of a file, for the desk, the word count and the search; `read_at` is None
    until it has tried. `state` is available, quarantined (waits for a scan) or rejected_malware.
    """

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=KINDS, default="product")
    blob = models.ForeignKey("plumbing.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size_bytes = models.PositiveBigIntegerField(default=0)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True)
    word_count = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True)
    duration_seconds = models.PositiveIntegerField(null=True)
    scan = models.CharField(max_length=20, default="not_scanned")
    state = models.CharField(max_length=20, default="available")
    added_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "number"], name="one_evidence_per_number")]
        indexes = [models.Index(fields=["centre", "registration", "id"], name="evidence_of_a_registration")]

    @property
    def label(self) -> str:
        return f"E{self.number}"


class Mapping(CentreRow):
    """That a piece of evidence speaks to a criterion, and where in it: page, paragraph, second, or words."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="mappings")
    criterion = models.ForeignKey("catalogue.Criterion", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    paragraph = models.PositiveIntegerField(null=True, blank=True)
    second = models.PositiveIntegerField(null=True, blank=True)
    mapped_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    mapped_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "criterion"], name="one_mapping_per_evidence_and_criterion")
        ]


class Attempt(CentreRow):
    """One submission of a unit: numbered, declared, and frozen.

    `manifest` lists the evidence (hashes) and the matrix as submitted; `manifest_sha256` is what the learner declared.
    States: draft, declared, submitted, allocated, in_assessment, assessed, closed, returned_unassessed, withdrawn.
    """

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="attempts")
    unit = models.ForeignKey("catalogue.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=24, default="draft")
    manifest = models.JSONField(default=dict)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    statement = models.TextField(blank=True)
    declared_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=24, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    returned_reason = models.TextField(blank=True)
    approved_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "unit", "number"], name="one_attempt_per_number"),
            models.UniqueConstraint(
                fields=["registration", "unit"],
                condition=models.Q(state__in=["draft", "declared", "submitted", "allocated", "in_assessment"]),
                name="one_open_attempt_per_unit",
            ),
        ]
        indexes = [models.Index(fields=["centre", "state", "submitted_at", "id"], name="attempts_by_state")]


class FrozenItem(CentreRow):
    """A piece of evidence as it was submitted. Never changes; the live evidence may."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="frozen")
    label = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    blob = models.ForeignKey("plumbing.Blob", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()


class FrozenMapping(CentreRow):
    """A line of the matrix as it was submitted."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="mappings")
    item = models.ForeignKey(FrozenItem, on_delete=models.PROTECT, related_name="mappings")
    criterion = models.ForeignKey("catalogue.Criterion", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    page = models.PositiveIntegerField(null=True)
    paragraph = models.PositiveIntegerField(null=True)
    second = models.PositiveIntegerField(null=True)


class Carried(CentreRow):
    """That a criterion was passed in an earlier attempt and stays passed in the next. Ended where that pass fell."""

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalogue.Unit", on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey("catalogue.Criterion", on_delete=models.PROTECT, related_name="+")
    from_attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="carried")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "criterion"],
                condition=models.Q(ended_at=None),
                name="a_criterion_is_carried_once",
            )
        ]


class FurtherAttempt(CentreRow):
    """A manager's leave to submit a unit once more, past the number that the centre allows without asking."""

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalogue.Unit", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    approved_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "unit", "number"], name="one_leave_per_further_attempt")
        ]
