"""Registering by program: the form's rules, the page's services, and nothing that leaks."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from events import services
from events.models import Event, Registration
from events.services import links
from jobs.services import run_due
from tests.events.factories import EventFactory
from tests.events.registering import link, registered

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Beispiel", "email": "ada@example.org", "party_size": 2}


@pytest.fixture
def event():
    return EventFactory(entry=Event.Entry.REGISTRATION, capacity=2)


def post(path, body, **headers):
    return Client().post(path, json.dumps(body), "application/json", headers=headers)


def register(event, body=ADA, **headers):
    return post(f"/api/v1/events/{event.slug}/registrations/", body, **headers)


def secret(kind: str) -> str:
    return link(kind).rstrip("/").rsplit("/", 1)[-1]


def test_registered_confirmed_and_cancelled(event):
    answer = register(event, ADA | {"referrer_data": {"source": "stand"}})
    assert (answer.status_code, answer.json()) == (202, {"status": "mail_sent"})
    confirmed = post("/api/v1/registrations/confirmations/", {"secret": secret("confirm")})
    assert confirmed.json()["status"] == "confirmed"
    registration = Registration.objects.get()
    assert (registration.party_size, registration.source) == (2, "stand")
    key = {"secret": secret("cancel")}
    for _ in range(2):
        ended = post("/api/v1/registrations/cancellations/", key)
        assert ended.json()["status"] == "cancelled"
    over = post("/api/v1/registrations/confirmations/", {"secret": key["secret"]})
    assert over.json()["code"] == "secret_unknown"


@pytest.mark.parametrize(
    ("kind", "to", "status", "said"),
    [
        ("confirm", "confirmations", 410, {"code": "registration_over"}),
        ("offer", "offers", 410, {"code": "registration_over"}),
        ("cancel", "cancellations", 200, {"status": "cancelled"}),
    ],
)
def test_who_erases_everything_between_finding_and_doing(
    event, monkeypatch, kind, to, status, said
):
    first = registered(event, party_size=2)
    register(event)
    key = secret("confirm")
    if kind != "confirm":
        post("/api/v1/registrations/confirmations/", {"secret": key})
        services.cancel_registration(first)
        key = secret(kind)
    find = links.find

    def found(*args):
        registration = find(*args)
        Registration.objects.filter(pk=registration.pk).delete()
        return registration

    monkeypatch.setattr(links, "find", found)
    answer = post(f"/api/v1/registrations/{to}/", {"secret": key})
    assert answer.status_code == status, answer.content
    assert answer.json().items() >= said.items()


def test_who_waits_is_told_of_an_offer_by_the_first_link_as_well(event):
    first = registered(event, party_size=2)
    register(event)
    confirming = {"secret": secret("confirm")}
    path = "/api/v1/registrations/confirmations/"
    assert post(path, confirming).json()["status"] == "waiting"
    services.cancel_registration(first)
    run_due()
    offered = post(path, confirming)
    registration = Registration.objects.get(state="offered")
    assert (offered.status_code, offered.json()["status"]) == (200, "offered")
    assert datetime.fromisoformat(offered.json()["offered_until"]) == registration.offered_until
    assert "Link in unserer letzten E-Mail" in offered.json()["to_do"]
    ticket = f"/de/events/{event.slug}/ticket/{offered.json()['ticket']}/"
    assert "für Sie reserviert bis" in Client().get(ticket).content.decode()
    with time_machine.travel(registration.offered_until + timedelta(seconds=1)):
        assert post(path, confirming).json()["code"] == "registration_over"
        assert Client().get(ticket).status_code == 410


def test_the_answer_is_the_same_for_who_is_registered(event):
    first = register(event)
    run_due()
    again = register(event)
    assert (first.status_code, first.content) == (again.status_code, again.content)


def test_what_is_wrong_is_said_in_the_forms_words(event):
    refused = register(event, {"name": "", "email": "ada", "party_size": 9})
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"name", "email", "party_size"}
    needs = register(event, ADA | {"access_needs": "Rampe"})
    assert set(needs.json()["errors"]) == {"consent_needs"}
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("body", [[], "x", {"name": {}}, {"party_size": "many"}, {"email": 1.5}])
def test_other_types_are_refused(event, body):
    assert register(event, body).status_code == 422


def test_closed_unknown_and_over(event):
    assert register(EventFactory()).json()["code"] == "registration_closed"
    assert post("/api/v1/events/nowhere/registrations/", ADA).status_code == 404
    unknown = post("/api/v1/registrations/offers/", {"secret": "x"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "secret_unknown")


def test_a_key_sent_twice_registers_once(event):
    register(event, **{"idempotency-key": "k"})
    again = register(event, **{"idempotency-key": "k"})
    assert again["Idempotency-Replayed"] == "true"
