"""How large the body of a request may be: small everywhere, but where a view takes files."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def takes_files_of[V: Callable[..., Any]](
    most_bytes: int, *, lets_in: Callable[..., bool] | None = None
) -> Callable[[V], V]:
    """Let people who are logged in send this view files of up to `most_bytes` together.

    `lets_in` says who else may, by the request and what its address holds, such as a secret:
    it is asked before a byte of a large body is read.

    The fields beside them may have settings.MAX_BODY_BYTES as everywhere, and Django writes
    files of more than 2.5 MB to the disk: nothing large is held in memory as a whole. A proxy
    in front has a limit of its own (deploy/Caddyfile).
    """

    def mark(view: V) -> V:
        # Decorators around it take the mark along: functools.wraps copies attributes.
        view.most_file_bytes = most_bytes  # type: ignore[attr-defined]
        view.lets_in_files = lets_in  # type: ignore[attr-defined]
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


def may_send_files(request: HttpRequest) -> bool:
    """Whether files may come from whoever asks: people who are logged in, and whom the view
    lets in by what its address holds."""
    if request.user.is_authenticated:
        return True
    match = resolve(request.path_info, getattr(request, "urlconf", None))
    lets_in = getattr(match.func, "lets_in_files", None)
    return lets_in is not None and lets_in(request, *match.args, **match.kwargs)
