"""Addresses of the look: `appearance` (reading and colour), `gallery`, `gallery-example`."""

from django.urls import path

from touchstone.ui import views

urlpatterns = [
    path("ui/appearance/", views.appearance, name="appearance"),
    path("ui/gallery/", views.gallery, name="gallery"),
    path("ui/gallery/<slug:name>/", views.example, name="gallery-example"),
]
