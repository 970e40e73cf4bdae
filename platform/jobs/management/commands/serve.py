"""`manage.py serve`: web, worker and beat as one process tree."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs import process_tree
from jobs.address import check_address


class Command(BaseCommand):
    help = "Run the web server, the worker and beat together until Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        check_address(host, port)
        manage = Path(sys.argv[0]).resolve()
        stop_seconds = settings.WEB_STOP_SECONDS + 3.0
        # The same process, without the apps: signals still reach the tree's own head.
        os.execv(  # noqa: S606 - our own command line
            sys.executable,
            [
                sys.executable,
                # Not this file's folder on the path: its modules are called like others.
                "-P",
                process_tree.__file__,
                str(manage),
                host,
                str(port),
                str(stop_seconds),
            ],
        )
