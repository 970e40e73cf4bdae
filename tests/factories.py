"""Things to test with. Texts are German unless `languages` says more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from campaigns.models import (
    ActionField,
    ActionFieldText,
    Campaign,
    CampaignText,
    CampaignUpdate,
    CampaignUpdateText,
    Endorsement,
)
from partners.models import EmbedSite, Organisation, OrganisationText
from petitions.consents import NEWS, SIGNING
from petitions.models import (
    Addressee,
    AddresseeText,
    Instrument,
    InstrumentText,
    Petition,
    PetitionStep,
    PetitionStepText,
    PetitionText,
    Signature,
    SourceLink,
)
from petitions.services import Details
from petitions.services.confirming import SUBJECT
from privacy import consents
from privacy.person import person_key


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"verein-{n}")
    name = factory.Sequence(lambda n: f"Verein {n}")

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            OrganisationText.objects.create(
                organisation=self, language=language, summary=f"Wer wir sind ({language})"
            )


class EmbedSiteFactory(DjangoModelFactory):
    class Meta:
        model = EmbedSite

    organisation = factory.SubFactory(OrganisationFactory)
    origin = factory.Sequence(lambda n: f"https://www-{n}.example.org")


class ActionFieldFactory(DjangoModelFactory):
    class Meta:
        model = ActionField
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"feld-{n}")

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            ActionFieldText.objects.create(
                field=self, language=language, name=f"{self.slug} ({language})", summary="Darum"
            )


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"kampagne-{n}")
    lead = factory.SubFactory(OrganisationFactory)
    state = Campaign.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            CampaignText.objects.create(
                campaign=self,
                language=language,
                title=f"{self.slug} ({language})",
                summary="Worum es geht",
            )


class EndorsementFactory(DjangoModelFactory):
    class Meta:
        model = Endorsement

    organisation = factory.SubFactory(OrganisationFactory)
    state = Endorsement.State.ACCEPTED


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = Instrument
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = "appell"
    channel = Instrument.Channel.ONLINE

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            InstrumentText.objects.get_or_create(
                instrument=self, language=language, defaults={"name": f"Appell ({language})"}
            )


class AddresseeFactory(DjangoModelFactory):
    class Meta:
        model = Addressee
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = "landtag"

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            AddresseeText.objects.get_or_create(
                addressee=self, language=language, defaults={"name": f"Landtag ({language})"}
            )


class PetitionFactory(DjangoModelFactory):
    class Meta:
        model = Petition
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"petition-{n}")
    campaign = factory.SubFactory(CampaignFactory)
    initiator = factory.SubFactory(OrganisationFactory)
    addressee = factory.SubFactory(AddresseeFactory)
    instrument = factory.SubFactory(InstrumentFactory)
    state = Petition.State.OPEN
    goal = 1000

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in ("de",) if given is None else given:
            PetitionTextFactory(petition=self, language=language)


class PetitionTextFactory(DjangoModelFactory):
    class Meta:
        model = PetitionText

    language = "de"
    title = factory.LazyAttribute(lambda text: f"{text.petition.slug} ({text.language})")
    demand = "Wir fordern etwas."
    summary = "Kurz gesagt"


class PetitionStepFactory(DjangoModelFactory):
    class Meta:
        model = PetitionStep
        skip_postgeneration_save = True

    happened_on = factory.LazyFunction(timezone.localdate)

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in given or ("de",):
            PetitionStepText.objects.create(step=self, language=language, title="Ein Schritt")


class SignatureFactory(DjangoModelFactory):
    """A confirmed signature that is not in the ledger: give the petition its count yourself."""

    class Meta:
        model = Signature

    given_name = "Ayşe"
    family_name = factory.Sequence(lambda n: f"Yılmaz-{n}")
    email = factory.Sequence(lambda n: f"ayse{n}@example.org")
    postcode = "44137"
    language = "de"
    state = Signature.State.CONFIRMED
    signed_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyAttribute(
        lambda one: one.signed_at if one.state == Signature.State.CONFIRMED else None
    )
    person_key = factory.LazyAttribute(lambda one: person_key(one.email))
    text = factory.LazyAttribute(lambda one: one.petition.texts.get(language="de", version=1))


class SourceLinkFactory(DjangoModelFactory):
    """A link to a petition; with `petition=None` and a campaign, to the campaign's own page."""

    class Meta:
        model = SourceLink

    petition = factory.SubFactory(PetitionFactory)
    campaign = factory.LazyAttribute(lambda link: link.petition.campaign)
    name = factory.Sequence(lambda n: f"Plakat {n}")
    source = factory.Sequence(lambda n: f"plakat-{n}")
    code = factory.Sequence(lambda n: f"kxt{n:03}")


def details(**changes: Any) -> Details:
    """What Ayşe types and ticks, as services.sign takes it."""
    typed: dict[str, Any] = {
        "given_name": "Ayşe",
        "family_name": "Yılmaz",
        "email": "ayse@example.org",
        "postcode": "44137",
        "language": "de",
        "consents": {SIGNING: "I agree."},
    }
    return Details(**(typed | changes))


class CampaignUpdateFactory(DjangoModelFactory):
    """A published update."""

    class Meta:
        model = CampaignUpdate
        skip_postgeneration_save = True

    campaign = factory.SubFactory(CampaignFactory)
    slug = factory.Sequence(lambda n: f"neues-{n}")
    happened_on = factory.LazyFunction(timezone.localdate)
    state = CampaignUpdate.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def languages(self, create: bool, given: Iterable[str] | None, **kwargs: Any) -> None:
        for language in ("de",) if given is None else given:
            CampaignUpdateText.objects.create(
                update=self,
                language=language,
                title=f"Neues ({language})",
                body=f"Es ist **viel** geschehen ({language}).",
            )


def supporter(petition: Petition, email: str = "", **fields: Any) -> Signature:
    """Somebody who signed and asked for the campaign's news."""
    typed = {"email": email} if email else {}
    signature = SignatureFactory(petition=petition, **typed, **fields)
    consents.give(
        signature.person_key, NEWS, "Send me news.", signature.language, SUBJECT, signature.pk
    )
    return signature
