"""What the workspace's first page and the trail know of contacts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from partners.models import Membership, Organisation
from partners.rules import open_to, organisations_of
from partners.workspace import attention, trail
from partners.workspace.attention import Urgency, Waiting
from petitions.models import ContactOffer, SignatureExport


def contact_files(user: User) -> Iterator[Waiting]:
    """For whoever asked for it: the file of whom an organisation may write to is there."""
    now = timezone.now()
    ready = (
        SignatureExport.objects.ready(now)
        .filter(asked_by=user, downloaded_at=None)
        .filter(organisation__in=organisations_of(user, Membership.Role.ORGANISER))
    )
    for export in ready.select_related("organisation"):
        if export.organisation is not None:
            yield Waiting(
                _("Your export is ready until %(date)s: %(title)s")
                % {
                    "title": _("People you may write to"),
                    "date": date_format(localtime(export.expires_at)),
                },
                reverse("petitions_contacts:files", args=[export.organisation.slug]),
                Urgency.SOON,
                export.organisation.name,
                None,
                "download",
            )


def asking(user: User) -> Iterator[Waiting]:
    """For a campaign's organisers: words that an organisation wants on the forms."""
    led = open_to(user, Membership.Role.ORGANISER)
    offers = ContactOffer.objects.waiting().filter(campaign__lead__in=led)
    for offer in offers.select_related("organisation", "campaign__lead"):
        yield Waiting(
            _("%(name)s asks to write to people who sign: read its words")
            % {"name": offer.organisation.name},
            reverse("petitions_contacts:read", args=[offer.campaign.slug, offer.pk]),
            Urgency.SOON,
            offer.campaign.lead.name,
            offer.submitted_at,
            "mail",
        )


def offers_of(organisation: Organisation) -> list[tuple[object, str]]:
    """Its own, and those on the forms of its campaigns."""
    offers = ContactOffer.objects.filter(
        Q(organisation=organisation) | Q(campaign__lead=organisation)
    )
    return [(offer.pk, offer.organisation.name) for offer in offers.select_related("organisation")]


def register() -> None:
    attention.register("petitions.contact_files", contact_files)
    attention.register("petitions.asking", asking)
    trail.register(
        "petitions.contactoffer",
        offers_of,
        {
            "petitions.contact_prepared": gettext_lazy("handed in words to ask for contact"),
            "petitions.contact_offered": gettext_lazy("let it ask for contact on the forms"),
            # About the organisation, whose trail knows the other deeds.
            "petitions.contacts_seen": gettext_lazy("looked at the list of contacts"),
            "petitions.contact_ended": gettext_lazy("ended the asking for contact"),
        },
    )
