"""Specifications: what a centre loaded of a handbook, fixed once accepted."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Upload(CentreRow):
    """A handbook that was read and waits for a person's eye. `content` is what was read, with their edits.

    `revision` counts the edits, so that two people who edit at once do not undo each other. Once accepted or discarded
    it never changes again. `warnings` have code, message, line, and the words of that line of the source in `text`.
    """

    file_name = models.CharField(max_length=255)
    blob = models.ForeignKey("plumbing.Blob", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    warnings = models.JSONField(default=list)
    read_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["centre", "id"],
                condition=models.Q(accepted_at=None, discarded_at=None),
                name="uploads_to_review",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a person's decision."""
        return self.accepted_at is None and self.discarded_at is None


class Specification(CentreRow):
    """One immutable version of a handbook at a centre. `family` groups the versions of one handbook: "8585"."""

    family = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    awarding_body = models.CharField(max_length=200, blank=True)
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, null=True, related_name="specification")
    source_sha256 = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    has_wording = models.BooleanField(default=True)
    accepted_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "family", "version"], name="one_version_of_a_specification")
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"


class Unit(CentreRow):
    """A unit of a specification. `practice` holds the reader's practice numbers; absent ones are null."""

    specification = models.ForeignKey(Specification, on_delete=models.PROTECT, related_name="units")
    ref = models.CharField(max_length=40)
    number = models.CharField(max_length=20)
    aliases = models.JSONField(default=list)
    uan = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=255)
    level = models.PositiveSmallIntegerField(null=True)
    credit = models.PositiveSmallIntegerField(null=True)
    guided_hours = models.PositiveSmallIntegerField(null=True)
    aim = models.TextField(blank=True)
    assessment_method = models.CharField(max_length=120, blank=True)
    practice = models.JSONField(default=dict)
    words_minimum = models.PositiveIntegerField(null=True)
    words_maximum = models.PositiveIntegerField(null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specification", "ref"], name="one_unit_per_ref")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Qualification(CentreRow):
    """A qualification of a specification. `combination` is the rule of combination as the reader wrote it."""

    specification = models.ForeignKey(Specification, on_delete=models.PROTECT, related_name="qualifications")
    number = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    level = models.PositiveSmallIntegerField(null=True)
    size = models.CharField(max_length=20, blank=True)
    credit = models.PositiveSmallIntegerField(null=True)
    guided_hours = models.PositiveSmallIntegerField(null=True)
    tqt_hours = models.PositiveSmallIntegerField(null=True)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    validity_years = models.PositiveSmallIntegerField(null=True)
    combination = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["specification", "number"], name="one_qualification_per_number")]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Place(CentreRow):
    """That a unit stands in a qualification, mandatory or optional, in a group of the rule of combination."""

    qualification = models.ForeignKey(Qualification, on_delete=models.PROTECT, related_name="places")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    status = models.CharField(max_length=12, choices=[("mandatory", "Mandatory"), ("optional", "Optional")])
    group = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["qualification", "unit"], name="one_place_per_unit")]
        ordering = ["position"]


class Outcome(CentreRow):
    """A learning outcome of a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="outcomes")
    number = models.CharField(max_length=10)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="one_outcome_per_number")]
        ordering = ["position"]


class Criterion(CentreRow):
    """An assessment criterion. The lists hold plain strings in the handbook's order."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="criteria")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="criteria")
    ref = models.CharField(max_length=10)
    text = models.TextField()
    verb = models.CharField(max_length=60, blank=True)
    depth = models.JSONField(default=list)
    guidance = models.TextField(blank=True)
    referral_descriptors = models.JSONField(default=list)
    pass_descriptors = models.JSONField(default=list)
    evidence_examples = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "ref"], name="one_criterion_per_ref")]
        ordering = ["position"]
