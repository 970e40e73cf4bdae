"""Asking to be listed: for people with an account, whose mail address is confirmed thereby."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import services
from partners.forms import ApplicationForm
from partners.models import OrganisationApplication
from partners.workspace.access import Organising, workspace_page
from web.text import clean_line


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form; for a visitor, what is needed and why."""
    if not request.user.is_authenticated and request.method != "POST":
        return _account_first(request)
    return hand_in(request)


@workspace_page
def hand_in(request: Organising) -> HttpResponse:
    form = ApplicationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        language = get_language() or settings.LANGUAGE_CODE
        application = services.apply(request.user, language, form.given)
        return redirect("partners:application", application.pk)
    context = {"form": form, "own": request.user.organisation_applications.all()}
    status = 422 if form.errors else 200
    return render(request, "partners/apply.html", context, status=status)


# The door before it does what workspace_page looks for.
apply.is_workspace_page = True  # type: ignore[attr-defined]


@require_safe
@workspace_page
def application(request: Organising, application_id: int) -> HttpResponse:
    """How far one's own application is."""
    found = _own(request, application_id)
    similar = services.similar_organisations(found.name) if found.is_open else []
    context = {"application": found, "similar": similar}
    return render(request, "partners/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def change(request: Organising, application_id: int) -> HttpResponse:
    """What came back, changed and handed in again."""
    found = _own(request, application_id)
    if found.state != OrganisationApplication.State.RETURNED:
        return redirect("partners:application", found.pk)
    form = ApplicationForm(request.POST if request.method == "POST" else None, application=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_in_again(found, form.given)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("partners:application", found.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "application": found}
    return render(request, "partners/application_change.html", context, status=status)


@require_POST
@workspace_page
def take_back(request: Organising, application_id: int) -> HttpResponse:
    found = _own(request, application_id)
    try:
        services.take_back(found)
    except ValidationError:
        # Decided at the same moment: its page says how.
        return redirect("partners:application", found.pk)
    return redirect("partners:apply")


@require_safe
@workspace_page
def similar(request: Organising) -> HttpResponse:
    """A hint while the name is typed, with script; without it the next page gives the same."""
    name = clean_line(request.GET.get("name", ""))[:160]
    context = {"similar": services.similar_organisations(name)}
    return render(request, "partners/similar.html", context)


@never_cache
def _account_first(request: HttpRequest) -> HttpResponse:
    query = urlencode({"next": request.path})
    context = {
        "login_url": f"{reverse('account_login')}?{query}",
        "signup_url": f"{reverse('account_signup')}?{query}",
    }
    return render(request, "partners/apply_first.html", context)


def _own(request: Organising, application_id: int) -> OrganisationApplication:
    """Nobody learns of another's: 404, for those who run the site as well, who have the queue."""
    return get_object_or_404(request.user.organisation_applications.all(), pk=application_id)
