from django.apps import AppConfig


class Admissions(AppConfig):
    name = "touchstone.admissions"
    default_auto_field = "django.db.models.BigAutoField"
