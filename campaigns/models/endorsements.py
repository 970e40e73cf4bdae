"""Who stands behind a campaign, since when, and in which words."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign, CampaignText
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from languages.services import pick
from partners.models import Membership, Organisation


class Side(models.TextChoices):
    CAMPAIGN = "campaign", _("the campaign")
    ORGANISATION = "organisation", _("the organisation")


class EndorsementQuerySet(TranslatedQuerySet["Endorsement"]):
    def accepted(self) -> Self:
        return self.filter(state=Endorsement.State.ACCEPTED, organisation__is_public=True)

    def live(self) -> Self:
        """Asked, or agreed on; of these there is one for a campaign and an organisation."""
        return self.filter(state__in=LIVE)

    def over(self) -> Self:
        return self.exclude(state__in=LIVE)

    def for_lists(self) -> Self:
        """With the names of both sides, and the words."""
        return (
            self.select_related("organisation", "campaign__lead")
            .with_texts()
            .prefetch_related(texts_of(CampaignText, "campaign__texts"))
        )


class Endorsement(Translated):
    """An organisation's dated word for a campaign; shown only once both sides said yes.

    What is over stays as it was: whoever asks again makes a new one.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        REQUESTED = "requested", _("requested")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        RETRACTED = "retracted", _("taken back")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("ended by the campaign")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="endorsements")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="endorsements")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    # The personal word of whoever asked, and why it ended: for the two sides only.
    message = models.TextField(_("personal word"), blank=True, db_default="")
    reason = models.TextField(_("reason"), blank=True, db_default="")
    # The wording that both sides agreed on, and a newer one that waits for the campaign.
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    proposed_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, db_default=Now())
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    signed_on = models.DateField(_("statement of"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__position", "organisation__name"]
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=Q(state__in=["invited", "requested", "accepted"]),
                name="one_live_endorsement_per_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.campaign_id}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def over_on(self) -> date | None:
        """The day of a no, or of what ended it."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.decided_on

    @property
    def newest_version(self) -> int:
        """The wording that is translated now."""
        return self.proposed_version or self.version

    @property
    def proposed_text(self) -> Any:
        """The wording that waits for the campaign, in the current language or else German."""
        waiting = [text for text in super()._texts() if text.version == self.proposed_version]
        return pick(waiting, get_language() or settings.LANGUAGE_CODE)

    def _texts(self) -> list[Any]:
        return [text for text in super()._texts() if text.version == self.version]


LIVE = (
    Endorsement.State.INVITED,
    Endorsement.State.REQUESTED,
    Endorsement.State.ACCEPTED,
)


class EndorsementText(Translation):
    """One version of the statement in one language. What was signed once is never rewritten."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="texts")
    version = models.PositiveSmallIntegerField(_("version"), default=1, db_default=1)
    statement = models.TextField(_("statement"))

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "version", "language"],
                name="one_endorsement_text_per_version_and_language",
            )
        ]


class StatementSigning(models.Model):
    """Who signed one version of a statement in the organisation's name, when, in which role."""

    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="signings")
    version = models.PositiveSmallIntegerField(_("version"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role)
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("signed statement")
        verbose_name_plural = _("signed statements")
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "version"], name="one_signing_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.endorsement_id} ({self.version})"
