"""Who a program acts for: a personal access token, or one that OAuth has given to it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from access.scopes import SCOPES, grants
from access.services import look_up

REALM = 'Bearer realm="api"'


class Grant:
    """What DRF calls `request.auth`: the scopes a program holds, and whose limit it uses up."""

    def __init__(self, scopes: list[str], name: str) -> None:
        self.scopes = scopes
        self.name = name

    def includes(self, scope: str) -> bool:
        return grants(self.scopes, scope)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; a token that opens nothing is refused, never passed by."""

    def authenticate(self, request: Any) -> tuple[Any, Grant] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        clear = words[1].decode("ascii", "replace") if len(words) == 2 else ""
        if token := look_up(clear):
            return token.user, Grant(token.scopes, f"token:{token.pk}")
        if found := _of_an_application(request, clear):
            return found
        sentence = _("This token is unknown, has been revoked, or its time is over.")
        raise AuthenticationFailed(sentence, code="token_invalid")

    def authenticate_header(self, request: Any) -> str:
        return REALM


def _of_an_application(request: Any, clear: str) -> tuple[Any, Grant] | None:
    """The user and scopes of an access token that allauth's provider has issued.

    Of the scopes, those that the application may still ask for; and only for the addresses
    that the token was narrowed to, if it was (RFC 8707).
    """
    from allauth.idp.oidc.internal.resources import is_resources_subset
    from allauth.idp.oidc.models import Token

    valid = Token.objects.valid().select_related("user", "client")
    token = valid.by_value(clear).filter(type=Token.Type.ACCESS_TOKEN).first()
    if token is None or token.client is None or not _may_enter(token.user):
        return None
    here = settings.SITE_URL + request.path
    if not is_resources_subset([here], token.get_resources()):
        return None
    scopes = [scope for scope in token.get_scopes() if scope in token.client.get_scopes()]
    return token.user, Grant(scopes, f"application:{token.client_id}:{token.user_id}")


def _may_enter(user: Any) -> bool:
    """As accounts.backends asks of whoever logs in."""
    return user is not None and user.is_active and (settings.DEMO or not user.is_demo)


class DescribedToken(OpenApiAuthenticationExtension):
    target_class = "access.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = "\n".join(f"- `{scope}`: {words}" for scope, words in SCOPES.items())
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A personal access token, or an access token got by OAuth 2. "
            f"Scopes (who may write may read):\n{scopes}",
        }
