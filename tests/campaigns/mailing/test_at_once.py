"""Many workers at one mailing. Each thread stands for a worker's, with a connection of its own."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from campaigns.models import Delivery, Mailing
from campaigns.services import mailing as mailings
from campaigns.services.mailing import claiming, running
from campaigns.services.mailing.returning import Kind, note_return
from campaigns.services.mailing.unsubscribing import Link, unsubscribe
from config.mailers import choose_mailer
from mail import journal, smtp
from tests.mail.server import Server
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 8
PEOPLE = 60
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite lets one write at a time"
)


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server() as started:
        address = f"smtp://{started.address}"
        settings.MAILERS = {"default": choose_mailer(address, demo=False, var_dir=Path())}
        yield started
    smtp.door.open()


def all_turns() -> None:
    while mailings.take_turn():
        pass


@only_postgresql
def test_each_letter_leaves_once(server, going, monkeypatch):
    monkeypatch.setattr(running, "LETTERS_A_TURN", 3)
    monkeypatch.setattr("campaigns.services.mailing.gathering.PEOPLE_AT_ONCE", 7)
    mailing = going(PEOPLE)
    failures = [one for one in at_once(WORKERS, all_turns) if one is not None]
    all_turns()
    mailing.refresh_from_db()
    assert failures == []
    people = Counter(server.taken)
    assert len(people) == PEOPLE
    assert max(people.values()) == 1
    assert (mailing.total, mailing.sent, mailing.uncertain) == (PEOPLE, PEOPLE, 0)
    assert mailing.state == Mailing.State.DONE


@only_postgresql
def test_no_two_claim_the_same(going):
    mailing = going(20)
    assert mailings.take_turn()
    own = journal.ours().name
    claimed = at_once(WORKERS, lambda: [one.pk for one in claiming.claim(mailing, own, 3)])
    taken = [pk for some in claimed for pk in some]
    assert len(taken) == len(set(taken)) == 20


def test_started_by_many_it_starts_once(going, petition):
    mailing = going(1)
    Mailing.objects.update(state=Mailing.State.DRAFT)
    results = at_once(WORKERS, lambda: mailings.start(Mailing.objects.get(pk=mailing.pk)))
    assert results.count(None) == 1


def test_prepared_by_many_there_is_one(going, petition):
    update = going(0).update
    Mailing.objects.all().delete()
    at_once(WORKERS, lambda: mailings.prepare(update))
    assert Mailing.objects.count() == 1


def test_unsubscribed_by_many_presses_it_counts_once(going, petition):
    mailing = going(1)
    all_turns()
    person = Delivery.objects.get().person_key
    at_once(WORKERS, lambda: unsubscribe(Link(petition.campaign, mailing.pk, person)))
    mailing.refresh_from_db()
    assert mailing.unsubscribed == 1


def test_a_complaint_told_many_times_counts_once(going):
    mailing = going(1)
    all_turns()
    letter = Delivery.objects.get().pk
    assert at_once(WORKERS, lambda: note_return(letter, Kind.COMPLAINT)) == [None] * WORKERS
    mailing.refresh_from_db()
    assert mailing.complained == 1
