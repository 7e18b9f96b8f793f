"""Settings, from the environment alone. `docs/reference/settings.md` lists every name with its meaning."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import environ

env = environ.Env()

DEBUG = False
TOUCHSTONE_PRODUCTION = env.bool("TOUCHSTONE_PRODUCTION", default=False)
TOUCHSTONE_DATA = Path(env.str("TOUCHSTONE_DATA", default="data")).resolve()
TOUCHSTONE_ANCHORS = Path(env.str("TOUCHSTONE_ANCHORS", default=str(TOUCHSTONE_DATA / "anchors"))).resolve()
TOUCHSTONE_URL = env.str("TOUCHSTONE_URL", default="http://127.0.0.1:8000").rstrip("/")
TOUCHSTONE_WORKER = env.bool("TOUCHSTONE_WORKER", default=False)
TOUCHSTONE_CLAMD = env.str("TOUCHSTONE_CLAMD", default="")
TOUCHSTONE_IDLE_MINUTES = env.int("TOUCHSTONE_IDLE_MINUTES", default=30)
TOUCHSTONE_STAFF_SECOND_STEP = env.bool("TOUCHSTONE_STAFF_SECOND_STEP", default=False)


def embedded_secret(name: str) -> str:
    """The value of the environment variable `name`, else one made once and kept beside the embedded data.

    In production there is no such help: an empty value stays empty, and the start refuses it.
    """
    given = env.str(name, default="")
    if given or TOUCHSTONE_PRODUCTION:
        return given
    file = TOUCHSTONE_DATA / "secrets" / name.lower()
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


SECRET_KEY = embedded_secret("TOUCHSTONE_SECRET_KEY")
TOUCHSTONE_FILE_SECRET = embedded_secret("TOUCHSTONE_FILE_SECRET")
ALLOWED_HOSTS = env.list("TOUCHSTONE_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("TOUCHSTONE_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_q",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "touchstone.plumbing",
    "touchstone.ui",
    "touchstone.documents",
    "touchstone.audit",
    "touchstone.catalogue",
    "touchstone.centres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "touchstone.admissions",
    "touchstone.portfolio",
    "touchstone.assessment",
    "touchstone.quality",
    "touchstone.awards",
    "touchstone.shell",
    "touchstone.web",
]

MIDDLEWARE = [
    "touchstone.web.middleware.security_headers",  # outermost: files and redirects carry the policy too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "touchstone.centres.sessions.tries_outlive_refusals",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "touchstone.centres.sessions.idle_sign_out",
    "touchstone.web.middleware.seat",
    "touchstone.centres.sessions.second_step_for_staff",
    "touchstone.web.middleware.plain_errors",
]

ROOT_URLCONF = "touchstone.web.urls"
WSGI_APPLICATION = "touchstone.web.wsgi.application"
ASGI_APPLICATION = "touchstone.web.asgi.application"
AUTH_USER_MODEL = "centres.Person"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "touchstone.ui.shell.shell",
            ],
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": TOUCHSTONE_DATA / "touchstone.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}
if env.str("TOUCHSTONE_DATABASE", default=""):
    DATABASES = {"default": env.db("TOUCHSTONE_DATABASE")}
    if "postgres" in DATABASES["default"]["ENGINE"]:
        DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": env.int("TOUCHSTONE_POOL", default=8)}}
else:
    DATABASES = {"default": SQLITE}

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CACHES = {
    "default": env.cache("TOUCHSTONE_CACHE")
    if env.str("TOUCHSTONE_CACHE", default="")
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plumbing_cache",
        # The default of 300 would throw away sign-in limits and sessions as soon as a centre is busy.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "touchstone.centres.accounts.PasswordHash",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "touchstone.centres.accounts.InvitedOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"login": "touchstone.centres.accounts.SignIn"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A whole class signs in from one address at nine o'clock; wrong passwords are counted apart, per address and account.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TOUCHSTONE_PROXIES", default=0)
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Touchstone: "
ACCOUNT_CHANGE_EMAIL = True
MFA_TOTP_ISSUER = "Touchstone"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SILENCED_SYSTEM_CHECKS: list[str] = []

EMAIL_BACKEND = env.str("TOUCHSTONE_EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.str("TOUCHSTONE_EMAIL_FROM", default="Touchstone <touchstone@localhost>")

Q_CLUSTER = {
    "name": "touchstone",
    "orm": "default",
    "workers": env.int("TOUCHSTONE_WORKERS", default=2),
    "timeout": 600,
    "retry": 900,
    "max_attempts": 5,
    "catch_up": False,
    "poll": 1,
    "save_limit": 1000,
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = TOUCHSTONE_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    if TOUCHSTONE_PRODUCTION
    else {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not TOUCHSTONE_PRODUCTION
WHITENOISE_MAX_AGE = 31_536_000 if TOUCHSTONE_PRODUCTION else 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FORM_RENDERER = "touchstone.ui.forms.Renderer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TOUCHSTONE_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("TOUCHSTONE_LOG_LEVEL", default="WARNING")},
}

if "pytest" in sys.modules:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
