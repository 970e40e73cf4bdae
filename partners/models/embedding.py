"""The websites on which an organisation shows pages of ours in a frame."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import idna
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation

# Every one of them stands in a header of each embedded page.
MOST_SITES = 20
LONGEST_ORIGIN = 200
# What a host may consist of, so that it can end nothing in a policy.
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_OWN_MACHINE = ("localhost", "127.0.0.1")


def clean_origin(typed: str) -> str:
    """A website's origin as browsers write it: scheme, host, and a port that isn't the usual.

    Raises ValidationError for anything that is more, or less, than that.
    """
    try:
        parts = urlsplit(typed.strip())
        port = parts.port
        host = (parts.hostname or "").lower()
    except ValueError:
        raise _not_an_address() from None
    if "*" in typed:
        raise ValidationError(
            _("Enter each website by itself: an asterisk would let others in."), code="wildcard"
        )
    if parts.scheme not in ("https", "http") or not host or parts.username is not None:
        raise _not_an_address()
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValidationError(
            _("Enter the website without a page: everything after its name must go."), code="path"
        )
    if parts.scheme == "http" and not _may_be_unencrypted(host):
        raise ValidationError(
            _("Enter a website whose address begins with https://."), code="not_https"
        )
    if host not in _OWN_MACHINE:
        host = _as_in_a_header(host)
    usual = 443 if parts.scheme == "https" else 80
    origin = f"{parts.scheme}://{host}"
    return origin if port in (None, usual) else f"{origin}:{port}"


def _may_be_unencrypted(host: str) -> bool:
    """For trying it out on one's own machine; never where people really sign."""
    return host in _OWN_MACHINE and (settings.DEBUG or settings.DEMO)


def _as_in_a_header(host: str) -> str:
    try:
        ascii_host = idna.encode(host, uts46=True, std3_rules=True).decode()
    except idna.IDNAError:
        raise _not_an_address() from None
    if not _HOST.fullmatch(ascii_host):
        raise _not_an_address()
    return ascii_host


def _not_an_address() -> ValidationError:
    return ValidationError(
        _("Enter an address like https://www.example.org, with nothing behind it."),
        code="not_an_origin",
    )


def is_origin(value: str) -> None:
    """Raises ValidationError for what isn't an origin as `clean_origin` writes it."""
    if clean_origin(value) != value:
        raise _not_an_address()


class EmbedSite(models.Model):
    """A website that may show this organisation's embedded pages; no other may."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="embed_sites")
    origin = models.CharField(_("website"), max_length=LONGEST_ORIGIN, validators=[is_origin])
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    class Meta:
        ordering = ["origin"]
        verbose_name = _("website with embedded pages")
        verbose_name_plural = _("websites with embedded pages")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "origin"],
                name="one_embed_site_per_organisation_and_origin",
            )
        ]

    def __str__(self) -> str:
        return self.origin
