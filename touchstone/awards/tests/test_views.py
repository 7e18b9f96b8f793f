"""The pages of this room: whole, refused beside the field, closed to strangers; and open to anybody, where public."""

from __future__ import annotations

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from touchstone.access.actors import Role
from touchstone.admissions.tests.make import make_registration
from touchstone.awards import actions
from touchstone.awards.models import Certificate, Claim, Hold
from touchstone.awards.showing import ASKS, OPENS
from touchstone.awards.tests.make import (
    EARLIER,
    PASSWORD,
    let_sign,
    make_certificate,
    make_claim,
    make_claim_ready,
    make_revoked,
)
from touchstone.centres.tests.make import make_someone
from touchstone.plumbing.tenancy import within

STATEMENTS = 15


@pytest.fixture
def scene(northgate):
    return let_sign(northgate)


def words(answer) -> str:
    """The page without its tags, spaces made one."""
    import html
    import re

    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


# The lists


@pytest.mark.parametrize("name", ["hana", "dev", "carys", "eli"])
def test_the_office_and_quality_assurers_see_who_is_ready(scene, as_person, name, django_assert_max_num_queries):
    make_claim_ready(scene)
    client = as_person(getattr(scene, name))
    with django_assert_max_num_queries(STATEMENTS):
        answer = client.get(reverse("claims"))
    assert "Asha Rao" in words(answer)
    assert "Every unit confirmed" in words(answer)


@pytest.mark.parametrize("name", ["asha", "ben", "gwen"])
def test_others_are_told_that_claims_are_not_theirs(scene, as_person, name):
    assert as_person(getattr(scene, name)).get(reverse("claims")).status_code == 403


@pytest.mark.parametrize("tab", ["ready", "waiting", "done", "all", "nonsense"])
def test_every_part_of_the_list_of_claims_opens(scene, as_person, tab):
    make_certificate(scene)
    kit = make_someone(scene.centre, "Kit Lowe", Role.LEARNER)
    make_claim(scene, make_claim_ready(scene, learner=kit))
    answer = as_person(scene.hana).get(reverse("claims"), {"show": tab})
    assert answer.status_code == 200
    assert ("Kit Lowe" in words(answer)) is (tab == "waiting")
    assert ("TS-012345-2026-000001" in words(answer)) is (tab == "done")


def test_nobody_without_an_account_sees_claims_or_certificates(scene, client):
    certificate = make_certificate(scene)
    for name, args in [
        ("claims", ()),
        ("claim", (certificate.registration_id,)),
        ("certificates", ()),
        ("certificate", (certificate.pk,)),
        ("certificate_pdf", (certificate.pk,)),
        ("trace", (certificate.registration_id,)),
    ]:
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_another_centre_finds_nothing_of_it(scene, as_person):
    certificate = make_certificate(scene)
    placed = Hold.objects.create(
        centre=scene.centre, registration=certificate.registration, kind="Appeal", reason="x",
        placed_by=scene.dev.person.pk, placed_at=certificate.issued_at,
    )  # fmt: skip
    client = as_person(scene.fox_staff)
    reads = [
        ("claim", certificate.registration_id), ("claim_holds", certificate.registration_id),
        ("certificate", certificate.pk), ("certificate_pdf", certificate.pk),
        ("trace", certificate.registration_id), ("trace_pdf", certificate.registration_id),
    ]  # fmt: skip
    for name, pk in reads:
        assert client.get(reverse(name, args=(pk,))).status_code == 404, name
    writes = [
        ("claim_prepare", certificate.registration_id), ("claim_approve", certificate.registration_id),
        ("claim_withdraw", certificate.registration_id), ("hold_lift", placed.pk),
        ("revocation_ask", certificate.pk), ("revocation_drop", certificate.pk), ("revoke", certificate.pk),
    ]  # fmt: skip
    for name, pk in writes:
        sent = {"reason": "x", "password": PASSWORD, "kind": "Appeal"}
        assert client.post(reverse(name, args=(pk,)), sent).status_code == 404, name


