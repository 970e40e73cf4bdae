"""The links in the mails: GET changes nothing, POST acts, and what is over says why."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from events import services
from events.models import Event, EventPlaces, Registration
from jobs.services import run_due
from tests.events.factories import EventFactory
from tests.events.registering import link, post, registered, subjects
from tests.organising import logged_in, somebody
from web import held

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(
        slug="sommerfest", entry="registration", capacity=1, languages=("de", "en")
    )


def state() -> str:
    return Registration.objects.latest("registered_at").state


def test_opening_the_link_confirms_nothing_and_pressing_does(client, event):
    post(event)
    path = link("confirm")
    page = client.get(path)
    assert page.status_code == 200
    assert "Ayşe Yılmaz" in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert state() == "pending"
    answer = client.post(path, {}, follow=True)
    assert state() == "confirmed"
    assert "You are registered" in answer.text
    assert 'class="qr"' in answer.text
    assert subjects()[-1] == "You are registered: sommerfest (en)"
    # Pressed twice, or opened again, it leads to the ticket.
    assert "/ticket/" in client.get(path)["Location"]
    assert "/ticket/" in client.post(path)["Location"]
    assert len(subjects()) == 2


def test_what_was_typed_anew_meanwhile_is_shown_before_it_is_confirmed(client, event):
    post(event)
    path = link("confirm")
    seen = client.get(path).context["seen"]
    post(event, name="Somebody Else")
    run_due()
    answer = client.post(path, {"seen": seen})
    assert answer.status_code == 409
    assert "Somebody Else" in answer.text
    assert state() == "pending"


def test_without_a_place_left_one_waits_and_then_takes_the_offer(client, event):
    first = registered(event)
    post(event)
    answer = client.post(link("confirm"), follow=True)
    assert "You are on the waiting list" in answer.text
    assert 'class="qr"' not in answer.text
    assert subjects()[-1] == "You are on the waiting list: sommerfest (en)"

    services.cancel_registration(first)
    path = link("offer")
    assert client.get(path).status_code == 200
    assert state() == "offered"
    answer = client.post(path, {"deed": "accept"}, follow=True)
    assert "You are registered" in answer.text
    assert state() == "confirmed"
    assert "/ticket/" in client.get(path)["Location"]


def test_an_offer_passed_on_is_over_and_the_place_free(client, event):
    first = registered(event)
    registered(event, 1)
    services.cancel_registration(first)
    path = link("offer")
    answer = client.post(path, {"deed": "pass_on"})
    assert answer.status_code == 200
    assert state() == "cancelled"
    assert EventPlaces.objects.get().taken == 0
    assert client.post(path, {"deed": "accept"}).status_code == 410
    assert state() == "cancelled"


def test_an_offer_that_ran_out_says_so_and_gives_no_place(client, event):
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() + timedelta(days=5), ends_at=timezone.now() + timedelta(days=6)
    )
    first = registered(event)
    registered(event, 1)
    services.cancel_registration(first)
    path = link("offer").replace("/de/", "/en/")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        for answer in (client.get(path), client.post(path, {"deed": "accept"})):
            assert answer.status_code == 410
            assert "The offered place has gone on" in answer.text


def test_the_link_in_the_mail_cancels_after_a_press_and_gives_the_place_back(client, event):
    post(event)
    client.post(link("confirm"))
    path = link("cancel")
    assert client.get(path).status_code == 200
    assert state() == "confirmed"
    answer = client.post(path)
    assert "Your registration is cancelled" in answer.text
    assert state() == "cancelled"
    assert EventPlaces.objects.get().taken == 0
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("kind", ["confirm", "offer", "cancel"])
def test_an_unknown_link_is_not_found_and_leads_on(client, event, kind):
    answer = client.get(f"/en/events/sommerfest/{kind}/{'x' * 43}/")
    assert answer.status_code == 404
    assert "We don't know this link" in answer.text.replace("&#x27;", "'")
    assert client.get(f"/en/events/nirgends/{kind}/{'x' * 43}/").status_code == 404


def test_a_link_whose_registration_is_deleted_says_so(client, event):
    post(event)
    path = link("confirm")
    Registration.objects.all().delete()
    answer = client.get(path)
    assert answer.status_code == 410
    assert "is deleted" in answer.text


@pytest.mark.parametrize("changes", [{"state": "cancelled"}, {"starts_at": timedelta(minutes=-5)}])
def test_an_event_that_is_cancelled_or_has_begun_takes_no_confirmation(client, event, changes):
    post(event)
    path = link("confirm")
    changes = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }
    Event.objects.filter(pk=event.pk).update(**changes)
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 410
    assert state() == "pending"


def test_a_ticket_opens_by_its_code_only(client, event):
    registration = registered(event)
    code = services.ticket_code(registration)
    path = "/en/events/sommerfest/ticket/{}/"
    assert client.get(path.format(code)).status_code == 200
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), registration.pk.hex, "x", "é"):
        assert client.get(path.format(wrong)).status_code == 404


def test_a_ticket_lets_only_hosts_check_in(event):
    registration = registered(event)
    path = f"/en/events/sommerfest/ticket/{services.ticket_code(registration)}/"
    lead = event.hosts.get().organisation
    assert "is here" not in Client().get(path).text
    assert "is here" not in logged_in("stranger").get(path).text
    assert "is here" not in logged_in("viewer", lead).get(path).text
    assert "is here" in logged_in("organiser", lead).get(path).text


def test_cancelled_and_registered_again_one_gets_a_mail_at_once(client, event):
    post(event)
    client.post(link("confirm"))
    client.post(link("cancel"))
    run_due()
    mail.outbox.clear()
    post(event)
    assert subjects() == ["Please confirm your registration: sommerfest (en)"]


def test_whoever_scans_a_ticket_without_a_login_comes_back_to_it(client, event):
    registration = registered(event)
    path = f"/en/events/sommerfest/ticket/{services.ticket_code(registration)}/"
    (login,) = re.findall(r'href="(/en/accounts/login/\?[^"]+)"', client.get(path).text)
    lead = event.hosts.get().organisation
    host = somebody("organiser", lead)
    host.set_password("ein langes Kennwort")
    host.save()
    EmailAddress.objects.create(user=host, email=host.email, verified=True, primary=True)
    typed = {"login": host.email, "password": "ein langes Kennwort", "next": path}
    assert re.findall(r'name="next"[^>]*value="([^"]+)"', client.get(login).text)[0] == path
    answer = client.post("/en/accounts/login/", typed, follow=True)
    assert answer.redirect_chain[-1][0] == path
    assert "/check-in/" in answer.text
    assert "/accounts/login/?" not in answer.text


def test_what_was_pressed_under_pressure_is_pressed_again_and_nothing_else(
    client, event, monkeypatch
):
    """Passed on, and not taken: the page that sends itself again repeats the whole press."""
    first = registered(event)
    registered(event, 1)
    services.cancel_registration(first)
    path = link("offer")
    monkeypatch.setattr(held, "is_away", lambda: True)
    answer = client.post(path, {"deed": "pass_on", "seen": "x"})
    assert answer.status_code == 503
    assert '<input type="hidden" name="deed" value="pass_on">' in answer.text
    assert '<input type="hidden" name="seen" value="x">' in answer.text
