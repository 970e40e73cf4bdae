"""Signing up by program: the form's rules, the page's services, and nothing that leaks."""

import json
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from jobs.services import run_due
from tests.volunteers.factories import ShiftFactory
from tests.volunteers.signing_up import comes, link, nothing_was_taken, stored
from volunteers import services
from volunteers.models import Shift, ShiftSignup, Volunteer
from volunteers.services import links
from volunteers.services.erasing import erase
from web import switches

pytestmark = pytest.mark.django_db
CONFIRM, OFFER, LEAVE = (
    f"/api/v1/sign-ups/{name}/" for name in ("confirmations", "offers", "departures")
)


@pytest.fixture
def shift():
    return ShiftFactory()


def post(path, body, **headers):
    return Client().post(path, json.dumps(body), "application/json", headers=headers)


def ada(shift, **more):
    requirement = shift.requirements.all()[0].pk
    words = {"name": "Ada Beispiel", "email": "ada@example.org", "age_group": "18"}
    return words | {"requirement": requirement} | more


def sign_up(shift, body=None, **headers):
    body = ada(shift) if body is None else body
    return post(f"/api/v1/shifts/{shift.pk}/sign-ups/", body, **headers)


def secret(kind: str) -> str:
    return link(kind).rstrip("/").rsplit("/", 1)[-1]


def test_signed_up_confirmed_and_left(shift):
    answer = sign_up(shift, ada(shift, referrer_data={"source": "stand"}))
    assert (answer.status_code, answer.json()) == (202, {"status": "mail_sent"})
    confirmed = post(CONFIRM, {"secret": secret("confirm")}).json()
    assert (confirmed["status"], confirmed["shift"]) == ("confirmed", shift.pk)
    assert Client().get(f"/de/shifts/tickets/{confirmed['ticket']}/").status_code == 200
    signup = ShiftSignup.objects.get()
    assert (signup.name, signup.source) == ("Ada Beispiel", "stand")
    key = {"secret": secret("leave")}
    for _ in range(2):
        left = post(LEAVE, key)
        assert left.json() == {
            "status": "cancelled",
            "shift": shift.pk,
            "ticket": "",
            "offered_until": None,
            "to_do": "",
        }


@pytest.fixture
def erasing(monkeypatch):
    """Between the finding of a link and what it does, the person erases everything."""
    find = links.find

    def found(*args):
        signup = find(*args)
        erase(signup.person_key)
        return signup

    monkeypatch.setattr(links, "find", found)


def test_who_erases_everything_meanwhile_has_left(shift, erasing):
    comes(shift)
    left = post(LEAVE, {"secret": secret("leave")})
    assert (left.status_code, left.json()["status"]) == (200, "cancelled")
    comes(shift)
    page = Client().post(link("leave"), headers={"sec-fetch-site": "same-origin"})
    assert page.status_code == 200
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize(("kind", "path"), [("confirm", CONFIRM), ("offer", OFFER)])
def test_what_was_erased_meanwhile_is_over(kind, path, request):
    shift = ShiftFactory(needs=[{"maximum": 1}])
    first = comes(shift)
    sign_up(shift)
    key = secret("confirm")
    if kind == "offer":
        post(CONFIRM, {"secret": key})
        services.leave_shift(first)
        key = secret("offer")
    request.getfixturevalue("erasing")
    over = post(path, {"secret": key})
    assert (over.status_code, over.json()["code"]) == (410, "sign_up_over")


def test_the_answer_is_the_same_for_who_is_signed_up(shift):
    first = sign_up(shift)
    run_due()
    again = sign_up(shift)
    assert (first.status_code, first.content) == (again.status_code, again.content)


