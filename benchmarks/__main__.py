"""`make bench`: measure every figure, print a line of JSON for each, keep them all.

`python -m benchmarks page sign` measures only these; each is a file in benchmarks/figures.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import figures
from benchmarks.bench import prepared_bench
from benchmarks.load import LoadFailed, ensure_wrk
from benchmarks.machine import facts

RESULTS = Path(__file__).parent / "results" / "latest.json"
# The quick ones first; whoever fills the database comes last.
LAST = ("flat",)


def main() -> int:
    known = sorted(
        (module.name for module in pkgutil.iter_modules(figures.__path__)),
        key=lambda name: (name in LAST, name),
    )
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="figure", help=", ".join(known))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    if unknown := set(options.figures) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}. There are {', '.join(known)}.")
    try:
        ensure_wrk()
        measured = measure(options.figures or known, options.rounds, options.seconds)
    except LoadFailed as sentence:
        print(sentence, file=sys.stderr)
        return 1
    if not options.figures:
        RESULTS.parent.mkdir(exist_ok=True)
        kept = {"machine": facts(), "figures": [json.loads(line) for line in measured]}
        RESULTS.write_text(json.dumps(kept, indent=2) + "\n")
    return 0


def measure(names: list[str], rounds: int, seconds: int) -> list[str]:
    lines = []
    with tempfile.TemporaryDirectory(prefix="mitstimme-bench-") as folder:
        bench = prepared_bench(Path(folder), rounds=rounds, seconds=seconds)
        for name in names:
            for figure in import_module(f"benchmarks.figures.{name}").measure(bench):
                lines.append(figure.line())
                print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    sys.exit(main())
