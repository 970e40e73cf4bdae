"""Announcements by mail end with one press, by people or by their mail programs."""

import re

import pytest
from django.core import mail
from django.test import Client

from jobs.services import run_due
from tests.volunteers.factories import TeamFactory
from tests.volunteers.teamwork import applied, member_of, own, subjects
from volunteers import services
from volunteers.models import TeamMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(slug="bildung", languages=("de", "en"))


def announced(team, actor, subject: str = "Treffen"):
    """The mails of an announcement."""
    mail.outbox.clear()
    services.announce(team, subject=subject, body="Am Montag.", actor=actor)
    run_due()
    return list(mail.outbox)


def path_of(letter) -> str:
    found = re.fullmatch(r"<https?://[^/]+(/.+)>", letter.extra_headers["List-Unsubscribe"])
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_each_letter_says_how_to_end_it_and_mail_programs_can(team, actor, language):
    member = member_of(team, language=language)
    (letter,) = announced(team, actor)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_of(letter)
    assert path.startswith(f"/{language}/teams/bildung/unsubscribe/")
    assert path in letter.body
    assert path in letter.alternatives[0].content
    # As a provider sends it (RFC 8058): no cookie, no token, no origin of ours.
    answer = Client(enforce_csrf_checks=True).post(
        path, {"List-Unsubscribe": "One-Click"}, headers={"origin": "https://mail.example"}
    )
    assert answer.status_code == 200
    assert "/me/" not in path
    member.refresh_from_db()
    assert member.announcements_off_at is not None
    assert member.state == TeamMember.State.MEMBER
    assert announced(team, actor, "Noch eins") == []


def test_opening_the_link_ends_nothing(team, actor, client):
    member = member_of(team, language="en")
    path = path_of(announced(team, actor)[0])
    page = client.get(path)
    assert "Do you want no more announcements by mail" in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    member.refresh_from_db()
    assert member.announcements_off_at is None
    assert "You are unsubscribed" in client.post(path).text
    member.refresh_from_db()
    since = member.announcements_off_at
    assert "You are unsubscribed" in client.post(path).text
    member.refresh_from_db()
    assert member.announcements_off_at == since


def test_whoever_ends_it_before_the_job_runs_gets_none(team, actor):
    member = member_of(team)
    services.announce(team, subject="Treffen", body="Am Montag.", actor=actor)
    services.choose_announcements(member, wanted=False)
    assert subjects() == []


def test_others_go_on_getting_them(team, actor):
    member_of(team)
    services.choose_announcements(member_of(team), wanted=False)
    assert len(announced(team, actor)) == 1


def test_on_the_inner_page_one_chooses_and_still_reads(team, actor, client):
    member = member_of(team, language="en")
    other = member_of(team)
    announced(team, actor)
    page = client.get(own("team", member)).text
    assert "You get news by mail as well" in page
    answer = client.post(own("team_announcements", member), {"wanted": "no"}, follow=True)
    assert "You get no mails about news" in answer.text
    assert "Am Montag." in answer.text
    assert [one.to for one in announced(team, actor, "Zwei")] == [[other.email]]
    client.post(own("team_announcements", member), {"wanted": "yes"})
    assert len(announced(team, actor, "Drei")) == 2
    # A page of ours, pressed from elsewhere, does nothing.
    answer = client.post(
        own("team_announcements", member),
        {"wanted": "no"},
        headers={"origin": "https://x.example"},
    )
    assert answer.status_code == 403


def test_nobody_else_gets_to_it(team, client):
    member = member_of(team, state=TeamMember.State.LEFT)
    assert client.post(own("team_announcements", member), {"wanted": "no"}).status_code == 404
    assert client.get("/de/teams/bildung/unsubscribe/nonsense/").status_code in (404, 410)


def test_of_somebody_erased_the_link_opens_nothing(team, actor, client):
    member = member_of(team)
    path = path_of(announced(team, actor)[0])
    member.delete()
    assert client.get(path).status_code in (404, 410)
    assert client.post(path).status_code in (404, 410)


def test_whoever_comes_back_gets_them_again(team, actor):
    member = applied(team)
    services.decide(member, accepts=True, actor=actor)
    services.choose_announcements(member, wanted=False)
    services.leave_team(member)
    again = applied(team)
    assert again.pk == member.pk
    assert again.announcements_off_at is None
