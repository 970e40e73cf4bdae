"""What everybody reads of shifts, tasks and teams: what the pages tell, no more."""

import pytest
from django.test import Client

from campaigns.models import Campaign
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    TaskFactory,
    TeamFactory,
    TeamMemberFactory,
)
from volunteers.models import Shift, Task, Team

pytestmark = pytest.mark.django_db
LIST = "/api/v1/shifts/"


def numbers(answer) -> list[int]:
    return [each["id"] for each in answer.json()["results"]]


def test_a_shift_has_osdi_names_and_its_needs(client, settings):
    shift = ShiftFactory(needs=[{"role": "talking", "maximum": 4, "languages": ["tr"]}])
    ShiftSignupFactory(shift=shift)
    answer = client.get(f"{LIST}{shift.pk}/")
    told = answer.json()
    assert told["title"] == f"Stand {shift.pk} (de)"
    assert told["browser_url"] == f"{settings.SITE_URL}/de/shifts/{shift.pk}/"
    assert told["identifiers"] == [f"mitstimme:shift:{shift.pk}"]
    assert told["campaign"] == shift.campaign.slug
    assert told["place"] == "vor der Bibliothek"
    (need,) = told["needs"]
    assert need == {
        "id": shift.requirements.get().pk,
        "role": "talking",
        "minimum": 2,
        "maximum": 4,
        "certain": 1,
        "missing": 1,
        "is_full": False,
        "languages": [{"language": "tr", "level": "2"}],
    }
    again = client.get(f"{LIST}{shift.pk}/", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_who_has_not_confirmed_counts_nowhere(client):
    shift = ShiftFactory()
    before = client.get(f"{LIST}{shift.pk}/").json(), client.get(LIST).json()
    ShiftSignupFactory(shift=shift, state="pending", has_place=True)
    assert (client.get(f"{LIST}{shift.pk}/").json(), client.get(LIST).json()) == before


def test_the_list_has_what_everybody_finds(client):
    shown = ShiftFactory()
    draft = ShiftFactory(state=Shift.State.DRAFT)
    cancelled = ShiftFactory(state=Shift.State.CANCELLED)
    assert numbers(client.get(LIST)) == [shown.pk]
    assert client.get(f"{LIST}{draft.pk}/").status_code == 404
    told = client.get(f"{LIST}{cancelled.pk}/").json()
    assert (told["state"], told["needs"], told["takes_sign_ups"]) == ("cancelled", [], False)


def test_filters_are_those_of_the_page_and_nonsense_is_refused(client):
    turkish = ShiftFactory(needs=[{"languages": ["tr"]}], district="Hörde")
    full = ShiftFactory(needs=[{"minimum": 0}])
    assert numbers(client.get(f"{LIST}?campaign={full.campaign.slug}")) == [full.pk]
    assert numbers(client.get(f"{LIST}?district=Hörde")) == [turkish.pk]
    assert numbers(client.get(f"{LIST}?spoken=tr&language=en")) == [turkish.pk]
    assert numbers(client.get(f"{LIST}?gaps=true")) == [turkish.pk]
    assert numbers(client.get(f"{LIST}?campaign=nowhere")) == []
    for nonsense in ("spoken=xx", "gaps=perhaps", "campaign=%00", "district=%00"):
        refused = client.get(f"{LIST}?{nonsense}")
        assert refused.status_code == 422, nonsense
        assert nonsense.split("=")[0] in refused.json()["errors"]


def test_pages_of_the_list_go_on(client):
    made = [ShiftFactory().pk for _ in range(3)]
    first = client.get(f"{LIST}?page_size=2").json()
    second = client.get(first["next"]).json()
    assert sorted(each["id"] for each in first["results"] + second["results"]) == made
    assert second["next"] is None


def test_tasks_are_those_somebody_can_take(client):
    task = TaskFactory(language="tr", maximum=2)
    TaskFactory(taken=1)
    draft = TaskFactory(state=Task.State.DRAFT)
    (told,) = client.get("/api/v1/tasks/").json()["results"]
    assert (told["id"], told["spoken"], told["free"]) == (task.pk, "tr", 2)
    assert numbers(client.get("/api/v1/tasks/?spoken=ar")) == []
    one = client.get(f"/api/v1/tasks/{task.pk}/").json()
    assert one["text"]["title"] == one["title"] == f"Aufgabe {task.pk}"
    assert client.get(f"/api/v1/tasks/{draft.pk}/").status_code == 404


def test_a_team_tells_nothing_of_its_members(client):
    team = TeamFactory()
    member = TeamMemberFactory(team=team)
    shift = ShiftFactory(team=team)
    draft = TeamFactory(state=Team.State.DRAFT)
    (listed,) = client.get("/api/v1/teams/").json()["results"]
    assert listed["title"] == f"{team.slug} (de)"
    answer = client.get(f"/api/v1/teams/{team.slug}/")
    assert answer.json()["shifts"] == [shift.pk]
    assert answer.json()["takes_applications"] is True
    assert member.name not in answer.text
    assert client.get(f"/api/v1/teams/{draft.slug}/").status_code == 404


def test_a_team_does_not_tell_of_a_campaign_that_is_a_draft(client, settings):
    settings.PAGE_CACHE = False
    campaign = CampaignFactory(slug="geheim", state=Campaign.State.DRAFT)
    team = TeamFactory(campaign=campaign)
    assert client.get(f"/api/v1/teams/{team.slug}/").json()["campaign"] is None
    for path in ("/api/v1/teams/?campaign=geheim", "/de/teams/?campaign=geheim"):
        assert team.slug not in client.get(path).content.decode()
    Campaign.objects.update(state=Campaign.State.PUBLISHED)
    for path in ("/api/v1/teams/?campaign=geheim", "/de/teams/?campaign=geheim"):
        assert team.slug in client.get(path).content.decode()


@pytest.mark.parametrize(("path", "make"), [(LIST, ShiftFactory), ("/api/v1/tasks/", TaskFactory)])
def test_lists_cost_the_same_with_one_and_with_three(path, make):
    make(team=TeamFactory())
    one = queries_of(Client(), path)
    for _ in range(2):
        make(team=TeamFactory())
    assert queries_of(Client(), path) == one


def test_the_list_of_teams_costs_the_same_with_one_and_with_three():
    TeamFactory()
    one = queries_of(Client(), "/api/v1/teams/")
    TeamFactory()
    TeamFactory()
    assert queries_of(Client(), "/api/v1/teams/") == one
