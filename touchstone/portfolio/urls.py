"""The addresses of this room."""

from django.urls import path

from touchstone.portfolio.views import attempts, evidence, files, portfolio

urlpatterns = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/matrix/", portfolio.matrix, name="matrix"),
    path("portfolio/matrix.csv", portfolio.matrix_csv, name="matrix_csv"),
    path("portfolio/matrix/<uuid:unit>.pdf", portfolio.matrix_pdf, name="matrix_pdf"),
    path("portfolio/add/", evidence.evidence_add, name="evidence_add"),
    path("portfolio/write/", evidence.evidence_write, name="evidence_write"),
    path("portfolio/evidence/<uuid:pk>/", evidence.evidence, name="evidence"),
    path("portfolio/evidence/<uuid:pk>/write/", evidence.evidence_rewrite, name="evidence_rewrite"),
    path("portfolio/evidence/<uuid:pk>/edit/", evidence.evidence_edit, name="evidence_edit"),
    path("portfolio/evidence/<uuid:pk>/map/", evidence.evidence_map, name="evidence_map"),
    path("portfolio/evidence/<uuid:pk>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("portfolio/evidence/<uuid:pk>/file/", files.evidence_file, name="evidence_file"),
    path("portfolio/submitted/<uuid:pk>/file/", files.frozen_file, name="frozen_file"),
    path("units/", portfolio.units, name="units"),
    path("units/<uuid:pk>/", portfolio.unit, name="unit"),
    path("units/<uuid:pk>/link/<uuid:criterion>/", portfolio.criterion_link, name="criterion_link"),
    path("submit/", attempts.submissions, name="submissions"),
    path("submit/<uuid:unit>/", attempts.submit, name="submit"),
    path("submit/<uuid:unit>/declare/", attempts.declare, name="declare"),
    path("submit/<uuid:unit>/allow/", attempts.attempt_allow, name="attempt_allow"),
    path("submit/receipts/<uuid:pk>/", attempts.receipt, name="receipt"),
    path("submit/receipts/<uuid:pk>/receipt.pdf", attempts.receipt_pdf, name="receipt_pdf"),
    path("submit/receipts/<uuid:pk>/declaration.pdf", attempts.declaration_pdf, name="declaration_pdf"),
    path("submit/receipts/<uuid:pk>/withdraw/", attempts.attempt_withdraw, name="attempt_withdraw"),
]
