"""An organisation's webhooks in the workspace, for its owners."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.models import Organisation
from partners.workspace.access import Organising, find, workspace_page
from web.errors import NotAllowed
from web.limits import LimitExceeded
from webhooks import services
from webhooks.forms import EndpointForm
from webhooks.models import Endpoint
from webhooks.rules import is_really_owner
from webhooks.types import TYPES

PER_PAGE = 50


@require_safe
@workspace_page
def endpoint_list(request: Organising, slug: str) -> HttpResponse:
    organisation = _organisation(request, slug)
    context = {
        "organisation": organisation,
        "may_add": is_really_owner(request.user, organisation),
        "endpoints": Endpoint.objects.live().filter(organisation=organisation),
    }
    return render(request, "webhooks/organise/endpoint_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising, slug: str) -> HttpResponse:
    """Add one, and show its key: the answer to the form is the only page that has it."""
    organisation = _organisation(request, slug)
    _need_owner(request, organisation)
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            endpoint = services.add(organisation, **form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _key_page(request, organisation, endpoint, endpoint.secret)
    context = {"organisation": organisation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "webhooks/organise/endpoint_new.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, slug: str, endpoint_id: int) -> HttpResponse:
    """What it is told of, and how each delivery went, the newest first."""
    organisation, endpoint = _endpoint(request, slug, endpoint_id)
    log = endpoint.deliveries.select_related("message").order_by("-pk")
    context = {
        "organisation": organisation,
        "endpoint": endpoint,
        "may_change": is_really_owner(request.user, organisation),
        "types": [TYPES[name] for name in endpoint.types if name in TYPES],
        "page": Paginator(log, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "webhooks/organise/endpoint_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, slug: str, endpoint_id: int) -> HttpResponse:
    organisation, endpoint = _endpoint(request, slug, endpoint_id)
    _need_owner(request, organisation)
    data = request.POST if request.method == "POST" else None
    form = EndpointForm(data, endpoint=endpoint)
    if form.is_bound and form.is_valid():
        try:
            services.change(endpoint, **form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks_organise:detail", slug, endpoint.pk)
    context = {"organisation": organisation, "endpoint": endpoint, "form": form}
    status = 422 if form.errors else 200
    return render(request, "webhooks/organise/endpoint_change.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def rotate(request: Organising, slug: str, endpoint_id: int) -> HttpResponse:
    """Ask once, then show the new key."""
    organisation, endpoint = _endpoint(request, slug, endpoint_id)
    _need_owner(request, organisation)
    seen = endpoint.previous_until.isoformat() if endpoint.previous_until else ""
    if request.method == "POST":
        # The page with the key, loaded anew, sends the form again: that is no wish for another.
        if request.POST.get("seen", "") != seen:
            messages.warning(request, _("It has a new key already, which was shown once."))
            return redirect("webhooks_organise:detail", slug, endpoint.pk)
        secret = services.rotate(endpoint, actor=request.user)
        return _key_page(request, organisation, endpoint, secret)
    context = {"organisation": organisation, "endpoint": endpoint, "seen": seen}
    return render(request, "webhooks/organise/endpoint_rotate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def remove(request: Organising, slug: str, endpoint_id: int) -> HttpResponse:
    organisation, endpoint = _endpoint(request, slug, endpoint_id)
    if request.method == "POST":
        services.remove(endpoint, actor=request.user)
        messages.success(request, _("Removed."))
        return redirect("webhooks_organise:list", slug)
    context = {"organisation": organisation, "endpoint": endpoint}
    return render(request, "webhooks/organise/endpoint_remove.html", context)


@require_POST
@workspace_page
def lead(request: Organising, slug: str, endpoint_id: int, deed: str) -> HttpResponse:
    """Pause, resume, or send a test."""
    endpoint = _endpoint(request, slug, endpoint_id)[1]
    try:
        if deed == "pause":
            services.pause(endpoint, actor=request.user)
            messages.success(request, _("Paused. What happens meanwhile waits."))
        elif deed == "resume":
            services.resume(endpoint, actor=request.user)
            messages.success(request, _("It goes on, also with what has waited."))
        else:
            services.ping(endpoint)
            messages.success(request, _("The test is on its way. Load this page again soon."))
    except (ValidationError, LimitExceeded) as refusal:
        messages.error(request, _words(refusal))
    return redirect("webhooks_organise:detail", slug, endpoint.pk)


@require_POST
@workspace_page
def again(request: Organising, slug: str, endpoint_id: int, delivery_id: int) -> HttpResponse:
    """Send one of the log again."""
    endpoint = _endpoint(request, slug, endpoint_id)[1]
    known = endpoint.deliveries.select_related("message", "endpoint")
    delivery = get_object_or_404(known, pk=delivery_id)
    try:
        services.redeliver(delivery)
        messages.success(request, _("It is sent again. Load this page again soon."))
    except (ValidationError, LimitExceeded) as refusal:
        messages.error(request, _words(refusal))
    return redirect("webhooks_organise:detail", slug, endpoint.pk)


def _need_owner(request: Organising, organisation: Organisation) -> None:
    """Raises NotAllowed, also for whoever runs the site."""
    if not is_really_owner(request.user, organisation):
        raise NotAllowed(
            _(
                "Only an owner of the organisation does this: people may be named to it who "
                "agreed to that organisation alone."
            )
        )


def _organisation(request: Organising, slug: str) -> Organisation:
    see, need = "partners.view_organisation", "webhooks.manage_endpoints"
    return find(request, Organisation.objects.all(), see, need, slug=slug)


def _endpoint(request: Organising, slug: str, endpoint_id: int) -> tuple[Organisation, Endpoint]:
    organisation = _organisation(request, slug)
    live = Endpoint.objects.live().filter(organisation=organisation)
    return organisation, get_object_or_404(live, pk=endpoint_id)


def _key_page(
    request: Organising, organisation: Organisation, endpoint: Endpoint, secret: str
) -> HttpResponse:
    context = {"organisation": organisation, "endpoint": endpoint, "secret": secret}
    return render(request, "webhooks/organise/endpoint_key.html", context)


def _words(refusal: ValidationError | LimitExceeded) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    return _("That was very often. Try again in an hour.")
