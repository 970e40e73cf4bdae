"""A campaign's updates as an Atom feed (RFC 4287), in one language with German where it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from campaigns.models import Campaign, CampaignUpdate
from web.markdown import render_markdown
from web.text import clean_line, clean_text

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class UpdatesFeed(Atom1Feed):
    """Django's, whose entries say their language where it is not the feed's."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def atom(campaign: Campaign, updates: Iterable[CampaignUpdate], language: str) -> str:
    """The feed of these updates, newest first as they are given.

    XML holds no control characters, not even escaped ones: pasted text is freed of them.
    """
    page = _absolute(campaign.get_absolute_url())
    feed = UpdatesFeed(
        title=clean_line(campaign.text.title),
        link=page,
        description="",
        subtitle=clean_line(campaign.text.summary),
        language=language,
        author_name=campaign.lead.name,
        feed_url=_absolute(reverse("campaigns:feed", args=[campaign.slug])),
        feed_guid=page,
    )
    for update in updates:
        if update.text is None:
            continue
        published_at = update.published_at or datetime.combine(update.happened_on, time(11), UTC)
        feed.add_item(
            title=clean_line(update.text.title),
            link=_absolute(update.page_url) if update.page_url else f"{page}#updates",
            description="",
            # An id for ever, whatever the address and the title become (RFC 4287, 4.2.6).
            unique_id=f"{page}#update-{update.pk}",
            pubdate=published_at,
            updateddate=published_at,
            language=update.text.language,
            html=render_markdown(clean_text(update.text.body), base=settings.SITE_URL),
        )
    return feed.writeString("utf-8")


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
