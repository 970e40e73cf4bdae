"""Campaigns and what happens in them as entries of feeds, German where a text lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from django.conf import settings

from campaigns.models import Campaign, CampaignUpdate
from web.feeds import BEFORE_ALL, Entry, absolute, lasting_id
from web.markdown import render_markdown
from web.text import clean_text


def of_campaigns(campaigns: Iterable[Campaign]) -> Iterator[Entry]:
    for campaign in campaigns:
        if campaign.text is None:
            continue
        published_at = campaign.published_at or BEFORE_ALL
        yield Entry(
            id=lasting_id("campaign", campaign.pk),
            title=campaign.text.title,
            path=campaign.get_absolute_url(),
            language=campaign.text.language,
            published_at=published_at,
            updated_at=published_at,
            author=campaign.lead.name,
            summary=campaign.text.summary,
        )


def of_updates(updates: Iterable[CampaignUpdate]) -> Iterator[Entry]:
    """Each with its whole text and the name of who leads its campaign."""
    for update in updates:
        if update.text is None:
            continue
        campaign = update.campaign
        page = campaign.get_absolute_url()
        published_at = update.published_at or datetime.combine(update.happened_on, time(11), UTC)
        yield Entry(
            # The same in the feed of its campaign and in that of all: readers show it once.
            id=f"{absolute(page)}#update-{update.pk}",
            title=update.text.title,
            path=update.page_url or f"{page}#updates",
            language=update.text.language,
            published_at=published_at,
            updated_at=published_at,
            author=campaign.lead.name,
            html=render_markdown(clean_text(update.text.body), base=settings.SITE_URL),
        )
