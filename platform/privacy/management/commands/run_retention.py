"""Carry out the retention policy now, as the nightly job does; needed after a restore."""

from django.core.management.base import BaseCommand

from privacy import retention


class Command(BaseCommand):
    help = "Remove everything whose time is over, by the rules published on the privacy page."

    def handle(self, **options):
        for rule, count in sorted(retention.carry_out().items()):
            self.stdout.write(f"{rule}: {count}")
