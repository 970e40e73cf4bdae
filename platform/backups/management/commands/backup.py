"""`manage.py backup FILE`: the whole database in one file, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from backups.services import back_up
from jobs.terminal import in_bytes


class Command(BaseCommand):
    help = "Write the database to a new file that only its owner can read; the site may run on."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        size = back_up(file)
        self.stdout.write(f"{file} is whole: {in_bytes(size)}.")
