"""Every example of the programmers' reference, run as it is written, against the demo."""

import contextlib
import io
import os
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pages.reference import contract, examples
from tests.journeys.chromium import ARGUMENTS
from tests.journeys.demo_server import manage, prepare_demo, running_demo
from tests.tables import once

pytestmark = pytest.mark.browser

TOKEN = """
from datetime import timedelta
from access import services
from access.scopes import SCOPES
from accounts.models import User
user = User.objects.get(email="organiser@example.org")
token = services.issue(user, name="Docs", scopes=list(SCOPES), valid_for=timedelta(days=1))
print(token[1])
"""
# The examples of one tongue have cancelled what those of the next are about.
AS_IT_BEGAN = f"""
from events.models import Event
Event.objects.filter(slug="{examples.NAMED["events"]}").update(state="confirmed")
"""
# What a reader has to fill in: a secret of a mail, an id, a step that the demo has taken. The
# answer is the refusal that the reference names.
REFUSED = {
    "confirmSignature": "secret_unknown",
    "confirmRegistration": "secret_unknown",
    "acceptRegistrationOffer": "secret_unknown",
    "cancelRegistration": "secret_unknown",
    "registerForEvent": "registration_closed",
    "organiseDeleteEvent": "invalid",
    "organiseCheckIn": "not_found",
    "organiseCancelRegistration": "not_found",
}
# What ends a thing comes after what still needs it.
LAST = ("organiseCancelEvent", "organiseDeleteEvent", "organiseAnnounceEvent")


def in_order() -> list[contract.Operation]:
    def place(one: contract.Operation) -> tuple[int, bool]:
        return (LAST.index(one.id) + 1 if one.id in LAST else 0, one.method != "GET")

    return sorted(contract.read(contract.description()), key=place)


@pytest.fixture(scope="module")
def demo(chromium_path, run_folder, tmp_path_factory):
    """A demo of its own, which the examples change: its address, and a token of its organiser."""
    folder = tmp_path_factory.mktemp("reference") / "var"
    shutil.copytree(once(run_folder / "prepared-demo", prepare_demo), folder)
    with running_demo(folder) as site:
        yield site, manage(folder, site, "shell", "-v0", "-c", TOKEN).split()[-1], folder


@pytest.fixture
def begun(demo):
    """The address and the token, with everything as the demo begins it."""
    site, token, folder = demo
    manage(folder, site, "shell", "-v0", "-c", AS_IT_BEGAN)
    return site, token


@pytest.fixture(scope="module")
def page(chromium_path, demo):
    """A page of another site: whatever it reads comes across origins."""
    from playwright.sync_api import sync_playwright

    with elsewhere() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path, args=ARGUMENTS, headless=True
        )
        page = chromium.new_page()
        page.goto(address)
        yield page
        chromium.close()


@contextlib.contextmanager
def elsewhere():
    """Another site on this machine; its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_every_call_in_curl(begun):
    site, token = begun
    for one in in_order():
        done = subprocess.run(
            ["bash", "-c", f"{examples.curl(one, site)} -sS -w '\n%{{http_code}}'"],
            env=os.environ | {examples.TOKEN: token},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (one.id, done.stderr)
        body, _newline, status = done.stdout.rpartition("\n")
        judge(one, int(status), body)


def test_every_call_in_python(begun, monkeypatch):
    site, token = begun
    monkeypatch.setenv(examples.TOKEN, token)
    import requests

    for one in in_order():
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                exec(examples.python(one, site), {})  # noqa: S102
        except requests.HTTPError as refusal:
            judge(one, refusal.response.status_code, refusal.response.text)
        else:
            judge(one, 200, said.getvalue())


def test_every_call_in_javascript(begun, page):
    site, token = begun
    for one in in_order():
        code = examples.javascript(one, site).replace("console.log(", "return JSON.stringify(")
        code = code.replace("throw new Error((await answer.json()).detail)", "return REFUSAL")
        code = code.replace("REFUSAL", "[answer.status, await answer.text()]")
        answer = page.evaluate(f"async (token) => {{ {code} }}", token)
        refused = isinstance(answer, list)
        judge(one, *(answer if refused else (200, answer)))


def judge(one: contract.Operation, status: int, body: str) -> None:
    """Well done, or refused as the reference says."""
    if status < 300:
        assert one.id not in REFUSED, (one.id, body)
        return
    assert one.id in REFUSED, (one.id, status, body[:600])
    assert f'"code":"{REFUSED[one.id]}"' in body.replace('": "', '":"'), (one.id, status, body)
