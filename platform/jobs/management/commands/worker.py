"""`manage.py worker`: runs jobs. Start any number, on any number of machines."""

import os
import sys
import threading
import warnings
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from celery.platforms import SecurityWarning
from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.leases import keep_alive
from jobs.lifeline import follow_parent
from jobs.services import QUEUES
from web.memory import settle


class Command(BaseCommand):
    help = "Run jobs until SIGTERM; what runs then is finished first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, default=0, help="Stop when it is gone.")

    def handle(self, *args: Any, parent: int, **options: Any) -> None:
        follow_parent(parent)
        # Celery warns about root because of pickle; only JSON is accepted here.
        warnings.simplefilter("ignore", SecurityWarning)
        # Django's checks import every page; a worker serves none.
        os.environ.setdefault("CELERY_SKIP_CHECKS", "1")
        # Before the first link: the programming interface and the administration answer nobody
        # here.
        settings.ROOT_URLCONF = settings.LINKS_URLCONF
        threading.Thread(
            target=keep_alive, args=("worker", threading.Event()), name="heartbeat", daemon=True
        ).start()
        # Not `worker_main`: Celery's command line brings 10 MB of terminal libraries.
        worker = current_app.Worker(
            quiet=True,
            # Threads: jobs wait for mail servers, and one process stays small.
            pool="threads",
            concurrency=settings.JOBS_THREADS,
            queues=QUEUES,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        settle(has_pages=False)
        worker.start()
        if worker.exitcode:
            sys.exit(worker.exitcode)
