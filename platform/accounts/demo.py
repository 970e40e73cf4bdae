"""The four logins of a demonstration. Their password is public."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.models import User

PASSWORD = "mitstimme-demo"  # noqa: S105
LOGINS: dict[str, dict[str, Any]] = {
    "admin@example.org": {
        "display_name": "Demo-Verwaltung",
        "is_staff": True,
        "is_superuser": True,
    },
    "organiser@example.org": {"display_name": "Demo-Organisation"},
    "partner@example.org": {"display_name": "Demo-Partner"},
    "volunteer@example.org": {"display_name": "Demo-Ehrenamt"},
}


@transaction.atomic
def create_logins() -> dict[str, User]:
    """Make the demo accounts, or set them back; by the part of the address before the @.

    Raises ImproperlyConfigured unless settings.DEMO. Elsewhere their logins stay shut even
    if the rows came along with a copied database (accounts.backends).
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo logins exist only in a demonstration: set DEMO=true.")
    # Hashed once for all four: it is public, and each hash takes a quarter of a second.
    password = make_password(PASSWORD)
    return {
        email.partition("@")[0]: _create(email, password=password, **fields)
        for email, fields in LOGINS.items()
    }


def _create(email: str, **fields: Any) -> User:
    user, _created = User.objects.get_or_create(email=email, defaults={"is_demo": True})
    if not user.is_demo:
        raise ImproperlyConfigured("A demo address belongs to a real account here.")
    for name, value in fields.items():
        setattr(user, name, value)
    user.save()
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user
