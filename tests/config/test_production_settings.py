"""Production refuses to start with a missing or unsafe setting, and names each."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check import production

pytestmark = pytest.mark.processes

ROOT = Path(__file__).resolve().parents[2]


def start(**environment: str) -> subprocess.CompletedProcess:
    """Load the settings in a process of its own, with this environment and no other."""
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "platform:.", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def last_line(done: subprocess.CompletedProcess) -> str:
    return done.stderr.strip().splitlines()[-1]


def test_it_starts_with_everything_in_place(tmp_path):
    done = start(**production(), VAR_DIR=str(tmp_path / "var"))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "var").exists(), "production must make no secrets of its own"


@pytest.mark.parametrize("name", ["SECRET_KEY", "PERSON_KEYS", "ENCRYPTION_KEYS"])
def test_a_missing_secret_is_named(name):
    done = start(**production() | {name: ""})
    assert done.returncode != 0
    assert name in last_line(done)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("DEMO", "true"),
        ("SITE_URL", "http://mitstimme.example"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ""),
        ("DATABASE_URL", "sqlite:////tmp/mitstimme.sqlite3"),
        ("REDIS_URL", ""),
        ("BROKER_URL", ""),
        ("MAIL_URL", ""),
        ("MAIL_URL", "smtp://user:password@mail.example"),
        ("PERSON_KEYS", "1:short"),
        ("ENCRYPTION_KEYS", "not-a-fernet-key"),
        ("SECRET_KEY", "short"),
        ("OIDC_PRIVATE_KEY", "no-key"),
        ("METRICS_TOKEN", "short"),
    ],
)
def test_an_unsafe_setting_is_named(name, value):
    done = start(**production() | {name: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in last_line(done)
    assert name in last_line(done)


def test_everything_missing_is_named_at_once():
    required = ("SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "BROKER_URL", "MAIL_URL")
    done = start(**{name: value for name, value in production().items() if name not in required})
    assert all(name in last_line(done) for name in required)


def test_no_secret_is_repeated_in_the_refusal():
    done = start(**production() | {"PERSON_KEYS": "1:tiny-secret", "DEBUG": "true"})
    assert "tiny-secret" not in done.stderr
