from django.apps import AppConfig


class Plumbing(AppConfig):
    name = "touchstone.plumbing"
    default_auto_field = "django.db.models.BigAutoField"
