"""`manage.py beat`: the clock. Each second it enqueues what is due by the clock and sweeps.

A loop instead of Celery's beat: the schedule is static and in memory, slots live in the
database, and a second beat on another machine does no harm.
"""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from jobs import leases, schedule, services
from jobs.lifeline import follow_parent
from jobs.uptime import watch
from web.memory import settle

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Enqueue periodic work and tell the broker again what is due, until SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", type=int, default=0, help="Stop when it is gone.")
        parser.add_argument(
            "--web",
            default=settings.WEB_PROBE_URL,
            help="Where web servers say that they are well, with commas; asked each minute.",
        )

    def handle(self, *args: Any, parent: int, web: str, **options: Any) -> None:
        follow_parent(parent)
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        settle(has_pages=False)
        # A look may take seconds, and the clock must not wait for it.
        threading.Thread(target=watch, args=(web, stopped), name="uptime", daemon=True).start()
        ticks = 0
        while not stopped.wait(1.0):
            self._tick(writes_heartbeat=ticks % 5 == 0)
            ticks += 1

    def _tick(self, *, writes_heartbeat: bool) -> None:
        close_old_connections()
        try:
            if writes_heartbeat:
                leases.beat("beat")
            schedule.enqueue_periodic()
            services.sweep()
        except DatabaseError as error:
            logger.error("The database does not answer: %s.", type(error).__name__)
