from django.apps import AppConfig


class Audit(AppConfig):
    name = "touchstone.audit"
    default_auto_field = "django.db.models.BigAutoField"
