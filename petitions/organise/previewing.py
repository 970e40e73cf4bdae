"""A petition as visitors will see it, in each language, before they do."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.http import require_safe

from campaigns.models import CampaignText
from languages.models import texts_of
from partners.workspace.access import Organising, workspace_page
from petitions import services
from petitions.emails import absolute
from petitions.forms import SignForm
from petitions.models import (
    AddresseeText,
    InstrumentText,
    Petition,
    PetitionStepText,
    PetitionText,
)
from petitions.organise.finding import found
from web.charts import growth


@require_safe
@workspace_page
def preview(request: Organising, slug: str, language: str) -> HttpResponse:
    """The public page of the text that is being written, with a form nobody can send."""
    seen = found(request, slug)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    version = seen.written_version or seen.published_version
    with translation.override(language):
        petition = _with_all_it_shows(seen, version)
        if petition.text is None:
            raise Http404
        context = {
            "petition": petition,
            "form": SignForm(
                auto_id="preview_%s", wordings=partial(services.shown_wordings, slug)
            ),
            "is_open": True,
            "is_preview": True,
            "language": language,
            "chart": growth([], petition.goal),
            "steps": petition.steps.prefetch_related(texts_of(PetitionStepText)),
            "share_url": absolute(petition.get_absolute_url()),
        }
        response = render(request, "petitions/organise/petition_preview.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _with_all_it_shows(seen: Petition, version: int) -> Petition:
    petitions = Petition.objects.select_related(
        "campaign", "initiator", "addressee", "instrument"
    ).prefetch_related(
        texts_of(PetitionText, version=version),
        texts_of(CampaignText, "campaign__texts"),
        texts_of(AddresseeText, "addressee__texts"),
        texts_of(InstrumentText, "instrument__texts"),
    )
    petition = get_object_or_404(petitions, pk=seen.pk)
    # In this request only: the page shows what is being written as if it were published.
    petition.published_version = version
    return petition
