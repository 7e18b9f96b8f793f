"""Verification: every question answered in words, and nothing changed passes."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from touchstone.awards.credentials.keys import IssuerKey, PublicKey
from touchstone.awards.credentials.signing import encode, sign, sign_jwt
from touchstone.awards.credentials.status import status_list, status_list_jwt
from touchstone.awards.credentials.verification import (
    IN_TIME,
    ISSUER_KNOWN,
    NOT_REVOKED,
    SIGNATURE,
    WELL_FORMED,
    Verification,
    verify,
)
from touchstone.awards.tests.credential_scene import AWARDED_AT, ISSUER_ID, LIST_URL, PLACE, facts

KEY = IssuerKey.generate()
OTHER = IssuerKey.generate()
TODAY = datetime(2026, 11, 1, tzinfo=UTC)
DOCUMENT = sign(facts(), KEY)
TOKEN = sign_jwt(facts(), KEY)
both_forms = pytest.mark.parametrize("credential", [DOCUMENT, json.dumps(DOCUMENT), TOKEN], ids=["dict", "json", "jwt"])
both_lists = pytest.mark.parametrize("make_list", [status_list, status_list_jwt])


def known(issuer_id: str, key_id: str) -> PublicKey | None:
    return KEY.public if (issuer_id, key_id) == (ISSUER_ID, KEY.public.id_for(ISSUER_ID)) else None


def a_list(make_list: Callable[..., Any] = status_list, *, revoked: tuple[int, ...] = (), **changes: Any) -> Any:
    given = {
        "issuer_id": ISSUER_ID,
        "list_url": LIST_URL,
        "revoked": revoked,
        "issued_at": TODAY - timedelta(days=1),
        "valid_until": TODAY + timedelta(days=7),
        "key": KEY,
    }
    return make_list(**given | changes)


CLEAR = a_list()


def ask(credential: Any, served: Any = CLEAR, *, at: datetime = TODAY, keys: Any = known) -> Verification:
    return verify(credential, resolve_key=keys, status_lookup=lambda url: served if url == LIST_URL else None, at=at)


@both_forms
@both_lists
def test_a_genuine_credential_passes_every_check(credential: Any, make_list: Any) -> None:
    answer = ask(credential, a_list(make_list))
    assert answer.genuine, answer.failures
    assert answer.verdict == "Genuine"
    assert [check.name for check in answer.checks] == [WELL_FORMED, ISSUER_KNOWN, SIGNATURE, IN_TIME, NOT_REVOKED]
    assert answer.credential is not None
    assert answer.credential["credentialSubject"]["licenseNumber"] == "4471 9026"


@both_forms
@both_lists
def test_a_revoked_credential_says_so(credential: Any, make_list: Any) -> None:
    answer = ask(credential, a_list(make_list, revoked=(PLACE,)))
    assert answer.verdict == "Revoked"
    assert answer.revoked
    assert answer.failures == ("The issuer has revoked it.",)
    assert answer.check(SIGNATURE).passed


def test_revoking_a_neighbour_changes_nothing() -> None:
    assert ask(DOCUMENT, a_list(revoked=(PLACE - 1, PLACE + 1))).genuine


@both_forms
def test_an_unknown_issuer_is_not_believed(credential: Any) -> None:
    answer = ask(credential, keys=lambda *_: None)
    assert answer.check(ISSUER_KNOWN).passed is False
    assert answer.check(SIGNATURE).passed is None
    assert answer.verdict == "Cannot tell"
    assert not answer.genuine


@both_forms
def test_another_key_of_the_same_issuer_does_not_match(credential: Any) -> None:
    answer = ask(credential, keys=lambda *_: OTHER.public)
    assert answer.check(SIGNATURE).passed is False
    assert answer.verdict == "Not genuine"


def test_a_stranger_cannot_sign_in_the_issuers_name() -> None:
    forged = sign(facts(), OTHER)
    assert ask(forged).check(ISSUER_KNOWN).passed is False
    forged["proof"]["verificationMethod"] = KEY.public.id_for(ISSUER_ID)
    assert ask(forged).check(SIGNATURE).passed is False


def test_a_key_that_is_not_the_issuers_is_refused_before_it_is_looked_up() -> None:
    payload = sign_jwt_payload() | {"issuer": {"id": "https://harbour.example", "type": ["Profile"], "name": "H"}}
    token = encode(payload | {"iss": "https://harbour.example"}, KEY, KEY.public.id_for(ISSUER_ID))
    answer = ask(token, keys=lambda *_: KEY.public)
    assert answer.failures[0] == "Its signature names a key that is not its issuer's."


def sign_jwt_payload() -> dict[str, Any]:
    return {name: value for name, value in DOCUMENT.items() if name != "proof"} | {
        "jti": DOCUMENT["id"],
        "nbf": int(AWARDED_AT.timestamp()),
    }


@pytest.mark.parametrize("make", [sign, sign_jwt])
def test_an_expired_credential_says_when(make: Callable[..., Any]) -> None:
    short = replace(facts(), valid_until=AWARDED_AT + timedelta(days=1))
    answer = ask(make(short, KEY))
    assert answer.check(SIGNATURE).passed
    assert answer.check(IN_TIME).words == "It expired on 2026-10-03."
    assert answer.verdict == "Out of date"
    assert ask(make(short, KEY), a_list(issued_at=AWARDED_AT), at=AWARDED_AT + timedelta(hours=1)).genuine


@pytest.mark.parametrize("make", [sign, sign_jwt])
def test_a_credential_of_tomorrow_is_not_valid_today(make: Callable[..., Any]) -> None:
    later = replace(facts(), valid_from=datetime(2999, 1, 1, tzinfo=UTC))
    answer = ask(make(later, KEY))
    assert answer.check(SIGNATURE).passed, answer.failures
    assert answer.check(IN_TIME).words == "It is not valid before 2999-01-01."


def test_a_credential_without_a_list_cannot_be_revoked() -> None:
    answer = ask(sign(replace(facts(), status=None), KEY), None)
    assert answer.genuine
    assert "cannot be revoked" in answer.check(NOT_REVOKED).words


LISTS = {
    "is not to be had": lambda: None,
    "out of date": lambda: a_list(issued_at=AWARDED_AT, valid_until=AWARDED_AT + timedelta(days=2)),
    "another issuer's": lambda: a_list(issuer_id="https://harbour.example/issuers/2"),
    "is another one": lambda: a_list(list_url=LIST_URL + "0"),
    "key of the list is not known": lambda: a_list(key=OTHER),
    "signature of the list does not match": lambda: without_the_mark(a_list(revoked=(PLACE,))),
    "shape": lambda: a_list() | {"name": "more"},
    "neither JSON nor": lambda: "nonsense",
}


def without_the_mark(served: dict[str, Any]) -> dict[str, Any]:
    served["credentialSubject"]["encodedList"] = CLEAR["credentialSubject"]["encodedList"]
    return served


@pytest.mark.parametrize("why", LISTS)
def test_a_list_that_cannot_be_believed_proves_nothing(why: str) -> None:
    answer = ask(DOCUMENT, LISTS[why]())
    assert answer.check(NOT_REVOKED).passed is None
    assert why in answer.check(NOT_REVOKED).words
    assert answer.verdict == "Cannot tell"
    assert not answer.genuine


def test_a_token_list_with_a_changed_byte_proves_nothing() -> None:
    token = a_list(status_list_jwt)
    assert ask(DOCUMENT, token[:-10] + ("A" if token[-10] != "A" else "B") + token[-9:]).verdict == "Cannot tell"


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value that is not an object or a list."""
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(each, (*path, key))
    else:
        yield path


