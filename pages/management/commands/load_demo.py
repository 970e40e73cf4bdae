"""`manage.py load_demo`: fill an empty database with the demo, or renew the demo in it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.demo.guard import NotADemo
from pages.demo.load import load


class Command(BaseCommand):
    help = "Load the demo content. Repeatable; refuses a database that is not a demo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="also where its files have not changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            was_needed = load(again=options["again"])
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from None
        if options["verbosity"]:
            self.stdout.write("The demo is loaded." if was_needed else "The demo is up to date.")
