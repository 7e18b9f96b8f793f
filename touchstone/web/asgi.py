import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.web.settings")
application = get_asgi_application()

from touchstone.web.health import refuse_weak_settings  # noqa: E402 - the settings are read above

refuse_weak_settings()
