"""Slipwatch's settings: one flat file, strict about what it takes from the environment.

`SLIPWATCH_MODE` is `embedded` (the default: SQLite and a broker of files in one folder, for
one machine) or `production` (PostgreSQL and Redis, everything from the environment). What is
missing or malformed stops the start, all faults in one message. `.env.example` has every name.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF

from config.env import Environment, is_loopback
from config.var import broker_folders, secret_key

# Lets generic classes be written with their type, ModelAdmin[Deal], while the code runs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# ---------------------------------------------------------------- mode

MODE = env.choice("SLIPWATCH_MODE", ("embedded", "production"), "embedded")
EMBEDDED = MODE == "embedded"
VAR = env.folder("SLIPWATCH_VAR", BASE_DIR / "var")
BIND_HOST, BIND_PORT = env.bind("SLIPWATCH_BIND", "127.0.0.1:8000")
# How many proxies of our own stand in front; each sets X-Forwarded-Proto and adds to
# X-Forwarded-For. With 0 those headers are not believed.
PROXIES = env.count("SLIPWATCH_PROXIES", 0, least=0)
DEBUG = False

# ---------------------------------------------------------------- secrets and hosts

_key = env.secret("SECRET_KEY", required=not EMBEDDED)
SECRET_KEY = secret_key(VAR) if EMBEDDED and not _key else _key
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", required=not EMBEDDED)
if EMBEDDED and not ALLOWED_HOSTS:
    # A page elsewhere that resolves its own name to this machine must not be answered
    # (DNS rebinding), so that a loopback server answers to loopback names alone.
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"] if is_loopback(BIND_HOST) else ["*"]
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

# ---------------------------------------------------------------- reading without login

_open_reading = env.flag("SLIPWATCH_OPEN_READING")
_closed_because = (
    "SLIPWATCH_MODE is production"
    if not EMBEDDED
    else "SLIPWATCH_PROXIES says that it runs behind a proxy"
    if PROXIES
    else f"SLIPWATCH_BIND is {BIND_HOST}, which others can reach"
    if not is_loopback(BIND_HOST)
    else ""
)
if _open_reading and _closed_because:
    env.refuse("SLIPWATCH_OPEN_READING", f"0, or unset, because {_closed_because}")
# Who may read is decided in config/reading.py; this only says that reading is open at all.
OPEN_READING = not _closed_because if _open_reading is None else _open_reading

# ---------------------------------------------------------------- applications

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "axes",
    "accounts",
    "journal",
    "vendors",
    "deals",
    "deliveries",
    "dashboard",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.reading.ClosedUnlessOpened",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "api.keys.NoteUse",
    "config.one_state.OneState",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.notices.rebuild",
                "dashboard.notices.kept",
            ],
        },
    },
]

# ---------------------------------------------------------------- database

_postgresql = env.database("DATABASE_URL", required=not EMBEDDED)
# Measured with four writing processes: with these options none of them ever finds the
# database locked; with Django's defaults they do two thousand times.
_sqlite: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "slipwatch.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}
DATABASES: dict[str, dict[str, Any]] = {"default": _postgresql or _sqlite}
if _postgresql:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- people

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
_validation = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _validation + "UserAttributeSimilarityValidator"},
    {"NAME": _validation + "MinimumLengthValidator"},
    {"NAME": _validation + "CommonPasswordValidator"},
    {"NAME": _validation + "NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

# Name and address together: a stranger cannot lock a colleague out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_VERBOSE = False

# ---------------------------------------------------------------- time and text

# Instants are stored as UTC. The zone says when a day ends: a deadline passes at its midnight,
# timezone.localdate() is a day in it, and the daily scan runs after it.
USE_TZ = True
TIME_ZONE = env.zone("SLIPWATCH_ZONE", "UTC")
LANGUAGE_CODE = "en-gb"
USE_I18N = False
FORMAT_MODULE_PATH = "config.formats"

# The month in which a fiscal year begins: April in India, the United Kingdom, Canada and Japan.
FISCAL_MONTH = env.count("SLIPWATCH_FISCAL_MONTH", 4)
if FISCAL_MONTH > 12:
    env.refuse("SLIPWATCH_FISCAL_MONTH", "a month, 1 to 12")

# ---------------------------------------------------------------- margins of the verdicts

THRESHOLD_MONTHS = env.count("SLIPWATCH_THRESHOLD_MONTHS", 6)
CRITICAL_MONTHS = env.count("SLIPWATCH_CRITICAL_MONTHS", 12)
DUE_SOON_DAYS = env.count("SLIPWATCH_DUE_SOON_DAYS", 90)
STALE_DAYS = env.count("SLIPWATCH_STALE_DAYS", 180)
CONTEST_DAYS = env.count("SLIPWATCH_CONTEST_DAYS", 180)
PERIOD_DAYS = env.count("SLIPWATCH_PERIOD_DAYS", 365)

# ---------------------------------------------------------------- static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Embedded, files are served from where they lie; production collects them once.
STATIC_ROOT = None if EMBEDDED else BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = EMBEDDED
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# ---------------------------------------------------------------- the browser's guard rails

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# A deal of 300 milestones on one page of the admin.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SECURE = not EMBEDDED
CSRF_COOKIE_SECURE = not EMBEDDED
SECURE_SSL_REDIRECT = not EMBEDDED
# A load balancer asks over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
_hsts_seconds = env.count("SLIPWATCH_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_SECONDS = 0 if EMBEDDED else _hsts_seconds
SECURE_HSTS_INCLUDE_SUBDOMAINS = not EMBEDDED
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# Preloading binds a whole domain for years: for its owner to decide, not for a tool in it. And
# SQLite, which has no columns beside those of an index, does without them.
SILENCED_SYSTEM_CHECKS = ["security.W021", "models.W040"]

# ---------------------------------------------------------------- jobs

REDIS_URL = env.redis("REDIS_URL", required=not EMBEDDED)
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_TASK_TIME_LIMIT = 600  # seconds; killed
CELERY_TASK_SOFT_TIME_LIMIT = 540  # seconds; told to end
# Redis hands an unacknowledged task out again after so many seconds: soon after a worker has
# died, and never while the task can still be running.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": CELERY_TASK_TIME_LIMIT + 60} if REDIS_URL else broker_folders(VAR)
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
# Tasks may run twice without harm, so that a task is done when it has ended, not when it began.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Remote control broadcasts to every queue, and in a folder nobody sweeps those up.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)

# ---------------------------------------------------------------- API

# Requests to the API in a minute: of a key or of a person who signed in, and of an address that
# is neither. 0: as many as come.
REQUESTS_A_MINUTE = env.count("SLIPWATCH_REQUESTS_A_MINUTE", 1200, least=0)
STRANGERS_A_MINUTE = env.count("SLIPWATCH_STRANGERS_A_MINUTE", 600, least=0)
# Where requests are counted without Redis: by all web processes of this machine together.
THROTTLE_FOLDER = VAR / "throttle"

# What begins the Open Contracting ID of each deal, and who publishes them. A prefix that is used in
# public is registered with the Open Contracting Partnership, and has six letters or digits; the one
# here cannot be taken for such a one.
OCDS_PREFIX = env.text(
    "SLIPWATCH_OCDS_PREFIX",
    "ocds-[a-z0-9]{1,20}",
    "a prefix of Open Contracting such as ocds-a1b2c3",
    "ocds-slipwatch",
)
OCDS_PUBLISHER = env.text(
    "SLIPWATCH_OCDS_PUBLISHER", r"[^\x00-\x1f\x7f]{1,200}", "a name on one line", "Slipwatch"
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.keys.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["config.reading.ReadAllowed"],
    "DEFAULT_RENDERER_CLASSES": ["api.rendering.Json"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,  # by the header Accept alone
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Slipwatch",
    "DESCRIPTION": "Defence-procurement deals: what was agreed, what was said, what slips.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["config.reading.ReadAllowed"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "SECURITY": [{}],  # a key or a login, or none where reading is open
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # the words speak for themselves: docs/domain.md
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.exactness.exactly",
        "api.headers.described",
    ],
    "ENUM_NAME_OVERRIDES": {
        "OcdsRole": "api.serializers.ocds.ROLE_CODES",
        "OcdsTag": "api.serializers.ocds.TAGS",
        "OcdsMilestoneStatus": "api.serializers.ocds.MILESTONE_STATUSES",
        "OcdsTenderStatus": "api.serializers.ocds.TENDER_STATUSES",
        "OcdsAwardStatus": "api.serializers.ocds.AWARD_STATUSES",
        "OcdsContractStatus": "api.serializers.ocds.CONTRACT_STATUSES",
        "Subject": "api.serializers.changes.SUBJECT_WORDS",
        "Change": "api.serializers.differences.CHANGES",
        "DealKind": "deals.choices.DealKind",
        "Route": "deals.choices.Route",
        "Category": "deals.choices.Category",
        "Role": "deals.choices.Role",
        "MilestoneKind": "deals.choices.MilestoneKind",
        "Reliability": "deals.choices.Reliability",
        "ClaimKind": "deals.choices.ClaimKind",
        "Side": "deals.choices.Side",
        "Rank": "deals.choices.Rank",
        "TermKind": "deals.choices.TermKind",
        "Stage": "deals.choices.Stage",
        "EventKind": "deals.choices.EventKind",
        "Mode": "deliveries.models.Mode",
        "Until": "deliveries.models.Until",
        "CountKind": "deliveries.models.CountKind",
        "OrganisationKind": "vendors.models.OrganisationKind",
        "Precision": "api.serializers.values.PRECISIONS",
        "State": "api.serializers.deals.STATES",
        "Level": "api.serializers.deals.LEVEL_WORDS",
        "FlagKind": "api.serializers.deals.FLAG_KINDS",
        "Progress": "api.serializers.deals.PROGRESS",
        "Knowledge": "api.serializers.deals.KNOWLEDGE",
        "Inferred": "api.serializers.deals.INFERRED",
    },
}

# ---------------------------------------------------------------- log

LOG_LEVEL = env.choice("SLIPWATCH_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would mail errors and repeat lines.
        "django": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},  # who failed to sign in, and not each step of its own
    },
}

env.refuse_unknown()
env.stop_if_faulty()
