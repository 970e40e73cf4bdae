"""One webhook of the demo, paused: it shows the pages, and calls nobody."""

from __future__ import annotations

from accounts.models import User
from partners.models import Organisation
from webhooks import services
from webhooks.models import Endpoint

ORGANISATION = "dgb"
TYPES = ("petition.opened", "petition.handed_over", "petition.answered", "signature.confirmed")


def load_webhooks(partner: User) -> None:
    """What was removed in the demo stays so: an endpoint that was there isn't made again."""
    organisation = Organisation.objects.get(slug=ORGANISATION)
    if Endpoint.objects.filter(organisation=organisation).exists():
        return
    endpoint = services.add(
        organisation, "https://example.org/mitstimme", TYPES, "Demo", actor=partner
    )
    services.pause(endpoint, actor=partner)
    services.tell("petition.opened", [organisation.pk], {"demo": True})
