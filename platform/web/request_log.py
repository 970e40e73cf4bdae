"""One line for each request that went wrong, and for all of them at DEBUG."""

import logging
from typing import cast
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import request as library


class RequestMiddleware(library.RequestMiddleware):
    """django-structlog's, which goes to no trouble for lines that nobody keeps.

    It makes two a request, whatever the level, which took a twentieth of a signing. Each
    request has its id all the same, for what else is logged on the way.
    """

    async_capable = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without asking each time whether this is a coroutine.
        self.prepare(request)
        response = cast("HttpResponse", self.get_response(request))
        self.handle_response(request, response)
        return response

    def prepare(self, request: HttpRequest) -> None:
        if _is_everything_kept():
            super().prepare(request)
        else:
            structlog.contextvars.bind_contextvars(request_id=str(uuid4()))

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        went_well = response.status_code < 400 and not hasattr(request, "_raised_exception")
        if went_well and not response.streaming and not _is_everything_kept():
            structlog.contextvars.clear_contextvars()
        else:
            super().handle_response(request, response)


def _is_everything_kept() -> bool:
    return logging.getLogger(library.__name__).isEnabledFor(logging.DEBUG)
