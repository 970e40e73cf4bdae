"""One address, two answers: the whole page, or the named part of it that htmx asks for."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

# What the choice between page and part depends on; caches must tell these apart.
VARY = ("HX-Request", "HX-Request-Type")


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx will put the answer inside the page it stands on.

    Boosted links, restored history and requests that replace the body (`full`, htmx 4)
    need a whole page although htmx sends them.
    """
    htmx = getattr(request, "htmx", None)
    return bool(
        htmx
        and not htmx.boosted
        and not htmx.history_restore_request
        and htmx.request_type != "full"
    )


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the template, or only its `{% partialdef part %}` when htmx asks for a part.

    Check permission before calling: a part is reachable by itself.
    """
    name = f"{template}#{part}" if part and wants_part(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, VARY)
    return response