# The gate


def test_the_gate_names_each_rule_and_where_it_is_mended(scene, as_person, django_assert_max_num_queries):
    registration = make_registration(scene, identity_seen_on=None)
    client = as_person(scene.dev)
    with django_assert_max_num_queries(STATEMENTS):
        answer = client.get(reverse("claim", args=(registration.pk,)))
    page = words(answer)
    assert "Claimable: no. Five things block it" in page
    assert "The identity was seen: no" in page
    assert "Nobody recorded which identity document they saw." in page
    assert reverse("claim_unit", args=(registration.pk, registration.units.order_by("position")[0].pk)) in str(
        answer.content
    )


@pytest.mark.parametrize("name", ["hana", "dev", "carys", "eli"])
def test_every_link_of_the_gate_opens_for_who_sees_it(scene, as_person, name):
    import re

    registration = make_registration(scene, identity_seen_on=None)
    actions.place_hold(
        by=scene.dev.actor, registration=registration, kind="Appeal", reason="x", at=registration.prepared_at
    )
    client = as_person(getattr(scene, name))
    page = client.get(reverse("claim", args=(registration.pk,))).content.decode()
    links = re.findall(r'<a class="btn btn--small" href="([^"]+)"', page)
    assert links
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_every_page_that_mends_is_known_with_its_words():
    assert set(ASKS) == set(OPENS)


def test_a_claim_goes_from_the_gate_to_a_certificate(scene, as_person, commits):
    registration = make_claim_ready(scene)
    page = reverse("claim", args=(registration.pk,))
    hana = as_person(scene.hana)
    assert "Claimable: yes" in words(hana.get(page))
    assert hana.post(reverse("claim_prepare", args=(registration.pk,))).status_code == 302
    assert "Waits for a second person" in words(hana.get(page))
    assert "Approve the claim" not in words(hana.get(page))
    dev = as_person(scene.dev)
    assert "Approve the claim" in words(dev.get(page))
    with commits():
        answer = dev.post(reverse("claim_approve", args=(registration.pk,)), {"password": PASSWORD})
    assert answer.status_code == 302
    assert "Claimed. The certificate is issued" in words(dev.get(page))


def test_a_wrong_password_stands_beside_its_field(scene, as_person):
    claim = make_claim(scene)
    answer = as_person(scene.dev).post(
        reverse("claim_approve", args=(claim.registration_id,)), {"password": "not this one"}
    )
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert Claim.objects.get().state == "prepared"


def test_preparing_at_a_closed_gate_shows_the_gate_again(scene, as_person):
    registration = make_registration(scene)
    answer = as_person(scene.hana).post(reverse("claim_prepare", args=(registration.pk,)))
    assert answer.status_code == 422
    assert "Nothing was done." in words(answer)


def test_a_claim_is_withdrawn_with_a_reason(scene, as_person):
    claim = make_claim(scene)
    client, address = as_person(scene.hana), reverse("claim_withdraw", args=(claim.registration_id,))
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "Say why the claim is withdrawn." in words(refused)
    assert client.post(address, {"reason": "A typing error in the name."}).status_code == 302
    assert Claim.objects.get().withdrawn_reason == "A typing error in the name."
    assert client.post(address, {"reason": "Twice."}).status_code == 409


def test_a_hold_is_placed_and_lifted_on_its_page(scene, as_person):
    registration = make_claim_ready(scene)
    client, address = as_person(scene.dev), reverse("claim_holds", args=(registration.pk,))
    assert client.post(address, {"kind": "Appeal", "reason": ""}).status_code == 422
    client.post(address, {"kind": "Appeal", "reason": "Unit 301 is appealed."})
    assert "Unit 301 is appealed." in words(client.get(address))
    placed = Hold.objects.get()
    refused = client.post(reverse("hold_lift", args=(placed.pk,)), {"reason": ""})
    assert refused.status_code == 422
    client.post(reverse("hold_lift", args=(placed.pk,)), {"reason": "Decided."})
    assert "Nothing holds this award." in words(client.get(address))


