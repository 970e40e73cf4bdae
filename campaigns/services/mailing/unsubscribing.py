"""No more news: by the link in each mail, for who presses it and for their mail program."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from campaigns import audience
from campaigns.models import Campaign, Delivery, Mailing
from privacy import audit
from privacy.sealed import open_link, seal_in_link
from privacy.secrets import SecretUnknown

PURPOSE = "campaigns.news"
LIFETIME = timedelta(days=400)


class Link(NamedTuple):
    """Whose news of which campaign a link ends, and by which mailing it came.

    Without a person it came with a test mail, and ends nothing.
    """

    campaign: Campaign
    mailing_id: int
    person_key: str


def unsubscribe_link(mailing: Mailing, person_key: str, language: str) -> str:
    """The address in one person's letter. Nothing is stored for it: it says all by itself,
    sealed, so that it tells nobody whose it is."""
    return _link(mailing.update.campaign_id, mailing.pk, person_key, language)


def link_of_test(campaign_id: int, language: str) -> str:
    """An address like it, for a test mail."""
    return _link(campaign_id, 0, "", language)


def _link(campaign_id: int, mailing_id: int, person_key: str, language: str) -> str:
    secret = seal_in_link(PURPOSE, [campaign_id, mailing_id, person_key])
    with translation.override(language):
        return settings.SITE_URL + reverse("news:unsubscribe", args=[secret])


def open_unsubscribe_link(secret: str) -> Link:
    """What a link is for. Raises privacy.secrets.SecretUnknown or SecretExpired."""
    campaign_id, mailing_id, person_key = open_link(secret, PURPOSE, lifetime=LIFETIME)
    campaign = Campaign.objects.with_texts().filter(pk=campaign_id).first()
    if campaign is None:
        raise SecretUnknown
    return Link(campaign, mailing_id, person_key)


@transaction.atomic
def unsubscribe(link: Link) -> None:
    """End the person's consents to news of this campaign. Once is enough, more does no harm."""
    if not link.person_key:
        return
    audience.end(link.campaign.pk, link.person_key)
    now = timezone.now()
    first = Delivery.objects.of(link.person_key).filter(
        mailing=link.mailing_id, unsubscribed_at=None
    )
    if first.update(unsubscribed_at=now):
        Mailing.objects.filter(pk=link.mailing_id).update(
            unsubscribed=F("unsubscribed") + 1, changed_at=now
        )
        audit.record("campaigns.unsubscribed", audit.PERSON, link.campaign)
