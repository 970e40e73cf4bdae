"""Finding accounts by person, opening and closing them."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.services.ties import does_something_for_others, let_go
from privacy import audit
from privacy.fields import cipher, newest_cipher
from privacy.person import person_keys

UNCONFIRMED_FOR = timedelta(days=14)
UNUSED_FOR = timedelta(days=3 * 365)


def accounts_of(person_key: str) -> Iterator[User]:
    """The accounts whose address gives this person key.

    Each address is hashed anew. A stored key would tell whoever steals the database which
    petitions an account's holder signed.
    """
    for user in User.objects.order_by("pk").iterator():
        try:
            if person_key in person_keys(user.email):
                yield user
        except ValueError:
            # An address from before today's rules; it can't belong to a signature.
            continue


def is_guarded(user: User) -> bool:
    """True where a link in a mailbox must not be enough to close the account.

    Its holder publishes for an organisation or does something for the whole site, or it asks
    for a second factor, which the link would pass by.
    """
    if does_something_for_others(user):
        return True
    return Authenticator.objects.filter(user=user).exists()


@transaction.atomic
def open_account(email: str, language: str, *, display_name: str, password: str) -> User:
    """Make an account for an address that a mailed link has just proved.

    Raises IntegrityError where the address has one.
    """
    user = User.objects.create_user(email, password, display_name=display_name, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def enter(request: HttpRequest, user: User) -> None:
    """Log in whoever has just proved who they are; outside of a transaction.

    Rolled back, it would leave a browser with a session that was never stored.
    """
    login(request, user, backend="accounts.backends.AccountBackend")


@transaction.atomic
def close(user: User, *, actor: User | str = audit.SYSTEM) -> None:
    """Delete the account with all that hangs on it, and end its sessions.

    Raises ValidationError, with a sentence that says what to do first, where nobody would run
    the site any more, or own an organisation.
    """
    let_go(user)
    audit.record("accounts.closed", actor=actor, subject=user)
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.delete()


def close_unconfirmed() -> int:
    """Close accounts whose address nobody confirmed in time."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    late = User.objects.filter(
        joined_at__lt=timezone.now() - UNCONFIRMED_FOR, is_superuser=False, last_login=None
    )
    return _close_all(late.exclude(pk__in=confirmed))


def close_unused() -> int:
    """Close accounts that nobody opened for three years."""
    long_ago = timezone.now() - UNUSED_FOR
    unused = Q(last_login__lt=long_ago) | Q(last_login=None, joined_at__lt=long_ago)
    return _close_all(User.objects.filter(unused, is_superuser=False))


def forget_ended_sessions() -> int:
    """Take sessions that are over off the list of browsers one is logged in with."""
    open_sessions = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return UserSession.objects.exclude(session_key__in=open_sessions).delete()[0]


def reencrypt_factors() -> int:
    """Encrypt the second factors' secrets with the newest key, so that an old one can go.

    The command `reencrypt` sees fields only; these secrets lie inside allauth's JSON.
    """
    rotated = 0
    for factor in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        old = {name: factor.data[name] for name in ("secret", "seed") if name in factor.data}
        new = {name: _under_newest_key(token) for name, token in old.items()}
        if new != old:
            # Only if nobody has used a recovery code in the meantime.
            same = Authenticator.objects.filter(pk=factor.pk, data=factor.data)
            rotated += same.update(data=factor.data | new)
    return rotated


def _under_newest_key(token: str) -> str:
    # Here and not above: see privacy.fields.
    from cryptography.fernet import InvalidToken

    try:
        newest_cipher().decrypt(token.encode())
    except InvalidToken:
        return cipher().rotate(token.encode()).decode()
    return token


def _close_all(accounts: Iterable[User]) -> int:
    closed = 0
    for user in list(accounts):
        try:
            close(user)
        except ValidationError:
            # Nobody has taken over yet; asked again each night.
            continue
        closed += 1
    return closed
