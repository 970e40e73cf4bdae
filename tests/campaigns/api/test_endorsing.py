"""Endorsements by program, from either side: public only once both have said yes."""

import pytest

from campaigns import services
from campaigns.models import Endorsement
from tests.access.calling import call as call_as
from tests.access.calling import refused
from tests.campaigns.endorsing.conftest import STATEMENT
from tests.campaigns.endorsing.conftest import campaign as campaign
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import queries_of, somebody

pytestmark = pytest.mark.django_db
CAMPAIGN = "/api/v1/organise/campaigns/wahlrecht/endorsements/"
UNION = "/api/v1/organise/organisations/bund/endorsements/"
PUBLIC = "/api/v1/campaigns/wahlrecht/endorsements/"
SIGNED = {"statement": STATEMENT, "is_authorised": True}
ASKED = SIGNED | {"campaign": "wahlrecht", "message": "Wir sind dabei."}


@pytest.fixture
def union(db):
    return OrganisationFactory(slug="bund", name="Bunter Bund")


@pytest.fixture
def leader(campaign):
    return somebody("organiser", campaign.lead)


@pytest.fixture
def signer(union):
    return somebody("owner", union)


def call(user, method, path, body=None, **more):
    scopes = more.pop("scopes", ["campaigns:read", "campaigns:write"])
    return call_as(user, method, path, body, scopes=scopes, **more)


def test_invited_and_accepted(client, campaign, leader, signer):
    answer = call(leader, "post", CAMPAIGN, {"organisation": "bund", "message": "Macht mit!"})
    assert answer.status_code == 201, answer.content
    key = answer.json()["id"]
    assert answer["Location"] == f"{CAMPAIGN}{key}/"
    assert client.get(PUBLIC).json()["results"] == []
    [waiting] = call(signer, "get", UNION).json()["results"]
    assert (waiting["state"], waiting["message"]) == ("invited", "Macht mit!")
    answer = call(signer, "post", f"{UNION}{key}/acceptance/", SIGNED)
    assert answer.json()["state"] == "accepted", answer.content
    [found] = client.get(PUBLIC).json()["results"]
    assert found["text"]["statement"] == STATEMENT
    assert "Macht mit" not in str(found)


def test_asked_accepted_reworded_and_withdrawn(client, campaign, leader, signer):
    answer = call(signer, "post", UNION, ASKED)
    assert answer.status_code == 201, answer.content
    key = answer.json()["id"]
    assert answer["Location"] == f"{UNION}{key}/"
    assert call(leader, "post", f"{CAMPAIGN}{key}/acceptance/").json()["state"] == "accepted"
    newer = SIGNED | {"statement": "Alle sollen wählen."}
    told = call(signer, "post", f"{UNION}{key}/wording/", newer).json()
    assert told["proposed_text"]["statement"] == "Alle sollen wählen."
    wrong = call(leader, "post", f"{CAMPAIGN}{key}/acceptance/", {"version": 7})
    refused(wrong, 409, "endorsement_not_possible")
    assert client.get(PUBLIC).json()["results"][0]["text"]["statement"] == STATEMENT
    version = {"version": told["proposed_version"]}
    assert call(leader, "post", f"{CAMPAIGN}{key}/acceptance/", version).status_code == 200
    assert client.get(PUBLIC).json()["results"][0]["text"]["statement"] == "Alle sollen wählen."
    answer = call(signer, "post", f"{UNION}{key}/withdrawal/", {"reason": "Neuer Vorstand"})
    assert answer.json()["state"] == "withdrawn"
    assert client.get(PUBLIC).json()["results"] == []
    again = call(signer, "post", f"{UNION}{key}/withdrawal/", {})
    refused(again, 409, "endorsement_not_possible")


