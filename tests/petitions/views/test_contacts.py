"""The organisations' boxes on the form, and what the person sees and ends afterwards."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.services import run_due
from petitions import services
from petitions.models import Contact
from privacy import secrets
from privacy.models import Consent
from tests.factories import PetitionFactory
from tests.organising import somebody
from tests.petitions.contacts import agreed, leave, offered, partner_of, prepared, wording
from tests.petitions.signing import nothing_was_taken, store_signings
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
PAGE = "/de/petitions/wahlrecht/"
SIGN = PAGE + "sign/"


@pytest.fixture
def partner(petition):
    return partner_of(petition)


@pytest.fixture
def offer(petition, partner):
    return offered(petition, partner)


def boxes(html: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="contacts"[^>]*>', html)


def own_page(signature) -> str:
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=signature.person_key, lifetime=timezone.timedelta(days=1)
    )
    return f"/de/me/{secret}/"


# --- The form -----------------------------------------------------------------


def test_the_box_is_there_and_nobody_has_ticked_it(client, offer):
    html = client.get(PAGE).content.decode()
    [box] = boxes(html)
    assert "checked" not in box
    assert "Verein Vielfalt darf mir E-Mails schreiben." in html
    assert "Wir laden zu Treffen ein." in html
    assert 'href="https://verein.example/datenschutz"' in html
    assert html.index(box) > html.index("consent_news")


def test_without_an_offer_the_form_is_as_short_as_before(client, petition):
    html = client.get(PAGE).content.decode()
    assert "contacts" not in html
    assert "Wer Ihnen sonst noch schreiben darf" not in html


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [("tr", "Toplantılara davet ederiz.", ""), ("ar", "Wir laden zu Treffen ein.", 'lang="de"')],
)
def test_each_reads_it_in_a_language_it_exists_in(client, offer, language, words, marked):
    html = client.get(f"/{language}/petitions/wahlrecht/").content.decode()
    [label] = re.findall(rf'<label for="contact-{offer.pk}"[^>]*>.*?</label>', html, re.DOTALL)
    assert words in label
    assert marked in label.partition(">")[0]
    assert ('lang="' in label.partition(">")[0]) == bool(marked)


def test_what_is_ticked_is_stored(client, offer, typed):
    shown = wording(offer)
    answer = client.post(SIGN, typed | {"contacts": str(shown.pk)})
    assert answer.status_code == 302
    store_signings()
    assert Contact.objects.get().wording == shown


def test_after_an_error_the_tick_is_kept_and_the_others_stay_empty(client, petition, offer, typed):
    other = offered(petition, partner_of(petition, "Zweiter Verein"))
    ticked = typed | {"contacts": str(wording(offer).pk), "given_name": ""}
    answer = client.post(SIGN, ticked)
    assert answer.status_code == 422
    first, second = boxes(answer.content.decode())
    assert "checked" in first
    assert f'value="{wording(other).pk}"' in second
    assert "checked" not in second


def test_an_open_page_whose_words_changed_stores_what_it_showed(
    client, petition, partner, offer, typed
):
    shown = wording(offer)
    newer = prepared(petition, partner, {"de": services.Words("Anderes.", "https://x.example/")})
    lead = somebody("organiser", petition.campaign.lead)
    services.put_on_forms(newer, seen=newer.submitted_at, actor=lead)
    forget_remembered()
    assert client.post(SIGN, typed | {"contacts": str(shown.pk)}).status_code == 302
    store_signings()
    assert Contact.objects.get().wording == shown


def test_an_open_page_whose_organisation_left_asks_again(client, partner, offer, typed):
    shown = wording(offer)
    leave(partner)
    forget_remembered()
    answer = client.post(SIGN, typed | {"contacts": str(shown.pk)})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "hat sich inzwischen geändert" in html
    assert boxes(html) == []
    assert nothing_was_taken()


@pytest.mark.parametrize("sent", ["x", "0", "-1", "999999", "1" * 30, ["1"] * 11])
def test_what_no_form_has_shown_is_refused(client, offer, typed, sent):
    assert client.post(SIGN, typed | {"contacts": sent}).status_code == 422
    assert nothing_was_taken()


def test_an_offer_a_moment_old_is_known(client, petition, partner, typed):
    client.post(SIGN, typed | {"contacts": "1"})  # this process remembers that there is none
    shown = wording(offered(petition, partner))
    assert client.post(SIGN, typed | {"contacts": str(shown.pk)}).status_code == 302


def test_signing_costs_the_same_with_offers_as_without(client, petition, typed):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.post(SIGN, typed | {"email": address}).status_code == 302
        return len(asked)

    cost("warm@example.org")
    without = cost("one@example.org")
    offered(petition, partner_of(petition))
    assert cost("two@example.org") == without


# --- The API ------------------------------------------------------------------


def test_the_api_tells_what_is_asked_and_takes_it_by_id(client, offer):
    told = client.get("/api/v1/petitions/wahlrecht/?language=tr").json()["contacts"]
    assert [(one["organisation"], one["version"]) for one in told] == [("Verein Vielfalt", 1)]
    assert told[0]["privacy_url"].startswith("https://")
    sent = {
        "given_name": "Ada", "family_name": "B", "email": "a@example.org", "postcode": "44137",
        "consent_signing": True, "contacts": [told[0]["id"]],
    }  # fmt: skip
    url = "/api/v1/petitions/wahlrecht/signatures/"
    answer = client.post(url, sent, content_type="application/json")
    assert answer.status_code == 202
    store_signings()
    assert Contact.objects.get().wording_id == told[0]["id"]
    unknown = client.post(url, sent | {"contacts": [99]}, content_type="application/json")
    assert unknown.status_code == 422


# --- The person's own page ----------------------------------------------------


def test_the_person_reads_who_and_ends_it_by_one_press(client, petition, partner, offer):
    signature = agreed(petition, offer)
    page = own_page(signature)
    html = client.get(page).content.decode()
    assert "Wer Ihnen schreiben darf" in html
    assert "Wir laden zu Treffen ein." in html
    consent = Consent.objects.get(person_key=signature.person_key)
    assert f'action="{page}consents/{consent.pk}/withdraw/"' in html
    assert client.post(f"{page}consents/{consent.pk}/withdraw/").status_code == 302
    assert not Contact.objects.reachable_by(partner, timezone.now()).exists()
    html = client.get(page).content.decode()
    assert "Nicht mehr" in html
    assert "Sie haben es beendet." in html


def test_the_page_costs_the_same_for_one_organisation_and_for_three(client, petition, offer):
    signature = agreed(petition, offer)
    page, costs = own_page(signature), []
    client.get(page)
    for number in range(3):
        if number:
            other = PetitionFactory()
            agreed(other, offered(other, partner_of(other)), email=signature.email)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).text.count("darf mir nicht mehr schreiben") == number + 1
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2]


def test_the_person_reads_that_an_organisation_has_left(client, petition, partner, offer):
    signature = agreed(petition, offer)
    leave(partner)
    services.end_without_ground()
    run_due()
    html = client.get(own_page(signature)).content.decode()
    assert "Die Organisation fragt nicht mehr danach." in html
    assert "/consents/" not in html


def test_it_is_in_what_the_person_takes_along(client, petition, offer):
    signature = agreed(petition, offer)
    told = client.post(own_page(signature) + "export/").json()["data"]["petitions"]["contacts"]
    assert [(one["organisation"], one["version"]) for one in told] == [("Verein Vielfalt", 1)]


def test_the_page_that_confirms_shows_it_too(client, offer, typed, secret_mailed):
    client.post(SIGN, typed | {"contacts": str(wording(offer).pk)})
    html = client.get(f"{PAGE}confirm/{secret_mailed()}/").content.decode()
    assert "Verein Vielfalt darf mir E-Mails schreiben." in html
