"""Every setting, from the environment. docs/operations.md explains each variable."""

import os
from pathlib import Path

import environ
from django.utils.csp import CSP

from config.account_settings import *  # noqa: F403
from config.api_settings import *  # noqa: F403
from config.databases import choose_database
from config.environment import read_secrets, refuse_unsafe, weak_secrets
from config.limits import limits
from config.mailers import choose_mailer, webhook_settings
from web.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

PRODUCTION = env.bool("PRODUCTION", False)
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# --- Secrets -----------------------------------------------------------------
_secrets = read_secrets(env, VAR_DIR, production=PRODUCTION)
SECRET_KEY = _secrets["SECRET_KEY"]
PERSON_KEYS = _secrets["PERSON_KEYS"].split(",")
ENCRYPTION_KEYS = _secrets["ENCRYPTION_KEYS"].split(",")

# Signs who somebody is, for applications. In production there are none without it.
OIDC_PRIVATE_KEY = env.str("OIDC_PRIVATE_KEY", "", multiline=True)
HAS_APPLICATIONS = bool(OIDC_PRIVATE_KEY) or not PRODUCTION

# --- Who is asked, over what -------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
HTTPS = env.bool("HTTPS", PRODUCTION)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "partners.workspace.access.csrf_failure"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# The largest form here is a few hundred bytes of names and an address.
MAX_BODY_BYTES = env.int("MAX_BODY_BYTES", 1_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Of a picture as organisers send it; their pages take so much beside (web.bodies).
MAX_PICTURE_BYTES = env.int("MAX_PICTURE_BYTES", 15_000_000)

# --- Parts -------------------------------------------------------------------
INSTALLED_APPS = [
    "web",
    "languages",
    "mail",
    "jobs",
    "backups",
    "pictures",
    "privacy",
    "accounts",
    "access",
    "partners",
    "webhooks",
    "campaigns",
    "events",
    "petitions",
    "volunteers",
    "pages",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static_files.StaticFiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    # First of all: what it shows has been through all the others.
    "web.front.FrontMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "jobs.health.livez_for_any_host",
    "web.pressure.PressureMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Behind WhiteNoise: static files are not worth a count.
    "web.metrics.RequestMetricsMiddleware",
    "web.request_log.RequestMiddleware",
    "web.middleware.ContentPolicyMiddleware",
    "web.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    # Innermost: their pages need language, user and htmx, and come before any body is read.
    "web.middleware.BodyLimitMiddleware",
    "web.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "config.urls"
# What workers know: all that a mail can lead to, and 19 MB less than everything.
LINKS_URLCONF = "config.page_urls"
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
                "pages.context.site",
            ],
        },
    }
]
# One cookie, and never a session: whoever has none is a visitor.
MESSAGE_STORAGE = "web.messages.CookieStorage"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Data --------------------------------------------------------------------
DATABASES = {
    "default": choose_database(
        env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'mitstimme.sqlite3'}"),
        connections=env.int("DATABASE_POOL", 16),
    )
}
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "web.redis_cache.RedisCache",
        "LOCATION": REDIS_URL,
        # A cache that does not answer must not hold a page up.
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}

PAGE_CACHE = env.bool("PAGE_CACHE", True)

# --- Limits ------------------------------------------------------------------
LIMITS = limits(env)
DISPOSABLE_DOMAINS = env.list("DISPOSABLE_DOMAINS", default=[])
# Lists of names leave the house, so whoever runs it says that they may.
HANDOVER_LISTS = env.bool("HANDOVER_LISTS", False)
# So long after the handover an organisation reaches who agreed to it; 180 at most.
CONTACTS_KEPT_DAYS = env.int("CONTACTS_KEPT_DAYS", 180)

# Under which anybody may use the public numbers.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "CC BY 4.0")
OPEN_DATA_LICENCE_URL = env.str(
    "OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/"
)

