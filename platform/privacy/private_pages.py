"""What every page behind a mailed link needs; apps above use it for the links in their mails."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.http import quote_etag

from privacy.forms import AskForLinkForm
from privacy.secrets import SELF_SERVICE, SecretError, SecretUnknown, digest, look_up

type View = Callable[..., HttpResponseBase]


def private_page(view: View) -> View:
    """Keep a page out of caches and search engines."""

    @wraps(view)
    def private(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        response = view(request, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return private


def opened_by_secret(view: View) -> View:
    """Let in who holds a valid secret; tell everyone else how to get a new link."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str, **kwargs: object) -> HttpResponseBase:
        try:
            person_key = look_up(secret, SELF_SERVICE).person_key
        except SecretError as error:
            return link_closed(request, error)
        return view(request, secret=secret, person_key=person_key, **kwargs)

    return opened


def private_feed(
    request: HttpRequest, make: Callable[[], bytes], content_type: str
) -> HttpResponse:
    """What a program fetches again and again by a secret address: in full only when changed.

    `make` gives the content, and may raise SecretError.
    """
    try:
        content = make()
    except SecretError as error:
        # The program stops asking at 410 and tries on at 404 (RFC 9110, 15.5.11).
        answer = HttpResponse(status=404 if isinstance(error, SecretUnknown) else 410)
    else:
        answer = HttpResponse(content, content_type=content_type)
        answer["ETag"] = quote_etag(digest(content.decode())[:24])
        answer = get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def link_closed(request: HttpRequest, error: SecretError) -> HttpResponse:
    """The page that says why a link opens nothing, and how to get another."""
    is_unknown = isinstance(error, SecretUnknown)
    context = {"is_unknown": is_unknown, "form": AskForLinkForm()}
    status = 404 if is_unknown else 410
    return render(request, "privacy/link_closed.html", context, status=status)
