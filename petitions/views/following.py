"""From a short address to the page it names. Nobody is counted on the way."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe

from petitions.models import SourceLink
from petitions.services.links import way_of
from web.pressure import Order, sheds

SECONDS = 60


@require_safe
@sheds(Order.SIGNING)
def follow(request: HttpRequest, code: str, language: str = "") -> HttpResponse:
    """Lead to the page, in the language of the address, else in the browser's.

    A retired code leads there too, but names no source. An unknown one gets a page that
    knows the way to the petitions.
    """
    wanted = (language or request.GET.get("l", "")).lower()
    is_chosen = wanted in dict(settings.LANGUAGES)
    with override(wanted if is_chosen else get_language_from_request(request)):
        try:
            response: HttpResponse = HttpResponseRedirect(way_of(code).path())
        except SourceLink.DoesNotExist:
            # This address has no languages to switch between: those lead home.
            request.resolver_match = None
            return render(request, "petitions/link_unknown.html", {"code": code}, status=404)
    patch_cache_control(response, public=True, max_age=SECONDS)
    if not is_chosen:
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
