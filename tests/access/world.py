"""One of everything that the API tells of, led by one organisation, and its calls with places
filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pages.reference.contract import description
from tests.events.factories import EntryFactory, EventFactory, ProgrammeFactory, StageFactory
from tests.factories import (
    CampaignFactory,
    CampaignUpdateFactory,
    EndorsementFactory,
    OrganisationFactory,
    PetitionFactory,
    PetitionStepFactory,
)
from tests.volunteers.factories import (
    ShiftFactory,
    TaskClaimFactory,
    TaskFactory,
    TeamFactory,
    TeamMemberFactory,
)

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Call:
    """One operation of the contract, with its address in this world."""

    name: str
    method: str
    path: str
    address: str
    scope: str
    example: Any

    @property
    def is_about_one(self) -> bool:
        """Whether it is about one thing of the organisation's, not a list or a beginning."""
        return "{" in self.path

    @property
    def reads(self) -> bool:
        return self.method == "get"


def make_world() -> tuple[Any, dict[str, str]]:
    """The organisation, and what stands in the places of addresses, by the word before them."""
    organisation = OrganisationFactory()
    campaign = CampaignFactory(lead=organisation)
    petition = PetitionFactory(campaign=campaign, initiator=organisation)
    step = PetitionStepFactory(petition=petition)
    update = CampaignUpdateFactory(campaign=campaign)
    endorsement = EndorsementFactory(campaign=campaign, organisation=organisation)
    event = EventFactory(lead=organisation, campaign=campaign)
    programme = ProgrammeFactory(organisation=organisation)
    entry = EntryFactory(programme=programme, event=event)
    shift = ShiftFactory(campaign=campaign)
    team = TeamFactory(organisation=organisation)
    task = TaskFactory(campaign=campaign, maximum=2)
    return organisation, {
        "organisations": organisation.slug,
        "campaigns": campaign.slug,
        "petitions": petition.slug,
        "events": event.slug,
        "programmes": programme.slug,
        "entries": str(entry.pk),
        "stages": str(StageFactory(programme=programme).pk),
        "steps": str(step.pk),
        "updates": str(update.pk),
        "endorsements": str(endorsement.pk),
        "shifts": str(shift.pk),
        "requirements": str(shift.requirements.get().pk),
        "tasks": str(task.pk),
        "claims": str(TaskClaimFactory(task=task).pk),
        "teams": team.slug,
        "people": str(TeamMemberFactory(team=team, state="applied").pk),
        "texts": "de",
    }


def calls(places: dict[str, str]) -> Iterator[Call]:
    for path, ways in description()["paths"].items():

        def named(place: re.Match[str], path: str = path) -> str:
            before = path[: place.start()].rstrip("/").rsplit("/", 1)[-1]
            return places.get(before, "00000000-0000-4000-8000-000000000000")

        address = PLACE.sub(named, path)
        for method, told in ways.items():
            body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
            examples = [one["value"] for one in body.get("examples", {}).values()]
            yield Call(
                told["operationId"],
                method,
                path,
                address,
                told.get("x-scope", ""),
                examples[0] if examples else None,
            )
