"""Who may be logged in at all, however they proved who they are."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser


class AccountBackend(AuthenticationBackend):
    """E-mail address and password, and the permissions that go with the account.

    It stands alone: Django's own backend beside it would hash each wrong password twice.
    """

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        # Asked again on each request, so open sessions end when a demonstration ends.
        if getattr(user, "is_demo", False) and not settings.DEMO:
            return False
        return super().user_can_authenticate(user)
