"""What is on, and one event."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events import parts, structured
from events.forms.looking import EventFilter
from events.forms.registering import RegisterForm
from events.models import Event, EventText
from events.rules import spoken_for_by
from events.services.places import is_full
from events.services.reading import by_day, listed_events, page_of
from web import switches
from web.cache import cached_page, recall, remember
from web.htmx import render_page
from web.images import share_image
from web.pressure import Order, sheds

PER_PAGE = 30


@require_safe
@cached_page(params=("page", *EventFilter.base_fields))
@sheds(Order.LISTS)
def event_list(request: HttpRequest) -> HttpResponse:
    form = EventFilter(request.GET)
    wanted = form.wanted()
    page = Paginator(listed_events(wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "days": by_day(page),
        "is_filtered": bool(wanted),
        # What is folded away while nobody uses it.
        "is_narrowed": bool(wanted.keys() - {"q", "is_past"}),
        "is_past": bool(wanted.get("is_past")),
        "needs": wanted.get("features", []),
        "calendar": form.address_of(reverse("events:calendar")),
    }
    return render_page(request, "events/event_list.html", context)


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    context = page_context(slug)
    # The page cache lets whoever has a session pass: only their own answer holds this.
    if request.user.is_authenticated:
        context |= ways_for(request.user, context["event"])
    return render_page(request, "events/event_detail.html", context)


def ways_for(user: AbstractBaseUser, event: Event) -> dict[str, bool]:
    """Where somebody logged in can go on from here: to the work on it, or to asking for a part."""
    free = spoken_for_by(user).exclude(event_hosts__in=event.hosts.standing())
    is_open = event.state != Event.State.CANCELLED and not event.is_over
    return {
        "may_work": user.has_perm("events.view_event", event),  # type: ignore[attr-defined]
        "may_join": is_open and free.exists(),
    }


def page_context(slug: str, form: RegisterForm | None = None, **more: Any) -> dict[str, Any]:
    """What an event's page needs; the same page carries a refused form. Raises Http404."""
    context = page_of(Event.objects.public(), slug)
    event = context["event"]
    remember(_title_key(slug), 3600, event.text)
    context["share_url"] = urljoin(settings.SITE_URL, event.get_absolute_url())
    context["structured"] = structured.event(event)
    if event.takes_registrations:
        context |= {
            "form": form or RegisterForm(event=event),
            "registering_off": switches.off(parts.REGISTERING),
            "is_full": is_full(event),
        }
    return context | more


def known_text(slug: str) -> EventText | None:
    """What this process showed last of the event, if anything; asks nobody."""
    return recall(_title_key(slug))


def _title_key(slug: str) -> str:
    return f"events.shown:{slug}:{get_language()}"


@require_safe
@cached_page(300, params=())
@sheds(Order.LISTS)
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that goes with a shared link."""
    event = get_object_or_404(Event.objects.public().with_faces(), slug=slug)
    host = event.shown_hosts[0].organisation.name if event.shown_hosts else ""
    png = share_image(event.text.title, host, 0, 0, get_language() or "de")
    return HttpResponse(png, content_type="image/png")
