"""The petition a page is about, for whoever may see it."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from campaigns.models import CampaignText
from languages.models import texts_of
from partners.workspace.access import Organising, find
from petitions.models import AddresseeText, InstrumentText, Petition, PetitionText


def found(request: Organising, slug: str, need: str = "") -> Petition:
    """With all that its pages name. Raises Http404 for strangers, NotAllowed without `need`."""
    petitions = (
        Petition.objects.select_related("initiator", "campaign", "addressee", "instrument")
        .with_texts()
        .prefetch_related(
            texts_of(CampaignText, "campaign__texts"),
            texts_of(AddresseeText, "addressee__texts"),
            texts_of(InstrumentText, "instrument__texts"),
        )
    )
    return find(request, petitions, "petitions.view_petition", need, slug=slug)


def text_in(petition: Petition, version: int | None, language: str) -> PetitionText | None:
    return petition.texts.filter(version=version or 0, language=language).first()


def texts_by_language(petition: Petition, version: int) -> list[tuple[str, Any]]:
    """Each language of the platform with this version's text in it, or None."""
    texts = {text.language: text for text in petition.texts.filter(version=version)}
    return [(code, texts.get(code)) for code, _name in settings.LANGUAGES]
