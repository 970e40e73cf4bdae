"""Teams by program, the organisers' side: by the pages' rights, with nothing private beside."""

import pytest
from django.core import mail
from django.test import Client

from campaigns.models import ActionField
from jobs.services import run_due
from privacy.models import AuditEntry
from tests.access.calling import refused
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import queries_of, somebody
from tests.volunteers.factories import TeamFactory
from tests.volunteers.teamwork import applied, asking_team, member_of
from volunteers.models import Team, TeamAnnouncement, TeamMember

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/teams/"
State = TeamMember.State


@pytest.fixture
def team(organisation):
    return asking_team(organisation=organisation)


def test_from_a_draft_to_a_team_that_takes_people(by, organisation):
    send = by("organiser")
    sent = {"organisation": organisation.slug, "name": "Übersetzen", "summary": "Für alle"}
    made = send("post", LIST, sent, idempotency_key="k")
    assert made.status_code == 201, made.content
    assert send("post", LIST, sent, idempotency_key="k").json() == made.json()
    path = f"{LIST}{made.json()['slug']}/"
    assert made["Location"].endswith(path)
    assert (Team.objects.count(), made.json()["state"]) == (1, "draft")
    campaign, field = (
        CampaignFactory(lead=organisation),
        ActionField.objects.create(slug="bildung", position=1),
    )
    changed = send("patch", path, {"campaign": campaign.slug, "fields_of_work": [field.slug]})
    assert changed.json()["campaign"] == campaign.slug
    # What is not sent stays.
    told = send("patch", path, {"takes_applications": False}).json()
    assert (told["campaign"], told["fields_of_work"], told["takes_applications"]) == (
        campaign.slug, [field.slug], False,
    )  # fmt: skip
    assert send("patch", path, {"campaign": None}).json()["campaign"] is None
    words = send("patch", f"{path}texts/de/", {"questions": "Warum?"}).json()
    assert (words["name"], words["questions"]) == ("Übersetzen", "Warum?")
    assert send("post", f"{path}opening/").json()["state"] == "active"
    public = Client().get(f"/api/v1/teams/{made.json()['slug']}/").json()
    assert public["questions"] == ["Warum?"]
    refused(send("post", f"{path}opening/"), 409, "not_openable")
    assert send("post", f"{path}closing/").json()["state"] == "closed"
    assert send("delete", path).status_code == 403
    draft = TeamFactory(organisation=organisation, state="draft")
    assert send("delete", f"{LIST}{draft.slug}/").status_code == 204


def test_others_organisations_and_campaigns_can_not_be_chosen(by, team):
    send = by("owner")
    foreign = {"organisation": OrganisationFactory().slug, "name": "x", "summary": "y"}
    answer = send("post", LIST, foreign)
    assert set(refused(answer, 422, "invalid")["errors"]) == {"organisation"}
    for sent in ({"campaign": CampaignFactory().slug}, {"fields_of_work": ["nothing"]}):
        answer = send("patch", f"{LIST}bildung/", sent)
        assert set(refused(answer, 422, "invalid")["errors"]) == set(sent)


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
def test_a_scope_never_adds_a_right(by, team, role, read, write, lead):
    send, path = by(role), f"{LIST}bildung/"
    waiting, member = applied(team), member_of(team)
    assert send("get", path).status_code == read
    assert send("patch", path, {"takes_applications": True}).status_code == write
    assert send("patch", f"{path}texts/de/", {"name": "Neu"}).status_code == write
    assert send("get", f"{path}people/").status_code == lead
    person, other = f"{path}people/{waiting.pk}/", f"{path}people/{member.pk}/"
    assert send("post", f"{person}acceptance/").status_code == lead
    assert send("put", f"{other}role/", {"role": "coordinator"}).status_code == lead
    assert send("post", f"{other}ending/", {"reason": "Umzug"}).status_code == lead
    told = send("post", f"{path}announcements/", {"subject": "Hallo", "body": "Alle"})
    assert told.status_code == (201 if lead == 200 else lead)
    assert send("post", f"{path}closing/").status_code == lead


