"""Each part off and on: the page stays and says so, what was typed is kept, mails wait."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.utils import timezone

from accounts.models import User
from jobs.services import run_due
from petitions import parts
from petitions.models import PetitionDay, Signature
from petitions.tasks import remind_unconfirmed
from privacy.models import AuditEntry
from tests.factories import SignatureFactory
from tests.petitions.signing import nothing_was_taken, stored
from tests.petitions.views.test_signing import HTMX
from web import front, switches
from web.models import PartSwitch

pytestmark = pytest.mark.django_db
PAGE = "/en/petitions/wahlrecht/"
SIGN = f"{PAGE}sign/"
SWITCHES = "/admin/web/partswitch/"


def turn_off(part: str, sentence: str = "") -> None:
    switches.turn(part, is_on=False, sentence=sentence, actor="system")
    front.forget()


def test_signing_off_the_page_stays_and_says_so(client, petition):
    turn_off(parts.SIGNING, "Bis Montag um acht.")
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Signing is paused" in page.text
    assert "We take no signatures for a while" in page.text
    assert '<p lang="de" dir="auto">Bis Montag um acht.</p>' in page.text
    assert "<form" not in page.text.partition('id="sign"')[2].partition("</section>")[0]
    assert "data-sticky" not in page.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_switched_off_between_opening_and_sending_nothing_typed_is_lost(client, typed, headers):
    turn_off(parts.SIGNING)
    answer = client.post(SIGN, typed | {"consent_news": "on"}, headers=headers)
    assert answer.status_code == 503
    assert answer["Cache-Control"] == "no-store"
    assert "We take no signatures for a while" in answer.text
    assert "data-focus" in answer.text
    for name in ("given_name", "family_name", "email", "postcode"):
        assert f'value="{typed[name]}"' in answer.text
    assert 'id="id_consent_news" checked' in answer.text
    assert nothing_was_taken()
    switches.turn(parts.SIGNING, is_on=True, actor="system")
    assert client.post(SIGN, typed, headers=headers).status_code in (200, 302)
    assert stored()


def test_htmx_shows_that_answer_although_it_is_a_503(client, petition):
    assert 'hx-status:503="swap:outerHTML"' in client.get(PAGE).text


def test_programs_are_told_by_the_same_switch(client, typed):
    turn_off(parts.SIGNING)
    wanted = typed | {"consent_signing": True, "text": int(typed["text"])}
    url = "/api/v1/petitions/wahlrecht/signatures/"
    answer = client.post(url, wanted, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "part_is_off")
    assert nothing_was_taken()
    assert client.get("/api/v1/petitions/").status_code == 200


def test_names_off_nobody_is_named(client, petition):
    SignatureFactory(petition=petition, show_name=True, family_name="Sichtbar")
    assert "Sichtbar" in client.get(PAGE).text
    turn_off(parts.NAMES)
    page = client.get("/de/petitions/wahlrecht/")
    assert "Sichtbar" not in page.text
    assert str(switches.off(parts.NAMES)) in page.text


def test_charts_off_the_number_stays(client, petition):
    PetitionDay.objects.create(petition=petition, day="2026-11-01", confirmed=3)
    assert "growth__line" in client.get(PAGE).text
    turn_off(parts.CHARTS)
    page = client.get("/de/petitions/wahlrecht/")
    assert "growth__line" not in page.text
    assert str(switches.off(parts.CHARTS)) in page.text
    assert "data-count" in page.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_search_off_the_page_stays_with_its_words(client, headers):
    turn_off("pages.search")
    answer = client.get("/en/search/?q=wahl", headers=headers)
    assert answer.status_code == 503
    assert "The search is switched off for a while" in answer.text
    if not headers:
        assert 'value="wahl"' in answer.text
    switches.turn("pages.search", is_on=True, actor="system")
    assert client.get("/en/search/?q=wahl", headers=headers).status_code == 200


def test_sign_up_off(client, db):
    turn_off("accounts.signup")
    fields = {"email": "neu@example.org", "password1": "vier-worte-in-einer-reihe"}
    for page in (
        client.get("/en/accounts/signup/"),
        client.post("/en/accounts/signup/", fields),
    ):
        assert page.status_code == 503
        assert "no-store" in page["Cache-Control"]
        assert "No new accounts can be made for a while" in page.text
    assert not User.objects.exists()
    assert client.get("/en/accounts/login/").status_code == 200


def test_reminders_off_nobody_is_reminded_and_later_everybody(signed, secret_mailed):
    secret_mailed()
    days_ago = timezone.now() - timedelta(days=4)
    Signature.objects.update(signed_at=days_ago, mailed_at=days_ago)
    mail.outbox.clear()
    remind_unconfirmed()
    turn_off(parts.REMINDERS)
    remind_unconfirmed()
    run_due()
    assert mail.outbox == [], "neither one that waited nor a new one"
    assert Signature.objects.get().reminded_at is None
    switches.turn(parts.REMINDERS, is_on=True, actor="system")
    remind_unconfirmed()
    run_due()
    assert len(mail.outbox) == 1


class TestTheOffice:
    @pytest.fixture
    def log_in(self, client):
        def log_in(**fields):
            user = User.objects.create_user("office@example.net", "x", **fields)
            client.force_login(user)
            return user

        return log_in

    def test_switches_off_and_on_and_the_trail_has_it(self, client, log_in):
        user = log_in(is_staff=True, is_superuser=True)
        listed = client.get(SWITCHES)
        assert listed.status_code == 200
        for part in switches.parts().values():
            assert str(part.title) in listed.text
        page = f"{SWITCHES}petitions.signing/change/"
        assert client.get(page).status_code == 200
        client.post(page, {"sentence": "Bis acht."})
        assert switches.off(parts.SIGNING).office == "Bis acht."
        client.post(page, {"is_on": "on", "sentence": ""})
        assert switches.off(parts.SIGNING) is None
        trail = AuditEntry.objects.order_by("pk").values_list("verb", "actor", "subject_id")
        assert list(trail) == [
            ("web.part_switched_off", f"user:{user.pk}", parts.SIGNING),
            ("web.part_switched_on", f"user:{user.pk}", parts.SIGNING),
        ]

    def test_nobody_adds_or_deletes_a_switch(self, client, log_in):
        log_in(is_staff=True, is_superuser=True)
        assert client.get(f"{SWITCHES}add/").status_code == 403
        gone = f"{SWITCHES}petitions.signing/delete/"
        assert client.post(gone, {"post": "yes"}).status_code == 403
        assert PartSwitch.objects.filter(part=parts.SIGNING).exists()

    @pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
    def test_others_may_not(self, client, log_in, rights):
        user = log_in(**rights)
        user.user_permissions.add(Permission.objects.get(codename="change_partswitch"))
        answer = client.post(f"{SWITCHES}petitions.signing/change/", {"sentence": ""})
        assert answer.status_code in (302, 403)
        assert switches.off(parts.SIGNING) is None
