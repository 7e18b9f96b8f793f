from django.apps import AppConfig


class Centres(AppConfig):
    name = "touchstone.centres"
    default_auto_field = "django.db.models.BigAutoField"
