"""Organisations that carry campaigns: what a visitor learns of them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from languages.models import Translated, TranslatedQuerySet, Translation
from languages.services import endonym
from partners.models.fields import FieldOfWork
from pictures.models import Picture, pictures_of
from privacy.fields import EncryptedTextField

# Abbreviations of the Nazi state, which German number plates leave out as well.
TAINTED_INITIALS = frozenset({"HJ", "KZ", "NS", "SA", "SD", "SS"})


class OrganisationQuerySet(TranslatedQuerySet["Organisation"]):
    def public(self) -> Self:
        """Found where visitors look around: the directory, the search, the home page."""
        return self.known().active()

    def known(self) -> Self:
        """Whoever knows the address may read it; of those that have left, what remains."""
        return self.filter(is_public=True)

    def active(self) -> Self:
        """Those that can be chosen for something new."""
        return self.filter(left_at=None)

    def with_logos(self) -> Self:
        return self.prefetch_related(pictures_of("logo"))

    def to_list(self) -> Self:
        """With what a card shows: words, logo and languages, in five queries for all."""
        return self.with_texts().with_logos().prefetch_related("languages")

    def to_show(self) -> Self:
        """With what the own page shows besides."""
        fields = models.Prefetch("fields_of_work", FieldOfWork.objects.with_texts())
        return self.to_list().prefetch_related(fields).select_related("contact")


class Organisation(Translated):
    class Kind(models.TextChoices):
        COUNCIL = "council", _("elected council")
        MIGRANT = "migrant", _("migrant organisation")
        WELFARE = "welfare", _("welfare association")
        UNION = "union", _("union")
        YOUTH = "youth", _("youth association")
        ADMINISTRATION = "administration", _("administration")
        POLITICAL = "political", _("political group")
        OTHER = "other", _("other organisation")

    slug = models.SlugField(unique=True)
    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=24, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    website = models.URLField(_("website"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)
    fields_of_work = models.ManyToManyField(
        FieldOfWork, related_name="organisations", blank=True, verbose_name=_("fields of work")
    )
    # A name of web.districts; "" where it is at home in all of the city, or elsewhere.
    district = models.CharField(_("city district"), max_length=40, blank=True, db_default="")
    logo = models.ForeignKey(
        Picture, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("logo")
    )
    # Until when it took part. What it did keeps its name.
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.slug])

    @property
    def initials(self) -> str:
        """One to three letters that stand in for a logo."""
        if self.short_name and len(self.short_name) <= 4:
            return self.short_name
        initials = "".join(word[0] for word in self.name.split() if word[0].isupper())[:3]
        return initials[:1] if initials in TAINTED_INITIALS else initials


class OrganisationLanguage(models.Model):
    """A language in which one can talk to them; a code of languages.services.SPOKEN."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("language")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="one_organisation_language_each"
            )
        ]

    def __str__(self) -> str:
        return endonym(self.language)


class OrganisationContact(models.Model):
    """How to reach them. Encrypted; visitors see only what they have said may be public."""

    FIELDS = ("name", "email", "phone", "address")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="contact")
    name = EncryptedTextField(_("contact person"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    phone = EncryptedTextField(_("phone"), blank=True)
    address = EncryptedTextField(_("address"), blank=True)
    is_name_public = models.BooleanField(default=False)
    is_email_public = models.BooleanField(default=False)
    is_phone_public = models.BooleanField(default=False)
    is_address_public = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return str(self.organisation_id)

    @property
    def public(self) -> dict[str, str]:
        """What everybody may read, by field; empty fields are left out."""
        return {
            name: value
            for name in self.FIELDS
            if getattr(self, f"is_{name}_public") and (value := getattr(self, name))
        }


class OrganisationText(Translation):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="texts")
    summary = models.CharField(_("in one sentence"), max_length=280)
    description = models.TextField(_("who we are"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "language"], name="one_organisation_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.language})"
