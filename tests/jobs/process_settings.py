"""Settings of the real processes that tests start: everything as shipped, and one app more."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.workload"]
ROOT_URLCONF = "tests.jobs.workload.urls"
# Nobody collects static files for them, and pages should show all the same.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
