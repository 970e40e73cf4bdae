"""POST …/register/: taken, refused in words, and the same answer whoever asks."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from events import services
from events.models import AccessNeeds, Event, EventPlaces, Registration
from jobs.services import run_due
from privacy.models import Consent
from tests.events.factories import EventFactory
from tests.events.registering import nothing_was_taken, post, registered, subjects, typed
from web import switches
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
URL = "/en/events/sommerfest/register/"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def event():
    return EventFactory(
        slug="sommerfest", entry="registration", capacity=2, languages=("de", "en", "tr", "ar")
    )


def test_a_valid_form_is_stored_and_answered_by_the_mailbox_page(client, event):
    answer = client.post(URL, typed(party_size="2"), follow=True)
    assert answer.redirect_chain == [("/en/events/sommerfest/register/sent/", 302)]
    assert "Look in your mailbox" in answer.text
    assert not client.cookies
    run_due()
    registration = Registration.objects.get()
    assert (registration.name, registration.email) == ("Ayşe Yılmaz", "ayse@example.org")
    assert (registration.state, registration.party_size) == ("pending", 2)
    assert registration.language == "en"
    assert EventPlaces.objects.get().taken == 2
    assert subjects() == ["Please confirm your registration: sommerfest (en)"]


def test_whoever_is_registered_gets_the_same_answer_and_another_mail(event):
    first, again = post(event), post(event)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    run_due()
    assert Registration.objects.count() == 1
    # Five minutes have one mail.
    assert len(mail.outbox) == 1


def test_who_comes_already_is_told_so_in_the_mailbox_only(event):
    registered(event)
    answer = post(event, email="gast0@example.org")
    assert answer.status_code == 302
    assert subjects() == ["Sie waren schon angemeldet: sommerfest (de)"]


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_mail_speaks_the_language_of_the_form_whatever_the_worker_speaks(event, language):
    post(event, language)
    with translation.override("en" if language == "de" else "de"):
        run_due()
    (letter,) = mail.outbox
    assert letter.subject.endswith(f": sommerfest ({language})")
    assert letter.extra_headers["Content-Language"] == language
    assert f"/{language}/events/sommerfest/confirm/" in letter.body


def test_htmx_gets_the_part_at_the_same_address(client, event):
    answer = client.post(URL, typed(), headers=HTMX)
    assert answer.status_code == 200
    assert "Look in your mailbox" in answer.text
    assert "<html" not in answer.text
    refused = client.post(URL, typed(email=""), headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith("<section")
    assert 'id="register"' in refused.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Win at evil.com"),
        ("name", "A\x00B"),
        ("name", "a" * 121),
        ("email", ""),
        ("email", "ayse@localhost"),
        ("email", "a" * 250 + "@example.org"),
        ("party_size", ""),
        ("party_size", "0"),
        ("party_size", "-3"),
        ("party_size", "5"),
        ("party_size", "zwei"),
        ("party_size", "1e99"),
        ("party_size", "9" * 5000),
    ],
)
def test_what_is_malformed_is_said_and_the_rest_is_kept(client, event, field, value):
    answer = client.post(URL, typed(access_needs="Rampe", consent_needs="on", **{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'href="#id_{field}"' in answer.text
    assert "Rampe" in answer.text
    for name in {"name", "email"} - {field}:
        assert f'value="{typed()[name]}"' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert nothing_was_taken()


def test_needs_are_not_taken_without_their_own_consent(client, event):
    answer = client.post(URL, typed(access_needs="Rollstuhl"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["consent_needs"]
    assert nothing_was_taken()
    client.post(URL, typed(access_needs="Rollstuhl", consent_needs="on"))
    run_due()
    assert AccessNeeds.objects.get().text == "Rollstuhl"
    consent = Consent.objects.select_related("wording").get()
    assert consent.purpose == "events.access_needs"
    assert "hosts of this event" in consent.wording.text


def test_a_ticked_box_without_needs_gives_no_consent(client, event):
    client.post(URL, typed(consent_needs="on"))
    run_due()
    assert Registration.objects.count() == 1
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"state": "cancelled"}, {"state": "postponed"}, {"entry": "open"}]
)
def test_an_event_that_takes_nobody_says_so(client, event, changes):
    Event.objects.filter(pk=event.pk).update(**changes)
    assert client.post(URL, typed()).status_code == 409
    assert nothing_was_taken()


def test_a_draft_and_an_unknown_event_are_not_found(client, event):
    assert client.post("/en/events/nirgends/register/", typed()).status_code == 404
    Event.objects.filter(pk=event.pk).update(state="draft")
    assert client.post(URL, typed()).status_code == 404


def test_a_foreign_page_registers_nobody(client, event):
    answer = client.post(URL, typed(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert nothing_was_taken()


def test_past_the_limit_the_form_comes_back_as_typed(client, event, settings):
    settings.LIMITS = settings.LIMITS | {
        "register:network": "1/hour",
        "register:network:proven": "1/hour",
    }
    assert client.post(URL, typed()).status_code == 302
    answer = client.post(URL, typed(email="b@example.org"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert 'value="b@example.org"' in answer.text


def test_switched_off_the_page_says_so_and_keeps_what_was_typed(client, event, django_user_model):
    actor = django_user_model.objects.create_user("amt@example.org")
    switches.turn("events.registering", is_on=False, actor=actor)
    forget_remembered()
    answer = client.post(URL, typed())
    assert answer.status_code == 503
    assert "We take no registrations for a while" in answer.text
    assert 'value="ayse@example.org"' in answer.text
    page = client.get(event.get_absolute_url())
    assert '<form class="stack" method="post"' not in page.text


def test_the_page_says_whether_places_are_free_and_never_how_many(client, event):
    page = client.get("/en/events/sommerfest/").text
    assert "There are free places." in page
    registered(event, 0, party_size=2)
    page = client.get("/en/events/sommerfest/").text
    assert "All places are taken." in page
    assert "There are free places." not in page


def test_the_page_does_not_tell_whether_an_address_just_typed_was_new(client, event):
    registered(event, 0)

    def page_after_typing(address: str) -> str:
        post(event, email=address)
        run_due()
        return client.get("/en/events/sommerfest/").text

    # One place is left: a stranger's address must not be told from one that is registered.
    for_known = page_after_typing("gast0@example.org")
    for_new = page_after_typing("stranger@example.org")
    assert EventPlaces.objects.get().taken == event.capacity
    assert "There are free places." in for_known
    assert "There are free places." in for_new
    services.confirm_registration(Registration.objects.latest("registered_at"))
    assert "All places are taken." in client.get("/en/events/sommerfest/").text


def test_the_source_comes_from_the_page_one_stood_on(client, event):
    referer = "http://testserver/en/events/sommerfest/?from=plakat-7"
    client.post(URL, typed(), headers={"Referer": referer})
    run_due()
    assert Registration.objects.get().source == "plakat-7"


def test_repeats_past_their_limit_store_and_mail_nothing(event, settings):
    settings.LIMITS = settings.LIMITS | {"register:address": "1/hour"}
    for size in ("1", "2", "1", "2"):
        assert post(event, party_size=size).status_code == 302
        run_due()
    assert Registration.objects.get().party_size == 2
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_form_and_mailbox_page_in_each_language(language, event):
    client = Client()
    assert client.get(f"/{language}/events/sommerfest/").status_code == 200
    assert client.get(f"/{language}/events/sommerfest/register/sent/").status_code == 200
    moved = client.get(f"/{language}/events/sommerfest/register/")
    assert moved["Location"] == f"/{language}/events/sommerfest/"


def test_the_page_costs_the_same_however_many_are_registered(
    client, event, django_assert_max_num_queries
):
    Event.objects.filter(pk=event.pk).update(capacity=9)
    for rows in (1, 3):
        for number in range(rows):
            registered(event, rows * 10 + number)
        with django_assert_max_num_queries(13):
            assert client.get("/de/events/sommerfest/").status_code == 200
