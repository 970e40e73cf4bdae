"""Settings of the test suite: nothing from outside, everything below a folder of its own."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="mitstimme-test-"))
os.environ["PRODUCTION"] = os.environ["DEMO"] = "false"

os.environ["ANYMAIL_WEBHOOK_SECRET"] = "hook:only-for-tests-0123456789abcdefghijklm"  # noqa: S105

from config.settings import *  # noqa: F403
from config.settings import DATABASES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Messages go nowhere: tests run jobs by jobs.services.run_due().
BROKER_URL = "memory://"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: tests that run many at once need real connections.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    # Nothing here has to outlive a power cut, on either database.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    # A pool would hold connections open while the test database is dropped.
    del DATABASES["default"]["OPTIONS"]["pool"]
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
