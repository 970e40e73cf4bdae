"""What people do without an account: take a task on, hand it in, give it up. The link to their
own page, which every mail carries, says who they are."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PersonMixin, once
from partners.workspace.api_steps import checked, typed
from privacy.api import NOBODYS, REFUSALS, OwnLinkInput, whose
from volunteers import services
from volunteers.forms.tasks import HandInForm
from volunteers.models import Task, TaskClaim
from web.api import LANGUAGE, Refusal, refused_as
from web.limits import check, client_network
from web.pressure import Order, sheds

TAGS = ["tasks"]
WHO = {"secret": NOBODYS}


class ResultInput(OwnLinkInput):
    result = serializers.CharField(
        max_length=10_000, help_text="The text itself, a few words about it, or where it lies."
    )


class OwnClaimSerializer(serializers.Serializer):
    task = serializers.IntegerField(source="task_id", help_text="The task's number.")
    status = serializers.ChoiceField(TaskClaim.State.choices, source="state")
    remark = serializers.CharField(
        help_text="What was still missing, when the campaign gave it back."
    )


def _described(operation: str, summary: str, about: str, takes: Any, value: Any) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=f"{about} {REFUSALS}",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=takes,
        responses={200: OwnClaimSerializer},
        examples=[OpenApiExample("By one's link", value=value, request_only=True)],
    )


class ByOwnLink(PersonMixin, APIView):
    """Who asks, and the task that everybody may read."""

    takes: Any = OwnLinkInput

    def read(self, request: Request, pk: int) -> tuple[Task, str, dict[str, Any]]:
        check("volunteering:network", client_network(request._request))
        task = services.task_page(pk)
        sent = typed(request, self.takes)
        return task, whose(sent["secret"]), sent

    def own(self, request: Request, pk: int) -> tuple[TaskClaim, dict[str, Any]]:
        """What this person has promised there."""
        task, person_key, sent = self.read(request, pk)
        claim = TaskClaim.objects.filter(task=task, person_key=person_key).first()
        if claim is None:
            raise _not_yours()
        return claim, sent


@sheds(Order.SIGNING)
class TaskClaiming(ByOwnLink):
    @_described(
        "takeTask",
        "Take a task on",
        "Pressed twice it is one. Refuses with `task_not_takeable` (409) where it is over, "
        "taken, or one has five to do; with `person_unknown` (409) whoever has joined no "
        "campaign yet.",
        OwnLinkInput,
        WHO,
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        task, person_key, _sent = self.read(request, pk)
        try:
            with refused_as("task_not_takeable"):
                claim = services.claim_task(task, person_key)
        except services.PersonUnknown:
            sentence = _(
                "Before you take on a task, join a campaign: then it knows your name and can "
                "write to you."
            )
            raise Refusal(sentence, code="person_unknown") from None
        return Response(OwnClaimSerializer(claim).data)


@sheds(Order.SIGNING)
class TaskResults(ByOwnLink):
    takes = ResultInput

    @_described(
        "handTaskIn",
        "Hand in what one has done",
        "Again as long as nobody has decided. Refuses with `task_not_yours` (409) what one has "
        "not taken on, and what is approved.",
        ResultInput,
        WHO | {"result": "https://example.org/flyer-tr.pdf"},
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        claim, sent = self.own(request, pk)
        result = checked(HandInForm(sent))["result"]
        if not services.hand_in_task(claim, result):
            raise _not_yours()
        return Response(OwnClaimSerializer(claim).data)


@sheds(Order.SIGNING)
class TaskDepartures(ByOwnLink):
    @_described(
        "giveTaskUp",
        "Give a task up, so that somebody else can take it",
        "Refuses with `task_not_yours` (409) what one has not taken on, and what is approved.",
        OwnLinkInput,
        WHO,
    )
    @once
    def post(self, request: Request, pk: int) -> Response:
        claim, _sent = self.own(request, pk)
        if not services.drop_task(claim):
            raise _not_yours()
        return Response(OwnClaimSerializer(claim).data)


def _not_yours() -> Refusal:
    return Refusal(_("This task is not yours any more."), code="task_not_yours")
