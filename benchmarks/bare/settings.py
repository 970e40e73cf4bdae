"""A bare Django: no middleware, no sessions, one table. What it costs, everybody pays."""

import os

import environ

SECRET_KEY = "only-for-a-benchmark"  # noqa: S105 - nothing is signed with it
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "benchmarks.bare.urls"
INSTALLED_APPS = ["benchmarks.bare"]
MIDDLEWARE: list[str] = []
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": environ.Env().db_url("DATABASE_URL")}
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    pool = {"min_size": 2, "max_size": int(os.environ.get("DATABASE_POOL", "16"))}
    DATABASES["default"] |= {"CONN_MAX_AGE": 0, "OPTIONS": {"pool": pool}}
