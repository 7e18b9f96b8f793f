from django.apps import AppConfig


class Assessment(AppConfig):
    name = "touchstone.assessment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from touchstone.assessment.reactions import allocate_submitted
        from touchstone.plumbing.events import react_to
        from touchstone.portfolio.events import UnitSubmitted

        react_to(UnitSubmitted, allocate_submitted)
