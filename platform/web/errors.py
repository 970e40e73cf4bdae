"""Refusals and failures, said in the form the asker understands: a page, or problem+json."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist, loader
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

PROBLEM_TYPE = "application/problem+json"
# Stable names a program may rely on; the words beside them may change.
CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    410: "gone",
    412: "precondition_failed",
    413: "body_too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
    500: "server_error",
    503: "unavailable",
}


# In how many seconds to ask again, where nobody knows better.
WAIT_SECONDS = 15


class Gone(Exception):
    """What was asked for existed, and was taken away for good: answered by the 410 page."""


class NotAllowed(PermissionDenied):
    """Refused, with a translated sentence for the person that says why and whom to ask."""


class NotNow(Exception):
    """Too much at once. `retry_after` is in how many seconds to ask again."""

    def __init__(self, retry_after: int = WAIT_SECONDS) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def problem(
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: dict[str, list[str]] | None = None,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of an API refusal (RFC 9457) with a stable `code` and sentences per field.

    `more` is what a code has of its own, beside the names that every refusal has.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or CODES.get(status, "error"),
        "detail": detail,
        **(more or {}),
    }
    if errors is not None:
        body["errors"] = errors
    return body


def error_page(
    request: HttpRequest,
    status: int,
    context: dict[str, Any] | None = None,
    *,
    code: str = "",
    detail: str = "",
    retry_after: int | None = None,
) -> HttpResponse:
    """Answer with templates/<status>.html, or with problem+json below /api/.

    The template gets `status`, `detail` (a translated sentence or ""), `retry_after`
    (seconds or None) and whatever is in `context`.
    """
    if is_api(request):
        body = problem(status, code=code, detail=detail)
        response: HttpResponse = JsonResponse(body, status=status, content_type=PROBLEM_TYPE)
    else:
        told = {"status": status, "detail": detail, "retry_after": retry_after}
        response = HttpResponse(_rendered(request, status, told | (context or {})), status=status)
        if getattr(request, "htmx", None):
            # A whole page must not land inside the part that htmx meant to replace.
            response["HX-Retarget"] = "body"
            response["HX-Reswap"] = "innerHTML"
    response["Cache-Control"] = "no-store"
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; too big a body comes here too, since it is found while reading it."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own words: what a library says of a refusal is not for people.
    detail = str(exception) if isinstance(exception, NotAllowed) else ""
    return error_page(request, 403, detail=detail)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    detail = _("The form had expired. Please open the page again and send it once more.")
    return error_page(request, 403, code="csrf_failed", detail=detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def too_large(request: HttpRequest, file_bytes: int = 0) -> HttpResponse:
    """`file_bytes` is what the page takes of files, which tells people what to do."""
    detail = _("What you sent is too large. Please send less at once.")
    if file_bytes:
        detail = _("This file is too large. Please choose one of at most %(megabytes)s MB.")
        detail %= {"megabytes": file_bytes // 1_000_000}
    return error_page(request, 413, detail=detail)


def length_unknown(request: HttpRequest) -> HttpResponse:
    """A body in pieces (chunked): no browser sends one, and programs need not."""
    detail = _("Say how long the body is (Content-Length): it is not taken in pieces.")
    return error_page(request, 413, detail=detail)


def log_in_to_send(request: HttpRequest) -> HttpResponse:
    """A file from somebody who is not, or no longer, logged in."""
    detail = _("You are not logged in any more. Please log in, then send the file once more.")
    return error_page(request, 403, code="not_authenticated", detail=detail)


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    detail = _("That was too often in a short time. Please wait a moment and try again.")
    return error_page(request, 429, detail=detail, retry_after=retry_after)


# By language.
_busy_pages: dict[str | None, str] = {}


def unavailable(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Too much at once, or the database is away: a small page that needs nothing and nobody."""
    if is_api(request):
        detail = _("Too much is going on just now. Please try again in a moment.")
        return error_page(request, 503, detail=detail, retry_after=retry_after)
    response = HttpResponse(_busy_page(), status=503)
    response["Retry-After"] = str(retry_after)
    response["Cache-Control"] = "no-store"
    return response


def _busy_page() -> str:
    language = get_language()
    if language not in _busy_pages:
        try:
            _busy_pages[language] = loader.render_to_string("busy.html")
        except TemplateDoesNotExist:
            return _bare(503, "")
    return _busy_pages[language]


def part_is_off(request: HttpRequest, sentences: str) -> HttpResponse:
    """A part of the platform is switched off (web.switches); nobody knows for how long."""
    return error_page(request, 503, code="part_is_off", detail=sentences)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: needs neither database nor context processors, for they may be what failed."""
    if is_api(request):
        return error_page(request, 500)
    try:
        content = loader.get_template("500.html").render()
    except TemplateDoesNotExist:
        content = _bare(500, "")
    response = HttpResponse(content, status=500)
    response["Cache-Control"] = "no-store"
    return response


def _rendered(request: HttpRequest, status: int, context: dict[str, Any]) -> str:
    try:
        return loader.render_to_string(f"{status}.html", context, request)
    except TemplateDoesNotExist:
        return _bare(status, context["detail"])


def _bare(status: int, detail: str) -> str:
    phrase = HTTPStatus(status).phrase
    return format_html("<!doctype html><title>{0}</title><h1>{0}</h1><p>{1}</p>", phrase, detail)
