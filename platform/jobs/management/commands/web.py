"""`manage.py web`: the web server alone. Run any number, on any number of machines."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from jobs.address import check_address
from jobs.lifeline import follow_parent


class Command(BaseCommand):
    help = "Run the web server (granian, WSGI, threads)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--parent", type=int, default=0, help="Stop when it is gone.")

    def handle(self, *args: Any, host: str, port: int, parent: int, **options: Any) -> None:
        check_address(host, port)
        follow_parent(parent)
        # The server starts its processes with this path; `platform/` is a source root.
        os.environ["PYTHONPATH"] = str(settings.BASE_DIR / "platform")
        Granian(
            "config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.WEB_PROCESSES,
            blocking_threads=settings.WEB_THREADS,
            respawn_failed_workers=True,
            respawn_interval=0.5,
            workers_kill_timeout=5,
            websockets=False,
            log_level=LogLevels.warning,
        ).serve()
