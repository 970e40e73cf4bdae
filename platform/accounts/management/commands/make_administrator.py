"""`manage.py make_administrator ada@example.org`: how the first person gets in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.services import make_administrator

OUTCOMES = {
    True: "{email} runs the site now. Choose a password here, once, within {days} days:\n\n"
    "  {link}\n",
    False: "{email} runs the site now, and logs in with the password of the account:\n\n"
    "  {login}\n",
}


class Command(BaseCommand):
    help = (
        "Let somebody run the site: makes organisations, invites their owners, gives tasks. "
        "Prints the link with which a new account gets its password; sends nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the e-mail address the person logs in with")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="the language of the pages, and of the mails to this person",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, language = options["email"], options["language"]
        try:
            validate_email(email)
            link = make_administrator(email, language)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(
            OUTCOMES[bool(link)].format(
                email=email,
                link=link,
                days=settings.PASSWORD_RESET_TIMEOUT // 86_400,
                login=f"{settings.SITE_URL}/{language}/organise/",
            )
        )
