"""A draft that two throw away at the same moment: the second finds it gone, as later ones do."""

import pytest
from django.db import connection
from django.test import Client

from events.models import Event
from petitions.models import Petition
from tests.access.bearer import bearer
from tests.events.factories import EventFactory
from tests.factories import CampaignFactory, OrganisationFactory, PetitionFactory
from tests.organising import somebody
from tests.petitions.at_once import at_once
from tests.volunteers.factories import ShiftFactory
from volunteers.models import Shift

SCOPES = ("petitions:write", "events:write", "shifts:write")


def drafts(organisation):
    """The address of a draft of each kind."""
    campaign = CampaignFactory(lead=organisation)
    petition = PetitionFactory(campaign=campaign, initiator=organisation, state="draft")
    event = EventFactory(lead=organisation, state=Event.State.DRAFT, published_at=None)
    shift = ShiftFactory(campaign=campaign, state=Shift.State.DRAFT)
    return {
        "petitions": f"petitions/{petition.slug}",
        "events": f"events/{event.slug}",
        "shifts": f"shifts/{shift.pk}",
    }


@pytest.mark.django_db
def test_what_is_gone_before_it_is_held_is_not_found(client, monkeypatch):
    organisation = OrganisationFactory()
    header = bearer(somebody("owner", organisation), *SCOPES)
    path = f"/api/v1/organise/{drafts(organisation)['petitions']}/"
    hold = "petitions.services.hold"

    def held_too_late(petition):
        Petition.objects.filter(pk=petition.pk).delete()
        return Petition.objects.select_for_update().get(pk=petition.pk)

    monkeypatch.setattr(hold, held_too_late)
    gone = client.delete(path, headers=header)
    assert (gone.status_code, gone.json()["code"]) == (404, "not_found")
    assert gone["Content-Type"] == "application/problem+json"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["petitions", "events", "shifts"])
def test_five_throw_one_draft_away(kind):
    organisation = OrganisationFactory()
    header = bearer(somebody("owner", organisation), *SCOPES)
    path = f"/api/v1/organise/{drafts(organisation)[kind]}/"

    def throw_away() -> int:
        return Client().delete(path, headers=header).status_code

    assert sorted(at_once(5, throw_away)) == [204] + 4 * [404]