def test_names_need_their_own_scope_and_stand_in_the_trail(by, team):
    waiting, _member = applied(team), member_of(team, name="Kim")
    left = member_of(team, state=State.LEFT, name="Fort")
    path = f"{LIST}bildung/"
    numbers = by("viewer", "shifts:read")("get", path).json()
    assert (numbers["belonging"], numbers["waiting"]) == (1, 1)
    refused(by("owner", "shifts:write")("get", f"{path}people/"), 403, "scope_missing")
    first, second = by("organiser", "volunteers:read")("get", f"{path}people/").json()
    assert (first["name"], first["state"], second["name"]) == (waiting.name, "applied", "Kim")
    assert first["answers"] == [{"question": "Was möchten Sie einbringen?", "answer": "Antwort 0"}]
    assert "email" not in first
    assert left.name not in str([first, second])
    assert AuditEntry.objects.get(verb="volunteers.team_people_fetched").detail == {"rows": 2}


def test_an_application_is_decided_once_and_told_by_mail(by, team):
    send = by("organiser")
    waiting, other = applied(team), applied(team, 1)
    path = f"{LIST}bildung/people/"
    assert send("post", f"{path}{waiting.pk}/refusal/", {"reason": " "}).status_code == 422
    accepted = send("post", f"{path}{waiting.pk}/acceptance/")
    # Who only decides is told no name and no answer.
    assert set(accepted.json()) == {"id", "state", "role", "decided_at"}
    assert accepted.json()["state"] == "member"
    late = send("post", f"{path}{waiting.pk}/refusal/", {"reason": "Voll"})
    refused(late, 409, "decided_meanwhile")
    declined = send("post", f"{path}{other.pk}/refusal/", {"reason": "Voll"})
    assert declined.json()["state"] == "declined"
    assert send("post", f"{path}{other.pk}/acceptance/").status_code == 404
    run_due()
    assert len(mail.outbox) == 2
    assert "Voll" in mail.outbox[1].body


def test_nobody_of_another_team_is_found(by, team, organisation):
    elsewhere = member_of(TeamFactory(organisation=organisation))
    path = f"{LIST}bildung/people/{elsewhere.pk}/"
    send = by("owner")
    assert send("post", f"{path}ending/", {"reason": "x"}).status_code == 404
    assert send("put", f"{path}role/", {"role": "coordinator"}).status_code == 404


def test_a_word_to_all_is_one_however_often_it_is_sent(by, team):
    for _ in range(2):
        member_of(team)
    send = by("organiser")
    # The mail that tells of the token.
    run_due(), mail.outbox.clear()
    word = {"subject": "Treffen", "body": "Am Dienstag."}
    path = f"{LIST}bildung/announcements/"
    made = send("post", path, word)
    assert (made.status_code, made.json()["subject"]) == (201, "Treffen")
    assert send("post", path, word).json() == made.json()
    run_due()
    assert (TeamAnnouncement.objects.count(), len(mail.outbox)) == (1, 2)
    Team.objects.update(state="closed")
    refused(send("post", path, word), 409, "team_closed")


def test_who_changes_an_older_state_is_told_and_an_application_is_no_change(by, team):
    send, path = by("editor"), f"{LIST}bildung/"
    tag = send("get", path)["ETag"]
    applied(team)
    change = {"takes_applications": False}
    assert send("patch", path, change, if_match=tag).status_code == 200
    refused(send("patch", path, change, if_match=tag), 412, "precondition_failed")


def test_lists_cost_the_same_with_more_rows(organisation, team):
    client = Client()
    client.force_login(somebody("organiser", organisation))

    def cost():
        return [queries_of(client, path) for path in (LIST, f"{LIST}bildung/people/")]

    def one_more(number):
        made = TeamFactory(organisation=organisation, campaign=CampaignFactory())
        made.fields.add(ActionField.objects.create(slug=f"feld-{number}", position=number))
        member_of(team), applied(team, number)

    one_more(0)
    first = cost()
    one_more(1), one_more(2)
    assert cost() == first
