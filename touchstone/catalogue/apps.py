from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "touchstone.catalogue"
    default_auto_field = "django.db.models.BigAutoField"
