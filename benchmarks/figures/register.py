"""Registering for an event with few places, against the view that inserts a row; and whether
exactly so many places are taken as there are."""

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figure import Figure, alternating
from benchmarks.load import load

CAPACITY = 1000
# At once, so that they wait for each other as workers do.
STORING = 2
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
# As the worker does it, without its broker: each claims what the other has not.
STORE = """
from jobs.models import Job
from jobs.services import run
while True:
    due = Job.objects.filter(kind="events.store_registration", state="queued")
    some = list(due.order_by("?").values_list("pk", flat=True)[:200])
    if not some:
        break
    for pk in some:
        run(pk)
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
    began = time.monotonic()
    workers = [
        bench.instance.start("manage.py", "shell", "-v0", "-c", STORE, name=f"store-{number}")
        for number in range(STORING)
    ]
    if any(worker.wait() for worker in workers):
        raise subprocess.SubprocessError("A worker failed; its log tells.", sys.argv)
    seconds = time.monotonic() - began
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
        detail=f"{registered} stored at {registered / seconds:.0f} a second by {STORING} workers",
    )
