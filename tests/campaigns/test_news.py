"""The page behind "unsubscribe": for people, for mail programs, and for those who guess."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from campaigns import audience
from campaigns.models import Delivery, Mailing
from campaigns.services import mailing as mailings
from campaigns.services.mailing.unsubscribing import LIFETIME, unsubscribe_link
from petitions.consents import NEWS, SIGNING
from petitions.models import Signature
from privacy import consents
from privacy.sealed import seal_in_link
from tests.factories import CampaignUpdateFactory, PetitionFactory, supporter
from tests.organising import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    return PetitionFactory()


@pytest.fixture
def mailing(petition) -> Mailing:
    supporter(petition, "ada@example.org")
    mailing = mailings.prepare(CampaignUpdateFactory(campaign=petition.campaign))
    mailings.start(mailing)
    while mailings.take_turn():
        pass
    return mailing


@pytest.fixture
def link(mailing, settings) -> str:
    person = Delivery.objects.get().person_key
    return unsubscribe_link(mailing, person, "de").removeprefix(settings.SITE_URL)


def wants(petition) -> bool:
    keys = set(Signature.objects.values_list("person_key", flat=True))
    return bool(audience.wanting(petition.campaign_id, keys))


def test_looking_ends_nothing(client, link, petition):
    for _ in range(2):
        page = client.get(link)
        assert page.status_code == 200
    assert client.head(link).status_code == 200
    assert wants(petition)
    assert "<form method" in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_the_button_ends_it(client, link, petition, mailing):
    page = client.post(link)
    assert page.status_code == 200
    assert "abgemeldet" in page.text
    assert not wants(petition)
    mailing.refresh_from_db()
    assert mailing.unsubscribed == 1
    # The signature and its own consent stay.
    signature = Signature.objects.get()
    assert signature.state == Signature.State.CONFIRMED
    assert not consents.standing(signature.person_key, NEWS).exists()


def test_one_click_needs_neither_cookie_nor_token(link, petition):
    """As a provider's server posts it (RFC 8058, 3.2)."""
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://mail.example"})
    answer = strict.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not wants(petition)


def test_twice_is_once(client, link, mailing):
    assert client.post(link).status_code == client.post(link).status_code == 200
    mailing.refresh_from_db()
    assert mailing.unsubscribed == 1


def test_all_petitions_of_this_campaign_and_no_other(client, link, petition):
    second, other = PetitionFactory(campaign=petition.campaign), PetitionFactory()
    supporter(second, "ada@example.org")
    supporter(other, "ada@example.org")
    supporter(petition, "bob@example.org")
    client.post(link)
    keys = {one.person_key for one in Signature.objects.all()}
    bob = Signature.objects.exclude(person_key=Delivery.objects.get().person_key).get()
    assert audience.wanting(petition.campaign_id, keys) == {bob.person_key}
    assert len(audience.wanting(other.campaign_id, keys)) == 1


def test_it_works_when_the_letter_is_long_forgotten(client, link, petition):
    Delivery.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        assert client.post(link).status_code == 200
    assert not wants(petition)


def test_it_ends_some_time(client, link, petition):
    with time_machine.travel(timezone.now() + LIFETIME + timedelta(days=1)):
        assert client.get(link).status_code == 410
        assert client.post(link).status_code == 410
    assert wants(petition)


@pytest.mark.parametrize("change", ["x", "…", "A" * 200, "gAAAAAB"])
def test_what_was_never_issued_opens_nothing(client, link, petition, change):
    broken = link[:-10] + change + "/" if len(change) == 1 else f"/de/news/{change}/"
    assert client.get(broken).status_code == 404
    assert client.post(broken).status_code == 404
    assert wants(petition)


def test_what_was_sealed_for_something_else_opens_nothing(client, petition):
    person = supporter(petition).person_key
    secret = seal_in_link("another.purpose", [petition.campaign_id, 1, person])
    assert client.post(f"/de/news/{secret}/").status_code == 404


def test_a_campaign_that_is_gone(client, petition):
    secret = seal_in_link("campaigns.news", [0, 1, "1:x"])
    assert client.get(f"/de/news/{secret}/").status_code == 404


def test_the_link_tells_nobody_whose_it_is(link):
    assert Delivery.objects.get().person_key.partition(":")[2] not in link


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_in_every_language(client, link, language):
    assert client.get(link.replace("/de/", f"/{language}/", 1)).status_code == 200


def test_other_methods_are_refused(client, link):
    assert client.put(link).status_code == client.delete(link).status_code == 405


def test_signing_again_with_the_box_ticked_brings_news_back(client, link, petition, mailing):
    client.post(link)
    signature = Signature.objects.get()
    consents.give(
        signature.person_key, NEWS, "Send me news.", "de", "petitions.Signature", signature.pk
    )
    assert wants(petition)
    assert SIGNING != NEWS


def test_owners_read_of_it_in_words(client, link, petition):
    client.post(link)
    lead = petition.campaign.lead
    page = logged_in("owner", lead).get(f"/de/organise/organisations/{lead.slug}/trail/").text
    assert "</bdi> hat die Neuigkeiten abbestellt" in page
    assert "campaigns." not in page.partition("<main")[2].partition("</main>")[0]