def test_the_administrator_reads_holds_and_places_none(scene, as_person):
    registration = make_claim_ready(scene)
    client, address = as_person(scene.hana), reverse("claim_holds", args=(registration.pk,))
    assert "Place a hold" not in words(client.get(address))
    assert client.post(address, {"kind": "Appeal", "reason": "x"}).status_code == 403


# Certificates


@pytest.mark.parametrize("name", ["hana", "dev", "carys", "eli", "asha"])
def test_a_certificate_is_read_by_the_centre_and_by_its_holder(scene, as_person, name, django_assert_max_num_queries):
    certificate = make_certificate(scene)
    client = as_person(getattr(scene, name))
    assert certificate.number in words(client.get(reverse("certificates")))
    with django_assert_max_num_queries(STATEMENTS):
        answer = client.get(reverse("certificate", args=(certificate.pk,)))
    assert "Level 3 Award in Effective Coaching" in words(answer)
    assert reverse("credential_json", args=(certificate.public_code,)) in answer.content.decode()


def test_a_learner_keeps_the_paper_and_not_somebody_elses(scene, as_person):
    own = make_certificate(scene)
    kit = make_someone(scene.centre, "Kit Lowe", Role.LEARNER)
    other = make_certificate(scene, make_claim_ready(scene, learner=kit))
    client = as_person(scene.asha)
    paper = client.get(reverse("certificate_pdf", args=(own.pk,)))
    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"] == f'attachment; filename="Certificate {own.number}.pdf"'
    assert client.get(reverse("certificate_pdf", args=(other.pk,))).status_code == 404
    assert client.get(reverse("trace", args=(other.registration_id,))).status_code == 404


def test_a_certificate_is_revoked_by_two_persons(scene, as_person):
    certificate = make_certificate(scene)
    page = reverse("certificate", args=(certificate.pk,))
    hana = as_person(scene.hana)
    assert hana.post(reverse("revocation_ask", args=(certificate.pk,)), {"reason": ""}).status_code == 422
    hana.post(reverse("revocation_ask", args=(certificate.pk,)), {"reason": "Reference 7."})
    assert "Revoke the certificate" not in words(hana.get(page))
    dev, address = as_person(scene.dev), reverse("revoke", args=(certificate.pk,))
    assert "Reference 7." in words(dev.get(page))
    assert dev.post(address, {"password": "not this one"}).status_code == 422
    assert dev.post(address, {"password": PASSWORD}).status_code == 302
    assert "Revoked on" in words(dev.get(page))
    assert Certificate.objects.get().state == "revoked"


def test_a_request_to_revoke_is_dropped_on_the_page(scene, as_person, at):
    certificate = make_certificate(scene)
    actions.ask_revocation(by=scene.hana.actor, certificate=certificate, reason="Reference 7.", at=at)
    client = as_person(scene.dev)
    client.post(reverse("revocation_drop", args=(certificate.pk,)), {"reason": "A mix-up."})
    assert Certificate.objects.get().revocation_asked_by_id is None


# The trace


@pytest.mark.parametrize("name", ["dev", "carys", "eli", "ben", "gwen", "asha"])
def test_the_trace_opens_for_who_may_read_it(scene, as_person, name, django_assert_max_num_queries):
    certificate = make_certificate(scene)
    client = as_person(getattr(scene, name))
    with django_assert_max_num_queries(STATEMENTS):
        answer = client.get(reverse("trace", args=(certificate.registration_id,)))
    page = words(answer)
    assert "Result sheet, Submission 1" in page
    assert "Own-work declaration, Submission 1" in page
    assert ("certificate.issued" in page) is (name != "asha")


def test_the_trace_is_kept_as_a_paper(scene, as_person):
    certificate = make_certificate(scene)
    answer = as_person(scene.eli).get(reverse("trace_pdf", args=(certificate.registration_id,)))
    assert answer.content.startswith(b"%PDF-")
    assert "Decision trace Asha Rao" in answer["Content-Disposition"]


