"""Teams in the workspace: who sees, writes, decides, and what each page costs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from partners.workspace import attention, trail, translatable
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import TeamFactory
from tests.volunteers.teamwork import applied, coordinator_of, member_of, own, subjects
from volunteers.models import Team, TeamAnnouncement, TeamFile, TeamMember

pytestmark = pytest.mark.django_db
State, Role = TeamMember.State, TeamMember.Role


@pytest.fixture
def team():
    return TeamFactory(slug="bildung")


def path(name, *args):
    return reverse(f"teams_organise:{name}", args=args)


# --- Who may -----------------------------------------------------------------


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_looks(team, role, status):
    client = logged_in(role, team.organisation)
    assert client.get(path("detail", "bildung")).status_code == status
    assert client.get(path("preview", "bildung")).status_code == status


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200)
def test_who_writes(team, role, status):
    client = logged_in(role, team.organisation)
    assert client.get(path("write", "bildung")).status_code == status
    assert client.get(path("change", "bildung")).status_code == status


MANAGING = [("members",), ("share", "announcement"), ("share", "link"), ("share", "file")]


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200)
def test_who_sees_people_and_decides(team, role, status):
    client = logged_in(role, team.organisation)
    other = applied(team)
    for name, *more in MANAGING:
        assert client.get(path(name, "bildung", *more)).status_code == status, name
    assert client.get(path("lead", "bildung", "close")).status_code == status
    assert client.get(path("refuse", "bildung", other.pk, "decline")).status_code == status


@pytest.mark.parametrize("role", ["viewer", "editor", "stranger"])
def test_who_does_not_decide(team, role):
    client = logged_in(role, team.organisation)
    other, member = applied(team), member_of(team)
    for deed in (
        client.post(path("accept", "bildung", other.pk)),
        client.post(path("refuse", "bildung", member.pk, "end"), {"reason": "x"}),
        client.post(path("role", "bildung", member.pk), {"role": "coordinator"}),
        client.post(path("share", "bildung", "announcement"), {"subject": "A", "body": "B"}),
        client.post(path("lead", "bildung", "close")),
    ):
        assert deed.status_code in (403, 404)
    other.refresh_from_db()
    member.refresh_from_db()
    assert (other.state, member.state, member.role) == (State.APPLIED, State.MEMBER, Role.MEMBER)
    assert not TeamAnnouncement.objects.exists()


def test_another_organisation_sees_nothing(team):
    TeamFile.objects.create(
        team=team, name="a.txt", content_type="text/plain", content=b"a", size=1
    )
    client = logged_in("owner", OrganisationFactory())
    file = TeamFile.objects.get().pk
    for name, *more in (("detail",), ("members",), ("file", file), ("write",), *MANAGING):
        assert client.get(path(name, "bildung", *more)).status_code == 404, name
    assert "bildung" not in client.get(path("list")).text


def test_without_the_right_no_name_and_nothing_shared_shows(team):
    member_of(team, name="Geheimer Name")
    TeamAnnouncement.objects.create(team=team, subject="Intern", body="Nur für uns")
    for role in ("viewer", "editor"):
        page = logged_in(role, team.organisation).get(path("detail", "bildung")).text
        assert "1 Mitglied" in page
        assert "Geheimer Name" not in page
        assert "Intern" not in page
    assert (
        "Intern" in logged_in("organiser", team.organisation).get(path("detail", "bildung")).text
    )


def test_an_account_opens_no_inner_page(client, team):
    """A secret does, a login does not; and a member's account is no organiser's."""
    member = member_of(team)
    guest = logged_in("stranger", team.organisation)
    assert guest.get("/en/volunteering/mine/unknown/teams/bildung/").status_code == 404
    assert guest.get(own("team", member)).status_code == 200
    assert guest.get(path("members", "bildung")).status_code == 404


# --- What is done ------------------------------------------------------------


def test_a_team_is_made_written_settled_opened_and_closed():
    organisation = OrganisationFactory()
    campaign = CampaignFactory(lead=organisation)
    foreign = CampaignFactory()
    client = logged_in("organiser", organisation)
    words = {"organisation": organisation.pk, "name": "Bildung", "summary": "Deutsch für alle"}
    assert client.post(path("add"), words).url == path("detail", "bildung")
    team = Team.objects.get()
    assert team.state == Team.State.DRAFT
    page = client.get(path("write", "bildung"))
    text = {
        "name": "Bildung", "summary": "Deutsch für alle", "about": "Wir lernen.",
        "questions": "Warum?\nWann?", "seen": page.context["form"]["seen"].value(),
    }  # fmt: skip
    assert client.post(path("write", "bildung"), text).status_code == 302
    settled = {"campaign": campaign.pk, "takes_applications": "on"}
    assert client.post(path("change", "bildung"), settled).status_code == 302
    assert client.post(path("change", "bildung"), {"campaign": foreign.pk}).status_code == 422
    client.post(path("lead", "bildung", "open"))
    team.refresh_from_db()
    assert (team.campaign, team.state) == (campaign, Team.State.ACTIVE)
    assert "Warum?" in client.get("/de/teams/bildung/").text
    client.post(path("lead", "bildung", "close"))
    team.refresh_from_db()
    assert team.state == Team.State.CLOSED


def test_whose_team_it_becomes_is_ones_own():
    client = logged_in("editor", OrganisationFactory())
    other = OrganisationFactory()
    words = {"organisation": other.pk, "name": "Bildung", "summary": "Deutsch"}
    assert client.post(path("add"), words).status_code == 422
    assert not Team.objects.exists()


def test_a_draft_is_deleted(team):
    client = logged_in("organiser", team.organisation)
    assert client.get(path("lead", "bildung", "delete")).status_code == 403
    Team.objects.update(state=Team.State.DRAFT)
    assert client.post(path("lead", "bildung", "delete")).url == path("list")
    assert not Team.objects.exists()


def test_an_organiser_decides_and_changes_roles(team):
    client = logged_in("organiser", team.organisation)
    one, two = applied(team, 1), applied(team, 2)
    page = client.get(path("members", "bildung")).text
    assert "Bewerbung 1" in page
    assert "Antwort 2" in page
    client.post(path("accept", "bildung", one.pk))
    client.post(path("refuse", "bildung", two.pk, "decline"), {"reason": "Voll."})
    client.post(path("role", "bildung", one.pk), {"role": "coordinator"})
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.is_coordinator
    assert one.decided_by is not None
    assert two.state == State.DECLINED
    assert client.get(path("refuse", "bildung", one.pk, "banish")).status_code == 404
    client.post(path("refuse", "bildung", one.pk, "end"), {"reason": "Ende."})
    one.refresh_from_db()
    assert one.state == State.LEFT


def test_an_organiser_writes_and_shares(team):
    client = logged_in("organiser", team.organisation)
    member_of(team)
    for _ in range(2):
        client.post(path("share", "bildung", "announcement"), {"subject": "A", "body": "B"})
    assert subjects() == ["bildung (de): A"]
    client.post(path("share", "bildung", "file"), {"file": SimpleUploadedFile("a.txt", b"Hallo")})
    file = team.files.get()
    answer = client.get(path("file", "bildung", file.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="a.txt"'
    client.post(path("unshare", "bildung", "file", file.pk))
    assert not team.files.exists()
    Team.objects.update(state=Team.State.CLOSED)
    refused = client.post(path("share", "bildung", "announcement"), {"subject": "C", "body": "D"})
    assert refused.status_code == 422


# --- The workspace -----------------------------------------------------------


def test_applications_wait_on_the_organisers_first_page(team):
    applied(team, 1)
    applied(team, 2)
    organiser = somebody("organiser", team.organisation)
    (one,) = [
        one for one in attention.waiting_for(organiser) if one.url == path("members", "bildung")
    ]
    assert one.sentence == "2 Bewerbungen für ein Team warten."
    for role, organisation in (("editor", team.organisation), ("owner", OrganisationFactory())):
        found = attention.waiting_for(somebody(role, organisation))
        assert all(each.url != path("members", "bildung") for each in found)


def test_deeds_are_told_in_words(team):
    me = coordinator_of(team)
    other = applied(team)
    logged_in("nobody").post(own("team_accept", me, other.pk))
    with translation.override("de"):
        told = trail.told(*trail.entries_of(team.organisation))
    assert ("jemand aus der Koordination des Teams", "hat jemanden ins Team aufgenommen") in [
        (deed.who, deed.what) for deed in told
    ]


def test_a_team_is_translated_like_everything_else(team):
    kind, thing = translatable.find("team", team.pk)
    assert thing == team
    assert kind.may(somebody("editor", team.organisation), team)
    assert not kind.may(somebody("owner", OrganisationFactory()), team)


def test_pages_cost_the_same_with_more_rows(team):
    client = logged_in("owner", team.organisation)
    member_of(team)
    applied(team)
    pages = [path("list"), path("detail", "bildung"), path("members", "bildung")]
    before = [queries_of(client, page) for page in pages]
    for number in range(2):
        member_of(team)
        applied(team, number + 3)
        member_of(TeamFactory(organisation=team.organisation))
    assert [queries_of(client, page) for page in pages] == before
