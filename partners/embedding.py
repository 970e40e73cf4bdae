"""Pages that an organisation shows in a frame on its own website (docs/adr/0020).

Only the websites that it has named may frame them, and nobody may frame anything else here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.csp import CSP, build_policy

from partners.models import EmbedSite, Organisation
from web.cache import recall, remember
from web.contrast import clean_hex
from web.htmx import render_page

# What the address of an embedded page may say besides: how it looks.
PARAMS = ("accent", "scheme")
SCHEMES = ("light", "dark")
POLICY = CSP.HEADER_ENFORCE.value

type View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Frame:
    """Whose website it is, and how the page is to look there."""

    organisation: Organisation
    # Six hex digits, or "" for the platform's own colour.
    accent: str = ""
    # "light" or "dark", or "" for what the device asks for.
    scheme: str = ""

    @property
    def query(self) -> str:
        """How it looks, to be put behind the address of the next page in the frame."""
        chosen = {name: value for name in PARAMS if (value := getattr(self, name))}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def colours(self) -> str:
        """The address of its style sheet, or ""."""
        return reverse("embed:colours", args=[self.accent]) if self.accent else ""


def frame_of(request: HttpRequest, slug: str) -> Frame:
    """The frame of the organisation that the address names. Raises Http404."""
    organisations = Organisation.objects.public().prefetch_related("embed_sites")
    organisation = get_object_or_404(organisations, slug=slug)
    remember(_key(slug), 3600, organisation)
    return _frame(request, organisation)


def known_frame(request: HttpRequest, slug: str) -> Frame | None:
    """As this process showed it last, for when nobody can be asked."""
    organisation = recall(_key(slug))
    return _frame(request, organisation) if organisation else None


def render_framed(
    request: HttpRequest,
    template: str,
    frame: Frame,
    context: dict[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or for htmx its part, with the policy that lets the organisation frame it."""
    response = render_page(request, template, context | {"frame": frame}, part, status)
    sites = frame.organisation.embed_sites.all()
    response[POLICY] = _policy([site.origin for site in sites])
    return response


def framed(view: View) -> View:
    """For views whose first argument is an organisation's slug: what `render_framed` made may
    stand in a frame. Anything else that comes back, such as an error of ours, may not.

    Outermost of a view's decorators: a page from the cache, or a 304, needs its policy too.
    """

    @wraps(view)
    def in_frame(
        request: HttpRequest, organisation: str, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            response = view(request, organisation, *args, **kwargs)
        except Http404:
            response = _unknown(request, organisation)
        stored = getattr(response, "stored_page", None)
        policy = response.get(POLICY) or (stored.headers.get(POLICY) if stored else None)
        if policy:
            response[POLICY] = policy
            response.xframe_options_exempt = True  # type: ignore[attr-defined]
        return response

    return in_frame


def _unknown(request: HttpRequest, slug: str) -> HttpResponse:
    """A small page that a website may go on showing after the organisation has left a campaign."""
    response = render_page(request, "partners/embed_unknown.html", status=404)
    sites = EmbedSite.objects.filter(organisation__slug=slug)
    response[POLICY] = _policy(list(sites.values_list("origin", flat=True)))
    response["Cache-Control"] = "no-store"
    return response


def _policy(origins: list[str]) -> str:
    policy: Any = settings.SECURE_CSP
    return build_policy(policy | {"frame-ancestors": [*origins, CSP.SELF]})


def _frame(request: HttpRequest, organisation: Organisation) -> Frame:
    scheme = request.GET.get("scheme", "")
    return Frame(
        organisation,
        accent=clean_hex(request.GET.get("accent", "")),
        scheme=scheme if scheme in SCHEMES else "",
    )


def _key(slug: str) -> str:
    return f"partners.frame:{slug}"
