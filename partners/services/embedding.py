"""On which websites an organisation's embedded pages may be shown."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from partners.models import MOST_SITES, EmbedSite, Organisation, clean_origin
from privacy import audit


@transaction.atomic
def add_embed_site(organisation: Organisation, origin: str, *, actor: User) -> EmbedSite:
    """Let a website show what this organisation embeds; one that may already stays as it is.

    Raises ValidationError for what is no origin, and where there are too many.
    """
    origin = clean_origin(origin)
    # Of two who add the last one that fits, the second sees the first.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    present = {site.origin: site for site in organisation.embed_sites.all()}
    if origin in present:
        return present[origin]
    if len(present) >= MOST_SITES:
        raise ValidationError(
            _("There are %(number)s websites already. Take one off the list first."),
            params={"number": MOST_SITES},
        )
    site = EmbedSite.objects.create(organisation=organisation, origin=origin, added_by=actor)
    audit.record("partners.embed_site_added", actor, organisation, origin=origin)
    return site


@transaction.atomic
def remove_embed_site(site: EmbedSite, *, actor: User) -> None:
    """Show nothing there any more, within seconds. Of two at once, one is on record."""
    deleted, _each = EmbedSite.objects.filter(pk=site.pk).delete()
    if deleted:
        audit.record("partners.embed_site_removed", actor, site.organisation, origin=site.origin)
