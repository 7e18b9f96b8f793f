"""The addresses of this room; those under `credentials/` and `verify/` are public."""

from django.urls import path, re_path

from touchstone.awards.views import certificates, claims, public, tracing

CODE = r"(?P<code>[0-9a-f]{32})"

urlpatterns = [
    path("claims/", claims.claims, name="claims"),
    path("claims/<uuid:pk>/", claims.claim, name="claim"),
    path("claims/<uuid:pk>/prepare/", claims.claim_prepare, name="claim_prepare"),
    path("claims/<uuid:pk>/approve/", claims.claim_approve, name="claim_approve"),
    path("claims/<uuid:pk>/withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path("claims/<uuid:pk>/units/<uuid:unit>/", claims.claim_unit, name="claim_unit"),
    path("claims/<uuid:pk>/holds/", claims.claim_holds, name="claim_holds"),
    path("holds/<uuid:pk>/lift/", claims.hold_lift, name="hold_lift"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<uuid:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:pk>/certificate.pdf", certificates.certificate_pdf, name="certificate_pdf"),
    path("certificates/<uuid:pk>/ask/", certificates.revocation_ask, name="revocation_ask"),
    path("certificates/<uuid:pk>/drop/", certificates.revocation_drop, name="revocation_drop"),
    path("certificates/<uuid:pk>/revoke/", certificates.revoke, name="revoke"),
    path("certificates/trace/<uuid:pk>/", tracing.trace, name="trace"),
    path("certificates/trace/<uuid:pk>/trace.pdf", tracing.trace_pdf, name="trace_pdf"),
    path("verify/", public.verify, name="verify"),
    path("credentials/issuers/<str:number>/", public.issuer, name="issuer"),
    path("credentials/status/<str:number>/", public.status_list, name="status_list"),
    path("credentials/achievements/<str:number>/", public.achievement, name="achievement"),
    re_path(rf"^credentials/{CODE}/$", public.credential_page, name="credential_page"),
    re_path(rf"^credentials/{CODE}\.json$", public.credential_json, name="credential_json"),
    re_path(rf"^credentials/{CODE}\.jwt$", public.credential_jwt, name="credential_jwt"),
]
