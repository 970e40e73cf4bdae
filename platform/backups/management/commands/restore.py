"""`manage.py restore FILE`: what `backup` wrote, back in the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from backups.services import restore

# A backup remembers what people have erased since, and what was due to go.
WHAT_NEXT = """The backup is in place. Now:
  manage.py migrate          if it is older than this code
  manage.py run_retention    to remove what was due to go since it was made
and start web, worker and beat."""


class Command(BaseCommand):
    help = "Put a backup in the database's place; web, worker and beat must not run."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="Lose what the database holds now."
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        restore(file, replace=replace)
        self.stdout.write(WHAT_NEXT)
