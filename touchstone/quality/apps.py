from django.apps import AppConfig


class Quality(AppConfig):
    name = "touchstone.quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from touchstone.assessment.events import SheetSigned
        from touchstone.plumbing.events import react_to
        from touchstone.quality.reactions import draw_when_signed

        react_to(SheetSigned, draw_when_signed)
