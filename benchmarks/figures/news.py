"""News to ten thousand people while their worker is killed twice: how fast, and to whom how often.

Queue, broker, database and mail server are real. The rate is that of one worker of default
threads until it is killed for the first time; what the killed ones had in hand is part of the
exactness.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figure import Figure
from benchmarks.instance import HOST, free_port
from benchmarks.load import LoadFailed
from benchmarks.seeding import SLUG, seed_supporters

PEOPLE = 10_000
KILLED_AT = (3000, 6000)
GIVE_UP_SECONDS = 900
START = f"""
from django.utils import timezone
from campaigns.models import CampaignUpdate, CampaignUpdateText
from campaigns.services import mailing, publish_update
from petitions.models import Petition
campaign = Petition.objects.get(slug="{SLUG}").campaign
update = CampaignUpdate.objects.create(campaign=campaign, happened_on=timezone.localdate())
CampaignUpdateText.objects.create(
    update=update, language="de", title="Neues", body="Es ist **viel** geschehen. " * 60
)
publish_update(update)
mailing.start(mailing.prepare(update))
"""
TELL = """
import json
from campaigns.models import Mailing
mailing = Mailing.objects.latest("pk")
print(json.dumps([mailing.state, mailing.total, mailing.sent, mailing.uncertain]))
"""


def measure(bench: Bench) -> Iterator[Figure]:
    port, arrivals = free_port(), bench.folder / "news.txt"
    wanted = seed_supporters(bench, PEOPLE)
    bench.instance.call("manage.py", "shell", "-v0", "-c", START)
    process = bench.instance.process
    with (
        process("-m", "benchmarks.sink", str(port), str(arrivals)),
        process("manage.py", "beat"),
    ):
        for least in KILLED_AT:
            with process("manage.py", "worker", MAIL_URL=f"smtp://{HOST}:{port}") as worker:
                wait_for(arrivals, least)
                worker.kill()
        with process("manage.py", "worker", MAIL_URL=f"smtp://{HOST}:{port}"):
            state, total, sent, uncertain = told_when_done(bench)
    lines = [line.split() for line in arrivals.read_text().splitlines()]
    undisturbed = [float(at) for at, _recipient in lines[: KILLED_AT[0]]]
    people = Counter(recipient for _at, recipient in lines)
    off = sum(people[one] != 1 for one in {*wanted, *people})
    yield Figure(
        "news_per_worker",
        round((len(undisturbed) - 1) / (undisturbed[-1] - undisturbed[0])),
        goal=50,
        unit="letters a second",
        detail=f"until the first kill, of {PEOPLE} letters",
    )
    yield Figure(
        "news_exact",
        off,
        goal=0,
        unit="people without exactly one letter",
        less_is_better=True,
        detail=f"killed at {KILLED_AT}: {state}, {total} people, {sent} sent, {uncertain}"
        f" unclear, {max(people.values())} at most for one",
    )


def wait_for(arrivals: Path, least: int) -> None:
    """Until so many letters have come."""
    give_up = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < give_up:
        time.sleep(0.05)
        if arrivals.exists() and arrivals.read_bytes().count(b"\n") >= least:
            return
    raise LoadFailed(f"Fewer than {least} letters came.")


def told_when_done(bench: Bench) -> list[object]:
    give_up = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < give_up:
        time.sleep(2)
        output = bench.instance.call("manage.py", "shell", "-v0", "-c", TELL)
        told: list[object] = json.loads(output.splitlines()[-1])
        if told[0] == "done":
            return told
    raise LoadFailed(f"The mailing is not done: {told}.")
