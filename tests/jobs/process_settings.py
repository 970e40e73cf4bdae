"""Settings of the real processes that tests start: everything as shipped, and one app more."""

import sys

# A tool of development brings it along, and structlog would load it: a tenth of each start.
# Where this is shipped to there is none.
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]

from config.settings import *  # noqa: E402, F403
from config.settings import INSTALLED_APPS, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.workload"]
ROOT_URLCONF = LINKS_URLCONF = "tests.jobs.workload.urls"
# Nobody collects static files for them, and pages should show all the same.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
