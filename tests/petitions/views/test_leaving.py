"""From one's own page: withdraw in two clicks, show or hide the name."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from jobs.services import run_due
from petitions import services
from petitions.consents import NEWS, SHOW_NAME, SIGNING
from petitions.models import Petition, Signature
from privacy.models import Consent
from privacy.services import self_service_link
from tests.factories import PetitionFactory, SignatureFactory, details
from tests.petitions.signing import sign, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(confirmed) -> str:
    """Ayşe's own page."""
    return urlsplit(self_service_link(confirmed.person_key, "en")).path


def action(me: str, signature: Signature, verb: str) -> str:
    secret = me.rstrip("/").rpartition("/")[2]
    return f"/en/petitions/signatures/{secret}/{signature.pk}/{verb}/"


def test_it_shows_what_was_signed_and_what_was_told(client, me, confirmed):
    page = client.get(me)
    for told in ("wahlrecht (de)", "Ayşe Yılmaz", "ayse@example.org", "44137", "Innenstadt-West"):
        assert told in page.text
    assert f'action="{action(me, confirmed, "withdraw")}"' in page.text
    assert f'action="{action(me, confirmed, "name")}"' in page.text


def test_withdrawing_is_one_press(client, me, confirmed):
    answer = client.post(action(me, confirmed, "withdraw"), follow=True)
    assert answer.redirect_chain == [(f"{me}#signature-{confirmed.pk}", 302)]
    assert f'id="signature-{confirmed.pk}"' in answer.text
    assert Signature.objects.get().state == "withdrawn"
    services.fold()
    assert Petition.objects.get().confirmed_count == 0
    for told in ("Yılmaz", "ayse@example.org", "44137", 'value="yes"'):
        assert told not in answer.text
    assert client.post(action(me, confirmed, "withdraw")).status_code == 302


GONE = "It is not counted any more."
STAYS = "What was handed over stays in its number"


@pytest.mark.parametrize("verb", [services.close, services.hand_over])
def test_it_says_whether_what_was_taken_back_still_counts(client, me, petition, confirmed, verb):
    verb(petition)
    page = client.post(action(me, confirmed, "withdraw"), follow=True).text
    said, unsaid = (GONE, STAYS) if verb is services.close else (STAYS, GONE)
    assert said in page
    assert unsaid not in page


def test_what_was_taken_back_before_the_handover_is_not_in_the_number(
    client, me, petition, confirmed
):
    services.withdraw(confirmed)
    services.hand_over(petition)
    assert GONE in client.get(me).text
    assert STAYS not in client.get(me).text


def test_whoever_never_confirmed_is_not_in_the_number(client, me, petition):
    late = PetitionFactory()
    sign(late.slug, details())
    services.hand_over(late)
    services.withdraw(Signature.objects.get(petition=late))
    assert GONE in client.get(me).text
    assert STAYS not in client.get(me).text


def test_erasing_promises_only_what_it_keeps(client, me):
    page = client.get(f"{me}erase/").text
    assert "What has already been handed over stays in the number, without your name." in page


def test_the_name_is_shown_and_hidden(client, me, confirmed):
    client.post(action(me, confirmed, "name"), {"show": "yes"})
    assert Signature.objects.get().show_name
    assert 'value="no"' in client.get(me).text
    consent = Consent.objects.standing().select_related("wording").get(purpose=SHOW_NAME)
    assert "petition page" in consent.wording.text
    assert consent.wording.text in client.get(me).text
    client.post(action(me, confirmed, "name"), {"show": "no"})
    assert not Signature.objects.get().show_name


def test_the_words_agreed_to_stand_beside_the_button(client, me):
    assert "My name and my district may be shown on the petition page." in client.get(me).text


def test_withdrawing_the_consent_is_withdrawing_the_signature(client, me, confirmed):
    services.set_name_shown(confirmed, True, "en")
    secret = me.rstrip("/").rpartition("/")[2]
    shown = Consent.objects.get(purpose=SHOW_NAME)
    client.post(f"/en/me/{secret}/consents/{shown.pk}/withdraw/")
    signature = Signature.objects.get()
    assert (signature.show_name, signature.state) == (False, "confirmed")
    signing = Consent.objects.get(purpose=SIGNING)
    client.post(f"/en/me/{secret}/consents/{signing.pk}/withdraw/")
    assert Signature.objects.get().state == "withdrawn"
    services.fold()
    assert Petition.objects.get().confirmed_count == 0


def test_another_persons_signature_is_unknown(client, me, petition):
    other = SignatureFactory(petition=petition, email="bob@example.org")
    for verb in ("withdraw", "name"):
        assert client.post(action(me, other, verb), {"show": "yes"}).status_code == 404
    other.refresh_from_db()
    assert (other.state, other.show_name) == ("confirmed", False)


@pytest.mark.parametrize("verb", ["withdraw", "name"])
def test_without_a_valid_link_nothing_happens(client, me, confirmed, verb):
    forged = action("/en/me/" + "x" * 43 + "/", confirmed, verb)
    assert client.post(forged).status_code == 404
    assert client.get(action(me, confirmed, verb)).status_code == 405
    foreign = {"Origin": "https://evil.example"}
    assert client.post(action(me, confirmed, verb), headers=foreign).status_code == 403
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert client.post(action(me, confirmed, verb)).status_code == 410
    assert Signature.objects.get().state == "confirmed"


def test_the_section_costs_the_same_for_one_and_for_three(
    client, me, confirmed, django_assert_num_queries
):
    client.get(me)
    # The secret, the signatures, who may write, an account if there is one, the consents,
    # what one has registered for, six kinds of helping and what consents to it are about.
    with django_assert_num_queries(13):
        client.get(me)
    for _ in range(2):
        sign(PetitionFactory().slug, details())
    with django_assert_num_queries(13):
        assert client.get(me).text.count('/withdraw/"') == 6


def test_everything_can_be_taken_along(client, me, confirmed):
    answer = client.post(me + "export/")
    [signature] = json.loads(answer.content)["data"]["petitions"]["signatures"]
    assert signature["given_name"] == "Ayşe"
    assert signature["postcode"] == "44137"
    assert signature["petition"] == "wahlrecht"
    assert signature["confirmed_at"]
    assert "person_key" not in answer.text


def test_everything_can_be_erased(client, me, confirmed):
    assert client.post(me + "erase/").status_code == 200
    assert not Signature.objects.exists()
    services.fold()
    assert Petition.objects.get().confirmed_count == 0
    assert client.get(me).status_code == 404


def test_a_link_is_mailed_to_whoever_signed(client, confirmed):
    client.post("/en/me/", {"email": "AYSE+x@example.org"})
    run_due()
    assert mail.outbox[0].to == ["ayse@example.org"]


def test_no_visit_sets_a_cookie(client, me, confirmed):
    client.get(me)
    client.post(action(me, confirmed, "withdraw"))
    assert not client.cookies


def test_news_is_a_consent_one_can_end(client, petition, typed):
    client.post("/en/petitions/wahlrecht/sign/", typed | {"consent_news": "on"})
    signature = stored()
    assert Consent.objects.standing().filter(purpose=NEWS).count() == 1
    services.withdraw(signature)
    assert not Consent.objects.standing().exists()
