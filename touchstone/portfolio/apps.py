from django.apps import AppConfig


class Portfolio(AppConfig):
    name = "touchstone.portfolio"
    default_auto_field = "django.db.models.BigAutoField"
