"""Tasks by program, the organisers' side: from a draft to what was done, by the pages' rights."""

import pytest
from django.test import Client

from privacy.models import AuditEntry
from tests.access.calling import refused
from tests.factories import CampaignFactory
from tests.organising import queries_of, somebody
from tests.volunteers.factories import TaskClaimFactory, TaskFactory, TeamFactory, VolunteerFactory
from volunteers import services
from volunteers.models import Task, TaskClaim

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/tasks/"
State = TaskClaim.State


@pytest.fixture
def campaign(organisation):
    return CampaignFactory(lead=organisation)


@pytest.fixture
def task(campaign):
    return TaskFactory(campaign=campaign, maximum=3)


def test_from_a_draft_to_what_people_find(by, campaign, organisation):
    send = by("organiser")
    sent = {"campaign": campaign.slug, "title": "Den Flyer übersetzen"}
    made = send("post", LIST, sent, idempotency_key="k")
    assert made.status_code == 201, made.content
    assert send("post", LIST, sent, idempotency_key="k").json() == made.json()
    path = f"{LIST}{made.json()['id']}/"
    assert made["Location"].endswith(path)
    assert Task.objects.count() == 1
    team = TeamFactory(organisation=organisation)
    changed = send("patch", path, {"maximum": 3, "spoken": "tr", "team": team.slug}).json()
    assert [changed[name] for name in ("maximum", "spoken", "team", "minutes")] == [
        3, "tr", team.slug, 60,
    ]  # fmt: skip
    refused(send("post", f"{path}publication/"), 409, "not_publishable")
    written = send("patch", f"{path}texts/de/", {"description": "Zwei Seiten."})
    assert written.json()["title"] == "Den Flyer übersetzen"
    assert send("patch", f"{path}texts/en/", {"title": "Flyer", "description": "Two"}).json()[
        "language"
    ] == ("en")
    assert send("post", f"{path}publication/").json()["state"] == "open"
    assert Client().get(f"/api/v1/tasks/{made.json()['id']}/").status_code == 200
    assert send("post", f"{path}closing/").json()["state"] == "closed"
    refused(send("post", f"{path}closing/"), 409, "not_closable")
    assert send("post", f"{path}reopening/").json()["state"] == "open"
    # What people have seen stays.
    assert send("delete", path).status_code == 403
    draft = TaskFactory(campaign=campaign, state="draft")
    assert send("delete", f"{LIST}{draft.pk}/").status_code == 204


def test_others_campaigns_and_teams_can_not_be_chosen(by, task):
    send = by("owner")
    foreign = send("post", LIST, {"campaign": CampaignFactory().slug, "title": "x"})
    assert set(refused(foreign, 422, "invalid")["errors"]) == {"campaign"}
    for team in (TeamFactory().slug, "nothing"):
        answer = send("patch", f"{LIST}{task.pk}/", {"team": team})
        assert set(refused(answer, 422, "invalid")["errors"]) == {"team"}


def test_nobody_loses_a_place_by_a_lower_maximum(by, task):
    for _ in range(2):
        TaskClaimFactory(task=task)
    answer = by("editor")("patch", f"{LIST}{task.pk}/", {"maximum": 1})
    assert set(refused(answer, 422, "invalid")["errors"]) == {"maximum"}


def test_who_changes_an_older_state_is_told_and_a_claim_is_no_change(by, task):
    send = by("editor")
    path = f"{LIST}{task.pk}/"
    tag = send("get", path)["ETag"]
    TaskClaimFactory(task=task)
    assert send("patch", path, {"minutes": 30}, if_match=tag).status_code == 200
    refused(send("patch", path, {"minutes": 40}, if_match=tag), 412, "precondition_failed")
    words = f"{path}texts/de/"
    tag = send("get", words)["ETag"]
    assert send("patch", words, {"title": "Neu"}, if_match=tag).status_code == 200
    refused(send("patch", words, {"title": "Neuer"}, if_match=tag), 412, "precondition_failed")


