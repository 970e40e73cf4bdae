"""The load: wrk, one run at a time, judged by what was answered."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

SCRIPTS = Path(__file__).parent / "wrk"
CONNECTIONS = 16


class Answered(NamedTuple):
    """What one run of load got: answers a second, how many in all, how many refused."""

    rate: float
    count: int
    refused: int


class LoadFailed(Exception):
    """One sentence: what kept the load from being measured."""


def ensure_wrk() -> None:
    """Install wrk where that is possible; else say what to do."""
    if shutil.which("wrk"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "wrk"]):
        if shutil.which("apt-get"):
            subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    if not shutil.which("wrk"):
        raise LoadFailed("wrk is missing: please install it (on Debian: apt install wrk).")


def load(script: str, address: str, *, seconds: int, file: Path | None = None) -> Answered:
    """Ask one address for so long with benchmarks/wrk/<script>.lua; refusals fail the run."""
    environment = os.environ | {"LOAD_ID": str(time.time_ns())}
    if file is not None:
        environment["LOAD_FILE"] = str(file)
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", f"{script}.lua", address],
        cwd=SCRIPTS,
        env=environment,
        capture_output=True,
        text=True,
    )
    answered = _read(done.stdout)
    if answered.refused or not answered.count:
        raise LoadFailed(
            f"{answered.refused} of {answered.count} answers of {address} were refusals.\n"
            f"{done.stdout}{done.stderr}"
        )
    return answered


def _read(printed: str) -> Answered:
    rate = re.search(r"Requests/sec:\s*([\d.]+)", printed)
    count = re.search(r"(\d+) requests in", printed)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", printed)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+)", printed)
    broken = sum(map(int, errors.groups())) if errors else 0
    return Answered(
        rate=float(rate.group(1)) if rate else 0.0,
        count=int(count.group(1)) if count else 0,
        refused=(int(refused.group(1)) if refused else 0) + broken,
    )
