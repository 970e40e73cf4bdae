"""The petition a call of the organisers' side is about, for whoever may see it."""

from rest_framework.request import Request

from languages.models import texts_of
from partners.workspace.access import find
from petitions.models import AddresseeText, Petition
from petitions.models.petitions import PetitionQuerySet

PUBLISH = "petitions.publish_petition"


def shown() -> PetitionQuerySet:
    """With all that OrganisedPetitionSerializer tells."""
    return (
        Petition.objects.select_related("initiator", "campaign", "addressee", "instrument")
        .with_texts()
        .prefetch_related(texts_of(AddresseeText, "addressee__texts"))
    )


def found(request: Request, slug: str, need: str = "") -> Petition:
    """Raises Http404 for strangers, NotAllowed without the right that is needed."""
    return find(request, shown(), "petitions.view_petition", need, slug=slug)
