"""Addresses of the look, mounted under `ui/`: `appearance` (reading and colour), `gallery`, `gallery-example`."""

from django.urls import path

from touchstone.ui import views

urlpatterns = [
    path("appearance/", views.appearance, name="appearance"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:name>/", views.example, name="gallery-example"),
]
