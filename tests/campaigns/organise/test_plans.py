"""Goals, milestones and the team."""

from datetime import date

import pytest

from campaigns import services
from campaigns.models import Campaign, CampaignGoal, Milestone, TeamMember
from partners.models import Membership
from tests.factories import CampaignFactory, PetitionFactory
from tests.organising import logged_in, roles_get, somebody

pytestmark = pytest.mark.django_db
BASE = "/de/organise/campaigns/wahlrecht/"


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(slug="wahlrecht")


def fill(campaign: Campaign, times: int) -> None:
    """So many goals, milestones, petitions and people more."""
    for _one in range(times):
        boss = somebody("organiser", campaign.lead)
        services.save_goal(
            campaign, None, "Ziel", measure="signatures", target=9, reported=0, actor=boss
        )
        services.save_milestone(
            campaign, None, {"title": "M", "body": ""},
            due_on=date(2027, 1, 1), reached_on=None, actor=boss,
        )  # fmt: skip
        services.show_name(services.join_team(campaign, boss, "Presse", actor=boss), True)
        PetitionFactory(campaign=campaign, initiator=campaign.lead)


WRITING = {
    "stranger": 404,
    "viewer": 403,
    "editor": 200,
    "organiser": 200,
    "owner": 200,
    "administrator": 200,
}


@roles_get(**WRITING)
@pytest.mark.parametrize("page", ["goals/new/", "milestones/new/", "team/new/"])
def test_who_may_plan(campaign, role, status, page):
    assert logged_in(role, campaign.lead).get(f"{BASE}{page}").status_code == status


class TestGoals:
    DATA = {"title": "Vor Ort sprechen", "measure": "reported", "target": 50, "reported": 7}

    def test_one_is_made_changed_and_removed(self, campaign, client):
        editor = logged_in("editor", campaign.lead)
        editor.post(f"{BASE}goals/new/", self.DATA)
        goal = CampaignGoal.objects.get()
        assert (str(goal), goal.reached, goal.target) == ("Vor Ort sprechen", 7, 50)
        assert "Vor Ort sprechen" in client.get("/de/campaigns/wahlrecht/").text
        editor.post(f"{BASE}goals/{goal.pk}/", self.DATA | {"reported": 9})
        assert CampaignGoal.objects.get().reached == 9
        editor.post(f"{BASE}goal/{goal.pk}/remove/")
        assert not CampaignGoal.objects.exists()

    def test_signatures_are_counted_by_themselves(self, campaign):
        PetitionFactory(campaign=campaign, confirmed_count=30)
        PetitionFactory(campaign=campaign, confirmed_count=12)
        goal = CampaignGoal.objects.create(campaign=campaign, measure="signatures", target=100)
        assert goal.reached == 42

    @pytest.mark.parametrize("bad", [{"target": 0}, {"target": "viele"}, {"title": ""}])
    def test_bad_input_stores_nothing(self, campaign, bad):
        answer = logged_in("editor", campaign.lead).post(f"{BASE}goals/new/", self.DATA | bad)
        assert answer.status_code == 422
        assert not CampaignGoal.objects.exists()

    def test_another_campaigns_goal_is_unknown(self, campaign):
        other = CampaignGoal.objects.create(campaign=CampaignFactory(), target=1)
        editor = logged_in("editor", campaign.lead)
        assert editor.get(f"{BASE}goals/{other.pk}/").status_code == 404
        assert editor.post(f"{BASE}goal/{other.pk}/remove/").status_code == 404


def test_a_milestone_goes_from_planned_to_reached(campaign, client):
    editor = logged_in("editor", campaign.lead)
    data = {"title": "Anhörung", "body": "Im **Landtag**.", "due_on": "2027-03-01"}
    editor.post(f"{BASE}milestones/new/", data)
    milestone = Milestone.objects.get()
    assert "Anhörung" in client.get("/de/campaigns/wahlrecht/").text
    editor.post(f"{BASE}milestones/{milestone.pk}/", data | {"reached_on": "2027-03-02"})
    assert Milestone.objects.get().reached_on == date(2027, 3, 2)
    assert "<strong>Landtag</strong>" in client.get("/en/campaigns/wahlrecht/").text


class TestTeam:
    def test_only_people_of_the_leading_organisation(self, campaign):
        editor, stranger = logged_in("editor", campaign.lead), somebody("stranger")
        answer = editor.post(f"{BASE}team/new/", {"user": stranger.pk, "task": "Presse"})
        assert answer.status_code == 422
        assert not TeamMember.objects.exists()

    def test_only_they_themselves_show_their_name(self, campaign, client):
        user = somebody("viewer", campaign.lead)
        services.join_team(campaign, user, "Presse", actor=user)
        path = f"{BASE}team/{TeamMember.objects.get().pk}/"
        assert str(user) not in client.get("/de/campaigns/wahlrecht/").text
        own = logged_in("nobody")
        own.force_login(user)
        own.post(path, {"is_shown": "yes"})
        assert str(user) in client.get("/en/campaigns/wahlrecht/").text
        own.post(path, {"is_shown": "no"})
        assert not TeamMember.objects.get().is_shown

    def test_another_may_take_them_off_but_never_show_them(self, campaign):
        user = somebody("viewer", campaign.lead)
        services.join_team(campaign, user, "Presse", actor=user)
        path = f"{BASE}team/{TeamMember.objects.get().pk}/"
        assert logged_in("viewer", campaign.lead).post(path).status_code == 403
        logged_in("editor", campaign.lead).post(path, {"is_shown": "yes"})
        assert not TeamMember.objects.filter(is_shown=True).exists()

    def test_whoever_leaves_the_organisation_leaves_its_teams(self, campaign, client):
        user = somebody("viewer", campaign.lead)
        services.show_name(services.join_team(campaign, user, "Presse", actor=user), True)
        Membership.objects.filter(user=user).delete()
        assert str(user) not in client.get("/de/campaigns/wahlrecht/").text
