"""The form that registers an application, for whoever runs the server."""

import re
from typing import Any
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from access.forms.tokens import ScopeBoxes
from access.scopes import IDENTITY, SCOPES, by_area
from access.services import way_back_of

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# A scheme of one's own has the dots of a domain (RFC 8252 7.1), so that it is nobody else's.
OWN_SCHEME = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+")


class ApplicationForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("What it may ask people for"),
        choices=lambda: by_area([*IDENTITY, *SCOPES]),
        widget=ScopeBoxes,
    )

    class Meta:
        model = Client
        fields = ("name", "type", "redirect_uris", "cors_origins", "scopes")
        labels = {
            "name": _("Name"),
            "type": _("Can it keep a secret?"),
            "redirect_uris": _("Where it is led back to"),
            "cors_origins": _("Pages that may fetch tokens by script"),
        }
        help_texts = {
            "name": _("People read it when they are asked."),
            "type": _(
                "Confidential: a program on a server. Public: an app on a device or in a browser, "
                "which proves itself by PKCE."
            ),
            "redirect_uris": _(
                "One address a line, exactly as the application sends it: https, http only to "
                "the device itself, or a scheme of its own with a domain in it."
            ),
            "cors_origins": _("One origin a line, like https://app.example.org. Often none."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["scopes"] = self.instance.get_scopes()

    def clean_scopes(self) -> str:
        return "\n".join(self.cleaned_data["scopes"])

    def clean_redirect_uris(self) -> str:
        uris = _lines(self.cleaned_data["redirect_uris"])
        if not uris:
            raise ValidationError(_("Enter at least one address."))
        for uri in uris:
            if not _is_safe(uri):
                raise ValidationError(
                    _("Applications can't be led back to %(address)s."), params={"address": uri}
                )
        return "\n".join(uris)

    def clean_cors_origins(self) -> str:
        origins = _lines(self.cleaned_data["cors_origins"])
        for origin in origins:
            if not _is_safe(origin) or way_back_of(origin) != origin:
                raise ValidationError(
                    _("%(address)s is no origin. It has neither a path nor a / at its end."),
                    params={"address": origin},
                )
        return "\n".join(origins)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _is_safe(uri: str) -> bool:
    """Whether a code sent there reaches nobody on the way, and the page may lead there."""
    try:
        parts = urlsplit(uri)
        _port = parts.port
    except ValueError:
        return False
    if parts.fragment or "*" in uri or "\x00" in uri or not way_back_of(uri):
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    if parts.scheme == "http":
        return parts.hostname in LOOPBACK
    return bool(OWN_SCHEME.fullmatch(parts.scheme))
