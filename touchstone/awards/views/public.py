"""What anybody may ask without an account. The JSON here is public data, so any page on the web may fetch it."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.awards import queries
from touchstone.awards.forms import CredentialForm, NumberForm
from touchstone.ui.requests import Request

CODE = re.compile(r"(?:^|/credentials/)([0-9a-f]{32})(?:/|\.json|\.jwt)?$")
JSON_KINDS = ("application/json", "application/ld+json", "application/vc+ld+json", "application/vc")
FIVE_MINUTES = "public, max-age=300"


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: Request) -> HttpResponse:
    """Check a certificate by its number or code, or a digital credential that was pasted or chosen."""
    if request.method == "POST":
        return _verify_credential(request)
    if "number" not in request.GET:
        return _verify_page(request)
    form = NumberForm(request.GET)
    if not form.is_valid():
        return _verify_page(request, number_form=form, status=422)
    number = form.cleaned_data["number"].strip()
    code = CODE.search(number.lower())
    if code:
        return redirect("credential_page", code[1])
    found = queries.certificate_numbered(number, form.cleaned_data["family_name"])
    verification = queries.verify_document(found.document, request.at) if found and found.is_named else None
    asked = form.cleaned_data["family_name"].strip()
    return _verify_page(
        request,
        number_form=form,
        asked=number,
        found=found,
        verification=verification,
        name_differs=bool(found and asked and not found.is_named),
        status=200 if found else 404,
    )


@require_safe
def credential_page(request: Request, code: str) -> HttpResponse:
    """The public page of a certificate for who was given its code; programs that ask for JSON get the credential."""
    if request.GET.get("format") == "json" or _wants_json(request):
        answer = credential_json(request, code)
        patch_vary_headers(answer, ["Accept"])
        return answer
    found = queries.certificate_coded(code)
    if found is None:
        answer = render(request, "awards/no_credential.html", status=404)
    else:
        verification = queries.verify_document(found.document, request.at)
        answer = render(request, "awards/credential.html", {"found": found, "verification": verification})
    patch_vary_headers(answer, ["Accept"])
    answer.headers["Referrer-Policy"] = "no-referrer"  # the code in the address is what opens this page
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def credential_json(request: Request, code: str) -> HttpResponse:
    """The signed credential as JSON-LD, to keep and to verify elsewhere."""
    found = _coded(code)
    return _public_json(found.document, f"{found.number}.json", kind="application/vc+ld+json")


@require_safe
def credential_jwt(request: Request, code: str) -> HttpResponse:
    """The same credential as a signed token."""
    found = _coded(code)
    answer = HttpResponse(found.jwt, content_type="application/jwt")
    return _public(answer, f"{found.number}.jwt")


@require_safe
def issuer(request: Request, number: str) -> HttpResponse:
    """The centre as an issuer, with its public keys."""
    return _public_json(queries.issuer_document(number), kind="application/ld+json", cache=FIVE_MINUTES)


@require_safe
def status_list(request: Request, number: str) -> HttpResponse:
    """The centre's signed list of revoked credentials."""
    return _public_json(queries.served_status(number, request.at), kind="application/vc+ld+json", cache=FIVE_MINUTES)


@require_safe
def achievement(request: Request, number: str) -> HttpResponse:
    """What the credentials of a qualification say was achieved."""
    return _public_json(queries.achievement_document(number), kind="application/ld+json", cache=FIVE_MINUTES)


def _verify_credential(request: Request) -> HttpResponse:
    form = CredentialForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verify_page(request, credential_form=form, status=422)
    verification = queries.verify_document(form.document(), request.at)
    told = told_by(verification.credential) if verification.credential and not _is_forged(verification) else {}
    return _verify_page(request, verification=verification, told=told)


def _is_forged(verification: Any) -> bool:
    """True unless the signature holds: what the document says is then nobody's word, and is not shown."""
    return verification.check("signature").passed is not True


def told_by(credential: dict[str, Any]) -> dict[str, Any]:
    """What a signed credential says, for the page; "" for what it does not say, and a day as a date."""
    subject = _part(credential, "credentialSubject")
    achieved = _part(subject, "achievement")
    issuer_of = credential.get("issuer")
    identities = subject.get("identifier")
    names = [
        one.get("identityHash", "")
        for one in (identities if isinstance(identities, list) else [])
        if isinstance(one, dict) and one.get("hashed") is False
    ]
    return {
        "name": str(names[0]) if names else "",
        "achievement": str(achieved.get("name", "")),
        "issuer": str(issuer_of.get("name", "")) if isinstance(issuer_of, dict) else "",
        "number": str(subject.get("licenseNumber", "")),
        "awarded": parse_date(str(credential.get("awardedDate") or credential.get("validFrom") or "")[:10]) or "",
    }


def _part(document: dict[str, Any], name: str) -> dict[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _verify_page(request: Request, status: int = 200, **context: Any) -> HttpResponse:
    forms = {"number_form": NumberForm(), "credential_form": CredentialForm()}
    return render(request, "awards/verify.html", forms | context, status=status)


def _wants_json(request: Request) -> bool:
    """True where JSON is asked for and a page is not: browsers always ask for a page."""
    accept = request.headers.get("Accept", "")
    return "text/html" not in accept and any(kind in accept for kind in JSON_KINDS)


def _coded(code: str) -> queries.Shown:
    found = queries.certificate_coded(code)
    if found is None:
        raise Http404
    return found


def _public_json(
    document: dict[str, Any] | None, name: str = "", *, kind: str, cache: str = "no-cache"
) -> HttpResponse:
    if document is None:
        missing = JsonResponse({"error": "There is nothing at this address."}, status=404)
        return _public(missing)
    body = json.dumps(document, ensure_ascii=False, indent=2)
    return _public(HttpResponse(body, content_type=kind), name, cache)


def _public(answer: HttpResponse, name: str = "", cache: str = "no-cache") -> HttpResponse:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = cache
    if name:
        answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
