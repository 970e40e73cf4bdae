"""Personal access tokens: issued once, looked up by digest, revoked for good."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from access.models import AccessToken
from access.scopes import SCOPES
from accounts.models import User
from jobs.services import enqueue
from privacy import audit
from web.keyed import keyed_code

# So that a token which has slipped into public code is found by those who look for such.
PREFIX = "mitstimme_"
SHOWN = len(PREFIX) + 6
SALT = "access.token"
LONGEST = timedelta(days=366)
MOST_EACH = 50
# Nobody needs to know it to the second, and each use would be a write.
USE_NOTED_EVERY = timedelta(hours=1)
REMINDED_BEFORE = timedelta(days=7)
KEPT_AFTERWARDS = timedelta(days=90)


class AlreadyIssued(Exception):
    """This form has made its token already; `clear` is the text that it had then."""

    def __init__(self, token: AccessToken, clear: str) -> None:
        super().__init__()
        self.token = token
        self.clear = clear


@transaction.atomic
def issue(
    user: User, *, name: str, scopes: Collection[str], valid_for: timedelta, form: str = ""
) -> tuple[AccessToken, str]:
    """Make a token and return it with its clear text, which is nowhere else; a mail tells of it.

    `form` is the random secret of the form that was sent, which is stored nowhere: sent
    twice, it gives the same text and no second token, but AlreadyIssued. Raises
    ValidationError for a scope nobody knows, none at all, more than a year, too many tokens, or
    where `user` was read before a password was set anew, which stops all programs.
    """
    # Held until the end: whoever sets a password waits, and finds this token then.
    if User.objects.select_for_update(no_key=True).get(pk=user.pk).password != user.password:
        raise ValidationError(
            _("The password of this account has just been changed. Log in again."), code="changed"
        )
    clear = PREFIX + (keyed_code(SALT, f"{user.pk} {form}") if form else token_urlsafe(32))
    if token := AccessToken.objects.filter(user=user, digest=_digest(clear)).first():
        raise AlreadyIssued(token, clear)
    if not scopes or set(scopes) - set(SCOPES):
        raise ValidationError(_("Choose at least one of these rights."), code="scopes")
    if not timedelta() < valid_for <= LONGEST:
        raise ValidationError(_("A token is valid for a year at most."), code="valid_for")
    now = timezone.now()
    if AccessToken.objects.usable(now).filter(user=user).count() >= MOST_EACH:
        raise ValidationError(
            _("You have %(number)s valid tokens. Revoke one that you do not use any more.")
            % {"number": MOST_EACH},
            code="too_many",
        )
    token = AccessToken(
        user=user,
        name=name,
        digest=_digest(clear),
        beginning=clear[:SHOWN],
        scopes=[scope for scope in SCOPES if scope in scopes],
        created_at=now,
        expires_at=now + valid_for,
    )
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError:
        # The other one of two presses was a little faster.
        raise AlreadyIssued(AccessToken.objects.get(digest=token.digest), clear) from None
    audit.record("access.token_issued", user, token, scopes=token.scopes)
    enqueue("access.tell_issued", {"token": str(token.pk)}, queue="mail")
    return token, clear


def look_up(clear: str) -> AccessToken | None:
    """The usable token with this clear text, with its user; notes about when it was used."""
    if not clear.startswith(PREFIX):
        return None
    now = timezone.now()
    tokens = AccessToken.objects.usable(now).select_related("user")
    token = tokens.filter(digest=_digest(clear)).first()
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def revoke(token: AccessToken, *, actor: User) -> None:
    """From now on it opens nothing. Revoking twice changes nothing."""
    now = timezone.now()
    if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        token.revoked_at = now
        audit.record("access.token_revoked", actor, token)


def remind() -> int:
    """Have a mail sent for each token that ends within a week; returns how many."""
    now = timezone.now()
    told = 0
    ending = AccessToken.objects.ending(now, within=REMINDED_BEFORE)
    for pk in ending.values_list("pk", flat=True):
        with transaction.atomic():
            if AccessToken.objects.filter(pk=pk, reminded_at=None).update(reminded_at=now):
                enqueue("access.tell_ending", {"token": str(pk)}, queue="mail")
                told += 1
    return told


def forget_tokens() -> int:
    """Delete those that have opened nothing for 90 days."""
    return AccessToken.objects.over_since(timezone.now() - KEPT_AFTERWARDS).delete()[0]


def _digest(clear: str) -> str:
    """The text has 256 random bits: a plain hash can't be turned back."""
    return sha256(clear.encode()).hexdigest()
