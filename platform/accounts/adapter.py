"""Where allauth meets this platform."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """What differs here from allauth's defaults."""
