from django.core.management.base import BaseCommand

from pages.findable import rebuild_search


class Command(BaseCommand):
    help = "Bring the search index up to date with everything that is public."

    def handle(self, *args, **options):
        self.stdout.write(f"{rebuild_search()} entries changed.")
