"""The scene of the credential tests: Asha Rao's award, issued by Northgate Learning."""

from __future__ import annotations

from datetime import UTC, datetime

from touchstone.awards.credentials.facts import CredentialFacts, StatusPlace

ISSUER_ID = "https://northgate.example/issuers/1"
LIST_URL = "https://northgate.example/issuers/1/status/1"
AWARDED_AT = datetime(2026, 10, 2, 10, 14, tzinfo=UTC)
PLACE = 7


def facts() -> CredentialFacts:
    """The credential of Asha Rao, at place 7 of the list."""
    return CredentialFacts(
        id="https://northgate.example/credentials/44719026",
        issuer_id=ISSUER_ID,
        issuer_name="Northgate Learning",
        issuer_url="https://northgate.example",
        achievement_id="https://northgate.example/achievements/8585-21",
        achievement_name="Level 3 Certificate in Effective Coaching",
        achievement_description="Thirteen credits in three units of coaching.",
        criteria_narrative="Every criterion of units 300, 302 and 303 was assessed as met and quality assured.",
        achievement_code="8585-21",
        level="3",
        credit=13,
        recipient_name="Asha Rao",
        recipient_email="asha@learner.example",
        recipient_salt="a-salt-of-this-one",
        certificate_number="4471 9026",
        issued_at=AWARDED_AT,
        valid_from=AWARDED_AT,
        status=StatusPlace(list_url=LIST_URL, index=PLACE),
    )
