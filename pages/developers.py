"""For programmers: how to begin, and each call with examples. The reference is in English."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from access.scopes import SCOPES
from pages.reference import contract, examples
from web.cache import cached_page
from web.errors import CODES
from web.pressure import Order, sheds


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def index(request: HttpRequest) -> HttpResponse:
    every = sorted(contract.operations(), key=lambda one: (bool(one.scope), one.tag))
    # The whole reference is in one language.
    with override("en"):
        scopes = [(*scope.split(":"), str(words)) for scope, words in SCOPES.items()]
    context = {
        "groups": [(tag, list(found)) for tag, found in groupby(every, lambda one: one.tag)],
        "site": settings.SITE_URL,
        "scopes": scopes,
        "codes": CODES,
        "limits": [settings.LIMITS[name] for name in ("api:network", "api:token")],
    }
    return render(request, "pages/developers/index.html", context)


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def operation(request: HttpRequest, name: str) -> HttpResponse:
    found = next((one for one in contract.operations() if one.id == name), None)
    if found is None:
        raise Http404
    site = settings.SITE_URL
    context = {
        "operation": found,
        "examples": [
            ("curl", examples.curl(found, site)),
            ("Python", examples.python(found, site)),
            ("JavaScript", examples.javascript(found, site)),
        ],
    }
    return render(request, "pages/developers/operation.html", context)
