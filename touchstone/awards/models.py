"""Claims, certificates and digital credentials."""

from django.db import models

from touchstone.plumbing.tenancy import CentreRow


class Hold(CentreRow):
    """A reason why nothing may be claimed for a registration, until it is lifted."""

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    reason = models.TextField()
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)


class Claim(CentreRow):
    """A request for a certificate: prepared by one person, approved by another.

    States: building, validated, prepared, approved, sent, accepted, rejected, withdrawn.
    `gate` keeps what every rule said when it was approved.
    """

    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=20, default="prepared")
    gate = models.JSONField(default=list)
    prepared_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=~models.Q(state__in=["withdrawn", "rejected"]),
                name="one_live_claim_per_registration",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("prepared_by")),
                name="a_second_person_approves_a_claim",
            ),
        ]


class IssuerKey(CentreRow):
    """A centre's signing key. The private half is sealed; retired keys stay, so that old credentials verify."""

    public_key = models.TextField()
    sealed_private_key = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class Certificate(CentreRow):
    """A certificate and its digital credential. Facts are as awarded; a revoked one stays, marked.

    States: issued, replaced, revoked. `public_code` is what the verification page is reached by.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="certificate")
    registration = models.ForeignKey("admissions.Registration", on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40, unique=True)
    public_code = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=12, default="issued")
    facts = models.JSONField()
    awarded_on = models.DateField()
    issued_at = models.DateTimeField()
    pdf = models.ForeignKey("plumbing.Blob", on_delete=models.PROTECT, null=True, related_name="+")
    issuer_key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    credential = models.JSONField()
    credential_jwt = models.TextField()
    status_index = models.PositiveIntegerField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    revocation_asked_by = models.ForeignKey("centres.Person", on_delete=models.PROTECT, null=True, related_name="+")
    revocation_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "status_index"], name="one_place_on_the_status_list"),
            models.CheckConstraint(
                condition=models.Q(revoked_by=None) | ~models.Q(revoked_by=models.F("revocation_asked_by")),
                name="a_second_person_revokes",
            ),
        ]
