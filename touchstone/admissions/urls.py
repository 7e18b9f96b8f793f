"""The addresses of this room."""

from django.urls import path

from touchstone.admissions import views

urlpatterns = [
    path("registrations/", views.registrations, name="registrations"),
    path("registrations/new/", views.registration_new, name="registration_new"),
    path("registrations/export.csv", views.registrations_csv, name="registrations_csv"),
    path("registrations/<uuid:pk>/", views.registration, name="registration"),
    path("registrations/<uuid:pk>/<slug:slug>/", views.registration_step, name="registration_step"),
]
