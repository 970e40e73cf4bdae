"""A test mail, to see how the update looks in one's own mailbox."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from campaigns.emails import news_letter, news_of
from campaigns.models import CampaignUpdate
from campaigns.services.mailing.unsubscribing import link_of_test
from jobs.services import enqueue
from privacy import audit
from privacy.sealed import seal, unseal


def send_test(
    update: CampaignUpdate, to: str, language: str, *, actor: AbstractBaseUser | None = None
) -> None:
    """Send the update to one's own address, as readers of a language will get it.

    It may be a draft. Raises ValidationError while its German text is missing.
    """
    if not update.texts.filter(language=settings.LANGUAGE_CODE).exists():
        raise ValidationError(_("Write the German text before you send a test."))
    audit.record("campaigns.test_mail_sent", actor or audit.SYSTEM, update, language=language)
    enqueue(
        "campaigns.send_test",
        {"update": update.pk, "language": language, "to": seal(to)},
        queue="mail",
    )


def write_test(update_id: int, sealed_to: str, language: str) -> None:
    """Send it now; for the job. Its unsubscribe link is shown, and ends nothing."""
    updates = CampaignUpdate.objects.select_related("campaign__lead")
    update = updates.filter(pk=update_id).first()
    if update is None:
        return
    letter = news_letter(
        news_of(update, language),
        to=unseal(sealed_to),
        given_name="",
        unsubscribe_url=link_of_test(update.campaign_id, language),
        self_service_url=settings.SITE_URL,
        is_test=True,
    )
    letter.send(using="default")
