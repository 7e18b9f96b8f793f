"""The look of Touchstone as a Django app: no models, only pages' furniture."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Names the app; nothing is started."""

    name = "touchstone.ui"
    label = "ui"
    verbose_name = "Look"
