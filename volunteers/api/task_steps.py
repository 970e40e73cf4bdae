"""The steps of a task's way, and of what people hand in for it: each is a thing that is posted."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of
from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping, checked, typed
from privacy import audit
from volunteers import services
from volunteers.api.organised_tasks import (
    PUBLISH,
    TAGS,
    Organised,
    OrganisedTaskSerializer,
    shown,
)
from volunteers.forms.tasks import LONGEST_MINUTES, ApproveForm, ReturnForm
from volunteers.models import TaskClaim

NAMES, APPROVE = "volunteers.view_people", "volunteers.approve_task"
MEANWHILE = "decided_meanwhile"
A_MOMENT = "2027-05-08T18:00:00.123456+02:00"
step = partial(api_steps.step, tags=TAGS, shows=OrganisedTaskSerializer)


class Leading(Organised, Stepping):
    need = PUBLISH

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(self.find(request, **place))


class Publication(Leading):
    post = step(
        "organisePublishTask",
        "Let people find a task and take it",
        services.publish_task,
        "not_publishable",
        "The refusal says what is missing.",
    )


class Closing(Leading):
    post = step(
        "organiseCloseTask",
        "Close a task",
        services.close_task,
        "not_closable",
        "Nobody new takes it; those who have taken it may still hand in.",
    )


class Reopening(Leading):
    post = step(
        "organiseReopenTask",
        "Let people take a closed or finished task again",
        services.reopen_task,
        "not_publishable",
    )


class ClaimSerializer(serializers.ModelSerializer):
    """What somebody has taken on, and what came of it. The address is not told here."""

    name = serializers.SerializerMethodField()
    result = serializers.CharField(help_text="What was handed in: words, or where it lies.")
    remark = serializers.CharField(help_text="What was still missing, when it was given back.")

    class Meta:
        model = TaskClaim
        fields = [
            "id", "name", "state", "result", "remark", "minutes", "claimed_at", "handed_in_at",
            "decided_at",
        ]  # fmt: skip

    def get_name(self, claim: TaskClaim) -> str:
        return self.context["names"][claim.pk]


class DecidedClaimSerializer(serializers.ModelSerializer):
    """How it stands, without who it is."""

    class Meta:
        model = TaskClaim
        fields = ["id", "state", "minutes", "handed_in_at", "decided_at"]


class SeenInput(serializers.Serializer):
    seen = serializers.DateTimeField(help_text="The `handed_in_at` of what you have read.")


class ApprovalInput(SeenInput):
    minutes = serializers.IntegerField(
        min_value=1, max_value=LONGEST_MINUTES, help_text="They count as time helped."
    )


class RemarkInput(SeenInput):
    remark = serializers.CharField(max_length=2000, help_text="The person gets it by mail.")


class TaskClaims(Organised, APIView):
    reading = "volunteers:read"

    @extend_schema(
        operation_id="organiseListTaskClaims",
        summary="Who has taken a task on, by name, and what was handed in",
        description="What was given up is left out. Whoever fetches it stands in the trail.",
        tags=TAGS,
        responses=ClaimSerializer(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        task = self.find(request, pk, NAMES)
        claims = list(task.claims.exclude(state=TaskClaim.State.DROPPED).order_by("claimed_at"))
        names = {claim.pk: name for claim, name in services.named_claims(claims)}
        audit.record("volunteers.task_people_fetched", actor_of(request), task, rows=len(claims))
        context = {"names": names}
        return Response(ClaimSerializer(claims, many=True, context=context).data)


class Deciding(Organised, Stepping):
    need = APPROVE

    def find(self, request: Request, *, need: str = "", **place: Any) -> TaskClaim:  # type: ignore[override]
        task = super().find(request, place["pk"], need)
        claims = task.claims.exclude(state=TaskClaim.State.DROPPED) if need else task.claims
        claim: UUID = place["claim"]
        return get_object_or_404(claims, pk=claim)

    def shown(self, request: Request, **place: Any) -> Response:
        return Response(DecidedClaimSerializer(self.find(request, **place)).data)


decision: Any = partial(api_steps.step, tags=TAGS, shows=DecidedClaimSerializer)


def _approval(request: Request) -> dict[str, Any]:
    sent = typed(request, ApprovalInput)
    return checked(ApproveForm(sent)) | {"seen": sent["seen"]}


class Approval(Deciding):
    post = decision(
        "organiseApproveClaim",
        "Say that a task is done, and how long it took",
        services.approve_claim,
        MEANWHILE,
        "The person gets a mail. The task is done as soon as all who may take it have done it.",
        takes=ApprovalInput,
        read=_approval,
        examples=[
            OpenApiExample("Done", value={"seen": A_MOMENT, "minutes": 90}, request_only=True)
        ],
    )


def _remark(request: Request) -> dict[str, Any]:
    sent = typed(request, RemarkInput)
    return checked(ReturnForm(sent)) | {"seen": sent["seen"]}


class Returning(Deciding):
    post = decision(
        "organiseReturnClaim",
        "Give back what was handed in, with what is still missing",
        services.return_claim,
        MEANWHILE,
        "The person keeps the task and gets a mail.",
        takes=RemarkInput,
        read=_remark,
        examples=[
            OpenApiExample(
                "Not yet",
                value={"seen": A_MOMENT, "remark": "Die zweite Seite fehlt."},
                request_only=True,
            )
        ],
    )


def _release(claim: TaskClaim, **by: Any) -> None:
    if not services.release_claim(claim, **by):
        raise ValidationError(
            _("This has changed since you opened it. Look at it once more, then decide.")
        )


class Release(Deciding):
    post = decision(
        "organiseReleaseClaim",
        "Free the place of somebody who is not heard of any more",
        _release,
        MEANWHILE,
        "Possible until it was handed in. The person gets a mail.",
    )
