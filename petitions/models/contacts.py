"""Who may write to whom: what an organisation offers on a form, and who agreed to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign, Endorsement
from partners.models import Organisation
from petitions.models.petitions import HANDED_OVER_KEPT
from petitions.models.signatures import Signature
from privacy.fields import PersonKeyField

# So that the form stays short.
OFFERS_AT_MOST = 3


def contacts_kept() -> timedelta:
    """How long after the handover an organisation reaches those who agreed; the signatures,
    which hold the addresses, are deleted then at the latest."""
    return min(timedelta(days=settings.CONTACTS_KEPT_DAYS), HANDED_OVER_KEPT)


# An organisation that left keeps its name on what it stood behind, and reaches nobody.
_GROUND = Q(
    endorsement__state=Endorsement.State.ACCEPTED,
    organisation__is_public=True,
    organisation__left_at=None,
)


class ContactOfferQuerySet(models.QuerySet["ContactOffer"]):
    def live(self) -> Self:
        return self.exclude(state=ContactOffer.State.ENDED)

    def standing(self) -> Self:
        """Both sides said yes, and the organisation still stands behind the campaign."""
        return self.filter(_GROUND, state=ContactOffer.State.OFFERED)

    def without_ground(self) -> Self:
        """Live ones whose organisation has left the campaign, or the site."""
        return self.live().exclude(_GROUND)

    def waiting(self) -> Self:
        """The partner has prepared words that the campaign has not said yes to."""
        return self.live().filter(submitted_at__isnull=False)


class ContactOffer(models.Model):
    """ "This organisation may write to me", on the forms of one campaign's petitions.

    The organisation prepares the words, the campaign switches them on: nothing is shown
    before both said yes. What was shown once never changes (ContactWording).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("being prepared")
        OFFERED = "offered", _("on the forms")
        ENDED = "ended", _("ended")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contact_offers")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="contact_offers")
    # The very word it rests on: one that is given anew later is no ground for an old offer.
    endorsement = models.ForeignKey(Endorsement, models.CASCADE, related_name="contact_offers")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    # That of the words on the forms; 0 before there are any. The next number is being prepared.
    version = models.PositiveIntegerField(_("version"), default=0)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    # Which of the few places on the form it has.
    place = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        editable=False,
        validators=[MinValueValidator(1), MaxValueValidator(OFFERS_AT_MOST)],
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ContactOfferQuerySet.as_manager()

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = _("contact offer")
        verbose_name_plural = _("contact offers")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "organisation"],
                condition=~Q(state="ended"),
                name="one_live_contact_offer",
            ),
            models.UniqueConstraint(
                fields=["campaign", "place"],
                condition=Q(state="offered"),
                name="one_contact_offer_per_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered")
                | (Q(place__isnull=False) & Q(place__gte=1) & Q(place__lte=OFFERS_AT_MOST)),
                name="few_contact_offers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.campaign_id}"


class ContactWording(models.Model):
    """The words beside the box, in one language and version. Written once, never changed."""

    offer = models.ForeignKey(ContactOffer, models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    # Ours, in this language: who gets what. Stored, so that no later release changes it.
    sentence = models.TextField(editable=False)
    words = models.CharField(_("what for"), max_length=300)
    privacy_url = models.URLField(_("privacy notice"))

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "version", "language"], name="one_contact_wording"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValueError("Words that people may have agreed to are never changed.")
        super().save(*args, **kwargs)

    @property
    def proof(self) -> str:
        """All that stood beside the box, for the consent."""
        return f"{self.sentence} {self.words} {self.privacy_url}"


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def standing(self) -> Self:
        return self.filter(ended_at=None)

    def over(self, now: datetime) -> Self:
        """Standing ones whose time after the handover has passed."""
        return self.standing().filter(
            signature__petition__handed_over_at__lte=now - contacts_kept()
        )

    def with_whom(self) -> Self:
        """With name and address, the campaign, and the words that were agreed to."""
        return self.select_related("signature", "offer", "wording").prefetch_related(
            models.Prefetch("offer__campaign", Campaign.objects.with_texts())
        )

    def reachable_by(self, organisation: Organisation, now: datetime) -> Self:
        """One for each person whom the organisation may write to now, the newest consent.

        Only with a signature that counts, while the offer stands, and until some months after
        the handover: each time anew, whatever the clearing up has come to.
        """
        mine = (
            self.standing()
            .filter(
                offer__in=ContactOffer.objects.standing().filter(organisation=organisation),
                signature__state=Signature.State.CONFIRMED,
            )
            .exclude(signature__petition__handed_over_at__lte=now - contacts_kept())
        )
        newer = mine.filter(person_key=OuterRef("person_key"), pk__gt=OuterRef("pk"))
        return mine.filter(~Exists(newer))


class Contact(models.Model):
    """That somebody who signed agreed to an organisation's offer.

    It opens name and address of the signature to that organisation, as long as it stands. The
    proof is the Consent, which stays longer; this goes with the signature.
    """

    class Ending(models.TextChoices):
        PERSON = "person", _("You ended it.")
        OFFER = "offer", _("The organisation no longer asks for it.")
        TIME = "time", _("The time for it is over.")

    offer = models.ForeignKey(ContactOffer, models.CASCADE, related_name="contacts")
    # Removed with the signature, and found by it: the unique index begins with it.
    signature = models.ForeignKey(
        Signature, models.CASCADE, related_name="contacts", db_index=False
    )
    wording = models.ForeignKey(ContactWording, models.PROTECT, related_name="+", db_index=False)
    person_key = PersonKeyField(editable=False)
    given_at = models.DateTimeField(_("given at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ending = models.CharField(_("why it ended"), max_length=6, choices=Ending, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["signature", "offer"], name="one_contact_each_signature"
            )
        ]
        indexes = [models.Index(fields=["person_key"], name="contact_by_person")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.pk}"
