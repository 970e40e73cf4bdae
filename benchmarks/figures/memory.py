"""What the processes weigh once they have worked: RSS, which counts shared pages in each."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.bench import PETITION, Bench
from benchmarks.figure import Figure
from benchmarks.instance import ROOT, Instance, answering, free_port
from benchmarks.load import load

MB = 1024
# Only the tests' tools bring these, and others load them where they are: 6 MB a process.
NOT_IN_PRODUCTION = ("rich", "greenlet")


def measure(bench: Bench) -> Iterator[Figure]:
    hide(bench, NOT_IN_PRODUCTION)
    process = bench.instance.process
    with process("manage.py", "worker") as worker, process("manage.py", "beat") as beat:
        before = set(started())
        with bench.instance.web(WEB_PROCESSES="1") as address:
            load("page", address + PETITION, seconds=bench.seconds)
            load("sign", f"{address}{PETITION}sign/", seconds=bench.seconds)
            web = max(rss_mb(pid) for pid in set(started()) - before)
        yield weight("rss_mb_web", web, goal=150)
        yield weight("rss_mb_worker", rss_mb(worker.pid), goal=150)
        yield weight("rss_mb_beat", rss_mb(beat.pid), goal=80)
    yield weight("rss_mb_demo", demo(bench), goal=500)


def hide(bench: Bench, packages: Iterable[str]) -> None:
    """Let these be as good as not installed in all that is started from here on."""
    folder = bench.folder / "hidden"
    folder.mkdir()
    for package in packages:
        (folder / f"{package}.py").write_text("raise ImportError\n")
    path = os.pathsep.join([str(folder), str(ROOT / "platform"), str(ROOT)])
    bench.instance.environment["PYTHONPATH"] = path


def demo(bench: Bench) -> float:
    """Everything that `make run` leaves running: serve, web, worker, beat."""
    folder = bench.folder / "demo"
    path = bench.instance.environment["PYTHONPATH"]
    embedded = Instance(folder, {"VAR_DIR": str(folder), "DEMO": "true", "PYTHONPATH": path})
    folder.mkdir()
    embedded.call("scripts/instance.py")
    port = free_port()
    with embedded.process("manage.py", "serve", "--port", str(port)) as serve:
        address = answering(port, "/livez", serve)
        load("page", address + PETITION, seconds=bench.seconds)
        return sum(rss_mb(pid) for pid in [serve.pid, *below(serve.pid)])


def weight(name: str, megabytes: float, *, goal: int) -> Figure:
    return Figure(name, round(megabytes), goal=goal, unit="MB", less_is_better=True)


def started() -> list[int]:
    """All processes that this benchmark has started, and theirs."""
    return below(os.getpid())


def below(pid: int) -> list[int]:
    children = [child for child, parent in parents().items() if parent == pid]
    return children + [deeper for child in children for deeper in below(child)]


def parents() -> dict[int, int]:
    """The parent of each process that runs now."""
    known = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        known[int(fields["Pid"])] = int(fields["PPid"])
    return known


def rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / MB
    return 0.0
