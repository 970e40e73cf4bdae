"""Where allauth's OpenID provider meets this platform: scopes, words, claims and the key.

Applications get what people allow them, within the scopes of access.scopes. Tokens are random
and stored as digests; the key signs only the ID token, which says who somebody is.
"""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.internal.resources import is_resources_subset
from django.conf import settings
from django.core.exceptions import ValidationError

from access.scopes import IDENTITY, SCOPES

KEY_BITS = 3072
NOT_OFFERED = ("device_authorization_endpoint", "end_session_endpoint")


class Adapter(DefaultOIDCAdapter):
    scope_display = IDENTITY | SCOPES

    def get_issuer(self) -> str:
        """From the settings: whoever asks must not name it by a Host header."""
        return settings.SITE_URL

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Any,
        client: Any,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """`profile` is name and language; an account without a name must not tell its address."""
        others = [scope for scope in scopes if scope != "profile"]
        claims = super().get_claims(purpose, user, client, others, email, **kwargs)
        if "profile" in scopes:
            claims["locale"] = user.language
            if user.display_name:
                claims["name"] = user.display_name
        return claims

    def get_user_by_sub(self, client: Any, sub: str) -> Any:
        """Whose code an application exchanges; None where the person has stopped all of them."""
        from access.services import takes_codes

        user = super().get_user_by_sub(client, sub)
        return user if user is not None and takes_codes(user) else None

    def validate_resource_uris(self, *, uris: list[str], **kwargs: Any) -> None:
        """A token can be narrowed to addresses of ours (RFC 8707), and to no others."""
        if not is_resources_subset(uris, [settings.SITE_URL]):
            raise ValidationError("The resource must be an address of this platform.")

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        for endpoint in NOT_OFFERED:
            data.pop(endpoint, None)
        data |= {
            "scopes_supported": list(self.scope_display),
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "response_types_supported": ["code"],
            "ui_locales_supported": [code for code, _name in settings.LANGUAGES],
            "service_documentation": f"{settings.SITE_URL}/api/v1/schema/",
        }

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[Any]:
        from allauth.idp.oidc.models import PrivateKey

        pem = settings.OIDC_PRIVATE_KEY or _made_once(settings.VAR_DIR / "oidc.pem")
        return filter_keys([PrivateKey(pem=pem)], did_activate=did_activate, is_active=is_active)


@cache
def _made_once(path: Path) -> str:
    """The key of an installation that was given none, as the other secrets beside it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(_new_key())
        try:
            # Of several processes that start at once, one writes and all read the same.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _new_key() -> str:
    # Here and not above: see privacy.fields.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return (
        rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )
