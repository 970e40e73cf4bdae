"""`manage.py serve`: web, worker and beat as one process tree."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.address import check_address
from jobs.process_tree import Child, ProcessTree


class Command(BaseCommand):
    help = "Run the web server, the worker and beat together until Ctrl-C or SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        check_address(host, port)
        tree = ProcessTree(
            [
                # Without draining: there is no second node that could take over.
                Child("web", ["web", "--host", host, "--port", str(port), "--drain", "0"]),
                Child("worker", ["worker"]),
                Child("beat", ["beat"]),
            ],
            say=self._say,
            stop_seconds=settings.WEB_STOP_SECONDS + 3.0,
        )
        shown = f"[{host}]" if ":" in host else host
        self._say(f"Mitstimme runs at http://{shown}:{port}/ - stop it with Ctrl-C.")
        tree.run()
        self._say("Mitstimme has stopped.")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
