"""`manage.py web`: the web server alone. Run any number, on any number of machines."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from jobs.address import check_address
from jobs.lifeline import follow_parent
from jobs.web_server import DrainingServer


class Command(BaseCommand):
    help = "Run the web server (granian, WSGI, threads)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--drain",
            type=float,
            default=settings.WEB_DRAIN_SECONDS,
            help="Seconds between SIGTERM and closing the port.",
        )
        parser.add_argument("--parent", type=int, default=0, help="Stop when it is gone.")

    def handle(
        self, *args: Any, host: str, port: int, drain: float, parent: int, **options: Any
    ) -> None:
        check_address(host, port)
        follow_parent(parent)
        # The server starts its processes with this path; `platform/` is a source root.
        os.environ["PYTHONPATH"] = str(settings.BASE_DIR / "platform")
        DrainingServer(
            "config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.WEB_PROCESSES,
            # One more, for answers that need no waiting when all others wait (web.pressure).
            blocking_threads=settings.WEB_THREADS + settings.SHED_LOAD,
            # Only in this mode is a client cut that connects and stays silent.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=int(settings.WEB_HEADER_SECONDS * 1000)
            ),
            respawn_failed_workers=True,
            respawn_interval=0.5,
            drain_seconds=drain,
            workers_kill_timeout=settings.WEB_STOP_SECONDS,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
