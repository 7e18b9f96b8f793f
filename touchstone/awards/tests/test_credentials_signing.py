"""Credentials: what they say, that they are the same each time, and that someone else's arithmetic agrees."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import jwt
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from touchstone.awards.credentials.facts import CredentialFactsError, email_hash
from touchstone.awards.credentials.keys import IssuerKey, KeyTrouble, PublicKey, did_web, issuer_profile
from touchstone.awards.credentials.signing import SigningError, sign, sign_jwt
from touchstone.awards.credentials.status import PLACES, status_list, status_list_jwt
from touchstone.awards.tests.credential_scene import AWARDED_AT, ISSUER_ID, LIST_URL, facts

KEY = IssuerKey.generate()
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CONTEXTS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}


def from_base58(text: str) -> bytes:
    number = 0
    for each in text:
        number = number * 58 + ALPHABET.index(each)
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\x00" * (len(text) - len(text.lstrip("1"))) + body


def local_context(url: str, options: dict[str, Any]) -> dict[str, Any]:
    source = resources.files("openbadgeslib.ob3.contexts").joinpath(CONTEXTS[url])
    return {"documentUrl": url, "contextUrl": None, "document": json.loads(source.read_text())}


def canonical_hash(document: dict[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": local_context}
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def check_by_the_specification(document: dict[str, Any], multibase: str) -> None:
    """Verifies as vc-di-eddsa describes, section 3.2, with nothing of the code under test."""
    secured = json.loads(json.dumps(document))
    proof = secured.pop("proof")
    signature = from_base58(proof.pop("proofValue").removeprefix("z"))
    options = proof | {"@context": secured["@context"]}
    raw_key = from_base58(multibase.removeprefix("z"))
    assert raw_key[:2] == b"\xed\x01"
    key = Ed25519PublicKey.from_public_bytes(raw_key[2:])
    key.verify(signature, canonical_hash(options) + canonical_hash(secured))


def test_the_proof_holds_by_the_specification_alone() -> None:
    document = sign(facts(), KEY)
    check_by_the_specification(document, KEY.public.multibase)
    document["credentialSubject"]["achievement"]["name"] += "!"
    with pytest.raises(InvalidSignature):
        check_by_the_specification(document, KEY.public.multibase)


def test_a_status_list_holds_by_the_specification_alone() -> None:
    check_by_the_specification(a_list((3,)), KEY.public.multibase)


def test_the_jwt_holds_by_the_key_alone() -> None:
    token = sign_jwt(facts(), KEY)
    header = jwt.get_unverified_header(token)
    assert header["alg"] == "EdDSA"
    assert header["kid"] == KEY.public.id_for(ISSUER_ID)
    claims = jwt.decode(token, KEY.public.pem, algorithms=["EdDSA"], options={"verify_nbf": False})
    assert claims["iss"] == ISSUER_ID
    assert claims["jti"] == facts().id
    assert claims["nbf"] == int(AWARDED_AT.timestamp())
    assert "d" not in header["jwk"], "only the public half"


def test_a_credential_says_who_earned_what_from_whom() -> None:
    document = sign(facts(), KEY)
    subject = document["credentialSubject"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["issuer"]["name"] == "Northgate Learning"
    assert document["validFrom"] == "2026-10-02T10:14:00Z"
    assert subject["achievement"]["humanCode"] == "8585-21"
    assert subject["achievement"]["tag"] == ["Level 3"]
    assert subject["creditsEarned"] == 13
    assert subject["licenseNumber"] == "4471 9026"
    assert subject["identifier"][0]["identityHash"] == "Asha Rao"
    assert document["credentialStatus"]["statusListIndex"] == "7"


def test_an_address_never_enters_a_credential_but_its_owner_can_be_matched() -> None:
    text = json.dumps(sign(facts(), KEY)) + sign_jwt(facts(), KEY)
    assert "asha@learner.example" not in text.lower()
    hashed = email_hash(" Asha@Learner.example ", "a-salt-of-this-one")
    assert hashed in json.dumps(sign(facts(), KEY))
    assert hashed == "sha256$" + hashlib.sha256(b"asha@learner.examplea-salt-of-this-one").hexdigest()


def test_the_same_facts_and_key_give_the_same_credential() -> None:
    assert sign(facts(), KEY) == sign(facts(), KEY)
    assert sign_jwt(facts(), KEY) == sign_jwt(facts(), KEY)
    assert a_list((1, 5)) == a_list((5, 1, 1))
    assert a_list((1, 5)) != a_list((1, 6))


@pytest.mark.parametrize("level", ["3", "Level 3"])
def test_a_level_is_tagged_once_as_a_level(level: str) -> None:
    assert sign(replace(facts(), level=level), KEY)["credentialSubject"]["achievement"]["tag"] == ["Level 3"]


def test_both_forms_say_the_same() -> None:
    document = sign(facts(), KEY)
    claims = jwt.decode(sign_jwt(facts(), KEY), options={"verify_signature": False})
    del document["proof"]
    assert {name: claims[name] for name in document} == document
    assert set(claims) - set(document) == {"iss", "jti", "nbf"}


def test_a_credential_with_the_least_facts_is_signed() -> None:
    least = replace(
        facts(), recipient_email="", recipient_salt="", level="", credit=None, certificate_number="", status=None
    )
    document = sign(least, KEY)
    assert "credentialStatus" not in document
    assert "creditsEarned" not in document["credentialSubject"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "not an address"}, "absolute address"),
        ({"issuer_id": ""}, "absolute address"),
        ({"issuer_url": "javascript:alert(1)"}, "absolute address"),
        ({"achievement_name": " "}, "achievement name"),
        ({"issued_at": datetime(2026, 1, 1)}, "zone"),
        ({"valid_until": AWARDED_AT}, "before it begins"),
        ({"recipient_name": "", "recipient_email": ""}, "name or e-mail"),
        ({"recipient_salt": ""}, "salt"),
    ],
)
def test_facts_that_no_credential_can_be_made_of_are_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(CredentialFactsError, match=words):
        replace(facts(), **change)


def test_a_place_the_list_does_not_have_is_refused() -> None:
    with pytest.raises(SigningError, match="outside"):
        a_list((PLACES,))


def test_a_list_needs_a_beginning_and_an_end() -> None:
    with pytest.raises(SigningError, match="later end"):
        status_list(
            issuer_id=ISSUER_ID, list_url=LIST_URL, revoked=(), issued_at=AWARDED_AT, valid_until=AWARDED_AT, key=KEY
        )


def test_a_list_as_a_token_names_its_key() -> None:
    token = status_list_jwt(
        issuer_id=ISSUER_ID,
        list_url=LIST_URL,
        revoked=(1,),
        issued_at=AWARDED_AT,
        valid_until=AWARDED_AT + timedelta(days=1),
        key=KEY,
    )
    assert jwt.get_unverified_header(token)["kid"] == KEY.public.id_for(ISSUER_ID)


def test_a_sealed_key_opens_with_its_secret_only() -> None:
    sealed = KEY.seal("a long secret")
    assert IssuerKey.unseal(sealed, "a long secret").public == KEY.public
    assert sign(facts(), IssuerKey.unseal(sealed, "a long secret")) == sign(facts(), KEY)
    for secret in ("another secret", "a long secret "):
        with pytest.raises(KeyTrouble, match="does not open"):
            IssuerKey.unseal(sealed, secret)
    with pytest.raises(KeyTrouble, match="does not open"):
        IssuerKey.unseal(b"damaged", "a long secret")


def test_a_key_is_not_sealed_with_nothing_and_does_not_print_itself() -> None:
    with pytest.raises(KeyTrouble, match="secret"):
        KEY.seal("")
    assert "Private" not in repr(KEY)
    assert KEY.public.multibase in repr(KEY)


def test_a_public_key_is_read_back_from_its_spelling() -> None:
    key = PublicKey.from_multibase(KEY.public.multibase)
    assert key.pem == KEY.public.pem
    assert key.jwk["crv"] == "Ed25519"
    for wrong in ("", "zzz", "z6Mk!", "hello"):
        with pytest.raises(KeyTrouble):
            PublicKey.from_multibase(wrong)


def test_a_profile_lists_every_key_under_the_address_that_proofs_name() -> None:
    older = IssuerKey.generate().public
    profile = issuer_profile(
        [KEY.public, older], issuer_id=ISSUER_ID, name="Northgate Learning", url="https://n.example"
    )
    assert profile["assertionMethod"] == [KEY.public.id_for(ISSUER_ID), older.id_for(ISSUER_ID)]
    assert sign(facts(), KEY)["proof"]["verificationMethod"] in profile["assertionMethod"]
    assert {method["type"] for method in profile["verificationMethod"]} == {"Multikey"}
    with pytest.raises(KeyTrouble, match="at least one"):
        issuer_profile([], issuer_id=ISSUER_ID, name="N", url="https://n.example")


def test_an_issuer_may_be_a_did_of_its_address() -> None:
    assert did_web("https://northgate.example/issuers/1") == "did:web:northgate.example:issuers:1"
    with pytest.raises(KeyTrouble, match="https"):
        did_web("http://127.0.0.1:8000/issuers/1")
    issuer = did_web("https://northgate.example/issuers/1")
    document = sign(replace(facts(), issuer_id=issuer), KEY)
    check_by_the_specification(document, KEY.public.multibase)


def a_list(revoked: tuple[int, ...]) -> dict[str, Any]:
    return status_list(
        issuer_id=ISSUER_ID,
        list_url=LIST_URL,
        revoked=revoked,
        issued_at=AWARDED_AT,
        valid_until=datetime(2027, 1, 1, tzinfo=UTC),
        key=KEY,
    )