def test_who_comes_to_a_full_shift_waits_and_takes_what_is_offered():
    shift = ShiftFactory(needs=[{"maximum": 1}])
    first = comes(shift)
    sign_up(shift)
    confirming = {"secret": secret("confirm")}
    waits = post(CONFIRM, confirming).json()
    assert (waits["status"], waits["offered_until"]) == ("waiting", None)
    assert "schreiben wir Ihnen" in waits["to_do"]
    services.leave_shift(first)
    key = {"secret": secret("offer")}
    # The first link, followed once more, says that and how the place can be taken.
    offered = post(CONFIRM, confirming)
    signup = ShiftSignup.objects.get(state="offered")
    assert (offered.status_code, offered.json()["status"]) == (200, "offered")
    assert datetime.fromisoformat(offered.json()["offered_until"]) == signup.offered_until
    assert "öffnen Sie den Link in unserer letzten E-Mail" in offered.json()["to_do"]
    page = Client().get(f"/de/shifts/tickets/{offered.json()['ticket']}/")
    assert page.status_code == 200
    assert "Der Platz ist für Sie reserviert bis" in page.content.decode()
    with time_machine.travel(signup.offered_until + timedelta(seconds=1)):
        gone = post(CONFIRM, confirming)
        assert (gone.status_code, gone.json()["code"]) == (410, "sign_up_over")
        assert Client().get(page.request["PATH_INFO"]).status_code == 410
    for _ in range(2):
        assert post(OFFER, key).json()["status"] == "confirmed"
    services.leave_shift(ShiftSignup.objects.get(state="confirmed"))
    over = post(OFFER, key)
    assert (over.status_code, over.json()["code"]) == (410, "sign_up_over")


def test_what_is_wrong_is_said_in_the_forms_words():
    shift = ShiftFactory(needs=[{"languages": ["tr"]}])
    wrong = {"name": "", "email": "ada", "age_group": "99"}
    refused = sign_up(shift, ada(shift, **wrong))
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"name", "email", "age_group", "speaks"}
    other = ShiftFactory().requirements.get().pk
    assert set(sign_up(shift, ada(shift, requirement=other)).json()["errors"]) == {"requirement"}
    young = ada(shift, speaks=True, age_group="0")
    guarded = {"guardian_name": "Eltern", "guardian_email": "eltern@example.org"}
    assert set(sign_up(shift, young).json()["errors"]) == {"guardian_name", "guardian_email"}
    assert set(sign_up(shift, young | guarded).json()["errors"]) == {"age_group"}
    assert nothing_was_taken()


@pytest.mark.parametrize(
    "body",
    [[], "x", {"name": {}}, {"requirement": "many"}, {"email": 1.5}, {"requirement": 9**99}],
)
def test_other_types_are_refused(shift, body):
    assert sign_up(shift, body).status_code == 422


def test_closed_unknown_and_switched_off(shift, actor):
    draft = ShiftFactory(state=Shift.State.DRAFT)
    assert sign_up(draft).status_code == 404
    cancelled = ShiftFactory(state=Shift.State.CANCELLED)
    closed = sign_up(cancelled)
    assert (closed.status_code, closed.json()["code"]) == (409, "shift_closed")
    for path in (CONFIRM, OFFER, LEAVE):
        unknown = post(path, {"secret": "x"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "secret_unknown")
    switches.turn("volunteers.joining", is_on=False, actor=actor)
    off = sign_up(shift)
    assert (off.status_code, off.json()["code"]) == (503, "part_is_off")


def test_a_clash_names_the_public_shifts_in_the_way_and_changes_nothing():
    first, second = ShiftFactory(), ShiftFactory()
    comes(first)
    stored(second)
    key = {"secret": secret("confirm")}
    refused = post(CONFIRM, key)
    assert (refused.status_code, refused.json()["code"]) == (409, "clash")
    assert refused.json()["shifts"] == [first.pk]
    assert ShiftSignup.objects.get(shift=second).state == "pending"
    Shift.objects.filter(pk=first.pk).update(
        campaign=ShiftFactory(campaign__state="draft").campaign
    )
    assert post(CONFIRM, key).json()["shifts"] == []


def test_a_key_sent_twice_signs_up_once(shift):
    sign_up(shift, **{"idempotency-key": "k"})
    again = sign_up(shift, **{"idempotency-key": "k"})
    assert again["Idempotency-Replayed"] == "true"
