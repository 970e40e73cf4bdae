"""The page on which somebody takes back what they allowed an application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from access import services
from access.views.tokens import LoggedIn


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: LoggedIn, pk: str) -> HttpResponse:
    """Ask once more. Only about those that one has let in: others are nobody's business."""
    mine = {each.client.pk: each for each in services.applications_of(request.user)}
    if request.method != "POST":
        if pk not in mine:
            raise Http404
        return render(request, "access/application_stop.html", {"application": mine[pk]})
    if pk in mine:
        services.stop(request.user, mine[pk].client)
    messages.success(request, _("This application can't act for you any more."))
    return redirect("access:tokens")
