"""What becomes of an event that was handed in for a programme: its editors decide, its host
answers. Each is a thing of its own that is posted."""

from __future__ import annotations

from functools import partial
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework.request import Request
from rest_framework.response import Response

from events import services
from events.api.entries import found_entry, shown
from events.api.programme_serializers import (
    EntryReasonInput,
    OrganisedEntrySerializer,
    ProposalInput,
)
from events.api.programmes import PUBLISH, TAGS
from events.forms.programmes import ReasonForm
from events.models import ProgrammeEntry
from partners.workspace import api_steps
from partners.workspace.access import require
from partners.workspace.api_steps import Stepping, checked, typed

ANSWER = "events.answer_programmeentry"
MEANWHILE = "decided_meanwhile"
step = partial(api_steps.step, tags=TAGS, shows=OrganisedEntrySerializer)


class Deciding(Stepping):
    """What the programme's editors decide."""

    area = "events"
    need = PUBLISH

    def find(self, request: Request, *, need: str = "", **place: Any) -> ProgrammeEntry:
        entry = found_entry(request, place["entry_id"])
        if need:
            require(request._request, need, entry.programme)
        return entry

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(found_entry(request, place["entry_id"]))


class Answering(Deciding):
    """What is the host's own."""

    need = ANSWER

    def find(self, request: Request, *, need: str = "", **place: Any) -> ProgrammeEntry:
        entry = found_entry(request, place["entry_id"])
        if need:
            require(request._request, need, entry)
        return entry


class Acceptance(Deciding):
    post = step(
        "organiseAcceptEntry",
        "Take an event into the programme",
        services.accept_entry,
        MEANWHILE,
        "Visitors see it once it is announced.",
    )


def _reason(request: Request) -> dict[str, Any]:
    return checked(ReasonForm(typed(request, EntryReasonInput)))


with_reason: Any = partial(
    step,
    takes=EntryReasonInput,
    read=_reason,
    examples=[OpenApiExample("A reason", value={"reason": "Bitte ein Bild."}, request_only=True)],
)


class Returning(Deciding):
    post = with_reason(
        "organiseReturnEntry",
        "Ask for something to be changed",
        services.return_entry,
        MEANWHILE,
        "It can be handed in again.",
    )


class Declining(Deciding):
    post = with_reason(
        "organiseDeclineEntry",
        "Say no to an event, for good",
        services.decline_entry,
        MEANWHILE,
    )


class Withdrawal(Answering):
    post = step(
        "organiseWithdrawEntry",
        "Take one's own event out of a programme",
        services.withdraw_entry,
        MEANWHILE,
        "It can be handed in again.",
    )


def _answered(entry: ProgrammeEntry, *, agrees: bool, **given: Any) -> None:
    verb = services.agree_to_time if agrees else services.refuse_time
    verb(entry, **given)


class Proposal(Answering):
    post = step(
        "organiseAnswerProposal",
        "Agree to the time that a programme proposes, or keep one's own",
        _answered,
        MEANWHILE,
        "Who agrees moves the event, and everybody registered is told.",
        takes=ProposalInput,
        read=lambda request: typed(request, ProposalInput),
        examples=[
            OpenApiExample(
                "Yes",
                value={"seen": "2027-05-08T18:00:00+02:00", "agrees": True},
                request_only=True,
            )
        ],
    )
