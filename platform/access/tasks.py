"""Jobs: they fetch and delegate."""

from typing import Any

from access import emails, services
from access.models import AccessToken
from jobs.registry import handler, nightly


@handler("access.tell_issued")
def tell_issued(payload: dict[str, Any]) -> None:
    """Mail that a token was made, also where it has been revoked meanwhile."""
    if token := AccessToken.objects.select_related("user").filter(pk=payload["token"]).first():
        emails.send_issued(token)


@handler("access.tell_ending")
def tell_ending(payload: dict[str, Any]) -> None:
    token = AccessToken.objects.select_related("user").filter(pk=payload["token"]).first()
    if token is not None and token.is_usable:
        emails.send_ending(token)


@nightly(hour=8, name="access.remind")
def remind() -> None:
    services.remind()
