"""Somebody else's verifier, in another language, agrees with ours about credentials, lists and tokens.

It needs Node.js and its packages: `npm ci` in `tests/gates/credential_crosscheck`. Without them these tests are skipped
here, and `touchstone/awards/tests/test_credentials_signing.py` still checks the proofs against the specification.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from touchstone.awards.credentials.keys import IssuerKey, issuer_profile
from touchstone.awards.credentials.signing import sign, sign_jwt
from touchstone.awards.credentials.status import status_list
from touchstone.awards.tests.credential_scene import AWARDED_AT, ISSUER_ID, LIST_URL, PLACE, facts

HERE = Path(__file__).parent / "credential_crosscheck"
# The packages may lie elsewhere, so that a read-only checkout can be checked too.
PACKAGES = Path(os.environ.get("TOUCHSTONE_CROSSCHECK", HERE))
NODE = shutil.which("node")
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "security-multikey-v1.json",
}

pytestmark = pytest.mark.skipif(
    NODE is None or not (PACKAGES / "node_modules").is_dir(),
    reason="needs node and `npm ci` in tests/gates/credential_crosscheck",
)


def question(*, revoked: tuple[int, ...] = ()) -> dict[str, Any]:
    key = IssuerKey.generate()
    shipped = resources.files("openbadgeslib.ob3.contexts")
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    return {
        "contexts": {url: json.loads(shipped.joinpath(name).read_text()) for url, name in CONTEXTS.items()},
        "profile": issuer_profile([key.public], issuer_id=ISSUER_ID, name="Northgate Learning", url=facts().issuer_url),
        "credential": sign(replace(facts(), achievement_description="Ωμέγα “quoted” \\ and 山"), key),
        "list": status_list(
            issuer_id=ISSUER_ID, list_url=LIST_URL, revoked=revoked, issued_at=AWARDED_AT, valid_until=ends, key=key
        ),
        "token": sign_jwt(facts(), key),
        "jwk": key.public.jwk,
        "at": "2026-11-01T00:00:00Z",
    }


def answer_of(asked: dict[str, Any]) -> dict[str, Any]:
    script = PACKAGES / "verify.mjs"
    if script.parent != HERE:
        shutil.copyfile(HERE / "verify.mjs", script)
    assert NODE is not None
    done = subprocess.run([NODE, str(script)], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_another_verifier_finds_all_three_genuine() -> None:
    answer = answer_of(question())
    assert answer["credential"] == {"verified": True, "reasons": []}
    assert answer["list"] == {"verified": True, "reasons": []}
    assert answer["token"] == {"verified": True, "id": facts().id}


def test_another_verifier_finds_the_revoked_one() -> None:
    answer = answer_of(question(revoked=(PLACE,)))
    assert answer["credential"]["verified"] is False
    assert answer["list"]["verified"] is True


def test_another_verifier_finds_a_change_in_each() -> None:
    asked = question()
    asked["credential"]["credentialSubject"]["achievement"]["name"] += "!"
    asked["list"]["credentialSubject"]["encodedList"] += "A"
    place = asked["token"].rindex(".") + 5
    asked["token"] = (
        asked["token"][:place] + ("A" if asked["token"][place] != "A" else "B") + asked["token"][place + 1 :]
    )
    answer = answer_of(asked)
    assert [answer[name]["verified"] for name in ("credential", "list", "token")] == [False, False, False]
