from django.apps import AppConfig


class Centres(AppConfig):
    name = "touchstone.centres"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from touchstone.centres.sessions import note_sign_in

        user_logged_in.connect(note_sign_in, dispatch_uid="centres.note_sign_in")
