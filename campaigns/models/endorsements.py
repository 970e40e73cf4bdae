"""Who stands behind a campaign."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaigns import Campaign
from languages.models import Translated, TranslatedQuerySet, Translation
from partners.models import Organisation


class EndorsementQuerySet(TranslatedQuerySet["Endorsement"]):
    def accepted(self) -> Self:
        return self.filter(state=Endorsement.State.ACCEPTED, organisation__is_public=True)


class Endorsement(Translated):
    """An organisation's dated word for a campaign; shown only once both sides said yes."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        REQUESTED = "requested", _("requested")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="endorsements")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="endorsements")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__position", "organisation__name"]
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"], name="one_endorsement_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.campaign_id}"


class EndorsementText(Translation):
    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="texts")
    statement = models.TextField(_("statement"))

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["endorsement", "language"], name="one_endorsement_text_per_language"
            )
        ]
