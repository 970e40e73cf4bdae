"""Registering for an event with few places, against the view that inserts a row; and whether
exactly so many places are taken as there are."""

from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import load
from benchmarks.storing import WORKERS, store_all

CAPACITY = 1000
EVENT = f"""
from datetime import timedelta
from django.utils import timezone
from events.models import Event, EventText
start = timezone.now() + timedelta(days=30)
event = Event.objects.create(
    slug="bench", state="confirmed", entry="registration", capacity={CAPACITY},
    attendance="online", starts_at=start, ends_at=start + timedelta(hours=2),
    published_at=timezone.now(),
)
EventText.objects.create(event=event, language="de", title="Bench", summary="Bench")
"""


def measure(bench: Bench) -> Iterator[Figure]:
    bench.instance.call("manage.py", "shell", "-v0", "-c", EVENT)
    with bench.both() as (ours, bare):
        address = f"{ours}/de/events/bench/register/"
        yield alternating(
            "register_vs_bare",
            lambda: load("register", address, seconds=bench.seconds).rate,
            lambda: load("enter", bare + "/enter/", seconds=bench.seconds).rate,
            goal=0.3,
            rounds=bench.rounds,
        )
    yield from register_exact(bench)


def register_exact(bench: Bench) -> Iterator[Figure]:
    """Store what was taken by several workers at once, and count the places and who holds them."""
    seconds = store_all(bench, "events.store_registration")
    with bench.database() as database:
        taken, held, registered = database.execute(
            "SELECT (SELECT taken FROM events_eventplaces p WHERE p.event_id = e.id),"
            " (SELECT sum(party_size) FROM events_registration r"
            "   WHERE r.event_id = e.id AND has_place),"
            " (SELECT count(*) FROM events_registration r WHERE r.event_id = e.id)"
            " FROM events_event e WHERE slug = 'bench'"
        ).fetchone()
    yield Figure(
        "register_exact",
        float(abs(taken - CAPACITY) + abs(held - CAPACITY)),
        goal=0,
        unit="places off",
        less_is_better=True,
        detail=f"{registered} stored at {registered / seconds:.0f} a second by {WORKERS} workers",
    )
