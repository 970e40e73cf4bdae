"""POST …/join/: taken, refused in words, and the same answer whoever asks."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from campaigns.models import Campaign
from jobs.services import run_due
from privacy.models import Consent
from tests.factories import CampaignFactory
from tests.volunteers.joining import joined, nothing_was_taken, post, subjects, typed
from volunteers.models import Supporter, Volunteer
from web import switches
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
URL = "/en/volunteering/join/klima/"
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def campaign():
    forget_remembered()
    return CampaignFactory(slug="klima", languages=("de", "en", "tr", "ar"))


def title(campaign, language: str) -> str:
    return campaign.texts.get(language=language).title


def test_a_valid_form_is_stored_and_answered_by_the_mailbox_page(client, campaign):
    answer = client.post(URL, typed(), follow=True)
    assert answer.redirect_chain == [("/en/volunteering/join/klima/sent/", 302)]
    assert "Look in your mailbox" in answer.text
    assert not client.cookies
    run_due()
    supporter = Supporter.objects.get()
    assert (supporter.state, supporter.language) == ("pending", "en")
    assert subjects() == [f"Please confirm that you join in: {title(campaign, 'en')}"]


def test_before_it_is_confirmed_nothing_of_it_can_be_read(campaign):
    post(campaign, note="Ich kann backen", languages=["tr"], languages_tr="3")
    run_due()
    supporter = Supporter.objects.get()
    assert supporter.note == ""
    assert "Ayşe" not in supporter.sealed
    assert "backen" not in supporter.sealed
    assert list(supporter.ways.all()) == []
    assert not Consent.objects.exists()
    assert Volunteer.objects.get().email == ""


def test_whoever_joins_twice_gets_the_same_answer_and_one_mail(campaign):
    first, again = post(campaign), post(campaign)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    run_due()
    assert Supporter.objects.count() == 1
    # Five minutes have one mail.
    assert len(mail.outbox) == 1


def test_who_has_joined_is_told_so_in_the_mailbox_only_and_nothing_changes(campaign):
    supporter = joined(campaign)
    answer = post(campaign, name="Somebody Else", ways=["doors", "news"], note="Other words")
    assert (answer.status_code, answer["Location"]) == (
        302, "/en/volunteering/join/klima/sent/",
    )  # fmt: skip
    assert subjects() == [f"Sie waren schon dabei: {title(campaign, 'de')}"]
    assert mail.outbox[0].to == ["ayse@example.org"]
    supporter.refresh_from_db()
    assert (supporter.note, [one.way for one in supporter.ways.all()]) == ("", ["stall"])
    assert Volunteer.objects.get().name == "Ayşe Yılmaz"
    assert "Somebody Else" not in mail.outbox[0].body


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_the_mail_speaks_the_language_of_the_form_whatever_the_worker_speaks(campaign, language):
    post(campaign, language)
    with translation.override("en" if language == "de" else "de"):
        run_due()
    (letter,) = mail.outbox
    assert letter.subject.endswith(f": {title(campaign, language)}")
    assert letter.extra_headers["Content-Language"] == language
    assert f"/{language}/volunteering/join/klima/confirm/" in letter.body


def test_htmx_gets_the_part_at_the_same_address(client, campaign):
    answer = client.post(URL, typed(), headers=HTMX)
    assert answer.status_code == 200
    assert "Look in your mailbox" in answer.text
    assert "<html" not in answer.text
    refused = client.post(URL, typed(email=""), headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith("<section")
    assert 'id="join"' in refused.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "Win at evil.com"),
        ("name", "A\x00B"),
        ("name", "a" * 121),
        ("email", ""),
        ("email", "ayse@localhost"),
        ("ways", []),
        ("ways", ["flying"]),
        ("languages", ["tlh"]),
        ("districts", ["Entenhausen"]),
        ("slots", ["never"]),
        ("note", "a" * 501),
    ],
)
def test_what_is_malformed_is_said_and_the_rest_is_kept(client, campaign, field, value):
    answer = client.post(URL, typed(**{"note": "Ich backe", field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    link = field if field in ("name", "email", "note") else f"{field}_0"
    assert f'href="#id_{link}"' in answer.text
    assert f'id="id_{link}"' in answer.text
    for name in {"name", "email"} - {field}:
        assert f'value="{typed()[name]}"' in answer.text
    # The second part is open, since it holds something.
    assert '<details class="details join__more" open>' in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert nothing_was_taken()


def test_a_level_that_is_none_is_refused(client, campaign):
    answer = client.post(URL, typed(languages=["tr"], languages_tr="9"))
    assert list(answer.context["form"].errors) == ["languages"]
    assert nothing_was_taken()


def test_languages_ticked_come_back_with_their_levels(client, campaign):
    answer = client.post(URL, typed(email="", languages=["tr", "kmr"], languages_kmr="3"))
    form = answer.context["form"]
    assert form["languages"].value() == {"tr": "2", "kmr": "3"}
    rows = form["languages"].field.widget.get_context("languages", {"kmr": "3"}, {})["widget"]
    # What is ticked is not folded away.
    assert "kmr" in [row["code"] for row in rows["near"]]


def test_no_box_is_ticked_beforehand(client, campaign):
    page = client.get(URL)
    assert page.status_code == 200
    assert "checked" not in page.text
    assert '<details class="details join__more">' in page.text


def test_each_box_has_the_sentence_that_is_stored(campaign):
    page = Client().get(URL).text
    assert "You may ask me when people are needed at a stall." in page
    assert "Send me news about this campaign by e-mail." in page


def test_a_campaign_that_has_ended_says_so(client, campaign):
    Campaign.objects.update(state="archived")
    page = client.get(URL)
    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert client.post(URL, typed()).status_code == 409
    assert nothing_was_taken()


def test_a_draft_and_an_unknown_campaign_are_not_found(client, campaign):
    assert client.post("/en/volunteering/join/nirgends/", typed()).status_code == 404
    assert client.get("/en/volunteering/join/nirgends/").status_code == 404
    Campaign.objects.update(state="draft")
    assert client.post(URL, typed()).status_code == 404
    assert client.get(URL).status_code == 404


def test_a_foreign_page_joins_nobody(client, campaign):
    answer = client.post(URL, typed(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert nothing_was_taken()


def test_it_needs_no_token_of_a_session(campaign):
    answer = Client(enforce_csrf_checks=True).post(URL, typed())
    assert answer.status_code == 302


def test_past_the_limit_the_form_comes_back_as_typed(client, campaign, settings):
    settings.LIMITS = settings.LIMITS | {
        "join:network": "1/hour",
        "join:network:proven": "1/hour",
    }
    assert client.post(URL, typed()).status_code == 302
    answer = client.post(URL, typed(email="b@example.org"))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert 'value="b@example.org"' in answer.text


def test_switched_off_the_page_says_so_and_keeps_what_was_typed(
    client, campaign, django_user_model
):
    actor = django_user_model.objects.create_user("amt@example.org")
    switches.turn("volunteers.joining", is_on=False, actor=actor)
    forget_remembered()
    answer = client.post(URL, typed())
    assert answer.status_code == 503
    assert "We take no sign-ups for a while" in answer.text
    assert 'value="ayse@example.org"' in answer.text
    page = client.get(URL)
    assert "We take no sign-ups for a while" in page.text
    assert 'name="email"' not in page.text


def test_while_the_database_is_away_the_form_comes_back(client, campaign, monkeypatch):
    from web import held

    monkeypatch.setattr(held, "is_away", lambda: True)
    answer = client.post(URL, typed(note="Ich backe"))
    assert answer.status_code == 503
    assert "Ich backe" in answer.text
    assert 'value="ayse@example.org"' in answer.text
    assert "data-send-again" in answer.text


def test_the_source_comes_from_the_page_one_stood_on(client, campaign):
    referer = "http://testserver/en/volunteering/join/klima/?from=plakat-7"
    client.post(URL, typed(), headers={"Referer": referer})
    run_due()
    assert Supporter.objects.get().source == "plakat-7"


def test_repeats_past_their_limit_store_and_mail_nothing(campaign, settings):
    settings.LIMITS = settings.LIMITS | {"join:address": "1/hour"}
    for number in range(4):
        assert post(campaign, name=f"Name {number}").status_code == 302
        run_due()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_form_and_mailbox_page_in_each_language(language, campaign):
    client = Client()
    for ending in ("", "sent/"):
        page = client.get(f"/{language}/volunteering/join/klima/{ending}")
        assert page.status_code == 200
        assert page.text.count("<h1") == 1


def test_the_campaigns_page_leads_there_and_carries_the_source_on(client, campaign):
    page = client.get("/en/campaigns/klima/?from=plakat-7").text
    assert 'href="/en/volunteering/join/klima/?from=plakat-7"' in page
    Campaign.objects.update(state="archived")
    assert "/volunteering/join/" not in client.get("/en/campaigns/klima/").text


def test_the_home_page_leads_there(client, campaign):
    assert 'href="/en/volunteering/join/klima/"' in client.get("/en/").text


def test_the_page_costs_the_same_however_many_have_joined(
    client, campaign, django_assert_max_num_queries
):
    for rows in (1, 3):
        for number in range(rows):
            joined(campaign, f"h{rows}{number}@example.org")
        with django_assert_max_num_queries(4):
            assert client.get(URL).status_code == 200
