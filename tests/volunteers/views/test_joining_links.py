"""The link in the mail: GET changes nothing, POST joins, and what is over says why."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from campaigns.models import Campaign
from jobs.models import Job
from jobs.services import run_due
from privacy.models import Consent
from privacy.person import person_key
from tests.factories import CampaignFactory
from tests.volunteers.joining import joined, link, post, subjects
from volunteers import services
from volunteers.models import Supporter, Volunteer
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_are_made_anew(settings):
    settings.PAGE_CACHE = False
    forget_remembered()


@pytest.fixture
def campaign():
    return CampaignFactory(slug="klima", languages=("de", "en"))


def state() -> str:
    return Supporter.objects.get().state


def test_opening_the_link_joins_nobody_and_pressing_does(client, campaign):
    post(
        campaign,
        ways=["stall", "news"],
        note="Ich backe",
        languages=["tr"],
        languages_tr="3",
        districts=["Innenstadt-Nord"],
        slots=["weekend_morning"],
    )
    path = link()
    page = client.get(path)
    assert page.status_code == 200
    # Whoever typed it may have been somebody else: it shows after the press only.
    assert "Ayşe" not in page.text
    assert "Ich backe" not in page.text
    # What the press agrees to is not hidden.
    assert "You may ask me when people are needed at a stall." in page.text
    assert "Send me news about this campaign by e-mail." in page.text
    assert "You may ask me when you go from door to door." not in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert state() == "pending"

    answer = client.post(path)
    assert answer.status_code == 200
    assert "Good to have you with us" in answer.text
    supporter = Supporter.objects.get()
    assert (supporter.state, supporter.note, supporter.sealed) == ("confirmed", "Ich backe", "")
    assert {one.way for one in supporter.ways.all()} == {"stall", "news"}
    person = Volunteer.objects.get()
    assert (person.name, person.email) == ("Ayşe Yılmaz", "ayse@example.org")
    assert dict(person.languages.values_list("language", "level")) == {"tr": "3"}
    assert (person.districts, person.slots) == (["Innenstadt-Nord"], ["weekend_morning"])
    given = Consent.objects.standing().select_related("wording")
    assert {one.wording.text for one in given} == {
        "You may ask me when people are needed at a stall.",
        "Send me news about this campaign by e-mail.",
    }
    assert subjects()[-1].startswith("Good to have you with us: ")


def test_the_sentences_stand_as_they_were_ticked(client, campaign):
    post(campaign)
    page = client.get(link().replace("/en/", "/ar/", 1))
    sentence = "You may ask me when people are needed at a stall."
    assert f'lang="en" dir="ltr">\n            <li>{sentence}</li>' in page.text


def test_what_was_ticked_anew_meanwhile_is_shown_before_it_is_confirmed(client, campaign):
    post(campaign)
    path = link()
    page = client.get(path)
    seen = page.context["seen"]
    assert f'name="seen" value="{seen}"' in page.text
    post(campaign, name="Somebody Else", ways=["doors"])
    run_due()
    answer = client.post(path, {"seen": seen})
    assert answer.status_code == 409
    assert "Meanwhile somebody signed up once more with your address" in answer.text
    assert "You may ask me when you go from door to door." in answer.text
    assert "people are needed at a stall" not in answer.text
    assert state() == "pending"
    assert not Consent.objects.exists()

    assert client.post(path, {"seen": answer.context["seen"]}).status_code == 200
    assert state() == "confirmed"


def test_pressed_again_it_leads_to_ones_own_page(client, campaign):
    post(campaign)
    path = link()
    client.post(path)
    assert "You have joined" in client.get(path).text
    answer = client.post(path)
    assert answer.status_code == 302
    assert "Ayşe Yılmaz" in client.get(answer["Location"]).text
    run_due()
    assert len(mail.outbox) == 2


def test_one_mail_link_is_enough_to_come_back(client, campaign):
    post(campaign)
    client.post(link())
    page = client.get(link("mine"))
    assert page.status_code == 200
    assert "Ayşe Yılmaz" in page.text


def test_an_unknown_link_is_not_found_and_leads_on(client, campaign):
    for slug in ("klima", "nirgends"):
        answer = client.get(f"/en/volunteering/join/{slug}/confirm/{'x' * 43}/")
        assert answer.status_code == 404
        assert "We don't know this link" in answer.text.replace("&#x27;", "'")


def test_an_expired_link_and_one_whose_person_is_deleted_say_so(client, campaign):
    post(campaign)
    path = link()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
    assert state() == "pending"
    Supporter.objects.all().delete()
    answer = client.get(path)
    assert answer.status_code == 410
    assert "This link is over" in answer.text


def test_a_foreign_page_confirms_nobody(client, campaign):
    post(campaign)
    assert client.post(link(), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert state() == "pending"


def test_a_campaign_that_has_ended_takes_no_confirmation(client, campaign):
    post(campaign)
    path = link()
    Campaign.objects.update(state="archived")
    page = client.get(path)
    assert page.status_code == 200
    assert "Yes, I join in" not in page.text
    assert client.post(path).status_code == 410
    assert state() == "pending"


def test_who_has_left_finds_the_way_back(client, campaign):
    post(campaign)
    path = link()
    client.post(path)
    services.leave_campaign(Supporter.objects.get())
    answer = client.post(path)
    assert answer.status_code == 410
    assert "/en/volunteering/join/klima/" in answer.text
    assert state() == "left"


def test_left_and_joined_again_one_gets_a_mail_at_once(client, campaign):
    post(campaign)
    client.post(link())
    services.leave_campaign(Supporter.objects.get())
    run_due()
    mail.outbox.clear()
    post(campaign)
    assert [one.partition(":")[0] for one in subjects()] == ["Please confirm that you join in"]
    client.post(link())
    assert state() == "confirmed"


def test_a_mail_that_has_become_untrue_is_not_sent(campaign):
    post(campaign)
    # Stored and confirmed before the mail's turn comes.
    job = Job.objects.get(kind="volunteers.store_supporter")
    words = job.payload
    services.store_supporter(words["campaign"], words["person"], words["sealed"])
    job.delete()
    services.confirm_supporter(Supporter.objects.get())
    assert [one.partition(":")[0] for one in subjects()] == ["Good to have you with us"]


def test_a_failed_mail_is_tried_again(campaign, monkeypatch):
    from volunteers.services import joining_mail

    post(campaign)
    job = Job.objects.get(kind="volunteers.store_supporter")
    words = job.payload
    services.store_supporter(words["campaign"], words["person"], words["sealed"])
    payload = {"supporter": str(Supporter.objects.get().pk), "about": "confirm_joining"}

    def fails(*_: object) -> None:
        raise OSError("away")

    with monkeypatch.context() as broken:
        broken.setitem(joining_mail.emails.MAILS, "confirm_joining", fails)
        with pytest.raises(OSError, match="away"):
            joining_mail.mail(payload)
    joining_mail.mail(payload)
    assert len(mail.outbox) == 1


def test_joining_a_second_campaign_adds_to_what_one_told(client, campaign):
    joined(campaign, languages={"tr": "3"}, districts=["Hörde"])
    other = CampaignFactory(slug="wasser")
    joined(other, languages={"ar": "1"}, districts=["Brackel"])
    person = Volunteer.objects.get(pk=person_key("ayse@example.org"))
    assert dict(person.languages.values_list("language", "level")) == {"tr": "3", "ar": "1"}
    assert person.districts == ["Brackel", "Hörde"]
