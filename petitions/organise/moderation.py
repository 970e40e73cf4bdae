"""Looking petitions through: the queue, one submission, and whether the site asks for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.workspace.access import Organising, require, workspace_page
from petitions import services
from petitions.forms.organising import DecisionForm
from petitions.models import Petition, PetitionChangeText
from petitions.organise.finding import found, texts_by_language
from petitions.organise.texts import differences_of
from petitions.rules import is_moderation_asked

PER_PAGE = 30


@require_safe
@workspace_page
def queue(request: Organising) -> HttpResponse:
    """What waits, whoever has waited longest first."""
    require(request, "petitions.moderate_petition")
    waiting = Petition.objects.submitted().select_related("initiator").with_texts()
    context = {
        "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "is_asked": is_moderation_asked(),
        "may_set": request.user.has_perm("accounts.run_site"),
    }
    return render(request, "petitions/organise/moderation_queue.html", context)


@require_POST
@workspace_page
def ask(request: Organising) -> HttpResponse:
    """Have petitions looked through from now on, or no longer."""
    require(request, "accounts.run_site")
    is_asked = request.POST.get("is_asked") == "yes"
    services.ask_for_moderation(is_asked, actor=request.user)
    messages.success(
        request,
        _("From now on petitions are looked through before they open.")
        if is_asked
        else _("From now on organisers publish on their own."),
    )
    return redirect("petitions_organise:moderation")


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def review(request: Organising, slug: str) -> HttpResponse:
    """One submission: its text in all languages, and the decision."""
    petition = found(request, slug, "petitions.moderate_petition")
    if not petition.is_submitted:
        messages.info(request, _("This is decided, or was taken back."))
        return redirect("petitions_organise:detail", petition.slug)
    form = DecisionForm(petition, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, petition, form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Decided. The organisation gets a mail."))
            return redirect("petitions_organise:moderation")
    version = petition.written_version or petition.published_version
    announced = petition.changes.filter(version=version, published_at=None).first()
    context = {
        "petition": petition,
        "form": form,
        "texts": texts_by_language(petition, version),
        "differences": differences_of(petition) if petition.draft_version else [],
        "change": announced,
        "notes": PetitionChangeText.objects.filter(change=announced) if announced else [],
        "reviews": petition.reviews.select_related("by"),
    }
    status = 422 if form.errors else 200
    return render(request, "petitions/organise/moderation_review.html", context, status=status)


def _decide(request: Organising, petition: Petition, form: DecisionForm) -> None:
    given = form.cleaned_data
    told = {"seen": given["seen"], "actor": request.user}
    match given["decision"]:
        case "approve":
            services.approve(petition, **told)
        case "return":
            services.send_back(petition, given["reason"], **told)
        case _:
            services.turn_down(petition, given["reason"], **told)
