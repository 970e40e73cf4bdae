"""Addresses without a language: the way to one, and what browsers and search engines ask for."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from pages.sitemaps import SITEMAPS
from web.cache import cached_page

# Personal pages, and those that only make sense from a mail or with an account.
NOT_FOR_ROBOTS = (
    "me/",
    "news/",
    "accounts/",
    "petitions/signatures/",
    "petitions/*/sign/",
    "petitions/*/confirm/",
    "petitions/*/thanks/",
)


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Lead to the language the browser asks for. No cookie: the address says it from then on."""
    with override(get_language_from_request(request)):
        target = reverse("pages:home")
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponseRedirect(f"{target}?{query}" if query else target)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Only clients that do not read the page's head ask here."""
    response = HttpResponseRedirect(static("brand/favicon.ico"))
    patch_cache_control(response, public=True, max_age=24 * 3600)
    return response


@require_safe
@cached_page(seconds=3600, params=())
def robots(request: HttpRequest) -> HttpResponse:
    paths = [f"/{code}/{path}" for code, _ in settings.LANGUAGES for path in NOT_FOR_ROBOTS]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ["/mailbox/", "/admin/", *paths]),
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cached_page(seconds=600, params=("p",))
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    return sitemap(request, SITEMAPS)
