"""What the trail knows of webhooks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partners.models import Organisation
from partners.workspace import trail
from webhooks.models import Endpoint


def endpoints_of(organisation: Organisation) -> list[tuple[object, str]]:
    return [(one.pk, str(one)) for one in Endpoint.objects.filter(organisation=organisation)]


def register() -> None:
    trail.register(
        "webhooks.endpoint",
        endpoints_of,
        {
            "webhooks.added": _("added a webhook"),
            "webhooks.changed": _("changed a webhook"),
            "webhooks.paused": _("paused a webhook"),
            "webhooks.resumed": _("resumed a webhook"),
            "webhooks.rotated": _("gave a webhook a new key"),
            "webhooks.removed": _("removed a webhook"),
        },
    )
