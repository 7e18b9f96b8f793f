from django.apps import AppConfig


class Shell(AppConfig):
    name = "touchstone.shell"
    default_auto_field = "django.db.models.BigAutoField"
