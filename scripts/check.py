"""Every check that needs no test run, two at a time; the exit code says whether all passed."""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
# Mails are plain old HTML for mail readers; the page rules do not fit them.
MAIL_FOLDER, MAIL_BASE = "emails", "templates/mail/base.html"


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    """Name, command and additional environment of each check; the slow one first."""
    manage = [str(BIN / "python"), "manage.py"]
    pages = page_templates()
    return {
        "types (mypy)": ([str(BIN / "mypy")], {"MYPYPATH": "platform"}),
        "style (ruff)": ([str(BIN / "ruff"), "check", "--quiet", "."], {}),
        "format (ruff)": ([str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}),
        "import order": ([str(BIN / "lint-imports")], {"PYTHONPATH": ".:platform"}),
        "template format (djade)": (
            [str(BIN / "djade"), "--target-version", "6.1", "--check", *pages],
            {},
        ),
        "templates (djlint)": ([str(BIN / "djlint"), "--lint", "--quiet", *pages], {}),
        "catalogues": ([str(BIN / "python"), "scripts/catalogues.py", "check"], {}),
        "API contract": ([str(BIN / "python"), "scripts/contract.py", "check"], {}),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], {}),
        "deploy files": ([str(BIN / "python"), "scripts/check_deploy.py"], {}),
        "migrations while running": ([str(BIN / "python"), "scripts/migration_safety.py"], {}),
        "deployment": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production()),
    }


def page_templates() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if MAIL_FOLDER not in path.parts and path != ROOT / MAIL_BASE
    )


def production() -> dict[str, str]:
    """An environment as production has it; nothing in it leads anywhere."""
    return {
        "PRODUCTION": "true",
        "SECRET_KEY": "only-for-this-check-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
        "PERSON_KEYS": "1:only-for-this-check-0123456789abcdefghijklmnopqrstuvwxyz",
        "ENCRYPTION_KEYS": "b25seS1mb3ItdGhpcy1jaGVjay0wMTIzNDU2Nzg5YWI=",
        "SITE_URL": "https://mitstimme.example",
        "ALLOWED_HOSTS": "mitstimme.example",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "BROKER_URL": "amqp://127.0.0.1:9//",
        "MAIL_URL": "smtp://127.0.0.1:9",
    }


def not_tried(output: str) -> list[str]:
    """What a check left out, because a tool is missing here."""
    return [line for line in output.splitlines() if line.startswith("Not tried")]


def run(command: list[str], additional: dict[str, str], var_dir: str) -> tuple[bool, str]:
    # Of this machine's settings only what programs need: a DATABASE_URL must not matter here.
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**inherited, "VAR_DIR": var_dir, "PYTHONUTF8": "1", **additional}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode == 0, done.stdout


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as var_dir, ThreadPoolExecutor(max_workers=2) as pool:
        running = {
            name: pool.submit(run, command, additional, var_dir)
            for name, (command, additional) in checks().items()
        }
        for name, result in running.items():
            passed, output = result.result()
            print(f"{'ok    ' if passed else 'FAILED'}  {name}", flush=True)
            if passed:
                print(*(f"        {line}\n" for line in not_tried(output)), sep="", end="")
            if not passed:
                failed.append(name)
                print(output)
    if failed:
        print(f"{len(failed)} of {len(running)} checks failed: {', '.join(failed)}.")
        return 1
    print(f"All {len(running)} checks passed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
