"""The addresses of this room."""

from django.urls import path

from touchstone.catalogue.views import reviewing, shelf

REVIEW = "handbooks/uploads/<uuid:pk>/"

urlpatterns = [
    path("handbooks/", shelf.handbooks, name="handbooks"),
    path("handbooks/known/", shelf.catalogue_facts, name="catalogue_facts"),
    path("handbooks/known/<str:family>/start/", shelf.facts_start, name="facts_start"),
    path("handbooks/load/", reviewing.handbook_upload, name="handbook_upload"),
    path(REVIEW, reviewing.handbook_review, name="handbook_review"),
    path(f"{REVIEW}units/<int:index>/", reviewing.handbook_unit, name="handbook_unit"),
    path(f"{REVIEW}mend/", reviewing.handbook_edit, name="handbook_edit"),
    path(f"{REVIEW}add/", reviewing.handbook_add, name="handbook_add"),
    path(f"{REVIEW}remove/", reviewing.handbook_remove, name="handbook_remove"),
    path(f"{REVIEW}places/", reviewing.handbook_places, name="handbook_places"),
    path(f"{REVIEW}accept/", reviewing.handbook_accept, name="handbook_accept"),
    path(f"{REVIEW}discard/", reviewing.handbook_discard, name="handbook_discard"),
    path(f"{REVIEW}differences/", reviewing.handbook_diff, name="handbook_diff"),
    path("handbooks/versions/<uuid:pk>/", shelf.specification, name="specification"),
    path("handbooks/versions/<uuid:pk>/differences/", shelf.specification_diff, name="specification_diff"),
    path("handbooks/units/<uuid:pk>/", shelf.specification_unit, name="specification_unit"),
]
