"""The browser's switch: journeys are left out where that is asked for, and never by themselves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.chromium import LEFT_OUT, NO_CHROMIUM, find_chromium

ROOT = Path(__file__).resolve().parents[2]
JOURNEY = "tests/journeys/test_harness.py"


def test_none_leaves_them_out(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "none")
    with pytest.raises(pytest.skip.Exception, match=LEFT_OUT):
        find_chromium()


@pytest.mark.parametrize("named", ["/nowhere/chromium", ""])
def test_one_that_is_not_there_is_said_and_fails(monkeypatch, named):
    monkeypatch.setenv("CHROMIUM", named)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("tests.journeys.chromium.NAMES", ("chromium-headless-shell",))
    with pytest.raises(pytest.fail.Exception, match="CHROMIUM=none leaves the journeys out"):
        find_chromium()
    assert "Install it" in NO_CHROMIUM


def test_the_one_that_is_named_is_taken(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert find_chromium() == sys.executable


def test_a_run_without_them_starts_nothing_and_passes():
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", JOURNEY],
        cwd=ROOT,
        env=os.environ | {"CHROMIUM": "none"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "3 skipped" in run.stdout
    assert LEFT_OUT in run.stdout
