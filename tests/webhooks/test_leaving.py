"""An organisation that has left is sent nothing more, whatever waits or is pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from jobs.models import Job
from jobs.services import run_due
from partners.models import Organisation
from partners.services import close_page, reopen_page
from tests.organising import logged_in, somebody
from tests.webhooks.conftest import delivered, endpoint_of
from webhooks import services
from webhooks.models import Delivery, Endpoint, Message
from webhooks.sending import Outcome
from webhooks.services.delivering import claim, deliver
from webhooks.tasks import drive

pytestmark = pytest.mark.django_db

State, Error = Delivery.State, Delivery.Error


def tell(organisation, times: int = 1) -> None:
    for number in range(times):
        services.tell("petition.opened", [organisation.pk], {"number": number})


@pytest.fixture
def leaves(organisation):
    """The organisation leaves, known to its row alone."""
    actor = somebody("owner", organisation)

    def leaves() -> None:
        close_page(Organisation.objects.get(pk=organisation.pk), actor=actor)

    return leaves


def test_what_waits_when_it_leaves_is_given_up_and_the_log_says_why(
    organisation, endpoint, receiver, leaves
):
    other = endpoint_of(organisation, receiver.url + "/paused", state="paused")
    owner = logged_in("owner", organisation)
    tell(organisation, 3)
    leaves()
    # The job that sends comes by before anything is given up, and after.
    assert not services.anything_due()
    delivered()
    drive()
    delivered()
    assert receiver.received == []
    assert set(Delivery.objects.values_list("state", "error")) == {(State.GIVEN_UP, Error.LEFT)}
    assert Delivery.objects.exclude(finished_at=None).count() == 6
    for one in (endpoint, other):
        path = f"/de/organise/organisations/{organisation.slug}/webhooks/{one.pk}/"
        page = owner.get(path).content.decode()
        assert page.count("Nicht gesendet: Die Organisation nimmt nicht mehr teil.") == 3
        for deed in ("/again/", "/test/", "/resume/"):
            assert deed not in page


def test_what_others_wait_for_goes_on(organisation, endpoint, receiver, leaves):
    stays = endpoint_of(Organisation.objects.create(slug="bleibt", name="Bleibt"), receiver.url)
    tell(organisation)
    tell(stays.organisation)
    leaves()
    assert services.give_up_of_who_left() == 1
    assert services.give_up_of_who_left() == 0
    assert [one.state for one in delivered()] == [State.GIVEN_UP, State.DONE]
    assert len(receiver.received) == 1


def test_who_leaves_between_claim_and_sending_is_not_sent_to(
    organisation, endpoint, receiver, leaves
):
    tell(organisation)
    claimed = claim()
    assert claimed is not None
    leaves()
    # Whoever has it says how it went, and nobody else.
    assert services.give_up_of_who_left() == 0
    deliver(claimed)
    assert receiver.received == []
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.error) == (State.GIVEN_UP, Error.LEFT)
    assert (delivery.lease_until, Endpoint.objects.get().failing_since) == (None, None)


def test_who_leaves_while_it_is_sent_is_not_tried_again(
    organisation, endpoint, leaves, monkeypatch
):
    def post(url, body, headers):
        leaves()
        return Outcome(500, Error.STATUS, 1)

    monkeypatch.setattr("webhooks.services.delivering.post", post)
    tell(organisation)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        (delivery,) = delivered()
        assert (delivery.state, delivery.attempts) == (State.FAILED, 1)
        clock.shift(timedelta(hours=1))
        drive()
        (delivery,) = delivered()
    assert (delivery.state, delivery.attempts, delivery.error) == (State.GIVEN_UP, 1, Error.LEFT)


@pytest.mark.parametrize("deed", ["redeliver", "ping", "resume"])
def test_pressed_after_leaving_nothing_is_sent(organisation, endpoint, receiver, leaves, deed):
    owner = somebody("owner", organisation)
    tell(organisation)
    (delivery,) = delivered()
    if deed == "resume":
        services.pause(endpoint, actor=owner)
    # As a page that was loaded before has them.
    delivery = Delivery.objects.select_related("endpoint__organisation").get()
    leaves()
    deeds = {
        "redeliver": lambda: services.redeliver(delivery),
        "ping": lambda: services.ping(endpoint),
        "resume": lambda: services.resume(endpoint, actor=owner),
    }
    with pytest.raises(ValidationError, match="nicht mehr teilnimmt"):
        deeds[deed]()
    run_due()
    assert len(receiver.received) == 1
    assert (Message.objects.count(), Delivery.objects.get().state) == (1, State.DONE)
    assert not Job.objects.filter(kind="webhooks.deliver").exists()


def test_the_button_of_a_page_loaded_before_says_why(organisation, endpoint, receiver, leaves):
    owner = logged_in("owner", organisation)
    tell(organisation)
    (delivery,) = delivered()
    leaves()
    path = f"/de/organise/organisations/{organisation.slug}/webhooks/{endpoint.pk}/"
    answer = owner.post(f"{path}deliveries/{delivery.pk}/again/", follow=True)
    # Once as the page has it anyhow, once as the answer to the press.
    assert answer.content.decode().count("nicht mehr teilnimmt") == 2
    delivered()
    assert len(receiver.received) == 1


def test_who_comes_back_can_send_each_again(organisation, endpoint, receiver, leaves):
    tell(organisation, 2)
    leaves()
    drive()
    owner = somebody("owner", organisation)
    reopen_page(Organisation.objects.get(pk=organisation.pk), actor=owner)
    drive()
    assert {one.state for one in delivered()} == {State.GIVEN_UP}
    services.redeliver(Delivery.objects.earliest("pk"))
    assert [one.state for one in delivered()] == [State.DONE, State.GIVEN_UP]
    tell(organisation)
    delivered()
    assert len(receiver.received) == 2
