"""The decision ledger: one chain of entries for each centre."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Entry(CentreRow):
    """One thing that somebody did. Added, never changed: the database refuses an update and a delete."""

    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.UUIDField()
    role = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64)
    request_id = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "sequence"], name="one_entry_per_place_in_the_chain")]
        indexes = [models.Index(fields=["centre", "subject", "sequence"], name="entries_of_a_subject")]


class Head(CentreRow):
    """The last place of a centre's chain; locked while an entry is added, so that the chain never forks."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre"], name="one_head_per_centre")]
