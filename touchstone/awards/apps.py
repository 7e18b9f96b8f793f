from django.apps import AppConfig


class Awards(AppConfig):
    name = "touchstone.awards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from touchstone.awards import reactions
        from touchstone.awards.events import ClaimApproved
        from touchstone.plumbing.events import react_to

        react_to(ClaimApproved, reactions.issue_certificate)
