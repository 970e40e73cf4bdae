"""An event's way on the workspace's pages, where two press in one moment."""

import pytest
from django.db import connection
from django.test import Client

from events.models import Event
from events.organise import lifecycle
from tests.events.factories import EventFactory
from tests.organising import somebody
from tests.petitions.at_once import at_once


@pytest.fixture
def draft():
    return EventFactory(state=Event.State.DRAFT, published_at=None)


def owner_of(event) -> Client:
    client = Client()
    client.force_login(somebody("owner", event.hosts.get().organisation))
    return client


@pytest.mark.django_db
def test_a_draft_that_somebody_else_deletes_in_that_moment_is_not_found(draft, monkeypatch):
    delete = lifecycle.VERBS["delete"]

    def too_late(event, *, actor):
        Event.objects.get(pk=event.pk).delete()
        delete(event, actor=actor)

    monkeypatch.setitem(lifecycle.VERBS, "delete", too_late)
    gone = owner_of(draft).post(f"/de/organise/events/{draft.slug}/delete/")
    assert gone.status_code == 404


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_five_press_delete_at_once_and_one_does(draft):
    client = owner_of(draft)
    cookies = client.cookies

    def press() -> int:
        one = Client()
        one.cookies = cookies
        return one.post(f"/de/organise/events/{draft.slug}/delete/").status_code

    assert sorted(at_once(5, press)) == [302] + 4 * [404]
