"""The private page: what one registered for, cancelled or made smaller, taken along, erased."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from events import services
from events.consents import NEEDS
from events.models import AccessNeeds, EventPlaces, Registration
from events.personal_data import delete_registrations
from jobs.services import run_due
from privacy import secrets
from privacy import services as privacy
from privacy.models import Consent
from privacy.person import person_key
from tests.events.factories import EventFactory
from tests.events.registering import registered

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(slug="fest", entry="registration", capacity=3)


def page_of(number: int) -> str:
    """The path of somebody's private page, without its language."""
    secret = secrets.issue(
        secrets.SELF_SERVICE,
        person_key=person_key(f"gast{number}@example.org"),
        lifetime=timedelta(days=1),
    )
    return f"/de/me/{secret}/", secret


def test_the_page_shows_how_each_registration_stands(client, event):
    registered(event, 0, party_size=3)
    registered(event, 1, access_needs="Rampe", consents={NEEDS: "Ja"})
    path, _secret = page_of(1)
    page = client.get(path).text
    assert "auf der Warteliste" in page
    assert "Rampe" in page
    assert "Gast 0" not in page
    path, _secret = page_of(0)
    assert "/ticket/" in client.get(path).text


def test_one_cancels_ones_own_and_nobody_elses(client, event):
    mine, other = registered(event, 0), registered(event, 1)
    _path, secret = page_of(0)
    url = "/de/events/registrations/{}/{}/cancel/"
    assert client.post(url.format(secret, other.pk)).status_code == 404
    assert client.get(url.format(secret, mine.pk)).status_code == 405
    assert client.post(url.format("x" * 43, mine.pk)).status_code == 404
    answer = client.post(url.format(secret, mine.pk))
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert mine.state == "cancelled"
    other.refresh_from_db()
    assert other.state == "confirmed"
    assert EventPlaces.objects.get().taken == 1


@pytest.mark.parametrize(
    ("typed", "people"), [("1", 1), ("3", 3), ("4", 3), ("0", 3), ("-1", 3), ("٢", 2), ("x", 3)]
)
def test_one_comes_with_fewer_and_never_with_more(client, event, typed, people):
    mine = registered(event, 0, party_size=3)
    _path, secret = page_of(0)
    url = f"/de/events/registrations/{secret}/{mine.pk}/fewer/"
    assert client.post(url, {"party_size": typed}).status_code == 302
    mine.refresh_from_db()
    assert mine.party_size == people
    assert EventPlaces.objects.get().taken == people


def test_with_fewer_the_next_gets_an_offer(event):
    mine = registered(event, 0, party_size=3)
    waiting = registered(event, 1)
    assert services.bring_fewer(mine, 2)
    run_due()
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert EventPlaces.objects.get().taken == 3


def test_everything_can_be_taken_along(event):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    data = privacy.export(person_key("gast0@example.org"))["data"]["events"]
    (one,) = json.loads(json.dumps(data))["registrations"]
    assert (one["event"], one["state"], one["access_needs"]) == ("fest", "confirmed", "Rampe")


def test_erasing_gives_the_place_back_exactly_and_leaves_nobody(event):
    registered(event, 0, party_size=2, access_needs="Rampe", consents={NEEDS: "Ja"})
    registered(event, 1)
    waiting = registered(event, 2, party_size=2)
    assert waiting.state == "waiting"
    privacy.erase(person_key("gast0@example.org"))
    privacy.erase(person_key("gast0@example.org"))
    assert EventPlaces.objects.get().taken == 1
    assert Registration.objects.count() == 2
    assert not AccessNeeds.objects.exists()
    run_due()
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert EventPlaces.objects.get().taken == 3


def test_erasing_after_the_event_leaves_its_figure(event):
    registered(event, 0, party_size=2)
    type(event).objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )
    privacy.erase(person_key("gast0@example.org"))
    assert EventPlaces.objects.get().taken == 2
    assert not Registration.objects.exists()


def test_the_address_is_known_while_somebody_is_registered(event):
    registered(event, 0)
    assert privacy.address_of(person_key("gast0@example.org")) == "gast0@example.org"
    privacy.erase(person_key("gast0@example.org"))
    assert privacy.address_of(person_key("gast0@example.org")) is None
    assert not mail.outbox


def test_withdrawing_the_consent_forgets_the_needs_at_once(event):
    registered(event, 0, access_needs="Rampe", consents={NEEDS: "Ja"})
    consent = Consent.objects.get()
    assert privacy.withdraw_consent(consent.person_key, consent.pk)
    assert not AccessNeeds.objects.exists()
    assert Registration.objects.get().state == "confirmed"


def test_what_was_cancelled_is_deleted_two_weeks_later(event):
    event.starts_at += timedelta(days=60)
    event.ends_at += timedelta(days=60)
    event.save()
    services.cancel_registration(registered(event, 0))
    registered(event, 1)
    run_due()
    assert delete_registrations() == 0
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert delete_registrations() == 1
    assert Registration.objects.get().state == "confirmed"
    assert EventPlaces.objects.get().taken == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_more_rows(client, django_assert_max_num_queries, rows):
    for number in range(rows):
        registered(EventFactory(entry="registration"), 0)
        assert number < rows
    path, _secret = page_of(0)
    with django_assert_max_num_queries(16):
        assert client.get(path).status_code == 200
