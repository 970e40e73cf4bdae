"""Every example of the programmers' reference, run as it is written, against the demo."""

import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from pages.reference import contract, examples
from tests.journeys.chromium import ARGUMENTS
from tests.journeys.demo_server import manage, running_demo
from tests.journeys.prepared import prepared_demo

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
# What a reader has to fill in (a secret of a mail, an id), and steps that are not possible as
# the demo stands. The answer then is the refusal that the reference names.
REFUSED = {
    "acceptRegistrationOffer": "secret_unknown",
    "acceptSignUpOffer": "secret_unknown",
    # From a browser in another language, which is asked other questions.
    "cancelRegistration": "secret_unknown",
    "confirmApplication": "secret_unknown",
    "confirmRegistration": "secret_unknown",
    "confirmSignUp": "secret_unknown",
    "confirmSignature": "secret_unknown",
    "giveTaskUp": "secret_unknown",
    "handTaskIn": "secret_unknown",
    "leaveShift": "secret_unknown",
    "organiseAcceptApplication": "not_found",
    "organiseAcceptEndorsement": "endorsement_not_possible",
    "organiseAcceptEntry": "decided_meanwhile",
    "organiseAcceptInvitation": "not_found",
    "organiseAnnounceEvent": "invalid",
    "organiseAnswerPetition": "not_answerable",
    "organiseAnswerProposal": "forbidden",
    "organiseApproveClaim": "not_found",
    "organiseAskToEndorse": "endorsement_not_possible",
    "organiseCancelRegistration": "not_found",
    "organiseChangeTeamRole": "not_found",
    "organiseCheckIn": "not_found",
    "organiseDeclineApplication": "not_found",
    "organiseDeclineEndorsement": "endorsement_not_possible",
    "organiseDeclineInvitation": "not_found",
    "organiseDeleteEvent": "invalid",
    "organiseDeleteShift": "invalid",
    "organiseDeleteTask": "forbidden",
    "organiseDeleteTeam": "forbidden",
    "organiseDiscardPetition": "forbidden",
    "organiseEndMembership": "not_found",
    "organiseFetchPetitionExport": "not_found",
    "organiseGetEndorsement": "not_found",
    "organiseGetPetitionExport": "not_found",
    "organiseHandIn": "invalid",
    "organiseNotePresence": "not_found",
    "organisePostponeEvent": "invalid",
    "organisePublishPetition": "not_publishable",
    "organisePublishPetitionChange": "change_not_publishable",
    "organisePublishShift": "invalid",
    "organisePublishTask": "not_publishable",
    "organiseReleaseClaim": "not_found",
    "organiseRemoveRequirement": "invalid",
    "organiseRetractInvitation": "endorsement_not_possible",
    "organiseRetractQuestion": "not_found",
    "organiseReturnClaim": "not_found",
    "organiseReturnEntry": "decided_meanwhile",
    "organiseRewordEndorsement": "not_found",
    "organiseScheduleCampaign": "not_publishable",
    "organiseScheduleCampaignUpdate": "not_publishable",
    "organiseSubmitPetition": "not_submittable",
    "organiseTakePetitionBack": "nothing_to_take_back",
    "organiseUnscheduleCampaign": "not_publishable",
    "organiseWithdrawEndorsement": "not_found",
    "organiseWithdrawEntry": "forbidden",
    "organiseWritePetitionText": "text_is_fixed",
    "registerForEvent": "registration_closed",
    "takeTask": "secret_unknown",
}
# What ends a thing comes after what still needs it.
METHODS = ("GET", "PUT", "PATCH", "POST", "DELETE")


def in_order() -> list[contract.Operation]:
    def place(one: contract.Operation) -> tuple[int, bool]:
        return METHODS.index(one.method), one.example is None

    return sorted(contract.read(contract.description()), key=place)


@pytest.fixture(scope="module")
def served(chromium_path, run_folder, tmp_path_factory):
    """A running demo, and how it began: its address, a token of its organiser, its database and
    a copy of that."""
    folder = tmp_path_factory.mktemp("reference") / "var"
    shutil.copytree(prepared_demo(run_folder), folder)
    database, begun = folder / "mitstimme.sqlite3", folder / "begun.sqlite3"
    token = manage(folder, "http://127.0.0.1", "shell", "-v0", "-c", TOKEN).split()[-1]
    copy(database, begun)
    with running_demo(folder) as site:
        yield site, token, database, begun


@pytest.fixture
def demo(served):
    """A demo as it begins, whose things the examples change and end: its address, and a token
    of its organiser."""
    site, token, database, begun = served
    # To serve it anew for each language took longer than all calls.
    copy(begun, database)
    return site, token


def copy(one: Path, other: Path) -> None:
    """All rows at once, whoever else has the database open."""
    with (
        contextlib.closing(sqlite3.connect(one)) as source,
        contextlib.closing(sqlite3.connect(other, timeout=30)) as target,
    ):
        source.backup(target)


@pytest.fixture
def page(chromium_path):
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


def test_every_call_in_curl(demo):
    site, token = demo
    calls = in_order()
    # One shell for all: what curl ends with, and what comes before that, belongs to one call.
    lines = [f"{examples.curl(one, site)} -sS -w '\n%{{http_code}}'" for one in calls]
    done = subprocess.run(
        ["bash", "-c", "".join(f"{line}\nprintf '\n%s\\0' $?\n" for line in lines)],
        env=os.environ | {examples.TOKEN: token},
        capture_output=True,
        text=True,
    )
    answers = done.stdout.split("\0")[:-1]
    for one, answer in zip(calls, answers, strict=True):
        body, status, code = answer.rsplit("\n", 2)
        assert code == "0", (one.id, code, done.stderr)
        judge(one, int(status), body)


def test_every_call_in_python(demo, monkeypatch):
    site, token = demo
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


def test_every_call_in_javascript(demo, page):
    site, token = demo
    for one in in_order():
        code = examples.javascript(one, site).replace("console.log(", "return JSON.stringify(")
        code = code.replace("throw new Error((await answer.json()).detail)", "return REFUSAL")
        code = code.replace("REFUSAL", "[answer.status, await answer.text()]")
        answer = page.evaluate(f"async (token) => {{ {code} }}", token)
        refused = isinstance(answer, list)
        judge(one, *(answer if refused else (200, answer)))


def judge(one: contract.Operation, status: int, body: str) -> None:
    """Refused by the code that the reference names, or well done where it names none."""
    expected = REFUSED.get(one.id)
    told = (one.id, status, body[:600])
    assert (status >= 300) is bool(expected), told
    if expected:
        assert json.loads(body)["code"] == expected, told
