"""How many mails a second one worker sends: the queue, the broker and a mail server, all real."""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figure import Figure
from benchmarks.instance import HOST, free_port
from benchmarks.load import LoadFailed
from benchmarks.seeding import seed_mails

MAILS = 1000
# The broker's messages lie ready before the worker starts: nobody else works meanwhile.
PUBLISH = (
    "from jobs import broker; from jobs.models import Job\n"
    "for job in Job.objects.filter(state='queued', queue='mail'):\n"
    "    assert broker.publish(job.pk, job.queue)"
)
GIVE_UP_SECONDS = 120


def measure(bench: Bench) -> Iterator[Figure]:
    rates = [one_round(bench, number) for number in range(bench.rounds)]
    yield Figure(
        "mail_per_worker",
        round(statistics.median(rates)),
        goal=100,
        unit="mails a second",
        rounds=len(rates),
        spread=(round(min(rates)), round(max(rates))),
        detail=f"{MAILS} mails a round",
    )


def one_round(bench: Bench, number: int) -> float:
    """Mails a second from the first to the last, by one worker of default threads."""
    port, arrivals = free_port(), bench.folder / f"arrivals-{number}.txt"
    seed_mails(bench, MAILS)
    bench.instance.call("manage.py", "shell", "-v0", "-c", PUBLISH)
    process = bench.instance.process
    with (
        process("-m", "benchmarks.sink", str(port), str(arrivals)),
        process("manage.py", "worker", MAIL_URL=f"smtp://{HOST}:{port}"),
    ):
        times = sorted(arrived(arrivals))
    return (len(times) - 1) / (times[-1] - times[0])


def arrived(arrivals: Path) -> list[float]:
    """When each mail came, once they are all there."""
    give_up = time.monotonic() + GIVE_UP_SECONDS
    times: list[float] = []
    while len(times) < MAILS and time.monotonic() < give_up:
        time.sleep(0.2)
        if arrivals.exists():
            times = [float(line.split()[0]) for line in arrivals.read_text().splitlines()]
    if len(times) != MAILS:
        raise LoadFailed(f"{len(times)} of {MAILS} mails came.")
    return times