def test_the_trace_of_an_award_not_yet_claimed_says_so(scene, as_person):
    registration = make_registration(scene)
    page = words(as_person(scene.asha).get(reverse("trace", args=(registration.pk,))))
    assert "Not claimed yet" in page
    assert "Nothing was submitted yet." in page


# Without an account


@pytest.fixture
def issued(cast):
    """A certificate, and no centre in scope: as when somebody outside asks."""
    with within(cast.centre.pk):
        return make_certificate(cast, at=EARLIER)


def verify(client, **sent):
    return client.post(reverse("verify"), sent)


def test_the_public_page_of_a_certificate_says_genuine(issued, client):
    answer = client.get(reverse("credential_page", args=(issued.public_code,)))
    page = words(answer)
    assert "This certificate is genuine" in page
    assert "Asha Rao holds the Level 3 Award in Effective Coaching" in page
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_revoked_certificate_says_revoked(cast, issued, client):
    with within(cast.centre.pk):
        make_revoked(cast, issued, at=EARLIER)
    page = words(client.get(reverse("credential_page", args=(issued.public_code,))))
    assert "This certificate was revoked" in page
    assert "genuine" not in page.lower().replace("is it genuine", "")
    assert "The issuer has revoked it." in words(verify(client, credential=issued.credential_jwt))


def test_an_unknown_code_is_a_plain_page_not_found(db, client):
    answer = client.get(reverse("credential_page", args=("0" * 32,)))
    assert answer.status_code == 404
    assert "There is no certificate at this address" in words(answer)


@pytest.mark.parametrize("accept", ["application/json", "application/ld+json", "application/vc+ld+json, */*;q=0.1"])
def test_a_program_that_asks_for_json_gets_the_credential(issued, client, accept):
    answer = client.get(reverse("credential_page", args=(issued.public_code,)), headers={"accept": accept})
    assert json.loads(answer.content) == issued.credential
    assert "Accept" in answer["Vary"]


def test_a_browser_gets_the_page_though_it_takes_anything(issued, client):
    accept = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"
    answer = client.get(reverse("credential_page", args=(issued.public_code,)), headers={"accept": accept})
    assert answer["Content-Type"].startswith("text/html")
    asked = client.get(reverse("credential_page", args=(issued.public_code,)), {"format": "json"})
    assert json.loads(asked.content) == issued.credential


def test_what_the_credential_names_is_served_at_its_address(issued, client, settings):
    def served(address):
        assert address.startswith(settings.TOUCHSTONE_URL)
        answer = client.get(address.removeprefix(settings.TOUCHSTONE_URL))
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"
        return json.loads(answer.content)

    credential = issued.credential
    assert served(credential["issuer"]["id"])["id"] == credential["issuer"]["id"]
    entry = credential["credentialStatus"]
    entry = entry[0] if isinstance(entry, list) else entry
    assert served(entry["statusListCredential"])["id"] == entry["statusListCredential"]
    achieved = credential["credentialSubject"]["achievement"]
    assert served(achieved["id"])["name"] == achieved["name"]
    assert client.get(credential["id"].removeprefix(settings.TOUCHSTONE_URL)).status_code == 200


def test_the_token_is_served_for_wallets(issued, client):
    answer = client.get(reverse("credential_jwt", args=(issued.public_code,)))
    assert answer.content.decode() == issued.credential_jwt
    assert answer["Content-Type"] == "application/jwt"
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["issuer", "status_list", "achievement"])
def test_what_was_never_issued_is_not_found_in_json(db, client, name):
    answer = client.get(reverse(name, args=("999999",)))
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/json"


def test_a_number_alone_tells_what_and_not_whose(issued, client):
    page = words(client.get(reverse("verify"), {"number": issued.number}))
    assert "On record, not revoked" in page
    assert "Level 3 Award in Effective Coaching" in page
    assert "Asha" not in page
    assert issued.public_code not in client.get(reverse("verify"), {"number": issued.number}).content.decode()


