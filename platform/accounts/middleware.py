"""Pages of an account are for one person: nobody on the way may keep a copy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

# allauth's URL names; it marks only some of its pages, and not the one with the TOTP key.
PRIVATE = ("account_", "mfa_", "usersessions_")


class PrivatePagesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and (match.url_name or "").startswith(PRIVATE):
            add_never_cache_headers(response)
        return response
