"""An application that asks a person by OAuth 2, as oauthlib's client library would."""

import base64
import hashlib
import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.idp.oidc.models import Client as Registered
from django.test import Client

from access import services

AUTHORIZE = "/identity/o/authorize"
TOKEN = "/identity/o/api/token"
BACK = "https://app.example/back"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-0"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)


def registered(kind: str = "public", *scopes: str, **fields) -> tuple[Registered, str]:
    client = Registered(name="Stadtkarte", type=kind, redirect_uris=BACK, **fields)
    client.set_scopes(list(scopes) or ["openid", "profile", "email", "events:read"])
    return client, services.register(client)


def asked(client: Registered, **changed: str | None) -> str:
    """The address an application leads to."""
    params = {
        "client_id": client.pk,
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": "openid events:read",
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changed
    return f"{AUTHORIZE}?{urlencode({k: v for k, v in params.items() if v is not None})}"


def answer(browser: Client, page, action: str = "grant", scopes=None):
    """Press a button of the consent page, with all boxes ticked or these."""
    signed = unescape(re.search(r'name="request" value="([^"]+)"', page.text).group(1))
    if scopes is None:
        scopes = re.findall(r'name="scopes" value="([^"]+)"', page.text)
    return browser.post(AUTHORIZE, {"request": signed, "scopes": scopes, "action": action})


def told(response) -> dict[str, str]:
    """What the application reads from the address it is led back to."""
    assert response.status_code == 302, response.text
    assert response["Location"].startswith(BACK), response["Location"]
    return {key: value for key, [value] in parse_qs(urlsplit(response["Location"]).query).items()}


def fetch(client: Registered, **params: str):
    sent = {"client_id": client.pk, **params}
    return Client().post(TOKEN, urlencode(sent), content_type="application/x-www-form-urlencoded")


def exchange(client: Registered, code: str, **changed: str):
    params = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return fetch(client, **params | changed)


def allowed(browser: Client, client: Registered, **changed: str) -> dict:
    """The whole round: what the application holds at its end."""
    code = told(answer(browser, browser.get(asked(client, **changed))))["code"]
    response = exchange(client, code)
    assert response.status_code == 200, response.text
    return response.json()
