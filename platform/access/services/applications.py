"""Applications that people let act for them by OAuth 2, and an end to that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db import transaction

from access.scopes import spoken
from accounts.models import User
from privacy import audit

OF_PEOPLE = (Token.Type.ACCESS_TOKEN, Token.Type.REFRESH_TOKEN)
GRANT_TYPES = (Client.GrantType.AUTHORIZATION_CODE, Client.GrantType.REFRESH_TOKEN)


@dataclass
class Application:
    """One application with what this person allows it; it was last active `renewed_at`, to
    the hour."""

    client: Client
    scopes: set[str]
    renewed_at: datetime

    @property
    def spoken_scopes(self) -> list[str]:
        return spoken(self.scopes)


def register(client: Client) -> str:
    """Store an application as it was filled in; returns its secret, which is nowhere else.

    "" for a public one, which proves itself by PKCE alone.
    """
    client.set_grant_types(list(GRANT_TYPES))
    client.set_response_types([Client.ResponseType.CODE])
    secret = give_new_secret(client)
    return secret if client.type == Client.Type.CONFIDENTIAL else ""


def give_new_secret(client: Client) -> str:
    """The former one opens nothing any more."""
    secret = get_adapter().generate_client_secret()
    client.set_secret(secret)
    client.save()
    return secret


def applications_of(user: User) -> list[Application]:
    """Those that could act for this person just now, by name."""
    found: dict[str, Application] = {}
    for token in _tokens_of(user).select_related("client").order_by("created_at"):
        one = found.setdefault(token.client_id, Application(token.client, set(), token.created_at))
        one.scopes.update(token.get_scopes())
        one.renewed_at = token.created_at
    return sorted(found.values(), key=lambda each: each.client.name.casefold())


@transaction.atomic
def stop(user: User, client: Client) -> None:
    """From now on it can't act for this person, unless they allow it anew."""
    if _tokens_of(user).filter(client=client).delete()[0]:
        audit.record("access.application_stopped", user, client)


def forget_expired() -> int:
    return Token.objects.expired().delete()[0]


def way_back_of(redirect_uri: str) -> str:
    """Where a form may lead on to, as Content-Security-Policy names it; "" for what it can't.

    Chromium asks `form-action` also for where the answer to a form redirects.
    """
    parts = urlsplit(redirect_uri)
    if parts.scheme in ("http", "https"):
        named = f"{parts.scheme}://{parts.netloc}"
    else:
        named = f"{parts.scheme}:"
    return named if set(named).isdisjoint(" ;,'\"@\t\r\n") else ""


def _tokens_of(user: User) -> Any:
    return Token.objects.valid().filter(user=user, client__isnull=False, type__in=OF_PEOPLE)
