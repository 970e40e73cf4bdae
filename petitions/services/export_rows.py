"""What stands in an export: who signed, for the handover; or how many, for everything else.

People agreed that their signature is stored and counted, so the list has what a handover
needs to be believed and no more: name, postcode, day. Never an address, and only what counts.
Addresses stand in one list alone: an organisation's, of those who agreed to its letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.services import progress
from partners.models import Organisation
from petitions.models import Contact, Petition, Signature
from petitions.models.contacts import ContactQuerySet
from petitions.services.figures import figures_of
from privacy.small_cells import Breakdown
from web.table_files import Row

BATCH = 1000


def handover_headings() -> list[str]:
    return [_("No."), _("Given name"), _("Family name"), _("Postcode"), _("Confirmed on")]


def handover_rows(petition: Petition) -> Iterator[Row]:
    """Everybody who counts, in the order of signing, read in batches."""
    signatures = progress(_confirmed(petition), petition.confirmed_count)
    for number, signature in enumerate(signatures, start=1):
        confirmed_at = signature.confirmed_at
        yield [
            number,
            signature.given_name,
            signature.family_name,
            signature.postcode,
            timezone.localdate(confirmed_at).isoformat() if confirmed_at else "",
        ]


def contact_headings() -> list[str]:
    return [
        _("Given name"),
        _("Family name"),
        _("E-mail address"),
        _("Campaign"),
        _("Agreed on"),
        _("Version of the words"),
        _("Language of the words"),
    ]


def contact_rows(organisation: Organisation) -> Iterator[Row]:
    """Everybody whom the organisation may write to now, the newest first, read in batches."""
    contacts = Contact.objects.reachable_by(organisation, timezone.now()).order_by("-pk")
    for contact in progress(_told(contacts), contacts.count()):
        signature, offer = contact.signature, contact.offer
        yield [
            signature.given_name,
            signature.family_name,
            signature.email,
            str(offer.campaign),
            timezone.localdate(contact.given_at).isoformat(),
            contact.wording.version,
            contact.wording.language,
        ]


def _told(contacts: ContactQuerySet) -> Iterator[Contact]:
    rows = contacts.with_whom()
    last = None
    while batch := list((rows.filter(pk__lt=last) if last else rows)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def figures_headings() -> list[str]:
    return [_("What"), _("Which"), _("Signatures")]


def figures_rows(petition: Petition) -> Iterator[Row]:
    """What the office sees on its charts: the days, and breakdowns without small cells."""
    figures = figures_of(petition)
    for day in figures.days:
        yield [_("Day"), day.day.isoformat(), day.confirmed]
    yield from _cells(_("Language"), figures.languages, _("not known"))
    yield from _cells(_("District"), figures.districts, _("elsewhere"))
    yield from _cells(_("Source"), figures.sources, _("without a link"))


def _cells(name: str, breakdown: Breakdown[Any], unnamed: str) -> Iterator[Row]:
    for value, number in breakdown.shown:
        yield [name, _("all others together") if value is None else value or unnamed, number]
    if breakdown.withheld:
        yield [name, _("too few to be told apart"), breakdown.withheld]


def _confirmed(petition: Petition) -> Iterator[Signature]:
    rows = (
        Signature.objects.confirmed()
        .filter(petition=petition)
        .only("given_name", "family_name", "postcode", "confirmed_at")
        .order_by("pk")
    )
    last = None
    while batch := list((rows.filter(pk__gt=last) if last else rows)[:BATCH]):
        yield from batch
        last = batch[-1].pk
