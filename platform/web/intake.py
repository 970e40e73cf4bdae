"""What all public forms share that take something without an account: they can be switched off,
they are limited, and what was typed is never lost."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from web import switches
from web.limits import LimitExceeded, client_network
from web.proof import ProofWanted, check_or_prove
from web.sources import source_of


def with_source(request: HttpRequest) -> QueryDict:
    """The form's data, and where the person came from."""
    data = request.POST.copy()
    data["source"] = source_of(request)
    return data


def refused(
    request: HttpRequest,
    deed: Callable[[], HttpResponse | None],
    again: Callable[..., HttpResponse],
    *,
    part: str,
    limit: str,
    about: str,
) -> HttpResponse | None:
    """Do `deed` unless this part is switched off or the network has done it too often.

    Gives None once it is done; else what `deed` answered, or `again(status, **told)`, the form
    as it was typed with what to do next. `about` names the form the proof of work is for.
    """
    answer = _tried(request, deed, again, part, limit, about)
    if answer is not None:
        answer["Cache-Control"] = "no-store"
    return answer


def _tried(
    request: HttpRequest,
    deed: Callable[[], HttpResponse | None],
    again: Callable[..., HttpResponse],
    part: str,
    limit: str,
    about: str,
) -> HttpResponse | None:
    try:
        switches.require(part)
        check_or_prove(
            limit,
            client_network(request),
            about=about,
            solution=request.POST.get("altcha", ""),
        )
        return deed()
    except LimitExceeded as refusal:
        response = again(
            429,
            retry_minutes=-(-refusal.retry_after // 60),
            proof=refusal if isinstance(refusal, ProofWanted) else None,
        )
        response["Retry-After"] = str(refusal.retry_after)
        return response
    except switches.PartIsOff:
        return again(503)
