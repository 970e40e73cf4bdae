"""One run: a house, its crowd, each fault in turn, and the judgement when all is quiet again."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

from chaos import checks, faults
from chaos.checks.counted import UNFOLDED
from chaos.checks.jobs import JOBS, PATIENCE, stuck
from chaos.checks.well import AFTERWARDS
from chaos.crowd import Crowd, crowd
from chaos.embedded import embedded
from chaos.found import modules
from chaos.house import House, NotWell
from chaos.ledger import Books, Checked
from chaos.production import production
from chaos.report import Result, totals

type Opened = Callable[[Path, Crowd], AbstractContextManager[House]]

# How many come in a second, and who opens the house.
HOUSES: dict[str, tuple[float, Opened]] = {
    "production": (8, production),
    "embedded": (4, embedded),
}
RESULTS = Path(__file__).parent / "results"
REST_SECONDS = 90


def run(name: str, struck: list[str], seconds: float, key_of: Callable[[str], str]) -> Result:
    """Strike a house with these faults; the crowd goes on for `seconds` after each."""
    began = time.monotonic()
    rate, opened = HOUSES[name]
    with (
        tempfile.TemporaryDirectory(
            prefix="mitstimme-chaos-", ignore_cleanup_errors=True
        ) as folder,
        crowd(rate) as people,
        opened(Path(folder), people) as house,
    ):
        people.come(list(house.ports.values()))
        time.sleep(seconds)
        unwell = [line for fault in struck for line in strike(house, fault, seconds)]
        people.ledger.during = AFTERWARDS
        time.sleep(seconds)
        people.dwindle()
        come_to_rest(house)
        people.leave()
        keep_logs(house)
        books = Books(people.ledger.entries, people.postbox.mails, house.rows, key_of)
        ends = [f"{one} ended with {codes}" for one, codes in house.programs.own_ends().items()]
        lines = [
            Checked("faults were recovered from", len(struck), unwell),
            Checked("processes ended only when killed", len(house.programs), ends),
            *judged(books),
        ]
        lasted = round(time.monotonic() - began)
        return Result(name, lasted, people.ledger.table(), totals(books), lines)


def strike(house: House, name: str, seconds: float) -> Iterator[str]:
    """Strike, and give the house some seconds; what did not come back, in a sentence."""
    house.crowd.ledger.during = name
    print(f"  {name}: {(known_faults()[name].__doc__ or '').partition(chr(10))[0]}", flush=True)
    time.sleep(1)
    try:
        known_faults()[name].strike(house)
        house.wait_until_well()
    except NotWell as sentence:
        yield f"{name}: {sentence}"
    time.sleep(seconds)


def come_to_rest(house: House) -> None:
    """Wait until every job is done, every count is folded and nobody acts upon a mail any more.

    It has to stay so for a while: one job may ask for the next. What is not so in the end, is
    judged.
    """
    began = quiet_since = time.monotonic()
    entries = house.crowd.ledger.entries
    while (now := time.monotonic()) - began < REST_SECONDS:
        if stuck(house.rows(JOBS)) or house.rows(UNFOLDED) != [(0,)]:
            quiet_since = now
        elif now - max(quiet_since, entries[-1].at) > PATIENCE.total_seconds() + 1:
            return
        time.sleep(0.5)


def keep_logs(house: House) -> None:
    """What its programs said, for whoever has to find out what went wrong."""
    kept = RESULTS / house.name
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for log in house.instance.folder.glob("*.log"):
        shutil.copy(log, kept)


def judged(books: Books) -> list[Checked]:
    """Every check of chaos/checks."""
    return [line for module in modules(checks).values() for line in module.check(books)]


def known_faults() -> dict[str, ModuleType]:
    return modules(faults)
