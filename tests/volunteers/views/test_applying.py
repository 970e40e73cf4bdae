"""Applying to a team without an account: taken, confirmed by the link, the same for a repeat."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from jobs.models import Job
from jobs.services import run_due
from tests.volunteers.teamwork import (
    ANSWERS,
    applied,
    asking_team,
    coordinator_of,
    link,
    member_of,
    subjects,
    typed,
)
from volunteers import services
from volunteers.models import Team, TeamMeeting, TeamMember, Volunteer
from web import switches
from web.cache import forget_remembered

pytestmark = pytest.mark.django_db
State = TeamMember.State
URL = "/en/teams/bildung/apply/"


@pytest.fixture(autouse=True)
def _fresh_pages(settings):
    settings.PAGE_CACHE = False


@pytest.fixture
def team():
    return asking_team(languages=("de", "en"))


def nothing_was_taken() -> bool:
    return not Job.objects.filter(kind="volunteers.store_application").exists()


def test_an_application_is_taken_confirmed_and_waits(client, team):
    coordinator_of(team)
    answer = client.post(URL, typed(client))
    assert answer["Location"] == "/en/teams/bildung/apply/sent/"
    assert "Look in your mailbox" in client.get(answer["Location"]).text
    assert subjects() == ["Please confirm your application: bildung (en)"]
    path = link("confirm")
    page = client.get(path)
    assert "Ayşe Yılmaz" in page.text
    assert ANSWERS["answer_0"] in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    member = TeamMember.objects.get(state=State.PENDING)
    assert client.post(path).status_code == 200
    member.refresh_from_db()
    assert member.state == State.APPLIED
    assert services.answers_of(member) == [
        ("Was möchten Sie einbringen?", ANSWERS["answer_0"]),
        ("Wann haben Sie Zeit?", ANSWERS["answer_1"]),
    ]
    # The person hears that it waits, and who coordinates that somebody does.
    assert subjects()[1:] == [
        "Your application is confirmed: bildung (en)",
        "Eine Bewerbung wartet: bildung (de)",
    ]
    assert "Ayşe" not in mail.outbox[2].body
    assert Volunteer.objects.get(pk=member.person_key).name == "Ayşe Yılmaz"
    # Pressed twice nothing happens anew.
    assert "the team has your application" in client.post(path).text
    assert len(subjects()) == 3


def test_a_repeat_looks_the_same_and_changes_nothing(client, team):
    member = applied(team)
    before = TeamMember.objects.values().get()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        answer = client.post(URL, typed(client, email=member.email, name="Mallory"))
        assert answer["Location"] == "/en/teams/bildung/apply/sent/"
        assert subjects() == ["You had applied before: bildung (en)"]
        # No more often than every five minutes.
        client.post(URL, typed(client, email=member.email))
        assert len(subjects()) == 1
    after = TeamMember.objects.values().get()
    assert before | {"mailed_at": None} == after | {"mailed_at": None}


def test_a_member_hears_that_they_belong_already(client, team):
    member = member_of(team, language="en")
    client.post(URL, typed(client, email=member.email))
    assert subjects() == ["You belong to the team already: bildung (en)"]
    assert TeamMember.objects.get().name == member.name


def test_what_was_typed_anew_meanwhile_is_shown_before_it_is_confirmed(client, team):
    client.post(URL, typed(client))
    path = link("confirm")
    seen = re.search(r'name="seen" value="([^"]+)"', client.get(path).text)[1]
    client.post(URL, typed(client, name="Somebody Else"))
    run_due()
    answer = client.post(path, {"seen": seen})
    assert answer.status_code == 409
    assert "Somebody Else" in answer.text
    assert TeamMember.objects.get().state == State.PENDING


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "Gewinn www.example.com"}, "without a web address"),
        ({"email": "niemand"}, "like name@example.org"),
        ({"answer_1": " "}, "Please answer: Wann haben Sie Zeit?"),
        ({"asked": "other"}, "changed its questions"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, team, change, words):
    answer = client.post(URL, typed(client, **change))
    assert answer.status_code == 422
    assert words in answer.text.replace("&#x27;", "'")
    assert ANSWERS["answer_0"] in answer.text
    assert nothing_was_taken()


def test_after_the_questions_changed_the_next_press_goes_through(client, team):
    page = client.post(URL, typed(client, asked="other")).text
    state = re.search(r'name="asked" value="(\w+)"', page)[1]
    assert client.post(URL, typed(client, asked=state)).status_code == 302


def test_a_team_that_takes_nobody_says_so(client, team):
    words = typed(client)
    Team.objects.update(takes_applications=False)
    forget_remembered()
    answer = client.post(URL, words)
    assert answer.status_code == 409
    assert "No applications just now" in answer.text
    Team.objects.update(takes_applications=True, state=Team.State.CLOSED)
    forget_remembered()
    assert client.post(URL, words).status_code == 409
    page = client.get("/en/teams/bildung/").text
    assert "ended its work" in page
    assert "<form class=" not in page
    Team.objects.update(state=Team.State.DRAFT)
    forget_remembered()
    assert client.post(URL, words).status_code == 404
    assert client.get("/en/teams/bildung/").status_code == 404
    assert nothing_was_taken()


def test_a_team_closed_meanwhile_confirms_nothing(client, team):
    client.post(URL, typed(client))
    path = link("confirm")
    Team.objects.update(state=Team.State.CLOSED)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "could not be confirmed" in answer.text
    assert TeamMember.objects.get().state == State.PENDING


def test_links_that_open_nothing_say_why(client, team):
    client.post(URL, typed(client))
    path = link("confirm")
    assert client.get("/en/teams/bildung/confirm/unknown/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert client.get(path).status_code == 410
    TeamMember.objects.all().delete()
    assert client.post(path).status_code == 410


def test_a_foreign_page_applies_for_nobody(client, team):
    answer = client.post(URL, typed(client), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert nothing_was_taken()


def test_past_the_limit_the_form_comes_back_as_typed(client, team, settings):
    settings.LIMITS = settings.LIMITS | {
        "team:network": "1/hour",
        "team:network:proven": "1/hour",
    }
    assert client.post(URL, typed(client)).status_code == 302
    answer = client.post(URL, typed(client, email="b@example.org"))
    assert answer.status_code == 429
    assert 'value="b@example.org"' in answer.text


def test_repeats_past_their_limit_store_and_mail_nothing(client, team, settings):
    settings.LIMITS = settings.LIMITS | {"team:address": "1/hour"}
    for name in ("Eins", "Zwei", "Drei"):
        client.post(URL, typed(client, name=name))
        run_due()
    assert TeamMember.objects.get().name == "Zwei"
    assert len(mail.outbox) == 1


def test_switched_off_the_page_says_so_and_keeps_what_was_typed(client, team, actor):
    words = typed(client)
    switches.turn("volunteers.joining", is_on=False, actor=actor)
    forget_remembered()
    answer = client.post(URL, words)
    assert answer.status_code == 503
    assert 'value="ayse@example.org"' in answer.text
    assert "Applying is paused" in client.get("/en/teams/bildung/").text


def test_without_questions_name_and_address_are_enough(client, team):
    team.texts.update(questions="")
    forget_remembered()
    assert client.post(URL, typed(client)).status_code == 302
    run_due()
    assert services.answers_of(TeamMember.objects.get()) == []


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_pages_in_each_language(language, team):
    client = Client()
    for path in ("", "bildung/", "bildung/apply/sent/"):
        assert client.get(f"/{language}/teams/{path}").status_code == 200
    assert client.get(f"/{language}/teams/bildung/apply/").status_code == 302


def test_the_public_page_names_open_meetings_and_nothing_of_the_inside(client, team):
    start = timezone.now() + timedelta(days=1)
    for place, is_open in (("Offenes Café", True), ("Hinterzimmer", False)):
        TeamMeeting.objects.create(
            team=team, starts_at=start, ends_at=start + timedelta(hours=1), place=place,
            is_open=is_open, online_url=f"https://example.org/{is_open}",
        )  # fmt: skip
    past = timezone.now() - timedelta(days=1)
    TeamMeeting.objects.create(
        team=team, starts_at=past, ends_at=past + timedelta(hours=1), place="Vorbei", is_open=True
    )
    member = member_of(team, name="Geheimer Name")
    with translation.override("en"):
        services.announce(team, subject="Intern", body="Nur für uns", actor="system")
        services.add_link(team, label="Unser Chat", url="https://example.org/", actor="system")
    page = client.get("/en/teams/bildung/").text
    assert "Offenes Café" in page
    for hidden in (
        "Hinterzimmer",
        "example.org/False",
        "Vorbei",
        "Intern",
        "Unser Chat",
        member.name,
    ):
        assert hidden not in page
