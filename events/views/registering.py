"""Taking a registration: anonymous, for a plain form and for htmx at one address."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from events import parts, services
from events.forms.registering import RegisterForm
from events.models import Event
from events.services.reading import page_of
from events.views.looking import known_text, page_context
from web.addresses import address
from web.cache import cached_page, recall
from web.htmx import render_page, wants_part
from web.intake import refused, with_source
from web.origin import same_origin_required
from web.pressure import Order, sheds
from web.waiting import or_wait


def _form_waits(request: HttpRequest, slug: str, waiting: dict[str, object]) -> HttpResponse:
    """A small page with the form as it was typed; what it knows of the event it remembers."""
    event = recall(f"events.registrable:{slug}") or Event(slug=slug)
    context = {
        "event": event,
        "text": known_text(slug),
        "form": RegisterForm(with_source(request), event=event),
        "waiting": waiting,
    }
    return render_page(request, "events/register_waiting.html", context, part="register_panel")


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin_required
@or_wait(_form_waits)
@sheds(Order.SIGNING)
def register(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("events:detail", slug)
    try:
        event = services.registrable(slug)
    except Event.DoesNotExist:
        raise Http404 from None
    form = RegisterForm(with_source(request), event=event)

    def again(status: int, **told: object) -> HttpResponse:
        return _form_again(request, slug, form, status, **told)

    def take() -> HttpResponse | None:
        if not form.is_valid():
            return again(422)
        try:
            services.register(event, form.wish())
        except services.RegistrationIsClosed:
            return again(409)
        except ValidationError as refusal:
            # How many one may bring was changed a moment ago.
            form.add_error("party_size", refusal)
            return again(422)
        return None

    about = f"register:{slug}"
    if answer := refused(
        request, take, again, part=parts.REGISTERING, limit="register:network", about=about
    ):
        return answer
    if wants_part(request):
        context = {"event": event}
        return render_page(request, "events/event_registered.html", context, part="sent")
    return HttpResponseRedirect(address("events:registered", slug))


@require_safe
@cached_page(params=())
@sheds(Order.SIGNING)
def registered(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Look in your mailbox": the same for a first registration and for a repeated one."""
    context = page_of(Event.objects.public(), slug)
    return render(request, "events/event_registered.html", context)


def _form_again(
    request: HttpRequest, slug: str, form: RegisterForm, status: int, **more: object
) -> HttpResponse:
    """The page with the form as it was typed, and what to do next."""
    context = page_context(slug, form, **more)
    if not context["event"].takes_registrations:
        status = 409
    return render_page(
        request, "events/event_detail.html", context, part="register_panel", status=status
    )
