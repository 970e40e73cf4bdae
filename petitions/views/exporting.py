"""Fetching a file of signatures by its link: for the account that asked for it, for an hour."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.models import User
from petitions import services
from privacy import secrets
from privacy.private_pages import private_page
from web.errors import Gone


class UserRequest(HttpRequest):
    """A request that has passed @login_required."""

    user: User


@private_page
@require_GET
@login_required
def download(request: UserRequest, secret: str) -> HttpResponseBase:
    """Sent as it is read; what breaks off in the middle arrives as broken, not as shorter."""
    try:
        export = services.open_export(request.user, secret)
    except secrets.SecretUnknown:
        raise Http404 from None
    except (secrets.SecretError, services.ExportIsOver):
        raise Gone from None
    response = StreamingHttpResponse(export.pieces, content_type=export.content_type)
    response["Content-Disposition"] = content_disposition_header(True, export.file_name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
