"""`make chaos`: strike a house with every fault under load, and judge what is left.

`python -m chaos web mail` strikes with these only; each is a file in chaos/faults.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys

from django.conf import settings

from benchmarks.machine import facts
from chaos.report import say
from chaos.run import HOUSES, RESULTS, known_faults, run
from chaos.services.service import CannotRun
from privacy.person import person_key
from scripts.check import production


def main() -> int:
    known = known_faults()
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="fault", help=", ".join(known))
    parser.add_argument("--seconds", type=float, default=4, help="of load after each fault")
    options = parser.parse_args()
    if unknown := set(options.faults) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}. There are {', '.join(known)}.")
    # All that is needed of the product's settings here: by which keys it knows people.
    settings.configure(PERSON_KEYS=production()["PERSON_KEYS"].split(","))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    results = []
    for house in HOUSES:
        struck = [name for name in options.faults or known if house == known[name].HOUSE]
        if not struck:
            continue
        print(f"{house}: {', '.join(struck)}", flush=True)
        try:
            results.append(run(house, struck, options.seconds, person_key))
        except CannotRun as sentence:
            print(sentence, file=sys.stderr)
            return 1
        say(results[-1])
    is_right = all(result.is_right for result in results)
    print(json.dumps({"is_right": is_right, "houses": [result.line() for result in results]}))
    kept = {"machine": facts(), "houses": [result.kept() for result in results]}
    (RESULTS / "latest.json").write_text(json.dumps(kept, indent=2) + "\n")
    return 0 if is_right else 1


def stop(*_: object) -> None:
    """Take everything along that was started; whoever asks twice must not break that off."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
