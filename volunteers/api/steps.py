"""The steps of a shift's way, each a resource of its own."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import actor_of, once
from volunteers import services
from volunteers.api.organised import PUBLISH, TAGS, Organised, OrganisedShiftSerializer, shown


def _step(operation: str, summary: str) -> Any:
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description="Refused as `invalid` (422), with the reasons, where it is not possible now.",
        tags=TAGS,
        request=None,
        responses=OrganisedShiftSerializer,
    )


class Publication(Organised, APIView):
    @_step("organisePublishShift", "Let people find a shift and sign up")
    @once
    def post(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, PUBLISH)
        services.publish_shift(shift, actor=actor_of(request))
        return shown(self.find(request, pk))


class Cancellation(Organised, APIView):
    @_step("organiseCancelShift", "Cancel a shift for good; everybody on it is told")
    @once
    def post(self, request: Request, pk: int) -> Response:
        shift = self.find(request, pk, PUBLISH)
        services.cancel_shift(shift, actor=actor_of(request))
        return shown(self.find(request, pk))
