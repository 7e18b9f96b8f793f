"""Where every room is mounted. `tests/contracts/access.py` has a row for each route."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("ui/", include("touchstone.ui.urls")),
    path("", include("touchstone.shell.urls")),
    path("", include("touchstone.centres.urls")),
    path("", include("touchstone.catalogue.urls")),
    path("", include("touchstone.admissions.urls")),
    path("", include("touchstone.portfolio.urls")),
    path("", include("touchstone.assessment.urls")),
    path("", include("touchstone.quality.urls")),
    path("", include("touchstone.awards.urls")),
]
