"""The Celery app: it carries ids of jobs to workers, and nothing else (docs/adr/0003)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("mitstimme")
app.config_from_object("config.celeryconfig")
app.set_default()  # for every thread of a server, not only for the one importing this
