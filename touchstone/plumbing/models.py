"""The outbox and the blobs."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Outbox(CentreRow):
    """A fact on its way to the rooms that react to it."""

    kind = models.CharField(max_length=120)
    facts = models.JSONField()
    happened_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(delivered_at=None))]


class Blob(CentreRow):
    """The key and size of a stored file. The bytes lie in the store under their SHA-256, sealed with their own key.

    Destroying `sealed_key` destroys the file, wherever copies of its bytes lie.
    """

    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    sealed_key = models.BinaryField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "sha256"], name="one_blob_per_content_and_centre")]
