"""Set up what is needed and nothing twice: `setup.py run PORT`, `setup.py test`.

Uses the standard library only: it runs before anything is installed.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# What a first set-up writes, with room to work; later starts need far less.
FIRST_SETUP_BYTES = 900_000_000
LATER_START_BYTES = 50_000_000
DISK_FULL_SIGNS = ("no space left on device", "errno 28", "disk is full", "disk quota exceeded")


class CannotGoOn(Exception):
    """One sentence for the person at the terminal: what is wrong and the way out."""


def run_demo(port_text: str) -> None:
    """Start the demo on 127.0.0.1, setting up first what is missing."""
    port = read_port(port_text)
    check_port(port)
    check_disk()
    install("requirements.txt")
    environment = demo_environment(port)
    step("Preparing the demo", [str(PYTHON), str(ROOT / "scripts/instance.py")], environment)
    print(WHERE_TO_LOOK.format(port=port), flush=True)
    os.chdir(ROOT)
    # exec: Ctrl-C and SIGTERM go straight to the process tree's own head.
    command = [str(PYTHON), "manage.py", "serve", "--host", "127.0.0.1", "--port", str(port)]
    os.execve(PYTHON, command, environment)


def set_up_tests() -> None:
    """Install what the tests and checks need; compile the catalogues."""
    check_disk()
    install("requirements-dev.txt", also_covers=["requirements.txt"])
    step("Compiling the catalogues", [str(PYTHON), "scripts/catalogues.py", "compile"])


WHERE_TO_LOOK = """
  Mitstimme is starting. In a moment, look here:

    The platform     http://127.0.0.1:{port}/
    The petition     http://127.0.0.1:{port}/de/petitions/kommunales-wahlrecht/
    Mails it sent    http://127.0.0.1:{port}/mailbox/
    Log in           http://127.0.0.1:{port}/de/accounts/login/
                     admin@, organiser@, partner@ or volunteer@example.org
                     with the password mitstimme-demo

  This is a demo: nobody has really signed or endorsed anything. Ctrl-C stops it.
"""


def read_port(text: str) -> int:
    if text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise CannotGoOn(f"PORT must be a number from 1 to 65535, and '{text}' is not.")


def check_port(port: int) -> None:
    """Refuse a port that is taken, before any work is done."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are fading out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CannotGoOn(
                f"Port {port} is reserved for the system: choose one above 1023, "
                "for example with make run PORT=8000."
            ) from None
        except OSError:
            raise CannotGoOn(
                f"Port {port} is taken by another program: stop that one, or choose "
                f"another port, for example with make run PORT={next_port(port)}."
            ) from None


def next_port(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def check_disk() -> None:
    """Refuse to begin what the disk cannot hold."""
    needed = LATER_START_BYTES if PYTHON.exists() else FIRST_SETUP_BYTES
    if shutil.disk_usage(ROOT).free < needed:
        raise disk_full(needed)


def disk_full(needed: int = FIRST_SETUP_BYTES) -> CannotGoOn:
    return CannotGoOn(
        f"The disk is full: please free about {needed // 1_000_000} MB where {ROOT} "
        "and temporary files lie, and try again."
    )


def install(requirements: str, also_covers: list[str] | None = None) -> None:
    """Install pinned packages when the list changed since the last time."""
    if all(is_installed(name) for name in [requirements, *(also_covers or [])]):
        return
    if not is_usable(VENV):
        step("Making a virtual environment", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
    step(
        "Installing the pinned packages (the first time takes a minute or two)",
        [*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / requirements)],
    )
    for name in [requirements, *(also_covers or [])]:
        stamp(name).write_text(fingerprint(name))


def is_usable(venv: Path) -> bool:
    """Whether the environment's Python still runs: it may have been moved or upgraded away."""
    try:
        command = [str(venv / "bin/python"), "-c", "import pip, sys; print(sys.prefix)"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return Path(answer.stdout.strip()).resolve() == venv.resolve()


def is_installed(requirements: str) -> bool:
    try:
        return PYTHON.exists() and stamp(requirements).read_text() == fingerprint(requirements)
    except FileNotFoundError:
        return False


def stamp(requirements: str) -> Path:
    return VENV / f"installed-{requirements}"


def fingerprint(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def demo_environment(port: int) -> dict[str, str]:
    """The environment of the demo; what the caller has set stays, except DEMO."""
    defaults = {"SITE_URL": f"http://127.0.0.1:{port}"}
    return {**defaults, **os.environ, "DEMO": "true"}


def step(title: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run one step quietly; when it fails, say why in a sentence, or show what it said."""
    print(f"{title} …", flush=True)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode == 0:
        return
    if any(sign in done.stdout.lower() for sign in DISK_FULL_SIGNS):
        raise disk_full()
    print(done.stdout[-4000:], file=sys.stderr)
    raise CannotGoOn(f"“{title}” failed; what it said stands above.")


def main(arguments: list[str]) -> int:
    try:
        match arguments:
            case ["run", port]:
                run_demo(port)
            case ["test"]:
                set_up_tests()
            case _:
                raise CannotGoOn("Use make run or make test; make alone explains them.")
    except CannotGoOn as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except OSError as error:
        if error.errno != 28:
            raise
        print(disk_full(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
