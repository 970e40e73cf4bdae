"""For whoever runs the site: who wants to take part, and who does, or did."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners import services
from partners.forms import DecideForm
from partners.models import Organisation, OrganisationApplication
from partners.organise.site import site_page
from partners.workspace.access import Organising

PER_PAGE = 30
SHOWN = 20


@require_safe
@site_page
def queue(request: Organising) -> HttpResponse:
    """What waits, whoever has waited longest first; what was decided; who has left."""
    applications = OrganisationApplication.objects.select_related("applicant", "organisation")
    decided = applications.exclude(state=OrganisationApplication.State.APPLIED)
    context = {
        "page": Paginator(applications.waiting(), PER_PAGE).get_page(request.GET.get("page")),
        "decided": decided.order_by("-decided_at")[:SHOWN],
        "left": Organisation.objects.exclude(left_at=None).order_by("-left_at")[:SHOWN],
    }
    return render(request, "partners/organise/application_queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@site_page
def review(request: Organising, application_id: int) -> HttpResponse:
    """One application, what is like it, and the decision."""
    applications = OrganisationApplication.objects.select_related("applicant", "organisation")
    application = get_object_or_404(applications, pk=application_id)
    form = DecideForm(application, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, application, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Decided. Whoever applied gets a mail."))
            return redirect("site_organise:applications")
    waits = application.is_waiting
    context = {
        "application": application,
        "form": form,
        "similar": services.similar_organisations(application.name) if waits else [],
        "rivals": services.similar_applications(application) if waits else [],
    }
    status = 422 if form.errors else 200
    return render(request, "partners/organise/application_review.html", context, status=status)


@require_POST
@site_page
def mark(request: Organising, slug: str) -> HttpResponse:
    """Give an organisation the mark that it is verified, or take it away."""
    organisation = get_object_or_404(Organisation, slug=slug)
    is_verified = request.POST.get("is_verified") == "yes"
    services.mark_as_verified(organisation, is_verified, actor=request.user)
    messages.success(request, _("Saved."))
    return redirect("partners_organise:detail", organisation.slug)


@require_POST
@site_page
def reopen(request: Organising, slug: str) -> HttpResponse:
    """Let an organisation that has left take part again."""
    organisation = get_object_or_404(Organisation, slug=slug)
    services.reopen_page(organisation, actor=request.user)
    messages.success(request, _("The page is open again."))
    return redirect("partners_organise:detail", organisation.slug)


def _decide(request: Organising, application: OrganisationApplication, form: DecideForm) -> None:
    given = form.cleaned_data
    told = {"seen": given["seen"], "actor": request.user}
    match given["decision"]:
        case "verify":
            services.verify(application, **told)
        case "return":
            services.send_back(application, given["reason"], **told)
        case _:
            services.decline(application, given["reason"], **told)
