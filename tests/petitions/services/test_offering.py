"""Both say yes, words once shown never change, and who leaves a campaign leaves its forms."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaigns.services import endorsing
from partners.services import close_page
from petitions import services
from petitions.models import Contact, ContactOffer
from petitions.services.export_rights import require_right
from privacy.models import AuditEntry, Consent
from tests.factories import OrganisationFactory
from tests.organising import somebody
from tests.petitions.contacts import (
    WORDS,
    agreed,
    leave,
    offered,
    partner_of,
    prepared,
    wording,
)

pytestmark = pytest.mark.django_db


def shown(slug="wahlrecht"):
    return services.boxes(services.shown_wordings(slug, is_new=True))


@pytest.fixture
def partner(petition):
    return partner_of(petition)


@pytest.fixture
def lead(petition):
    return somebody("organiser", petition.campaign.lead)


def test_nothing_is_shown_before_both_said_yes(petition, partner, lead):
    offer = prepared(petition, partner)
    assert (offer.state, shown()) == ("draft", [])
    services.put_on_forms(offer, seen=offer.submitted_at, actor=lead)
    [box] = shown()
    assert (box.offer, box.language, box.version) == (offer, "de", 1)
    assert box.sentence.startswith("Verein Vielfalt darf mir E-Mails schreiben.")
    verbs = ["petitions.contact_prepared", "petitions.contact_offered"]
    trail = AuditEntry.objects.filter(subject_kind="petitions.contactoffer").order_by("pk")
    assert list(trail.values_list("verb", flat=True)) == verbs


def test_only_who_stands_behind_the_campaign_can_ask(petition):
    other = OrganisationFactory()
    with pytest.raises(ValidationError, match="eine Kampagne unterstützen"):
        prepared(petition, other)
    assert not ContactOffer.objects.exists()


def test_without_german_there_is_no_offer(petition, partner):
    with pytest.raises(ValidationError, match="mindestens auf Deutsch"):
        prepared(petition, partner, {"tr": WORDS["tr"]})


def test_the_campaign_says_yes_to_what_it_has_read_only(petition, partner, lead):
    first = prepared(petition, partner)
    seen = first.submitted_at
    prepared(petition, partner)
    with pytest.raises(ValidationError, match="inzwischen geändert"):
        services.put_on_forms(first, seen=seen, actor=lead)
    assert shown() == []


def test_new_words_are_a_new_version_and_the_old_ones_stay(petition, partner, lead):
    offer = offered(petition, partner)
    before = wording(offer)
    newer = WORDS | {"de": services.Words("Wir bitten um Spenden.", "https://verein.example/x")}
    prepared(petition, partner, newer)
    # Until the campaign has said yes, the form shows what it did.
    assert [box.words for box in shown()] == [before.words]
    offer.refresh_from_db()
    services.put_on_forms(offer, seen=offer.submitted_at, actor=lead)
    assert [(box.version, box.words) for box in shown()] == [(2, "Wir bitten um Spenden.")]
    before.refresh_from_db()
    assert before.words == "Wir laden zu Treffen ein."
    with pytest.raises(ValueError, match="never changed"):
        before.save()


def test_a_form_has_room_for_three(petition, lead):
    for number in range(3):
        offered(petition, partner_of(petition, f"Verein {number}"))
    fourth = prepared(petition, partner_of(petition, "Zu viel"))
    with pytest.raises(ValidationError, match="höchstens 3"):
        services.put_on_forms(fourth, seen=fourth.submitted_at, actor=lead)
    assert len(shown()) == 3
    services.end_offer(shown()[1].offer, actor=lead)
    services.put_on_forms(fourth, seen=fourth.submitted_at, actor=lead)
    assert [box.offer.place for box in shown()] == [1, 2, 3]


def test_the_database_itself_knows_of_no_fourth_place(petition, partner):
    offer = offered(petition, partner)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactOffer.objects.filter(pk=offer.pk).update(place=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactOffer.objects.filter(pk=offer.pk).update(place=None)


def test_whoever_leaves_the_campaign_is_off_the_form_at_once(petition, partner):
    offer = offered(petition, partner)
    signature = agreed(petition, offer)
    leave(partner)
    assert shown() == []
    assert services.end_without_ground() == 1
    offer.refresh_from_db()
    assert (offer.state, offer.place) == ("ended", None)
    contact = Contact.objects.get(signature=signature)
    assert (bool(contact.ended_at), contact.ending) == (True, "offer")


def test_a_word_given_anew_brings_no_old_consent_back(petition, partner):
    offer = offered(petition, partner)
    agreed(petition, offer)
    leave(partner)
    services.end_without_ground()
    partner.endorsements.update(state="accepted")
    again = offered(petition, partner)
    assert again.pk != offer.pk
    assert not Contact.objects.filter(offer=again).exists()
    assert not Contact.objects.standing().exists()


def test_the_consents_end_with_the_offer_and_stay_as_proof(petition, partner, lead):
    from jobs.services import run_due

    offer = offered(petition, partner)
    agreed(petition, offer)
    assert services.end_offer(offer, actor=lead)
    assert not services.end_offer(offer, actor=lead)
    run_due()
    consent = Consent.objects.get(purpose=f"petitions.contact:{offer.pk}")
    assert consent.withdrawn_at
    assert consent.wording.text == wording(offer).proof


def test_withdrawing_the_endorsement_ends_the_offer_in_the_same_moment(petition, partner):
    offer = offered(petition, partner)
    agreed(petition, offer)
    endorsement = partner.endorsements.get()
    endorsing.withdraw(endorsement, actor=somebody("owner", partner))
    offer.refresh_from_db()
    assert offer.state == "ended"
    assert not Contact.objects.standing().exists()


def test_a_hidden_organisation_is_ended_by_the_clearing_up(petition, partner):
    offer = offered(petition, partner)
    type(partner).objects.filter(pk=partner.pk).update(is_public=False)
    assert services.end_without_ground() == 1
    offer.refresh_from_db()
    assert offer.state == "ended"


def test_an_organisation_that_closed_its_page_reaches_nobody(petition, partner):
    offer = offered(petition, partner)
    agreed(petition, offer)
    close_page(partner, actor=somebody("owner", partner))
    assert shown() == []
    assert not Contact.objects.reachable_by(partner, timezone.now()).exists()
    with pytest.raises(PermissionDenied):
        require_right(partner, "contacts", somebody("organiser", partner))
    assert services.end_without_ground() == 1
    offer.refresh_from_db()
    assert (offer.state, Contact.objects.standing().count()) == ("ended", 0)
    prepared(petition, partner)
    again = ContactOffer.objects.live().get(organisation=partner)
    lead = somebody("administrator")
    with pytest.raises(ValidationError):
        services.put_on_forms(again, seen=again.submitted_at, actor=lead)