# --- Languages ---------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English"), ("tr", "Türkçe"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "platform" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- Static files ------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail --------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "Mitstimme <noreply@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_URL = env.str("MAIL_URL", "")
ANYMAIL_WEBHOOK_SECRET = env.str("ANYMAIL_WEBHOOK_SECRET", "")
ANYMAIL = webhook_settings()
if ANYMAIL_WEBHOOK_SECRET:
    # For its webhooks alone; it would bring 8 MB into every process.
    INSTALLED_APPS.append("anymail")
MAILERS = {"default": choose_mailer(MAIL_URL, demo=DEMO, var_dir=VAR_DIR)}

# --- Jobs --------------------------------------------------------------------
BROKER_URL = env.str("BROKER_URL", "")
BROKER_DIR = VAR_DIR / "broker"
JOBS_THREADS = env.int("JOBS_THREADS", 4)
NEWS_LANES = env.int("NEWS_LANES", 2)
WEBHOOK_LANES = env.int("WEBHOOK_LANES", 1)
# For tests and trying out: http, and addresses of one's own network.
WEBHOOKS_ALLOW_PRIVATE = env.bool("WEBHOOKS_ALLOW_PRIVATE", False)
WEB_PROCESSES = env.int("WEB_PROCESSES", 1)
# Where beat asks once a minute whether a web server is well; several with commas.
WEB_PROBE_URL = env.str("WEB_PROBE_URL", f"{SITE_URL}/livez")
WEB_THREADS = env.int("WEB_THREADS", min(2 * (os.cpu_count() or 1) + 1, 8))
WEB_HEADER_SECONDS = env.float("WEB_HEADER_SECONDS", 10.0)
WEB_DRAIN_SECONDS = env.float("WEB_DRAIN_SECONDS", 5.0 if PRODUCTION else 0.0)
WEB_STOP_SECONDS = env.int("WEB_STOP_SECONDS", 20 if PRODUCTION else 5)

# --- Under a wave ------------------------------------------------------------
SHED_LOAD = env.bool("SHED_LOAD", True)
SHED_BUSY = env.float("SHED_BUSY", 0.75)
SHED_VERY_BUSY = env.float("SHED_VERY_BUSY", 0.95)
SHED_WAIT_SECONDS = env.float("SHED_WAIT_SECONDS", 3.0)

# --- Logs and metrics --------------------------------------------------------------------
# /metrics answers this machine, and whoever shows this.
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
# What happened, never to whom; see web/logs.py.
LOGGING = logging_settings(json=PRODUCTION, level=env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
# What went well is told at DEBUG: the proxy's log has it, and a line costs a tenth of a signing.
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_2XX_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_DEFAULT_LOG_LEVEL = 10
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20

if PRODUCTION:
    refuse_unsafe(
        {
            **weak_secrets(_secrets),
            "DEBUG must be off.": DEBUG,
            "DEMO must be off.": DEMO,
            "WEBHOOKS_ALLOW_PRIVATE must be off.": WEBHOOKS_ALLOW_PRIVATE,
            "SITE_URL must be the public https address.": not SITE_URL.startswith("https://"),
            "ALLOWED_HOSTS must name the public host, not '*'.": "*" in ALLOWED_HOSTS
            or not env.list("ALLOWED_HOSTS", default=[]),
            "DATABASE_URL must name a PostgreSQL database.": "postgresql"
            not in DATABASES["default"]["ENGINE"],
            "REDIS_URL must be set: limits are shared between web nodes.": not REDIS_URL,
            "BROKER_URL must be set.": not BROKER_URL,
            "MAIL_URL must name the mail server.": not MAIL_URL,
            "ANYMAIL_WEBHOOK_SECRET must be 'user:password', with 32 characters or more.": bool(
                ANYMAIL_WEBHOOK_SECRET
            )
            and (":" not in ANYMAIL_WEBHOOK_SECRET or len(ANYMAIL_WEBHOOK_SECRET) < 32),
            "OIDC_PRIVATE_KEY must be an RSA key in PEM.": bool(OIDC_PRIVATE_KEY)
            and "PRIVATE KEY-----" not in OIDC_PRIVATE_KEY,
            "METRICS_TOKEN must have 32 characters or more.": 0 < len(METRICS_TOKEN) < 32,
        }
    )
