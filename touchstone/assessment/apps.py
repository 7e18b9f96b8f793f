from django.apps import AppConfig


class Assessment(AppConfig):
    name = "touchstone.assessment"
    default_auto_field = "django.db.models.BigAutoField"
