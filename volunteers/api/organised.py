"""What the organisers' side of shifts shares: how one is found, and how it is shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from access.api import OrganiserMixin, etag_of
from partners.workspace.access import find
from volunteers import services
from volunteers.api.serializers import WORDS, NeedLanguageSerializer, Numbered
from volunteers.models import Requirement, Shift

TAGS = ["organise shifts"]
SEE, CHANGE = "volunteers.view_shift", "volunteers.change_shift"
PUBLISH, DELETE = "volunteers.publish_shift", "volunteers.delete_shift"


class Organised(OrganiserMixin):
    area = "shifts"

    def find(self, request: Request, pk: int, need: str = "") -> Shift:
        return find(request._request, Shift.objects.with_needs(), SEE, need, pk=pk)

    def held(self, request: Request, pk: int, need: str) -> Shift:
        """As `find`, with its row locked, in a transaction."""
        # Nobody waits for, or holds, what they may not change.
        self.find(request, pk, need)
        Shift.objects.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
        return self.find(request, pk, need)


class RequirementSerializer(serializers.ModelSerializer):
    languages = NeedLanguageSerializer(many=True)
    taken = serializers.IntegerField(
        help_text="Places held, those of people included who have not confirmed yet."
    )

    class Meta:
        model = Requirement
        fields = ["id", "role", "minimum", "maximum", "taken", "languages"]


class OrganisedShiftSerializer(Numbered):
    """A shift with all that can be changed."""

    identified_as = "shift"
    campaign: Any = serializers.SlugRelatedField("slug", read_only=True)
    event: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    team: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    venue: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    requirements = RequirementSerializer(many=True)
    missing = serializers.SerializerMethodField(
        help_text="What has to be done before people can sign up, a sentence each."
    )

    class Meta:
        model = Shift
        fields = [
            *Numbered.NAMES, "state", "campaign", "starts_at", "ends_at", "time_zone", "event",
            "team", "venue", "place", "district", "minimum_age", "contact_name", "contact_phone",
            "offer_hours", "requirements", "missing", "changed_at",
        ]  # fmt: skip

    @extend_schema_field(WORDS)
    def get_missing(self, shift: Shift) -> list[str]:
        return services.what_shift_lacks(shift) if shift.state == Shift.State.DRAFT else []


def state_of(shift: Shift) -> dict[str, Any]:
    """What its tag is made of: what PATCH changes, in whatever language it was read, and not
    who signs up meanwhile."""
    left_out = OrganisedShiftSerializer.BY_LANGUAGE | {"requirements", "missing"}
    told = OrganisedShiftSerializer(shift).data
    return {name: value for name, value in told.items() if name not in left_out}


def shown(shift: Shift, status: int = 200) -> Response:
    headers = {"ETag": etag_of(state_of(shift))}
    if status == 201:
        headers["Location"] = f"{settings.SITE_URL}/api/v1/organise/shifts/{shift.pk}/"
    return Response(OrganisedShiftSerializer(shift).data, status, headers=headers)
