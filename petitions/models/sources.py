"""The ways on which people come: a poster, a stall, a partner's newsletter."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from partners.models import Organisation
from petitions.models.petitions import Petition
from web.sources import LONGEST


class SourceLinkQuerySet(models.QuerySet["SourceLink"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def public(self) -> Self:
        """Whose page everyone may see."""
        return self.exclude(petition__state=Petition.State.DRAFT).exclude(
            petition=None, campaign__state=Campaign.State.DRAFT
        )

    def leading_to(self, target: Campaign | Petition) -> Self:
        """To this page itself; those to a campaign's petitions are theirs."""
        if isinstance(target, Petition):
            return self.filter(petition=target)
        return self.filter(petition=None, campaign=target)


class SourceLink(models.Model):
    """A short address to print, that leads to a page and says on which way somebody came.

    It counts nobody who follows it; a signature keeps the `source`, and that is all.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="source_links")
    # Without one, the campaign's own page is the target.
    petition = models.ForeignKey(
        Petition, models.CASCADE, related_name="source_links", null=True, blank=True
    )
    # A partner's own link, which its members see and print.
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        related_name="source_links",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("organisation"),
    )
    name = models.CharField(
        _("name"), max_length=80, help_text=_("For example: poster at the market in Hörde.")
    )
    source = models.SlugField(
        _("word in the address"),
        max_length=LONGEST,
        help_text=_("Signatures are counted under this word. It never changes."),
    )
    code = models.CharField(_("short code"), max_length=12, unique=True, editable=False)
    is_active = models.BooleanField(_("is counted"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-is_active", "name", "pk"]
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "source"],
                condition=Q(petition__isnull=False),
                name="one_source_link_per_petition_and_source",
            ),
            models.UniqueConstraint(
                fields=["petition", "organisation"],
                condition=Q(petition__isnull=False, organisation__isnull=False),
                name="one_source_link_per_petition_and_partner",
            ),
            models.UniqueConstraint(
                fields=["campaign", "source"],
                condition=Q(petition=None),
                name="one_source_link_per_campaign_and_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def target(self) -> Campaign | Petition:
        return self.petition or self.campaign
