"""Applying to a team by program: as on its page, with the same answer whoever it is."""

import re

import pytest
from django.core import mail
from django.test import Client

from jobs.services import run_due
from tests.access.calling import refused
from tests.volunteers.factories import TeamFactory, VolunteerFactory
from tests.volunteers.teamwork import asking_team, member_of
from volunteers.models import Team, TeamMember, TeamText

pytestmark = pytest.mark.django_db
PATH = "/api/v1/teams/bildung/applications/"
CONFIRM = "/api/v1/applications/confirmations/"
QUESTIONS = ["Was möchten Sie einbringen?", "Wann haben Sie Zeit?"]


@pytest.fixture(autouse=True)
def _often(settings):
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "1000/minute")
    settings.PAGE_CACHE = False


def words(**more):
    answers = [{"question": one, "answer": "Gern."} for one in QUESTIONS]
    return {"name": "Ayşe", "email": "ayse@example.org", "answers": answers} | more


def send(body, path=PATH):
    return Client().post(f"{path}?language=de", body, "application/json")


def secret_in(letter) -> str:
    return re.search(r"/confirm/([\w-]{43})/", letter.body)[1]


def test_an_application_counts_once_its_mail_is_confirmed():
    team = asking_team()
    assert Client().get("/api/v1/teams/bildung/?language=de").json()["questions"] == QUESTIONS
    taken = send(words())
    assert (taken.status_code, taken.json()) == (202, {"status": "mail_sent"})
    assert taken["Cache-Control"] == "no-store"
    run_due()
    member = TeamMember.objects.get()
    assert (member.state, member.name, member.language) == ("pending", "Ayşe", "de")
    answer = send({"secret": secret_in(mail.outbox[0])}, CONFIRM)
    assert answer.json() == {"status": "applied", "team": team.slug}
    member.refresh_from_db()
    assert member.state == "applied"


def test_whoever_belongs_already_is_answered_the_same():
    team = asking_team()
    member = member_of(team, VolunteerFactory(email="ayse@example.org"))
    before = member.state, member.applied_at
    fresh = send(words(email="neu@example.org"))
    known = send(words())
    assert (known.status_code, known.json()) == (fresh.status_code, fresh.json())
    run_due()
    member.refresh_from_db()
    assert (member.state, member.applied_at) == before


def test_the_forms_rules_hold_and_name_what_was_sent():
    asking_team()
    missing = [{"question": QUESTIONS[0], "answer": "x"}, {"question": QUESTIONS[1], "answer": ""}]
    problem = refused(send(words(answers=missing, email="no")), 422, "invalid")
    assert set(problem["errors"]) == {"email", "answers.1"}
    assert not TeamMember.objects.exists()


def test_answers_to_other_questions_are_not_taken():
    asking_team()
    sent = words()
    TeamText.objects.update(questions="Haben Sie ein Auto?\nWarum?")
    problem = refused(send(sent), 422, "invalid")
    assert "non_field_errors" in problem["errors"]
    for answers in ([], sent["answers"][:1]):
        assert send(words(answers=answers)).status_code == 422
    run_due()
    assert not TeamMember.objects.exists()


def test_a_team_that_takes_nobody_says_so():
    team = asking_team(takes_applications=False)
    refused(send(words()), 409, "team_closed")
    TeamFactory(slug="geheim", state="draft")
    assert send(words(), "/api/v1/teams/geheim/applications/").status_code == 404
    assert team.members.count() == 0


def test_a_link_that_opens_nothing_says_why():
    team = asking_team()
    refused(send({"secret": "no"}, CONFIRM), 404, "secret_unknown")
    send(words())
    run_due()
    secret = {"secret": secret_in(mail.outbox[0])}
    Team.objects.update(takes_applications=False)
    refused(send(secret, CONFIRM), 409, "team_closed")
    Team.objects.update(takes_applications=True)
    assert send(secret, CONFIRM).status_code == 200
    team.members.update(state="declined")
    refused(send(secret, CONFIRM), 410, "application_over")
