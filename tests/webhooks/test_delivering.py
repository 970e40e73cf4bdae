"""A message's way to a real receiver: signed, tried again, paused, sent again."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from jobs.services import run_due
from tests.organising import somebody
from tests.webhooks.conftest import delivered, endpoint_of
from webhooks import people, services
from webhooks.models import Delivery, Endpoint, Message
from webhooks.sending import Outcome
from webhooks.services.delivering import claim, settle

pytestmark = pytest.mark.django_db

State, Error = Delivery.State, Delivery.Error


def tell(organisation, type="petition.opened", **fields) -> None:
    services.tell(type, [organisation.pk], {"petition": {"slug": "bus"}}, **fields)


def reload(*rows) -> None:
    for row in rows:
        row.refresh_from_db()


def test_a_message_arrives_signed(organisation, endpoint, receiver):
    tell(organisation)
    (delivery,) = delivered()
    assert (delivery.state, delivery.status_code, delivery.error) == (State.DONE, 204, "")
    (one,) = receiver.received
    told = Webhook(endpoint.secret).verify(one.body, one.headers)
    message = Message.objects.get()
    assert told == {
        "type": "petition.opened",
        "timestamp": message.occurred_at.isoformat(),
        "data": {"petition": {"slug": "bus"}},
    }
    assert one.headers["webhook-id"] == str(message.pk)
    assert one.headers["content-type"] == "application/json; charset=utf-8"
    assert one.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert one.path == "/hooks"


def test_a_changed_body_is_noticed(organisation, endpoint, receiver):
    tell(organisation)
    delivered()
    (one,) = receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(one.body + b" ", one.headers)


def test_through_a_rotation_either_key_verifies(organisation, endpoint, receiver):
    old = endpoint.secret
    owner = somebody("owner", organisation)
    new = services.rotate(endpoint, actor=owner)
    tell(organisation)
    delivered()
    (one,) = receiver.received
    assert len(one.headers["webhook-signature"].split(" ")) == 2
    assert Webhook(old).verify(one.body, one.headers) == Webhook(new).verify(one.body, one.headers)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        tell(organisation)
        delivered()
        last = receiver.received[-1]
        Webhook(new).verify(last.body, last.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(old).verify(last.body, last.headers)


def test_a_second_rotation_ends_the_first_key(organisation, endpoint, receiver):
    first, owner = endpoint.secret, somebody("owner", organisation)
    second = services.rotate(endpoint, actor=owner)
    services.rotate(endpoint, actor=owner)
    tell(organisation)
    delivered()
    (one,) = receiver.received
    Webhook(second).verify(one.body, one.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(first).verify(one.body, one.headers)


def test_a_failure_is_tried_again_with_growing_pauses(organisation, endpoint, receiver):
    receiver.answer = lambda received: (500, {}, b"no")
    began = timezone.now().replace(microsecond=0)
    tried = []
    with time_machine.travel(began, tick=False) as clock:
        tell(organisation)
        while (delivery := delivered()[0]).state != State.GIVEN_UP:
            reload(endpoint)
            if not endpoint.is_active:
                break
            tried.append(timezone.now() - began)
            clock.move_to(max(delivery.next_at, endpoint.rests_until or delivery.next_at))
        last = timezone.now()
    pauses = [after - before for before, after in itertools.pairwise(tried)]
    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(seconds=6)
    assert len(tried) == len(receiver.received) - 1 == 10
    assert last - began == timedelta(days=3)


def test_after_three_days_it_is_paused_and_its_owners_get_one_mail(
    organisation, endpoint, receiver
):
    receiver.answer = lambda received: (500, {}, b"")
    owner = somebody("owner", organisation)
    somebody("organiser", organisation)
    began = timezone.now()
    tell(organisation)
    tell(organisation, "petition.closed")
    with time_machine.travel(began, tick=False) as clock:
        while endpoint.is_active:
            delivered()
            reload(endpoint)
            clock.shift(timedelta(hours=6))
        run_due()
        assert timezone.now() - began < timedelta(days=3, hours=13)
        assert endpoint.pause == Endpoint.Pause.FAILING
        assert [one.to for one in mail.outbox] == [[owner.email]]
        assert "127.0.0.1" in mail.outbox[0].subject
        before = len(receiver.received)
        # What happens meanwhile waits, and so does what failed.
        tell(organisation, "petition.handed_over")
        clock.shift(timedelta(days=1))
        assert {one.state for one in delivered()} == {State.FAILED, State.WAITING}
        run_due()
        assert len(receiver.received) == before
        assert len(mail.outbox) == 1
        receiver.answer = lambda received: (200, {}, b"ok")
        services.resume(endpoint, actor=owner)
        assert [one.state for one in delivered()] == [State.DONE] * 3
    assert endpoint.is_active
    assert endpoint.failing_since is None


def test_one_message_that_is_never_taken_is_given_up(organisation, endpoint, receiver):
    def answer(received):
        refused = json.loads(received.body)["type"] == "petition.closed"
        return (422 if refused else 200), {}, b""

    receiver.answer = answer
    tell(organisation, "petition.closed")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(80):
            delivered()
            tell(organisation)
            clock.shift(timedelta(hours=1))
        poison = delivered()[0]
    reload(endpoint)
    assert endpoint.is_active
    assert (poison.state, poison.status_code) == (State.GIVEN_UP, 422)
    assert Delivery.objects.exclude(pk=poison.pk).exclude(state=State.DONE).count() == 0


def test_gone_pauses_at_once(organisation, endpoint, receiver):
    receiver.answer = lambda received: (410, {}, b"")
    owner = somebody("owner", organisation)
    tell(organisation)
    tell(organisation)
    delivered()
    run_due()
    reload(endpoint)
    assert (endpoint.state, endpoint.pause) == ("paused", Endpoint.Pause.GONE)
    assert len(receiver.received) == 1
    assert [one.to for one in mail.outbox] == [[owner.email]]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_heeded_for_the_whole_endpoint(organisation, endpoint, receiver, status):
    receiver.answer = lambda received: (status, {"Retry-After": "3600"}, b"")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        tell(organisation)
        delivered()
        receiver.answer = lambda received: (200, {}, b"")
        tell(organisation)
        clock.shift(timedelta(minutes=59))
        delivered()
        assert len(receiver.received) == 1
        clock.shift(timedelta(minutes=2))
        assert {one.state for one in delivered()} == {State.DONE}


def test_retry_after_may_be_a_date(organisation, endpoint, receiver):
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False):
        at = timezone.now() + timedelta(hours=2)
        date = at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        receiver.answer = lambda received: (503, {"Retry-After": date}, b"")
        tell(organisation)
        (delivery,) = delivered()
        assert delivery.next_at == at


def test_a_wish_of_a_year_is_a_day(organisation, endpoint, receiver):
    receiver.answer = lambda received: (503, {"Retry-After": "31536000"}, b"")
    with time_machine.travel(timezone.now(), tick=False):
        tell(organisation)
        (delivery,) = delivered()
        assert delivery.next_at == timezone.now() + timedelta(days=1)


def test_what_arrived_can_be_sent_again_under_the_same_id(organisation, endpoint, receiver):
    tell(organisation)
    (delivery,) = delivered()
    services.redeliver(delivery)
    (delivery,) = delivered()
    assert (delivery.state, delivery.attempts) == (State.DONE, 2)
    assert len(receiver.received) == 2
    assert len(set(receiver.ids)) == 1


def test_what_was_given_up_can_be_sent_again(organisation, endpoint, receiver):
    tell(organisation)
    Delivery.objects.update(
        state=State.GIVEN_UP, attempts=9, failing_since=timezone.now() - timedelta(days=3)
    )
    services.redeliver(Delivery.objects.get())
    receiver.answer = lambda received: (500, {}, b"")
    (delivery,) = delivered()
    assert delivery.state == State.FAILED
    assert delivery.next_at < timezone.now() + timedelta(seconds=10)


def test_a_paused_endpoint_hears_later_and_a_removed_one_nothing(organisation, endpoint, receiver):
    owner = somebody("owner", organisation)
    services.pause(endpoint, actor=owner)
    tell(organisation)
    assert delivered()[0].state == State.WAITING
    services.resume(endpoint, actor=owner)
    assert delivered()[0].state == State.DONE
    services.pause(endpoint, actor=owner)
    tell(organisation)
    services.remove(endpoint, actor=owner)
    assert delivered()[1].state == State.GIVEN_UP
    tell(organisation)
    assert Message.objects.count() == 2
    assert (endpoint.secret, endpoint.previous_secret) == ("", "")


def test_only_what_was_chosen_is_told(organisation, receiver):
    endpoint_of(organisation, receiver.url, types=["petition.closed"])
    tell(organisation)
    assert Message.objects.count() == 0
    tell(organisation, "petition.closed")
    assert len(delivered()) == 1


def test_two_endpoints_share_a_message(organisation, endpoint, receiver):
    endpoint_of(organisation, receiver.url + "/second")
    tell(organisation)
    assert [one.state for one in delivered()] == [State.DONE] * 2
    assert len(set(receiver.ids)) == 1


def test_a_killed_workers_delivery_is_sent_again_when_its_lease_is_over(
    organisation, endpoint, receiver
):
    tell(organisation)
    lost = claim()
    assert lost is not None
    assert claim() is None
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        (delivery,) = delivered()
        assert (delivery.state, delivery.attempts) == (State.DONE, 2)
        # It was not dead after all: what it says counts no longer.
        settle(lost, Outcome(500, Error.STATUS, 1))
    reload(delivery)
    assert delivery.state == State.DONE


def test_one_that_fails_on_our_side_stops_nobody_else(
    organisation, endpoint, receiver, monkeypatch
):
    def reader(key, to):
        raise ZeroDivisionError

    monkeypatch.setattr(people, "_readers", [reader])
    tell(organisation, "signature.confirmed", person_key="a")
    tell(organisation)
    broken, fine = delivered()
    assert (broken.state, broken.error) == (State.FAILED, Error.OURS)
    assert fine.state == State.DONE
    reload(endpoint)
    assert endpoint.failing_since is None
    monkeypatch.setattr(people, "_readers", [])
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert delivered()[0].state == State.DONE


def test_who_it_was_is_read_at_the_moment_of_delivery(
    organisation, endpoint, receiver, monkeypatch
):
    known = {"a": {"email": "ada@example.org"}}
    monkeypatch.setattr(
        people, "_readers", [lambda key, to: known.get(key) if to == organisation else None]
    )
    tell(organisation, "signature.confirmed", person_key="a")
    assert b"ada" not in json.dumps(Message.objects.get().data).encode()
    known.clear()
    delivered()
    known["a"] = {"email": "ada@example.org"}
    tell(organisation, "signature.confirmed", person_key="a")
    # No type that is about no person says one.
    tell(organisation, "petition.opened", person_key="a")
    delivered()
    told = [json.loads(one.body)["data"] for one in receiver.received]
    assert [one.get("person", "none") for one in told] == [
        None,
        {"email": "ada@example.org"},
        "none",
    ]
