"""The files in deploy/ by the linters that are here; which are not, it says.

tests/config/test_deploy.py checks what can be checked without any of them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Where the units expect the platform; they are verified against this folder instead.
INSTALLED = "/opt/mitstimme"
# systemd's own measure, from 0 to 100 ("OK" begins at 50); ours are at 13.
EXPOSURE = "20"

type Linter = tuple[str, list[list[str]]]


def linters(folder: Path) -> Iterator[Linter]:
    """Each linter's name and its commands on a copy of deploy/; none when it isn't here."""
    hadolint = shutil.which("hadolint", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    yield "hadolint", [[hadolint, str(folder / "Dockerfile")]] if hadolint else []

    caddy = shutil.which("caddy")
    file = str(folder / "Caddyfile")
    validate = ["validate", "--adapter", "caddyfile", "--config", file]
    yield "caddy", [[caddy, "fmt", "--diff", file], [caddy, *validate]] if caddy else []

    systemd = shutil.which("systemd-analyze")
    yield "systemd-analyze", list(systemd_commands(systemd, folder)) if systemd else []

    docker = shutil.which("docker")
    compose = [docker or "", "compose", "--file", str(folder / "compose.yaml")]
    environment = ["--env-file", str(folder / "production.env")]
    yield (
        "docker compose",
        [[*compose, *environment, "config", "--quiet"]] if docker and succeeds(compose) else [],
    )


def systemd_commands(systemd: str, folder: Path) -> Iterator[list[str]]:
    units = sorted(str(path) for path in (folder / "systemd").iterdir() if path.is_file())
    yield [systemd, "verify", *(unit.replace("@.", "@8001.") for unit in units)]
    said = subprocess.run([systemd, "--version"], capture_output=True, text=True).stdout
    if int(said.split()[1]) >= 250:
        measure = [systemd, "security", "--offline=true", f"--threshold={EXPOSURE}"]
        yield from ([*measure, unit] for unit in units if unit.endswith(".service"))


def succeeds(compose: list[str]) -> bool:
    """Docker may be here without its compose."""
    return subprocess.run([*compose[:2], "version"], capture_output=True).returncode == 0


def copied(folder: Path) -> Path:
    """deploy/ as it is on a server: with its env file, and with the platform in its place."""
    copy = folder / "deploy"
    shutil.copytree(ROOT / "deploy", copy)
    example = (copy / "production.env.example").read_text()
    lines = [f"{line}filled-in" if line.endswith("=") else line for line in example.splitlines()]
    (copy / "production.env").write_text("\n".join(lines))
    for path in (copy / "systemd").rglob("*.*"):
        if path.is_file():
            path.write_text(path.read_text().replace(INSTALLED, str(ROOT)))
    return copy


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = copied(Path(temporary))
        environment = os.environ | {
            "HOME": temporary,
            "SITE_URL": "https://mitstimme.example",
            # The colon at the end: besides systemd's own units.
            "SYSTEMD_UNIT_PATH": f"{folder / 'systemd'}:",
        }
        for name, commands in linters(folder):
            if not commands:
                print(f"Not tried: {name} is not installed here.")
            for command in commands:
                done = subprocess.run(command, env=environment, capture_output=True, text=True)
                # An unknown or misspelt line is only a warning to systemd.
                warned = "verify" in command and "mitstimme" in done.stderr
                if done.returncode or warned:
                    failed += 1
                    print(f"{name}:\n{done.stdout}{done.stderr}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
