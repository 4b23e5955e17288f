"""Settings of the house. What differs between machines comes from the environment; see docs/running.md."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from oase.config.connections import check_alive
from oase.config.data_folder import connection_parameters, data_folder, house_secrets, ring
from oase.config.durations import hours

HOUSE = Path(__file__).resolve().parent.parent
DEBUG = os.environ.get("OASE_DEBUG") == "1"
DEMO = os.environ.get("OASE_DEMO") == "1"
"""The demo shows outgoing mail, sign-in codes included, on a page. Never for real people."""
BASE_URL = os.environ.get("OASE_BASE_URL", "http://localhost:8000").rstrip("/")

OPERATOR = os.environ.get("OASE_OPERATOR", "").strip()
"""Who runs this Oase, with address and how to reach them: several lines of text, shown in the imprint."""

KEYS = ring()
"""They wrap every person's data key; without them the vault is noise."""
_secrets = house_secrets()
SECRET_KEY = _secrets.get("django")
HOUSE_KEY = bytes.fromhex(_secrets.get("house"))
"""Seals what has no owner; stays when the keys of the vault are changed."""
PUSH_KEY = _secrets.get("push")
"""What push services know the house by is made of it (`channels/push/keys.py`)."""
PUSH_TO_PRIVATE_ADDRESSES = os.environ.get("OASE_PUSH_TO_PRIVATE_ADDRESSES") == "1"
"""Only for tests with a push service of their own: else a subscription could make the house call its neighbours."""
# This machine may always ask: `oase up` does, whether all is well.
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname or "", "localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += filter(None, os.environ.get("OASE_HOSTS", "*" if DEMO or DEBUG else "").replace(" ", "").split(","))
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("OASE_BEHIND_PROXY") == "1" else None
SESSION_COOKIE_NAME = "oase_session"
SESSION_ENGINE = "oase.portals.widget.cookies"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_FAILURE_VIEW = "oase.portals.public.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

INSTALLED_APPS = [
    "oase.apps.OaseConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "oase.portals.widget.bearer.visits",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "oase.portals.public.errors.kind_refusals",
]
ROOT_URLCONF = "oase.config.urls"
WSGI_APPLICATION = "oase.config.asgi.django_application"
PORTALS = ("look", "customer", "expert", "office", "public", "widget")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HOUSE / "portals" / portal / "templates" for portal in PORTALS],
        "OPTIONS": {
            "loaders": [
                (
                    "oase.portals.look.folding.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "oase.portals.look.context.house",
                "oase.portals.public.places.places",
                "oase.portals.public.phone.phone",
            ],
            "builtins": [
                "oase.portals.look.tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # addresses are unique whatever their case: constraint person_email_once
    "fields.E323",  # rows kept by triggers alone go with their conversation in the database, and nothing hangs on them
]

_SHARED = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_HEALTH_CHECKS": True,
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
# Planning a page's joins cost PostgreSQL more than running them: what is asked twice on a connection stays planned.
_PLANNED = {"server_side_binding": True, "prepare_threshold": 2}
# A pool that waits ever longer for a database that was away is away longer than it: it asks anew every second.
_POOL = {"min_size": 1, "timeout": 5, "check": check_alive, "reconnect_timeout": 1.0}


def _database(role: str, **options: object) -> dict[str, object]:
    parameters = dict(connection_parameters(role))
    names = {"NAME": "dbname", "HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    database = {setting: parameters.pop(name, "") for setting, name in names.items()}
    # What is left, such as sslmode, goes to the driver as it is.
    return _SHARED | database | {"OPTIONS": parameters | options}


# Three roles, three connections: what the expert's connection cannot read, no page can show (privacy/roles.sql).
DATABASES = {
    # As many as the threads of one process that may wait at once (config/asgi.py): none ever waits for a connection.
    "default": _database("oase_app", **_PLANNED, pool=_POOL | {"max_size": 24}),
    "expert": _database("oase_expert", **_PLANNED, pool=_POOL | {"max_size": 8}),
    "owner": _database("oase_owner"),
}
# Shared by all web processes: who tried to sign in how often (allauth's rate limits) is counted once for the house.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "oase_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "oase.Person"
AUTHENTICATION_BACKENDS = ["oase.portals.public.backend.SignInBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "oase.portals.public.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "oase.portals.public.sign_in.display"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "oase.portals.public.sign_in.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# One person, one address: it is what the shield knows and where answers go.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = BASE_URL.partition(":")[0]
# Rate limits count by the caller's address; behind a proxy it is the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
MFA_ADAPTER = "oase.portals.public.second_step.SecondStepAdapter"
# One step of half a minute either way: clocks of phones differ (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

MAILERS: dict[str, dict[str, object]] = {"default": {"BACKEND": "oase.channels.email.local.LocalMailBackend"}}
if os.environ.get("OASE_SMTP_HOST"):
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": os.environ["OASE_SMTP_HOST"],
            "port": int(os.environ.get("OASE_SMTP_PORT", "587")),
            "username": os.environ.get("OASE_SMTP_USER", ""),
            "password": os.environ.get("OASE_SMTP_PASSWORD", ""),
            "use_tls": os.environ.get("OASE_SMTP_TLS", "1") == "1",
        },
    }
DEFAULT_FROM_EMAIL = os.environ.get("OASE_MAIL_FROM", "Oase <service@localhost>")

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [HOUSE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_TZ = True
TIME_ZONE = "Europe/Berlin"

STATIC_URL = "/static/"
STATIC_ROOT = data_folder() / "static"
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
VAULT_FILES = data_folder() / "vault"

ERASURE_GRACE = hours("OASE_ERASURE_GRACE_HOURS", 24)
"""How long somebody who asked to be forgotten may think again."""

LARGEST_FILE = 25 * 1024 * 1024
LARGEST_TEXT = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 55
"""A few more than may be sent at once (`conversations/words.py`), so that the sentence about it is ours."""
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "oase.portals.public.uploads.NoFurther",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Bodies and addresses never reach a log; records hold ids.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"nothing_personal": {"()": "oase.config.logs.NothingPersonal"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nothing_personal"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
DEFAULT_EXCEPTION_REPORTER = "oase.config.logs.QuietReporter"

PROCRASTINATE_IMPORT_PATHS = [
    "oase.jobs.stalled",
    "oase.privacy.jobs",
    "oase.conversations.jobs",
    "oase.experts.jobs",
    "oase.experts.availability.jobs",
    "oase.experts.answers.jobs",
    "oase.experts.checks.jobs",
    "oase.experts.planning.jobs",
    "oase.experts.programme.jobs",
    "oase.experts.reputation.jobs",
    "oase.experts.topics.jobs",
    "oase.second_level.people.jobs",
    "oase.second_level.search.jobs",
    "oase.second_level.shaping.jobs",
    "oase.second_level.advisors.jobs",
    "oase.service_cloud.export.jobs",
    "oase.channels.email.jobs",
    "oase.channels.push.jobs",
    "oase.service_cloud.erasure.jobs",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "no_discovery"
