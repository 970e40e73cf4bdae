"""Where Chromium is on this machine, and how it is started here."""

import os
import shutil

NO_CHROMIUM = "no Chromium found"
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


def find_chromium() -> str | None:
    """Return the browser's path; CHROMIUM=none says that there is none, for trying that out."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return None
