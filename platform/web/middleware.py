"""What every request passes: the size of its body, its rights in the browser, its refusals."""

from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils.csp import CSP, build_policy

from web import bodies, errors, held, switches
from web.limits import LimitExceeded

log = structlog.get_logger(__name__)

type GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing here uses these; script that slipped in should not either.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class PermissionsPolicyMiddleware:
    """Tell the browser which of its features no page here will ever ask for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but for what has no words, which says so by `has_no_words` on the response.

    A picture is the same in every language: a cache between should keep it once, not for each
    Accept-Language.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if getattr(response, "has_no_words", False):
            return response
        return super().process_response(request, response)


class ContentPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's, which wrote the same policy anew for each answer.

    There are no nonces here: pages are shared. A view with a policy of its own
    (csp_override) gets it from Django.
    """

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        policy: Any = settings.SECURE_CSP
        if any(CSP.NONCE in sources for sources in policy.values()):
            raise ImproperlyConfigured("SECURE_CSP must name no nonce: pages are shared.")
        self.policy = build_policy(policy)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if self.policy and not hasattr(response, "_csp_config"):
            response.headers.setdefault(CSP.HEADER_ENFORCE.value, self.policy)
        return super().process_response(request, response)


class BodyLimitMiddleware:
    """Refuse bodies over settings.MAX_BODY_BYTES before a byte of them is read.

    A view may take files beside (web.bodies), from people who are logged in or hold its secret:
    strangers fill no disk.
    A body without a Content-Length (chunked) cannot be judged beforehand, and Django would
    read it as empty under WSGI: such a form would seem unfilled, so it is refused as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and "Transfer-Encoding" in request.headers:
            return errors.length_unknown(request)
        if length.isdecimal() and int(length) > settings.MAX_BODY_BYTES:
            file_bytes = bodies.most_file_bytes(request)
            if int(length) > settings.MAX_BODY_BYTES + file_bytes:
                return errors.too_large(request, file_bytes)
            if not bodies.may_send_files(request):
                return errors.log_in_to_send(request)
        return self.get_response(request)


class RefusalMiddleware:
    """Turn the refusals that services raise into their pages: 410, 429 and 503."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if errors.is_api(request) and (off := switches.off("web.api")):
            return errors.part_is_off(request, str(off))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match exception:
            case LimitExceeded(retry_after=seconds):
                return errors.too_many(request, seconds)
            case errors.Gone():
                return errors.error_page(request, 410)
            case switches.PartIsOff(off=off):
                return errors.part_is_off(request, str(off))
            case errors.NotNow(retry_after=seconds):
                return errors.unavailable(request, seconds)
            case OperationalError() | InterfaceError() if not settings.DEBUG:
                held.note(exception)
                log.exception("database_away")
                return errors.unavailable(request, errors.WAIT_SECONDS)
        return None
