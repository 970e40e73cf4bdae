"""What every call needs that a mailed link opens: its secret, and what a useless one is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rest_framework import serializers

from privacy.secrets import SELF_SERVICE, SecretError, look_up
from web.api import Refusal

REFUSALS = "Refuses with `secret_unknown` (404) or `secret_expired` (410)."
# For examples: one that nobody has.
NOBODYS = "4bD0rBz3kqk1mVbPZ8sJw9sC2mX7yT5uQe6nLhGfRaA"


class OwnLinkInput(serializers.Serializer):
    """What proves who somebody without an account is: the link to their own page."""

    secret = serializers.CharField(
        max_length=200, help_text="Of the link to one's own page, which every mail carries."
    )


@contextmanager
def opened_by_link() -> Iterator[None]:
    """Say what is wrong with the secret that is looked up inside."""
    try:
        yield
    except SecretError as error:
        if error.secret is None:
            sentence = _("We don't know this link.")
            raise Refusal(sentence, code="secret_unknown", status=404) from None
        sentence = _("The time of this link is over.")
        raise Refusal(sentence, code="secret_expired", status=410) from None


def whose(secret: str) -> str:
    """The key of the person whose own page this secret opens. Refuses as the page does."""
    with opened_by_link():
        return look_up(secret, SELF_SERVICE).person_key
