"""The organisers' list of petitions, and a petition's own page: how it is, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from languages.models import texts_of
from partners.rules import open_to
from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.models import Petition, PetitionChangeText, PetitionStepText, PetitionText
from petitions.organise.finding import found, texts_by_language
from petitions.rules import needs_review
from web.text import clean_line

PER_PAGE = 30
State = Petition.State
DEEDS = ("change", "publish", "moderate", "delete")
SIGNATURE_RIGHTS = {
    "may_review": "petitions.review_signatures",
    "may_find": "petitions.find_signature",
    "may_export": "petitions.export_figures",
}


@dataclass(frozen=True)
class Happening:
    """One line of a petition's history: a change of its text, or a step of its review."""

    at: datetime
    change: Any = None
    review: Any = None


@require_safe
@workspace_page
def petition_list(request: Organising) -> HttpResponse:
    organisations = open_to(request.user)
    petitions = (
        Petition.objects.filter(initiator__in=organisations)
        .select_related("initiator")
        .order_by("-pk")
        .with_texts()
    )
    chosen = {
        name: clean_line(request.GET.get(name, "")) for name in ("state", "organisation", "q")
    }
    if chosen["state"] in State.values:
        petitions = petitions.filter(state=chosen["state"])
    if chosen["organisation"]:
        petitions = petitions.filter(initiator__slug=chosen["organisation"][:50])
    if words := chosen["q"][:140]:
        petitions = petitions.filter(
            Exists(
                PetitionText.objects.filter(
                    petition=OuterRef("pk"),
                    version=OuterRef("published_version"),
                    title__icontains=words,
                )
            )
        )
    context = {
        "page": Paginator(petitions, PER_PAGE).get_page(request.GET.get("page")),
        "states": State.choices,
        "may_read_lists": request.user.has_perm("petitions.view_addressee"),
        "organisations": list(organisations.values_list("slug", "name")),
        "chosen": chosen,
        "may_add": request.user.has_perm("petitions.add_petition"),
        "may_moderate": request.user.has_perm("petitions.moderate_petition"),
    }
    return render(request, "petitions/organise/petition_list.html", context)


@require_safe
@workspace_page
def detail(request: Organising, slug: str) -> HttpResponse:
    petition = found(request, slug)
    version = petition.written_version or petition.published_version
    changes = petition.changes.select_related("by").prefetch_related(texts_of(PetitionChangeText))
    reviews = petition.reviews.select_related("by")
    points = services.points(petition) if petition.state == State.DRAFT else []
    context = {
        "petition": petition,
        "points": points,
        "is_complete": bool(points) and all(point.is_done for point in points),
        "texts": texts_by_language(petition, version),
        "written_version": petition.written_version,
        "locked": services.why_not_written(petition),
        "steps": petition.steps.prefetch_related(texts_of(PetitionStepText)),
        "history": _history(changes, reviews),
        "came_back": _came_back(petition, reviews),
        "opens_later": bool(petition.opens_at and petition.opens_at > timezone.now()),
        "needs_review": needs_review(request.user),
        **_rights(request, petition),
    }
    return render(request, "petitions/organise/petition_detail.html", context)


def _rights(request: Organising, petition: Petition) -> dict[str, bool]:
    rights = {f"may_{deed}": f"petitions.{deed}_petition" for deed in DEEDS} | SIGNATURE_RIGHTS
    return {name: request.user.has_perm(right, petition) for name, right in rights.items()}


def _history(changes: Any, reviews: Any) -> list[Happening]:
    happened = [
        Happening(change.published_at, change=change) for change in changes if change.published_at
    ]
    happened += [Happening(review.at, review=review) for review in reviews]
    return sorted(happened, key=lambda one: one.at, reverse=True)


def _came_back(petition: Petition, reviews: Any) -> Any:
    """The review that returned it, as long as it has not been submitted again."""
    if petition.review != Petition.Review.RETURNED:
        return None
    return next((review for review in reviews if review.deed == "returned"), None)