def changed(path: tuple[Any, ...], change: Callable[[Any], Any]) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = change(place[path[-1]])
    return document


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return value + 1


@pytest.mark.parametrize("path", list(paths(DOCUMENT)), ids=lambda path: ".".join(map(str, path)))
def test_any_changed_value_is_found(path: tuple[Any, ...]) -> None:
    answer = ask(changed(path, other))
    assert not answer.genuine
    assert answer.verdict in ("Not a credential", "Not genuine", "Cannot tell")


@pytest.mark.parametrize("name", [name for name in DOCUMENT if name != "@context"])
def test_any_part_taken_away_is_found(name: str) -> None:
    assert not ask({key: value for key, value in DOCUMENT.items() if key != name}).genuine


@pytest.mark.parametrize(
    "more",
    [
        {"expirationDate": "2999-01-01T00:00:00Z"},
        {"unheard-of": "words"},
        {"https://www.w3.org/2018/credentials#validUntil": "2999-01-01T00:00:00Z"},
        {"@included": [{"id": "urn:x", "name": "more"}]},
        {"proof": [DOCUMENT["proof"], {"type": "DataIntegrityProof"}]},
    ],
)
def test_any_part_put_in_is_found(more: dict[str, Any]) -> None:
    assert not ask(DOCUMENT | more).genuine


@given(place=st.integers(0, len(TOKEN) - 1))
@example(place=len(TOKEN) - 1)
@settings(max_examples=60, deadline=None)
def test_any_changed_letter_of_a_token_is_found(place: int) -> None:
    for letter in "AQgw":
        if TOKEN[place] != letter:
            assert not ask(TOKEN[:place] + letter + TOKEN[place + 1 :]).genuine


def test_the_last_letter_has_one_spelling_only() -> None:
    """64 bytes leave four bits unused in the last letter, so fifteen other letters decode to the same signature."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spellings = [letter for letter in alphabet if ask(TOKEN[:-1] + letter).genuine]
    assert spellings == [TOKEN[-1]]


@pytest.mark.parametrize(
    ("input_", "words"),
    [
        ("", "neither JSON nor"),
        (b"\xff\xfe", "not text"),
        ("null", "not an object"),
        ("[]", "not an object"),
        ("{}", "no proof"),
        ({}, "no proof"),
        ("a.b.c", "neither JSON nor"),
        ("{" * 50_000, "neither JSON nor"),
        ("[" * 100_000 + "]" * 100_000, "neither JSON nor"),
        ("x" * 300_000, "longer than"),
        (json.dumps(DOCUMENT)[:-1] + ', "id": "urn:x"}', "twice"),
        ('{"a": NaN}', "not a number"),
        (json.dumps(CLEAR), "OpenBadgeCredential"),
        ("eyJhbGciOiJub25lIn0.e30.", "not signed"),
    ],
    ids=range(14),
)
def test_what_is_no_credential_is_told_in_words(input_: Any, words: str) -> None:
    answer = ask(input_)
    assert answer.verdict == "Not a credential"
    assert words in answer.failures[0]
    assert len(answer.checks) == 5


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)


@given(JSON_VALUES)
@settings(deadline=None)
def test_no_input_is_too_strange_to_be_answered(value: Any) -> None:
    if isinstance(value, dict | str):
        assert not ask(value).genuine
    for name in ("issuer", "credentialSubject", "proof", "type"):
        assert not ask(DOCUMENT | {name: value}).genuine


def test_asking_for_a_check_there_is_none_of_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        ask(DOCUMENT).check("colour")
