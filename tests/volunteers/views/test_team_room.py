"""A team's inner page: for its members by their own secret, and for nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation

from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import TeamFactory, VolunteerFactory
from tests.volunteers.teamwork import (
    applied,
    coordinator_of,
    member_of,
    own,
    secret_of,
    subjects,
)
from volunteers import services
from volunteers.models import (
    Team,
    TeamAnnouncement,
    TeamFile,
    TeamLink,
    TeamMeeting,
    TeamMember,
)

pytestmark = pytest.mark.django_db
State, Role = TeamMember.State, TeamMember.Role


@pytest.fixture
def team():
    return TeamFactory(slug="bildung", languages=("de", "en"))


def furnished(team: Team) -> TeamFile:
    """Something of each kind that members share."""
    now = timezone.now()
    TeamAnnouncement.objects.create(team=team, subject="Nachricht", body="Am Montag geht es los.")
    TeamLink.objects.create(team=team, label="Unser Chat", url="https://example.org/chat")
    TeamMeeting.objects.create(
        team=team, starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=1),
        place="Keuning-Haus",
    )  # fmt: skip
    return TeamFile.objects.create(
        team=team, name="Protokoll.pdf", content_type="application/pdf", content=b"%PDF-1", size=6
    )


def meeting_form(**more):
    start = timezone.localtime() + timedelta(days=3)
    words = {
        "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "place": "Rathaus",
    }
    return words | more


# --- Who gets in -------------------------------------------------------------


def test_a_member_finds_everything(client, team):
    furnished(team)
    coordinator_of(team)
    page = client.get(own("team", member_of(team)))
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    for words in ("Nachricht", "Unser Chat", "Keuning-Haus", "Protokoll.pdf"):
        assert words in page.text
    # Of the others a member sees first names and roles, and no application.
    assert "Kim" in page.text
    assert "Koordination" not in page.text
    assert "Waiting for your answer" not in page.text


def outsiders(team):
    """Everybody who is no member, and what they hold."""
    yield "has applied", applied(team)
    for state in (State.PENDING, State.DECLINED, State.LEFT):
        yield state, member_of(team, state=state)
    yield "of another team", member_of(TeamFactory())
    yield "coordinates another team", coordinator_of(TeamFactory())


def test_whoever_is_no_member_finds_nothing(client, team):
    file = furnished(team)
    link = team.links.get()
    somebody = member_of(team)
    for who, person in outsiders(team):
        for name, *more in (
            ("team",),
            ("team_file", file.pk),
            ("team_leave",),
            ("team_share", "link"),
            ("team_refuse", somebody.pk, "end"),
        ):
            path = own(name, person, *more, team=team)
            assert client.get(path).status_code == 404, (who, name)
        for name, *more in (
            ("team_leave",),
            ("team_share", "link"),
            ("team_unshare", "link", link.pk),
            ("team_accept", somebody.pk),
            ("team_refuse", somebody.pk, "end"),
            ("team_role", somebody.pk),
        ):
            words = {"label": "X", "url": "https://example.org", "reason": "x", "role": "member"}
            assert client.post(own(name, person, *more, team=team), words).status_code == 404
    assert team.links.get() == link
    somebody.refresh_from_db()
    assert somebody.state == State.MEMBER


def test_without_a_secret_nothing_opens(client, team):
    file = furnished(team)
    for path in ("", "leave/", "share/link/", f"files/{file.pk}/"):
        page = client.get(f"/en/volunteering/mine/unknown/teams/bildung/{path}")
        assert page.status_code == 404
        assert "Unser Chat" not in page.text
    assert client.get("/en/volunteering/mine/unknown/teams/").status_code == 404


def test_a_guessed_number_opens_no_other_teams_file(client, team):
    theirs = furnished(TeamFactory())
    mine = furnished(team)
    member = member_of(team)
    assert client.get(own("team_file", member, theirs.pk)).status_code == 404
    assert client.get(own("team_file", member, 999_999)).status_code == 404
    answer = client.get(own("team_file", member, mine.pk))
    assert answer.content == b"%PDF-1"


def test_a_file_is_kept_and_never_shown(client, team):
    answer = client.get(own("team_file", member_of(team), furnished(team).pk))
    assert answer["Content-Disposition"] == 'attachment; filename="Protokoll.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


COORDINATING = [("team_share", "announcement"), ("team_share", "file"), ("team_share", "meeting")]


@pytest.mark.parametrize(("name", "kind"), COORDINATING)
def test_a_plain_member_coordinates_nothing(client, team, name, kind):
    member = member_of(team)
    assert client.get(own(name, member, kind)).status_code == 404
    assert client.post(own(name, member, kind), {"subject": "A", "body": "B"}).status_code == 404
    other = applied(team)
    assert client.post(own("team_accept", member, other.pk)).status_code == 404
    assert (
        client.post(own("team_role", member, member.pk), {"role": "coordinator"}).status_code
        == 404
    )
    member.refresh_from_db()
    assert (member.role, TeamAnnouncement.objects.count()) == (Role.MEMBER, 0)


# --- My teams ----------------------------------------------------------------


def test_my_teams_lists_mine_and_what_waits(client, team):
    person = VolunteerFactory()
    member = member_of(team, person)
    member_of(TeamFactory(slug="wartet"), person, state=State.APPLIED)
    member_of(TeamFactory(slug="verlassen"), person, state=State.LEFT)
    member_of(TeamFactory(slug="fremd"))
    page = client.get(f"/en/volunteering/mine/{secret_of(member)}/teams/").text
    assert "bildung" in page
    assert "waits for an answer" in page
    assert "verlassen" not in page
    assert "fremd" not in page


def test_whoever_is_in_no_team_is_led_to_them(client, team):
    secret = secret_of(member_of(team, state=State.LEFT))
    assert "You belong to no team yet" in client.get(f"/en/volunteering/mine/{secret}/teams/").text


def test_an_application_is_taken_back(client, team):
    member = applied(team)
    assert client.get(own("team_take_back", member)).status_code == 405
    client.post(own("team_take_back", member))
    member.refresh_from_db()
    assert member.state == State.LEFT


def test_taking_back_ends_no_membership(client, team):
    member = member_of(team)
    client.post(own("team_take_back", member))
    member.refresh_from_db()
    assert member.state == State.MEMBER


def test_a_member_leaves_after_being_asked(client, team):
    member = member_of(team, language="en")
    path = own("team_leave", member)
    assert "To come back you apply anew" in client.get(path).text
    member.refresh_from_db()
    assert member.state == State.MEMBER
    answer = client.post(path, follow=True)
    assert "You have left the team." in answer.text
    assert subjects() == ["You have left the team: bildung (en)"]
    assert client.get(path).status_code == 404


# --- Coordinating ------------------------------------------------------------


def test_a_coordinator_accepts_and_declines(client, team):
    me = coordinator_of(team)
    one, two = applied(team, 1), applied(team, 2)
    page = client.get(own("team", me)).text
    assert "Bewerbung 1" in page
    assert "Antwort 2" in page
    client.post(own("team_accept", me, one.pk))
    path = own("team_refuse", me, two.pk, "decline")
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Gerade ist kein Platz."})
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, two.state) == (State.MEMBER, State.DECLINED)
    assert len(subjects()) == 2
    # It was decided: the same link opens nothing any more, or says so.
    assert client.post(path, {"reason": "Noch einmal"}).status_code == 404
    answer = client.post(own("team_accept", me, one.pk), follow=True)
    assert "Somebody else has decided meanwhile." in answer.text


def test_declining_what_was_accepted_meanwhile_ends_nothing(client, team):
    me, other = coordinator_of(team), applied(team)
    path = own("team_refuse", me, other.pk, "decline")
    services.decide(other, accepts=True, actor="system")
    answer = client.post(path, {"reason": "Nein"}, follow=True)
    assert "Somebody else has decided meanwhile." in answer.text
    other.refresh_from_db()
    assert other.state == State.MEMBER


def test_another_teams_people_are_out_of_reach(client, team):
    me, stranger, waiting = coordinator_of(team), member_of(TeamFactory()), applied(TeamFactory())
    assert client.post(own("team_accept", me, waiting.pk)).status_code == 404
    assert (
        client.post(own("team_refuse", me, stranger.pk, "end"), {"reason": "x"}).status_code == 404
    )
    assert (
        client.post(own("team_role", me, stranger.pk), {"role": "coordinator"}).status_code == 404
    )
    link = TeamLink.objects.create(team=stranger.team, label="A", url="https://example.org")
    client.post(own("team_unshare", me, "link", link.pk))
    assert TeamLink.objects.exists()


def test_a_coordinator_changes_roles_and_ends_memberships(client, team):
    me, other = coordinator_of(team), member_of(team)
    client.post(own("team_role", me, other.pk), {"role": "coordinator"})
    other.refresh_from_db()
    assert other.is_coordinator
    assert client.post(own("team_role", me, other.pk), {"role": "king"}).status_code == 302
    client.post(own("team_refuse", me, other.pk, "end"), {"reason": "Lange nicht gesehen."})
    other.refresh_from_db()
    assert other.state == State.LEFT
    assert client.get(own("team_refuse", me, me.pk, "banish")).status_code == 404


def test_a_coordinator_announces_once(client, team):
    me = coordinator_of(team)
    member_of(team)
    path, words = own("team_share", me, "announcement"), {"subject": "Treffen", "body": "Montag"}
    assert client.get(path).status_code == 200
    for _ in range(2):
        assert client.post(path, words).status_code == 302
    assert subjects() == ["bildung (de): Treffen"] * 2
    assert TeamAnnouncement.objects.count() == 1


def test_a_coordinator_adds_and_removes_what_is_shared(client, team):
    me = coordinator_of(team)
    client.post(own("team_share", me, "link"), {"label": "Chat", "url": "example.org/chat"})
    client.post(own("team_share", me, "meeting"), meeting_form())
    client.post(own("team_share", me, "file"), {"file": SimpleUploadedFile("a.txt", b"Hallo")})
    assert team.links.get().url == "https://example.org/chat"
    assert team.meetings.get().place == "Rathaus"
    assert bytes(team.files.get().content) == b"Hallo"
    for kind, rows in (("link", team.links), ("meeting", team.meetings), ("file", team.files)):
        client.post(own("team_unshare", me, kind, rows.get().pk))
        assert not rows.exists()
    assert client.post(own("team_unshare", me, "member", 1)).status_code == 404
    assert client.get(own("team_share", me, "secret")).status_code == 404


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("announcement", {"subject": "Nur das"}, "Nur das"),
        ("link", {"label": "Chat", "url": "javascript:alert(1)"}, "javascript:alert(1)"),
        ("meeting", meeting_form(place=""), "Say where"),
        ("meeting", meeting_form(ends_at="2020-01-01T10:00"), "would end before it starts"),
        ("file", {}, "Choose a file."),
    ],
)
def test_what_is_wrong_is_said_and_kept(client, team, kind, words, said):
    answer = client.post(own("team_share", coordinator_of(team), kind), words)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_page_with_a_script_is_no_text(client, team):
    me = coordinator_of(team)
    for name, content in (("a.html", b"<script>"), ("a.pdf", b"<script>")):
        sent = SimpleUploadedFile(name, content, content_type="application/pdf")
        assert client.post(own("team_share", me, "file"), {"file": sent}).status_code == 422
    assert not TeamFile.objects.exists()


def test_a_large_file_comes_in_from_a_coordinator_only(client, team, settings):
    large = b"%PDF-" + b"x" * (settings.MAX_BODY_BYTES + 1000)

    def send(path):
        return client.post(path, {"file": SimpleUploadedFile("plan.pdf", large)}).status_code

    me, member = coordinator_of(team), member_of(team)
    assert send(own("team_share", me, "file")) == 302
    assert team.files.get().size == len(large)
    assert send(own("team_share", member, "file")) == 403
    assert send(own("team_share", me, "announcement")) == 403
    assert send("/en/volunteering/mine/unknown/teams/bildung/share/file/") == 403
    assert send("/en/teams/bildung/apply/") == 413
    assert team.files.count() == 1


def test_a_file_past_the_limit_is_refused_in_words(client, team):
    large = SimpleUploadedFile("plan.pdf", b"%PDF-" + b"x" * 5_000_000)
    answer = client.post(own("team_share", coordinator_of(team), "file"), {"file": large})
    assert answer.status_code == 422
    assert "larger than 5" in answer.text


def test_a_foreign_page_does_nothing_here(client, team):
    me = coordinator_of(team)
    foreign = {"Sec-Fetch-Site": "cross-site"}
    words = {"subject": "A", "body": "B"}
    path = own("team_share", me, "announcement")
    assert client.post(path, words, headers=foreign).status_code == 403
    assert client.post(own("team_leave", me), headers=foreign).status_code == 403
    assert not TeamAnnouncement.objects.exists()


def test_a_closed_team_is_read_and_not_written(client, team):
    me = coordinator_of(team)
    furnished(team)
    Team.objects.update(state=Team.State.CLOSED)
    page = client.get(own("team", me)).text
    assert "Unser Chat" in page
    assert "ended its work" in page
    assert "Write to all members" not in page
    assert client.get(own("team_share", me, "announcement")).status_code == 404


# --- What pages cost ---------------------------------------------------------


def test_the_public_pages_cost_the_same_with_more_rows(client, settings):
    settings.PAGE_CACHE = False
    campaign = CampaignFactory()

    def another(slug):
        team = TeamFactory(slug=slug, campaign=campaign)
        furnished(team)
        return team

    another("eins")
    with translation.override("en"):
        pages = ["/en/teams/", "/en/teams/eins/"]
        before = [queries_of(client, page) for page in pages]
        for number in range(2):
            furnished(another(f"mehr-{number}"))
        furnished(Team.objects.get(slug="eins"))
        assert [queries_of(client, page) for page in pages] == before


def test_the_inner_pages_cost_the_same_with_more_rows(team):
    client, me = Client(), coordinator_of(team)
    furnished(team)
    applied(team)
    pages = [own("team", me), f"/en/volunteering/mine/{secret_of(me)}/teams/"]
    before = [queries_of(client, page) for page in pages]
    for number in range(2):
        furnished(team)
        applied(team, number + 5)
        member_of(team)
        other = TeamFactory()
        TeamMember.objects.create(team=other, person_key=me.person_key, state="member")
    assert [queries_of(client, page) for page in pages] == before
