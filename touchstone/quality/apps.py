from django.apps import AppConfig


class Quality(AppConfig):
    name = "touchstone.quality"
    default_auto_field = "django.db.models.BigAutoField"
