"""A petition's way by program: each step on it is a thing of its own that is posted."""

from functools import partial
from typing import Any

from drf_spectacular.utils import OpenApiExample
from rest_framework.request import Request
from rest_framework.response import Response

from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping, typed
from petitions import services
from petitions.api.finding import PUBLISH, found
from petitions.api.organise_serializers import AnswerInput, OrganisedPetitionDetailSerializer
from petitions.api.organising import TAGS, told
from petitions.forms.organising import AnswerForm
from petitions.models import Petition

SHOWN = OrganisedPetitionDetailSerializer
step = partial(api_steps.step, tags=TAGS, shows=SHOWN)
step_back = partial(api_steps.step_back, tags=TAGS, shows=SHOWN)


class Leading(Stepping):
    area = "petitions"
    need = PUBLISH

    def find(self, request: Request, *, need: str = "", **place: Any) -> Petition:
        return found(request, place["slug"], need)

    def shown(self, request: Any, **place: Any) -> Response:
        return told(request, place["slug"])


class Publication(Leading):
    post = step(
        "organisePublishPetition",
        "Publish a petition",
        services.publish_in_time,
        "not_publishable",
        "Everybody can sign it: from `opens_at`, where that is still to come, else at once. A "
        "closed one is opened again. The refusal says what is missing; where this site looks "
        "petitions through first, submit it instead.",
    )


class Submission(Leading):
    post = step(
        "organiseSubmitPetition",
        "Have a petition looked through",
        services.submit,
        "not_submittable",
        "Until it is decided nobody can change it.",
    )
    delete = step_back(
        "organiseTakePetitionBack",
        "Take a petition back to change it",
        services.take_back,
        "nothing_to_take_back",
        "One that is submitted, or waits for its date.",
    )


class Closing(Leading):
    post = step(
        "organiseClosePetition",
        "Close a petition",
        services.close,
        "not_closable",
        "It takes no more signatures; what was signed in time may still be confirmed.",
    )


class Handover(Leading):
    post = step(
        "organiseHandPetitionOver",
        "Hand a petition over, for good",
        services.hand_over,
        "not_to_hand_over",
        "Its number stands still from now on; names, addresses and postcodes are deleted six "
        "months later.",
    )


def _answered(petition: Petition, *, outcome: str, **given: Any) -> None:
    verb = services.answer if outcome == "answered" else services.refuse
    verb(petition, **given)


def _answer(request: Request) -> dict[str, Any]:
    form = AnswerForm(typed(request, AnswerInput))
    cleaned = api_steps.checked(form)
    return {"outcome": cleaned["outcome"], "words": form.words, "on": cleaned["happened_on"]}


class PetitionAnswer(Leading):
    post = step(
        "organiseAnswerPetition",
        "Note what the addressee has answered",
        _answered,
        "not_answerable",
        "It stands on the petition's page as a step of its way, after the handover.",
        takes=AnswerInput,
        read=_answer,
        examples=[
            OpenApiExample(
                "An answer",
                value={
                    "outcome": "answered",
                    "happened_on": "2026-11-20",
                    "title": "Der Landtag hat geantwortet",
                    "body": "Der Hauptausschuss berät im Januar.",
                },
                request_only=True,
            )
        ],
    )