@pytest.mark.parametrize(
    ("role", "read", "write", "lead"),
    [
        ("stranger", 404, 404, 404),
        ("viewer", 200, 403, 403),
        ("editor", 200, 200, 403),
        ("organiser", 200, 200, 200),
        ("administrator", 200, 200, 200),
    ],
)
def test_a_scope_never_adds_a_right(by, task, role, read, write, lead):
    send, path = by(role), f"{LIST}{task.pk}/"
    claim = TaskClaimFactory(task=task, state=State.CLAIMED)
    assert send("get", path).status_code == read
    assert send("patch", path, {"minutes": 30}).status_code == write
    assert send("patch", f"{path}texts/de/", {"title": "Neu"}).status_code == write
    assert send("get", f"{path}claims/").status_code == lead
    assert send("post", f"{path}claims/{claim.pk}/release/").status_code == lead
    assert send("post", f"{path}closing/").status_code == lead


def test_names_need_their_own_scope_and_stand_in_the_trail(by, task):
    claim = TaskClaimFactory(task=task, volunteer=VolunteerFactory(name="Ada"))
    services.hand_in_task(claim, "Hier ist er.")
    dropped = TaskClaimFactory(task=task, state=State.DROPPED)
    path = f"{LIST}{task.pk}/claims/"
    refused(by("owner", "shifts:write")("get", path), 403, "scope_missing")
    (row,) = by("organiser")("get", path).json()
    assert (row["name"], row["result"], row["state"]) == ("Ada", "Hier ist er.", "handed_in")
    assert "email" not in row
    assert str(dropped.pk) not in str(row)
    assert AuditEntry.objects.get(verb="volunteers.task_people_fetched").detail == {"rows": 1}


def test_what_was_handed_in_is_approved_as_it_was_read(by, task):
    claim = TaskClaimFactory(task=task)
    services.hand_in_task(claim, "Alt")
    send = by("organiser")
    (row,) = send("get", f"{LIST}{task.pk}/claims/").json()
    services.hand_in_task(claim, "Neu")
    path = f"{LIST}{task.pk}/claims/{claim.pk}/"
    early = {"seen": row["handed_in_at"]}
    refused(send("post", f"{path}approval/", early | {"minutes": 9}), 409, "decided_meanwhile")
    (row,) = send("get", f"{LIST}{task.pk}/claims/").json()
    seen = {"seen": row["handed_in_at"]}
    assert send("post", f"{path}approval/", seen | {"minutes": 0}).status_code == 422
    assert send("post", f"{path}return/", seen | {"remark": " "}).status_code == 422
    back = send("post", f"{path}return/", seen | {"remark": "Seite zwei fehlt."})
    assert back.json()["state"] == "returned"
    services.hand_in_task(claim, "Ganz")
    claim.refresh_from_db()
    seen = {"seen": claim.handed_in_at.isoformat()}
    done = send("post", f"{path}approval/", seen | {"minutes": 90})
    assert (done.json()["state"], done.json()["minutes"]) == ("approved", 90)
    # Who only decides is told no name and nothing that was handed in.
    assert set(done.json()) == {"id", "state", "minutes", "handed_in_at", "decided_at"}
    refused(send("post", f"{path}release/"), 409, "decided_meanwhile")


def test_a_place_is_freed_and_the_claim_of_another_task_is_not_found(by, task):
    claim, elsewhere = TaskClaimFactory(task=task), TaskClaimFactory()
    send = by("organiser")
    path = f"{LIST}{task.pk}/claims/"
    assert send("post", f"{path}{elsewhere.pk}/release/").status_code == 404
    assert send("post", f"{path}{claim.pk}/release/").json()["state"] == "dropped"
    task.refresh_from_db()
    assert task.taken == 0
    # It is given up: nothing is to be decided any more.
    assert send("post", f"{path}{claim.pk}/release/").status_code == 404


def test_claims_cost_the_same_with_more_of_them(organisation, task):
    client = Client()
    client.force_login(somebody("organiser", organisation))

    def cost():
        return queries_of(client, f"{LIST}{task.pk}/claims/")

    TaskClaimFactory(task=task)
    first = cost()
    for _ in range(2):
        TaskClaimFactory(task=task)
    assert cost() == first