def test_a_number_with_the_right_family_name_tells_all(issued, client):
    page = words(client.get(reverse("verify"), {"number": issued.number, "family_name": " rao"}))
    assert "Asha Rao holds" in page
    assert "The signature matches" in page


def test_a_wrong_family_name_is_said_and_tells_no_more(issued, client):
    page = words(client.get(reverse("verify"), {"number": issued.number, "family_name": "Lowe"}))
    assert "The family name is not the one on the certificate." in page
    assert "Asha" not in page


@pytest.mark.parametrize("written", ["{code}", "https://x.example/credentials/{code}/", "  {code} "])
def test_a_code_or_its_address_leads_to_the_public_page(issued, client, written):
    answer = client.get(reverse("verify"), {"number": written.format(code=issued.public_code)})
    assert answer["Location"] == reverse("credential_page", args=(issued.public_code,))


def test_an_unknown_number_and_no_number_say_so(db, client):
    unknown = client.get(reverse("verify"), {"number": "TS-1"})
    assert unknown.status_code == 404
    assert "There is no certificate TS-1." in words(unknown)
    assert client.get(reverse("verify"), {"number": " "}).status_code == 422


@pytest.mark.parametrize("form", ["json", "jwt", "file"])
def test_a_credential_verifies_pasted_or_as_a_file(issued, client, form):
    written = json.dumps(issued.credential)
    sent = {
        "json": {"credential": written},
        "jwt": {"credential": f" {issued.credential_jwt}\n"},
        "file": {"file": SimpleUploadedFile("a.json", written.encode())},
    }[form]
    page = words(verify(client, **sent))
    assert "Genuine" in page
    assert "Asha Rao holds the Level 3 Award in Effective Coaching" in page


@pytest.mark.parametrize("change", ["name", "achievement", "status", "signature"])
def test_a_tampered_credential_says_not_genuine_and_nothing_that_it_claims(issued, client, change):
    forged = copy.deepcopy(issued.credential)
    subject = forged["credentialSubject"]
    if change == "name":
        subject["identifier"][0]["identityHash"] = "Mallory Grey"
    elif change == "achievement":
        subject["achievement"]["name"] = "Level 7 Diploma of Mallory"
    elif change == "status":
        del forged["credentialStatus"]
    else:
        proof = forged["proof"]["proofValue"]
        forged["proof"]["proofValue"] = proof[:-1] + ("2" if proof[-1] != "2" else "3")
    answer = verify(client, credential=json.dumps(forged))
    page = words(answer)
    assert "Not genuine" in page
    assert "Mallory" not in page
    assert "Asha" not in page
    assert answer.context["told"] == {}


def test_a_tampered_token_says_not_genuine(issued, client):
    head, _, tail = issued.credential_jwt.rpartition(".")
    forged = head + "." + ("A" if tail[0] != "A" else "B") + tail[1:]
    assert "Not genuine" in words(verify(client, credential=forged))


@pytest.mark.parametrize("sent", ["hello", "{}", '{"a": 1', "a.b.c", "[1]", "<script>alert(1)</script>"])
def test_what_is_no_credential_is_told_so(db, client, sent):
    answer = verify(client, credential=sent)
    assert answer.status_code == 200
    assert "Not a credential" in words(answer)
    assert b"<script>alert" not in answer.content


def test_nothing_and_too_much_are_refused_beside_the_form(db, client):
    assert verify(client, credential=" ").status_code == 422
    large = SimpleUploadedFile("a.json", b"x" * 300_000)
    refused = verify(client, file=large)
    assert refused.status_code == 422
    assert "is no credential" in words(refused)


def test_public_pages_take_few_statements_and_no_account(issued, client, django_assert_max_num_queries):
    for address in (
        reverse("verify"),
        reverse("credential_page", args=(issued.public_code,)),
        reverse("status_list", args=("012345",)),
        reverse("issuer", args=("012345",)),
    ):
        with django_assert_max_num_queries(STATEMENTS):
            assert client.get(address).status_code == 200
