"""Letting workers store what was taken, without their broker, and how long they take for it."""

import subprocess
import sys
import time

from benchmarks.bench import Bench

# At once, so that they wait for each other as workers do.
WORKERS = 2
# As the worker does it: each claims what the other has not.
STORE = """
from jobs.models import Job
from jobs.services import run
while True:
    due = Job.objects.filter(kind="{kind}", state="queued")
    some = list(due.order_by("?").values_list("pk", flat=True)[:200])
    if not some:
        break
    for pk in some:
        run(pk)
"""


def store_all(bench: Bench, kind: str) -> float:
    """Have all jobs of a kind done by several workers at once; the seconds it took."""
    began = time.monotonic()
    code = STORE.format(kind=kind)
    workers = [
        bench.instance.start("manage.py", "shell", "-v0", "-c", code, name=f"store-{number}")
        for number in range(WORKERS)
    ]
    if any(worker.wait() for worker in workers):
        raise subprocess.SubprocessError("A worker failed; its log tells.", sys.argv)
    return time.monotonic() - began
