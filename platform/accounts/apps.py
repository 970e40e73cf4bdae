from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _

# allauth's list of sessions insists on an address; nobody needs it, so nobody's is kept.
NO_ADDRESS = "0.0.0.0"  # noqa: S104


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession

        from accounts import personal_data
        from web import pressure, switches

        # Whoever has to look after the platform must get in.
        for name in ("account_login", "account_reauthenticate", "mfa_authenticate"):
            pressure.name_order(name, pressure.Order.NEVER)
        personal_data.register()
        switches.register(
            "accounts.signup",
            _("New accounts"),
            _("No new accounts can be made for a while. Those that exist go on as ever."),
        )
        pre_save.connect(keep_no_address, sender=UserSession, dispatch_uid="accounts.no_address")


def keep_no_address(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Store a session without the network it was opened from."""
    instance.ip = NO_ADDRESS
