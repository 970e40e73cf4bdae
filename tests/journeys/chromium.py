"""Where Chromium is on this machine, and how it is started here."""

import os
import shutil

import pytest

LEAVE_OUT = "none"
LEFT_OUT = "CHROMIUM=none: the journeys are left out"
NO_CHROMIUM = (
    "No Chromium was found. Install it, or say in CHROMIUM where it is; "
    "CHROMIUM=none leaves the journeys out."
)
# First the same browser without the part that draws windows: a third less to compute.
NAMES = (
    "chromium-headless-shell",
    "/usr/bin/chromium",
    "chromium",
    "chromium-browser",
    "google-chrome",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str:
    """The browser's path.

    Skips where CHROMIUM=none asks for it, and only there: journeys that silently did not run
    would look as if they had passed.
    """
    named = os.environ.get("CHROMIUM", "")
    if named == LEAVE_OUT:
        pytest.skip(LEFT_OUT)
    for name in (named,) if named else NAMES:
        if path := shutil.which(name):
            return path
    pytest.fail(NO_CHROMIUM, pytrace=False)
