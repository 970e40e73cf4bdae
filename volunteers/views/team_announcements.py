"""Announcements of a team by mail: ended by the link in each, or chosen on the inner page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from privacy.private_pages import link_closed, opened_by_secret, private_page
from privacy.secrets import SecretError
from volunteers import services
from volunteers.models import Team, TeamMember
from volunteers.services.team_links import find_unsubscribing
from volunteers.views.team_room import members_only
from web.origin import same_origin_required
from web.pressure import Order, sheds


@private_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sheds(Order.SIGNING)
def unsubscribe(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """GET shows a button, because scanners of mail open links, too; POST ends the mails.

    The POST comes from the button, or from a mail provider (RFC 8058): without a cookie, a
    token or an origin of ours. Who holds the secret may do it, and doing it twice changes
    nothing, so there is nothing that a foreign page could gain.
    """
    try:
        member = find_unsubscribing(secret)
    except SecretError as error:
        return link_closed(request, error)
    if request.method == "POST":
        services.choose_announcements(member, wanted=False)
    context = {
        "team": Team.objects.with_texts().get(pk=member.team_id),
        "is_done": member.announcements_off_at is not None,
    }
    return render(request, "volunteers/teams/unsubscribe.html", context)


@private_page
@require_POST
@same_origin_required
@opened_by_secret
@members_only
@sheds(Order.SIGNING)
def choose(request: HttpRequest, secret: str, member: TeamMember) -> HttpResponse:
    """With or without mails; back to the inner page."""
    wanted = request.POST.get("wanted") == "yes"
    services.choose_announcements(member, wanted=wanted)
    if wanted:
        messages.success(request, _("You get the team's announcements by mail again."))
    else:
        messages.success(request, _("You get no more announcements by mail. They stand here."))
    return redirect("volunteering:team", secret, member.team.slug)
