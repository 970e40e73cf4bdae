"""The page behind "unsubscribe", for people and for their mail programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.services.mailing.unsubscribing import open_unsubscribe_link
from campaigns.services.mailing.unsubscribing import unsubscribe as end_news
from privacy.private_pages import link_closed, private_page
from privacy.secrets import SecretError
from web.pressure import Order, sheds


@private_page
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@sheds(Order.SIGNING)
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows a button, because scanners of mail open links, too; POST ends the news.

    The POST comes from the button, or from a mail provider (RFC 8058): without a cookie, a
    token or an origin of ours. Who holds the secret may do it, and doing it twice changes
    nothing, so there is nothing that a foreign page could gain.
    """
    try:
        link = open_unsubscribe_link(secret)
    except SecretError as error:
        return link_closed(request, error)
    if request.method == "POST":
        end_news(link)
    is_done = request.method == "POST" and bool(link.person_key)
    context = {"campaign": link.campaign, "is_test": not link.person_key, "is_done": is_done}
    return render(request, "campaigns/unsubscribe.html", context)
