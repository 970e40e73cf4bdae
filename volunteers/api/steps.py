"""The steps of a shift's way, each a resource of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from partners.workspace import api_steps
from partners.workspace.api_steps import Stepping
from volunteers import services
from volunteers.api.organised import PUBLISH, TAGS, Organised, OrganisedShiftSerializer, shown

step = partial(api_steps.step, tags=TAGS, shows=OrganisedShiftSerializer)


class Leading(Organised, Stepping):
    need = PUBLISH

    def shown(self, request: Request, **place: Any) -> Response:
        return shown(self.find(request, **place))


class Publication(Leading):
    post = step(
        "organisePublishShift", "Let people find a shift and sign up", services.publish_shift
    )


class Cancellation(Leading):
    post = step(
        "organiseCancelShift",
        "Cancel a shift for good; everybody on it is told",
        services.cancel_shift,
    )
