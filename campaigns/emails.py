"""The mail with an update that people get who asked for a campaign's news."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.models import CampaignUpdate
from languages.services import direction, pick
from mail.services import letter, own_name
from web.markdown import render_markdown
from web.plain import render_plain
from web.text import clean_line, clean_text


@dataclass(frozen=True)
class News:
    """An update in one language, as its mail tells it: rendered once for all its readers.

    Where it is not translated the words are German, and a notice in the reader's language
    says so.
    """

    language: str
    sender: str
    context: dict[str, object]


def news_of(update: CampaignUpdate, language: str) -> News:
    """Render the update for readers of a language. It has a German text at least."""
    text = pick(update.texts.all(), language)
    if text is None:
        raise ValueError(f"Update {update.pk} has no text to send.")
    campaign = update.campaign
    title = pick(campaign.texts.all(), language)
    organisation = campaign.lead.name
    with translation.override(language):
        page = campaign.get_absolute_url()
        is_published = update.state == CampaignUpdate.State.PUBLISHED and update.slug
        context = {
            "title": clean_line(text.title),
            "body_html": render_markdown(clean_text(text.body), base=settings.SITE_URL),
            "body_text": render_plain(clean_text(text.body), base=settings.SITE_URL),
            "body_language": text.language,
            "body_direction": direction(text.language),
            "is_fallback": text.language != language,
            "campaign": clean_line(title.title) if title else campaign.slug,
            "campaign_url": urljoin(settings.SITE_URL, page),
            "update_url": urljoin(settings.SITE_URL, update.get_absolute_url())
            if is_published
            else "",
            "organisation": organisation,
        }
        sender = _("%(organisation)s via %(site)s") % {
            "organisation": organisation,
            "site": own_name(),
        }
    return News(language, sender, context)


def news_letter(
    news: News,
    *,
    to: str,
    given_name: str,
    unsubscribe_url: str,
    self_service_url: str,
    name: str = "",
    is_test: bool = False,
) -> EmailMultiAlternatives:
    """One person's letter, to be handed over. `name` is its own for ever (mail.services)."""
    context = {
        **news.context,
        "given_name": given_name,
        "self_service_url": self_service_url,
        "is_test": is_test,
    }
    return letter(
        "campaigns/emails/news",
        to,
        news.language,
        context,
        unsubscribe_url=unsubscribe_url,
        sender=news.sender,
        name=name,
    )
