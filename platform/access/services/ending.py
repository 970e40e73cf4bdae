"""All programs that act for a person at once: how many there are, and an end to them."""

from allauth.idp.oidc import app_settings
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from access.models import AccessToken
from access.services.applications import applications_of
from accounts.models import User
from privacy import audit


def number_of_programs(user: User) -> int:
    """Access tokens that open something now, and applications that were let in."""
    usable = AccessToken.objects.usable(timezone.now()).filter(user=user)
    return usable.count() + len(applications_of(user))


@transaction.atomic
def stop_all(user: User) -> int:
    """Revoke every token of this person and every grant to an application, codes included that
    it could still exchange; returns how many programs acted for them until now."""
    # Codes lie in the cache by names that only applications know: none is taken until the
    # last of them is over, be it one minute in which none can be let in anew.
    cache.set(_stopped(user), True, app_settings.AUTHORIZATION_CODE_EXPIRES_IN + 1)
    number = number_of_programs(user)
    now = timezone.now()
    open_ones = AccessToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now)
    open_ones.update(revoked_at=now)
    Token.objects.filter(user=user).delete()
    if number:
        audit.record("access.programs_stopped", user, user, number=number)
    return number


def takes_codes(user: User) -> bool:
    """False for a minute after all were stopped."""
    return cache.get(_stopped(user)) is None


def _stopped(user: User) -> str:
    return f"access.stopped:{user.pk}"
