"""POST …/sign/: taken, refused in words, and the same answer whoever asks."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from jobs.models import Job
from jobs.services import run_due
from petitions import services
from petitions.models import Petition, Signature
from petitions.services.tally import fold
from privacy.models import Consent
from tests.factories import PetitionFactory, details
from tests.petitions.signing import nothing_was_taken, sign, store_signings, stored
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
URL = "/en/petitions/wahlrecht/sign/"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_a_valid_form_is_stored_and_answered_by_the_mailbox_page(client, petition, typed):
    answer = client.post(URL, typed | {"consent_name": "on"}, follow=True)
    assert answer.redirect_chain == [("/en/petitions/wahlrecht/sign/sent/", 302)]
    assert "Look in your mailbox" in answer.text
    signature = stored()
    assert signature.state == "pending"
    assert (signature.given_name, signature.family_name) == ("Ayşe", "Yılmaz")
    assert (signature.email, signature.postcode) == ("ayse@example.org", "44137")
    assert signature.district == "Innenstadt-West"
    assert signature.language == "en"
    assert signature.show_name
    assert not answer.cookies
    assert not client.cookies


def test_each_ticked_box_is_stored_with_its_words(client, typed):
    client.post(URL, typed | {"consent_news": "on"})
    store_signings()
    given = {one.purpose: one.wording for one in Consent.objects.select_related("wording")}
    assert set(given) == {"petitions.signing", "petitions.news"}
    assert "political opinion" in given["petitions.signing"].text
    assert given["petitions.signing"].language == "en"


def test_htmx_gets_the_part_at_the_same_address(client, petition, typed):
    answer = client.post(URL, typed, headers=HTMX)
    assert answer.status_code == 200
    assert "Look in your mailbox" in answer.text
    assert "<html" not in answer.text
    assert "HX-Request" in answer["Vary"]
    refused = client.post(URL, typed | {"email": ""}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith("<section")
    assert 'id="sign"' in refused.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("given_name", "Ay\x00şe"),
        ("given_name", "Ay\x07şe"),
        ("given_name", "a" * 81),
        ("given_name", "Win at evil.com"),
        ("family_name", "   "),
        ("family_name", "\u202e\u2066"),
        ("family_name", "http://evil"),
        ("email", ""),
        ("email", "ayse"),
        ("email", "ayse@"),
        ("email", "ayse@localhost"),
        ("email", "a@b@example.org"),
        ("email", "ay\x00se@example.org"),
        ("email", "a" * 250 + "@example.org"),
        ("postcode", ""),
        ("postcode", "12"),
        ("postcode", "Dortmund!"),
        ("consent_signing", ""),
    ],
)
def test_what_is_missing_or_malformed_is_said_and_the_rest_is_kept(client, typed, field, value):
    answer = client.post(URL, typed | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "<title>Error: wahlrecht (en)" in answer.text
    summary = answer.text.partition('class="error-summary"')[2].partition("</div>")[0]
    assert "data-focus" in summary
    assert f'href="#id_{field}"' in summary
    assert f'id="id_{field}"' in answer.text
    for name in {"given_name", "family_name", "email", "postcode"} - {field}:
        assert f'value="{typed[name]}"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert nothing_was_taken()


def test_everything_missing_is_said_at_once(client, petition):
    answer = client.post(URL, {})
    assert answer.status_code == 422
    assert answer.text.count('href="#id_') == 5


def test_direction_marks_vanish_and_isolated_names_stay_as_they_are(client, typed):
    client.post(URL, typed | {"given_name": "\u202eلیلی\u202c", "family_name": "O'Neill-Öz <b"})
    assert nothing_was_taken()
    client.post(URL, typed | {"given_name": "\u202eلیلی\u202c", "family_name": "O'Neill-Öz"})
    assert stored().given_name == "لیلی"
    assert stored().family_name == "O'Neill-Öz"


def test_a_body_of_two_megabytes_is_refused(client, typed):
    assert client.post(URL, typed | {"given_name": "a" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("state", ["draft", None])
def test_an_unknown_petition_is_not_found(client, typed, state):
    slug = "nirgends"
    if state:
        slug = PetitionFactory(state=state).slug
    assert client.post(f"/en/petitions/{slug}/sign/", typed).status_code == 404
    assert client.post(f"/en/petitions/{slug}/sign/", {}).status_code == 404


@pytest.mark.parametrize("state", ["closed", "handed_over", "answered", "rejected"])
@pytest.mark.parametrize("missing", [{}, {"email": ""}])
def test_a_closed_petition_says_so(client, petition, typed, state, missing):
    Petition.objects.update(state=state)
    answer = client.post(URL, typed | missing)
    assert answer.status_code == 409
    assert "Signing is over" in answer.text
    assert nothing_was_taken()


@pytest.mark.parametrize("missing", [{}, {"email": ""}])
def test_before_its_first_day_it_says_when_signing_begins(client, petition, typed, missing):
    Petition.objects.update(opens_at=datetime(2099, 12, 1, 17, 30, tzinfo=UTC))
    answer = client.post(URL, typed | missing)
    assert answer.status_code == 409
    assert "Signing begins on Dec. 1, 2099 at 6:30 p.m." in answer.text
    assert "Signing is over" not in answer.text
    assert nothing_was_taken()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_foreign_form_is_refused(client, typed, headers):
    assert client.post(URL, typed, headers=headers).status_code == 403
    assert nothing_was_taken()


def test_it_needs_no_csrf_token_and_ignores_a_session(typed, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(django_user_model.objects.create(email="someone@example.org"))
    assert browser.post(URL, typed, headers={"Origin": "http://testserver"}).status_code == 302
    assert stored().email == "ayse@example.org"


def test_other_methods(client, petition):
    assert client.get(URL)["Location"] == "/en/petitions/wahlrecht/"
    assert client.put(URL).status_code == 405
    assert client.delete(URL).status_code == 405


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("ayse@example.org", "ayse@example.org"),
        ("ayse@example.org", "AYSE@Example.ORG"),
        ("ayse@example.org", "ayse+petition@example.org"),
        ("ayse.y@gmail.com", "ayse.y+x@googlemail.com"),
        ("ayse.y@gmail.com", "a.y.s.e.Y@gmail.com"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("state", ["pending", "confirmed"])
def test_the_same_person_again_gets_the_same_answer(
    client, petition, typed, first, again, headers, state
):
    answers = [client.post(URL, typed | {"email": first}, headers=headers)]
    store_signings()
    Signature.objects.update(state=state)
    answers.append(client.post(URL, typed | {"email": again}, headers=headers))
    if headers:
        assert answers[0].content == answers[1].content
    assert answers[0].status_code == answers[1].status_code
    kept = [{k: v for k, v in one.items() if k != "x-request-id"} for one in answers]
    assert kept[0] == kept[1]
    signature = stored()
    # What is not confirmed yet takes the newest words; what counts is never changed.
    newest = again if state == "pending" else first
    assert signature.email.casefold() == newest.casefold()
    assert Consent.objects.count() == 1


def test_only_the_mailbox_learns_that_the_signature_counts_already(client, confirmed, typed):
    client.post(URL, typed)
    run_due()
    [message] = mail.outbox
    assert "/confirm/" not in message.body
    assert "/me/" in message.body
    assert fold() == 0


def test_whoever_withdrew_may_sign_again(client, confirmed, typed, secret_mailed):
    services.withdraw(confirmed)
    client.post(URL, typed | {"given_name": "Ayşegül"})
    signature = stored()
    assert (signature.state, signature.given_name) == ("pending", "Ayşegül")
    assert signature.withdrawn_at is None
    services.confirm(secret_mailed())
    services.fold()
    assert Petition.objects.get().confirmed_count == 1
    assert Consent.objects.standing().count() == 1


def test_it_is_bound_to_the_text_that_was_shown(client, petition, typed):
    german = petition.texts.get(language="de")
    client.post(URL, typed | {"text": str(german.pk)})
    assert stored().text == german


@pytest.mark.parametrize("text", ["", "999999999999999999999", "-1", "other"])
def test_a_text_of_another_petition_counts_for_nothing(client, petition, typed, text):
    if text == "other":
        text = str(PetitionFactory().texts.get().pk)
    client.post(URL, typed | {"text": text})
    assert stored().text == petition.texts.get(language="en")


@pytest.mark.parametrize(
    ("posted", "referer", "kept"),
    [
        ("", "http://testserver/en/petitions/wahlrecht/?from=plakat-3", "plakat-3"),
        ("stand", "http://testserver/en/petitions/wahlrecht/?from=plakat-3", "stand"),
        ("", "http://testserver/en/petitions/wahlrecht/?from=%00%07", ""),
        ("", "http://testserver/?from=" + "x" * 200, ""),
        ("<b>\x00", "", ""),
        ("", "", ""),
    ],
)
def test_where_someone_came_from(client, typed, posted, referer, kept):
    headers = {"Referer": referer} if referer else {}
    client.post(URL, typed | {"source": posted}, headers=headers)
    assert stored().source == kept


def test_past_the_limit_the_typed_text_stays_and_the_page_says_when(client, typed, settings):
    settings.LIMITS = settings.LIMITS | {"sign:network": "2/10 minutes"}
    for _ in range(2):
        assert client.post(URL, typed).status_code == 302
    for headers in ({}, HTMX):
        answer = client.post(URL, typed, headers=headers)
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 600
        assert "in 10 minutes" in answer.text
        for name in ("given_name", "family_name", "email", "postcode"):
            assert f'value="{typed[name]}"' in answer.text
        assert "data-focus" in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_past_the_limit_of_an_address_nothing_happens_and_nobody_is_told(
    client, typed, settings, headers
):
    settings.LIMITS = settings.LIMITS | {"sign:address": "1/hour"}
    answers = [
        client.post(URL, typed | {"given_name": name}, headers=headers)
        for name in ("Ayşe", "Bob", "Can")
    ]
    assert {one.status_code for one in answers} == {200 if headers else 302}
    assert len({one.content for one in answers}) == 1
    kept = [{k: v for k, v in one.items() if k != "x-request-id"} for one in answers]
    assert kept[0] == kept[1] == kept[2]
    # The first time is free, the second within the limit, the third past it.
    assert stored().given_name == "Bob"
    # The limit does not hide that a petition is over, or was never there.
    Petition.objects.update(state="closed")
    forget_remembered()
    assert client.post(URL, typed, headers=headers).status_code == 409
    assert client.post(URL.replace("wahlrecht", "nirgends"), typed).status_code == 404


def test_a_library_behind_one_address_is_not_shut_out(client, typed):
    for number in range(60):
        answer = client.post(URL, typed | {"email": f"reader{number}@example.org"})
        assert answer.status_code == 302
    store_signings()
    assert Signature.objects.count() == 60


def test_arabic_digits_make_a_postcode(client, typed):
    client.post(URL, typed | {"postcode": "٤٤١٣٧"})
    assert stored().district == "Innenstadt-West"


def test_signing_stores_no_network_address(client, typed):
    client.post(URL, typed, REMOTE_ADDR="192.0.2.77")
    assert "192.0.2" not in str(Job.objects.values())
    store_signings()
    assert "192.0.2" not in str(Signature.objects.values())


def test_the_sent_page_does_not_depend_on_who_asks(client, petition):
    first = client.get("/en/petitions/wahlrecht/sign/sent/")
    sign("wahlrecht", details())
    assert client.get("/en/petitions/wahlrecht/sign/sent/").content == first.content
