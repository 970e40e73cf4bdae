"""Journeys in a real browser against the running demo."""

import os
import shutil

import pytest

from tests.journeys.chromium import ARGUMENTS, find_chromium
from tests.journeys.demo_server import running_demo
from tests.journeys.prepared import prepared_demo


@pytest.fixture(scope="session")
def chromium_path():
    """Asked for before anything is started: without a browser no demo need run."""
    return find_chromium()


@pytest.fixture(scope="session")
def site(chromium_path, run_folder, tmp_path_factory):
    """The address of the running demo; JOURNEY_SITE names one that already runs."""
    if running := os.environ.get("JOURNEY_SITE"):
        yield running.rstrip("/")
        return
    prepared = prepared_demo(run_folder)
    folder = tmp_path_factory.mktemp("demo") / "var"
    shutil.copytree(prepared, folder)
    with running_demo(folder) as address:
        yield address


# Per module: while Playwright runs, Django refuses database access in the same
# thread, so it must be gone before any other test of this worker begins.
@pytest.fixture(scope="module")
def browser(chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=ARGUMENTS, headless=True
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visitor(browser, site):
    """Make visitors; whatever a page of theirs did wrong fails the test at its end."""
    from tests.journeys.visitor import Visitor

    made = []

    def make(language="de", *, scheme="light", width=390, javascript=True):
        person = Visitor(
            browser,
            site,
            language,
            color_scheme=scheme,
            viewport={"width": width, "height": 844},
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        made.append(person)
        return person

    yield make
    problems = [problem for person in made for problem in person.problems]
    for person in made:
        person.close()
    assert not problems, "\n".join(problems)
