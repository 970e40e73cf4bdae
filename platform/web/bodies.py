"""How large the body of a request may be: small everywhere, but where a view takes files."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def takes_files_of[V: Callable[..., Any]](most_bytes: int) -> Callable[[V], V]:
    """Let people who are logged in send this view files of up to `most_bytes` together.

    The fields beside them may have settings.MAX_BODY_BYTES as everywhere, and Django writes
    files of more than 2.5 MB to the disk: nothing large is held in memory as a whole. A proxy
    in front has a limit of its own (deploy/Caddyfile).
    """

    def mark(view: V) -> V:
        # Decorators around it take the mark along: functools.wraps copies attributes.
        view.most_file_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return mark


def most_file_bytes(request: HttpRequest) -> int:
    """How large files the view at this address takes: 0 where it takes none.

    Asked only for bodies past the usual limit, and before the view is called: the check of
    the CSRF token, which comes in between, reads the whole body.
    """
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return 0
    return getattr(view, "most_file_bytes", 0)
