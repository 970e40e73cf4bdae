"""Joining a campaign: anonymous, for a plain form and for htmx at one address; and the link
that confirms it: GET shows, POST does, because mail scanners open links."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.models import Campaign, CampaignText
from privacy import secrets
from privacy.private_pages import private_page
from privacy.secrets import SecretError
from privacy.services import SELF_SERVICE_LIFETIME
from volunteers import parts, services
from volunteers.forms.joining import JoinForm
from volunteers.models import Supporter
from volunteers.services import joining_links
from volunteers.services.joining import sealed_words
from web import switches
from web.addresses import address
from web.cache import cached_page, recall, remember
from web.htmx import render_page, wants_part
from web.intake import refused, with_source
from web.limits import check, client_network
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.waiting import or_wait

State = Supporter.State


def _form_waits(request: HttpRequest, slug: str, waiting: dict[str, object]) -> HttpResponse:
    """A small page with the form as it was typed; what it knows of the campaign it remembers."""
    context = {
        "campaign": {"slug": slug},
        "text": _known_text(slug),
        "form": JoinForm(with_source(request)),
        "waiting": waiting,
    }
    return render_page(request, "volunteers/join_waiting.html", context, part="join_panel")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@sheds(Order.SIGNING)
def join(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The form, from the page cache; and what comes of sending it."""
    return _take(request, slug=slug) if request.method == "POST" else _form(request, slug=slug)


# Both parts ask for themselves whether they have a place now (web.pressure).
join.admits_itself = True  # type: ignore[attr-defined]


@cached_page(params=())
@sheds(Order.SIGNING)
def _form(request: HttpRequest, slug: str) -> HttpResponse:
    return render_page(request, "volunteers/join.html", _page_context(slug))


@or_wait(_form_waits)
@sheds(Order.SIGNING)
def _take(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        campaign = services.joinable(slug)
    except Campaign.DoesNotExist:
        raise Http404 from None
    form = JoinForm(with_source(request))

    def again(status: int, **told: object) -> HttpResponse:
        return _form_again(request, slug, form, status, **told)

    def take() -> HttpResponse | None:
        if not form.is_valid():
            return again(422)
        try:
            services.join(campaign, form.joining())
        except services.CampaignIsClosed:
            return again(409)
        return None

    about = f"join:{slug}"
    if answer := refused(
        request, take, again, part=parts.JOINING, limit="join:network", about=about
    ):
        return answer
    if wants_part(request):
        context = {"campaign": campaign}
        return render_page(request, "volunteers/join_sent.html", context, part="sent")
    return HttpResponseRedirect(address("volunteering:join_sent", slug))


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def join_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Look in your mailbox": the same for who joins and for who had joined before."""
    return render(request, "volunteers/join_sent.html", {"campaign": _shown(slug)})


def _link_waits(
    request: HttpRequest, slug: str, secret: str, waiting: dict[str, object]
) -> HttpResponse:
    context = {"text": _known_text(slug), "waiting": waiting}
    return render(request, "volunteers/joining_waiting.html", context)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_link_waits)
@sheds(Order.SIGNING)
def confirm_joining(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Shows what the press agrees to, and nothing else of what was typed: whoever typed it may
    have been somebody else."""
    check("volunteering:network", client_network(request))
    try:
        supporter = joining_links.find(secret)
    except SecretError as error:
        return _closed(request, slug, error)
    context = {"campaign": _shown(slug), "secret": secret}
    if supporter.state == State.PENDING:
        if request.method != "POST":
            return _to_confirm(request, supporter, context)
        try:
            services.confirm_supporter(supporter, seen=request.POST.get("seen", ""))
        except services.HasChanged:
            supporter.refresh_from_db()
            if supporter.state != State.PENDING:
                return redirect(request.path)  # confirmed from another page in this moment
            return _to_confirm(request, supporter, context, is_newer=True)
        except services.CampaignIsClosed:
            return render(request, "volunteers/joining_campaign_over.html", context, status=410)
        context["is_new"] = True
    elif supporter.state == State.LEFT:
        return render(request, "volunteers/joining_left.html", context, status=410)
    elif request.method == "POST":
        return redirect("volunteering:mine", _own_secret(supporter))
    return render(request, "volunteers/joining_joined.html", context)


def _to_confirm(
    request: HttpRequest,
    supporter: Supporter,
    context: dict[str, Any],
    *,
    is_newer: bool = False,
) -> HttpResponse:
    """What the press agrees to; `is_newer` where that has changed since it was read."""
    typed, joined_at = sealed_words(supporter.sealed)
    context |= {"typed": typed, "seen": joined_at.isoformat(), "is_newer": is_newer}
    status = 409 if is_newer else 200
    return render(request, "volunteers/joining_confirm.html", context, status=status)


def _closed(request: HttpRequest, slug: str, error: SecretError) -> HttpResponse:
    """A link that opens nothing: never known, expired, or what it was for is deleted."""
    campaign = Campaign.objects.public().with_texts().filter(slug=slug).first()
    context = {"campaign": campaign, "was_known": error.secret is not None}
    status = 410 if error.secret is not None else 404
    return render(request, "volunteers/joining_closed.html", context, status=status)


def _own_secret(supporter: Supporter) -> str:
    """Only the mailbox has the link, and every mail there opens the same page."""
    return secrets.issue(
        secrets.SELF_SERVICE, person_key=supporter.person_key, lifetime=SELF_SERVICE_LIFETIME
    )


def _page_context(slug: str, form: JoinForm | None = None, **more: Any) -> dict[str, Any]:
    """What the page needs; the same page carries a refused form. Raises Http404."""
    campaign = _shown(slug)
    remember(_title_key(slug), 3600, campaign.text)
    path = address("volunteering:join", slug)
    return {
        "campaign": campaign,
        "form": form or JoinForm(),
        "joining_off": switches.off(parts.JOINING),
        "is_open": campaign.state == Campaign.State.PUBLISHED,
        "share_url": urljoin(settings.SITE_URL, path),
        **more,
    }


def _shown(slug: str) -> Campaign:
    """The campaign as these pages name it. Raises Http404."""
    campaigns = Campaign.objects.public().select_related("lead").with_texts()
    return get_object_or_404(campaigns, slug=slug)


def _known_text(slug: str) -> CampaignText | None:
    """What this process showed last of the campaign, if anything; asks nobody."""
    return recall(_title_key(slug))


def _title_key(slug: str) -> str:
    return f"volunteers.shown:{slug}:{get_language()}"


def _form_again(
    request: HttpRequest, slug: str, form: JoinForm, status: int, **more: object
) -> HttpResponse:
    """The page with the form as it was typed, and what to do next."""
    context = _page_context(slug, form, **more)
    if not context["is_open"]:
        status = 409
    return render_page(request, "volunteers/join.html", context, part="join_panel", status=status)
