"""The base of every app's API: refusals as problem+json, conditional reads, cursor pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from math import ceil
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import activate
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from web import held
from web.errors import PROBLEM_TYPE, WAIT_SECONDS, Gone, NotAllowed, NotNow, problem
from web.limits import LimitExceeded
from web.switches import PartIsOff

log = structlog.get_logger(__name__)

WHOLE_FORM = "non_field_errors"


class CursorPage(CursorPagination):
    """Pages by cursor: cheap at any depth, and steady while rows are added.

    Subclass it when another order is right; the order must be total (end with the key).
    """

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering: Any = ("-id",)


class Refusal(exceptions.APIException):
    """A refusal with a stable code of its own. `detail` is a translated sentence; `more` is
    what a program needs beside it to go on."""

    def __init__(self, detail: str, *, code: str, status: int = 409, **more: Any) -> None:
        self.status_code = status
        self.more = more
        super().__init__(detail, code)


@contextmanager
def refused_as(code: str, *, status: int = 409) -> Iterator[None]:
    """Say what a service refuses under a code that stays: its sentence is for people."""
    try:
        yield
    except DjangoValidationError as reason:
        raise Refusal(" ".join(reason.messages), code=code, status=status) from None


# For `extend_schema(parameters=[LANGUAGE])` beside LanguageMixin.
LANGUAGE = OpenApiParameter(
    "language",
    enum=[code for code, _name in settings.LANGUAGES],
    description="Language of the texts; without it `Accept-Language` decides. A text that is "
    "missing in it is given in German: each text names its own language.",
)


class LanguageMixin:
    """Answer in `?language=`, else in the best of Accept-Language, which LocaleMiddleware found.

    That middleware also says `Content-Language` and `Vary: Accept-Language`.
    """

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        wanted = request.query_params.get("language")
        if wanted is None:
            return
        if wanted not in dict(settings.LANGUAGES):
            shipped = ", ".join(dict(settings.LANGUAGES))
            sentence = _("Choose one of these languages: %(languages)s.") % {"languages": shipped}
            raise exceptions.ValidationError({"language": [sentence]})
        activate(wanted)


class ConditionalMixin:
    """Public reads: ETag and 304, and `Cache-Control: public, max-age=` for nobody in particular.

    Put it left of the view class. Whoever is logged in gets `private, no-cache`.
    """

    max_age = 5

    def finalize_response(
        self, request: HttpRequest, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        is_read = request.method in ("GET", "HEAD") and response.status_code == 200
        if is_read and isinstance(response, Response):
            response.add_post_render_callback(partial(self._conditional, request))
        return response

    def _conditional(self, request: Any, response: Response) -> HttpResponseBase | None:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, public=True, max_age=self.max_age)
        etag = f'"{blake2b(response.content, digest_size=12).hexdigest()}"'
        response["ETag"] = etag
        answer = get_conditional_response(request._request, etag=etag, response=response)
        return None if answer is response else answer


def problem_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Say every refusal as problem+json; anything unexpected stays an error (None)."""
    match exception:
        case DjangoValidationError():
            return _response(422, errors=_django_errors(exception), detail=_invalid())
        case exceptions.ValidationError():
            return _response(422, errors=flat_errors(exception.detail), detail=_invalid())
        case LimitExceeded(retry_after=seconds):
            return _response(429, headers={"Retry-After": str(seconds)})
        case PartIsOff(off=off):
            return _response(503, code="part_is_off", detail=str(off))
        case NotNow(retry_after=seconds):
            return _not_now(seconds)
        case OperationalError() | InterfaceError():
            held.note(exception)
            log.exception("database_away")
            return _not_now(WAIT_SECONDS)
        case Http404():
            return _response(404)
        case ObjectDoesNotExist():
            # Found, and thrown away by somebody else before it could be held. Should it be a
            # fault of ours instead, the log has it.
            log.warning("gone_meanwhile", exc_info=exception)
            return _response(404)
        case Gone():
            return _response(410)
        case NotAllowed():
            return _response(403, detail=str(exception))
        case PermissionDenied():
            return _response(403)
        case RequestDataTooBig():
            return _response(413)
        case Refusal():
            code = str(exception.get_codes())
            detail = str(exception.detail)
            return _response(exception.status_code, code=code, detail=detail, more=exception.more)
        case exceptions.AuthenticationFailed():
            code = str(exception.get_codes())
            detail = str(exception.detail)
            return _response(401, code=code, detail=detail, headers=_drf_headers(exception))
        case exceptions.APIException():
            return _response(
                exception.status_code,
                detail=str(exception.detail),
                headers=_drf_headers(exception),
            )
    return None


def flat_errors(detail: Any, path: str = "") -> dict[str, list[str]]:
    """{"consents.0.purpose": ["..."]} out of DRF's nested lists and dicts."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for name, inner in detail.items():
            found |= flat_errors(inner, f"{path}.{name}" if path else str(name))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        return flat_errors({str(n): item for n, item in enumerate(detail) if item}, path)
    sentences = detail if isinstance(detail, list) else [detail]
    return {path or WHOLE_FORM: [str(sentence) for sentence in sentences]}


def describe_problems(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """drf-spectacular hook: every operation may answer with a problem."""
    schema = {
        "type": "object",
        "description": "A refusal (RFC 9457): `code` is stable, `errors` has sentences per field.",
        "required": ["type", "title", "status", "code", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "code": {"type": "string"},
            "detail": {"type": "string"},
            "errors": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
        },
    }
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = schema
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refusal = {"description": "Refused, and why.", "content": {PROBLEM_TYPE: reference}}
    for operations in result.get("paths", {}).values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].setdefault("default", refusal)
    return result


def _response(
    status: int,
    *,
    code: str = "",
    detail: str = "",
    errors: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    more: dict[str, Any] | None = None,
) -> Response:
    headers = {"Cache-Control": "no-store"} | (headers or {})
    body = problem(status, code=code, detail=detail, errors=errors, more=more)
    return Response(body, status=status, headers=headers, content_type=PROBLEM_TYPE)


def _not_now(seconds: int) -> Response:
    detail = _("Too much is going on just now. Please try again in a moment.")
    return _response(503, detail=detail, headers={"Retry-After": str(seconds)})


def _django_errors(exception: DjangoValidationError) -> dict[str, list[str]]:
    if hasattr(exception, "error_dict"):
        return {WHOLE_FORM if k == "__all__" else k: v for k, v in exception.message_dict.items()}
    return {WHOLE_FORM: list(exception.messages)}


def _drf_headers(exception: exceptions.APIException) -> dict[str, str]:
    said = {
        "WWW-Authenticate": getattr(exception, "auth_header", None),
        "Retry-After": _seconds(getattr(exception, "wait", None)),
    }
    return {name: value for name, value in said.items() if value}


def _seconds(wait: float | None) -> str:
    return "" if wait is None else str(ceil(wait))


def _invalid() -> str:
    return _("Please check the fields named under errors.")