@pytest.mark.parametrize(
    ("by", "path", "first", "deed", "state"),
    [
        ("signer", UNION, "invite", "refusal/", "declined"),
        ("signer", UNION, "ask", "retraction/", "retracted"),
        ("leader", CAMPAIGN, "ask", "refusal/", "declined"),
        ("leader", CAMPAIGN, "invite", "retraction/", "retracted"),
        ("leader", CAMPAIGN, "accepted", "ending/", "ended"),
    ],
)
def test_every_way_to_say_no(campaign, union, leader, signer, by, path, first, deed, state):
    if first == "invite":
        made = services.invite_partner(campaign, union, "", actor=leader)
    else:
        made = services.ask_to_endorse(campaign, union, STATEMENT, "", actor=signer)
    if first == "accepted":
        services.accept_request(made, actor=leader)
    user = {"signer": signer, "leader": leader}[by]
    answer = call(user, "post", f"{path}{made.pk}/{deed}", {"reason": "Darum"})
    assert (answer.json()["state"], answer.json()["reason"]) == (state, "Darum")


def test_asked_twice_and_what_can_not_be_asked(campaign, leader, signer):
    assert call(signer, "post", UNION, ASKED).status_code == 201
    refused(call(signer, "post", UNION, ASKED), 409, "endorsement_not_possible")
    body = {"organisation": campaign.lead.slug}
    refused(call(leader, "post", CAMPAIGN, body), 409, "endorsement_not_possible")
    told = refused(call(leader, "post", CAMPAIGN, {"organisation": "none"}), 422, "invalid")
    assert list(told["errors"]) == ["organisation"]
    CampaignFactory(slug="geheim", state="draft")
    for slug in ("none", "geheim"):
        answer = call(signer, "post", UNION, ASKED | {"campaign": slug})
        assert list(refused(answer, 422, "invalid")["errors"]) == ["campaign"]
    assert Endorsement.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"is_authorised": False}, {"statement": ""}, {"statement": 1j}])
def test_nobody_signs_by_mistake(campaign, signer, wrong):
    wrong = {name: ["x"] if value == 1j else value for name, value in wrong.items()}
    told = refused(call(signer, "post", UNION, ASKED | wrong), 422, "invalid")
    assert list(told["errors"]) == list(wrong)
    assert not Endorsement.objects.exists()


def test_who_may_not(campaign, union, leader, signer):
    made = services.invite_partner(campaign, union, "", actor=leader)
    editor, administrator = somebody("editor", union), somebody("administrator")
    for user in (editor, administrator):
        refused(call(user, "post", f"{UNION}{made.pk}/acceptance/", SIGNED), 403, "forbidden")
        refused(call(user, "post", UNION, ASKED), 403, "forbidden")
    refused(call(editor, "post", f"{UNION}{made.pk}/refusal/", {}), 403, "forbidden")
    writer = somebody("editor", campaign.lead)
    refused(call(writer, "post", CAMPAIGN, {"organisation": "bund"}), 403, "forbidden")
    refused(call(writer, "post", f"{CAMPAIGN}{made.pk}/retraction/", {}), 403, "forbidden")
    # Each side only by its own door.
    refused(call(leader, "get", UNION), 404, "not_found")
    refused(call(signer, "get", CAMPAIGN), 404, "not_found")
    only_reading = ["campaigns:read"]
    answer = call(signer, "post", f"{UNION}{made.pk}/acceptance/", SIGNED, scopes=only_reading)
    refused(answer, 403, "scope_missing")
    made.refresh_from_db()
    assert made.state == "invited"


def test_anothers_endorsement_behind_ones_own_door(campaign, union, leader, signer):
    made = services.invite_partner(campaign, OrganisationFactory(), "", actor=leader)
    for part in ("", "acceptance/", "refusal/", "withdrawal/", "wording/"):
        method = "post" if part else "get"
        refused(call(signer, method, f"{UNION}{made.pk}/{part}", SIGNED), 404, "not_found")


@pytest.mark.parametrize("path", [CAMPAIGN, UNION])
def test_as_many_queries_for_three_as_for_one(client, campaign, union, leader, signer, path):
    client.force_login(leader if path == CAMPAIGN else signer)
    services.decline(
        services.invite_partner(campaign, union, "", actor=leader), "organisation", actor=signer
    )
    one = queries_of(client, path)
    for _number in range(2):
        services.decline(
            services.invite_partner(campaign, union, "", actor=leader),
            "organisation",
            actor=signer,
        )
    assert queries_of(client, path) == one
