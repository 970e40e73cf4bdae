"""Tasks as the workspace lists them, for those who work on their campaigns."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin
from partners.workspace.access import find
from volunteers.api.serializers import TaskDetailSerializer
from volunteers.models import Task, TaskQuerySet
from volunteers.rules import campaigns_open_to
from web.api import LANGUAGE, CursorPage

TAGS = ["organise tasks"]


class OrganisedTaskSerializer(TaskDetailSerializer):
    """A task, be it a draft, and how many have taken it."""

    team: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta(TaskDetailSerializer.Meta):
        fields = [*TaskDetailSerializer.Meta.fields, "maximum", "taken"]


class OrganisedTaskPage(CursorPage):
    ordering = ("-created_at", "-pk")


class OrganisedTasks(OrganiserMixin, generics.ListAPIView):
    area = "shifts"
    serializer_class = OrganisedTaskSerializer
    pagination_class = OrganisedTaskPage
    filter_backends: list[Any] = []
    queryset = Task.objects.none()

    def get_queryset(self) -> TaskQuerySet:
        return Task.objects.filter(campaign__in=campaigns_open_to(self.request.user)).to_read()

    @extend_schema(
        operation_id="organiseListTasks",
        summary="Tasks of your campaigns, drafts too",
        description="The newest first.",
        tags=TAGS,
        parameters=[LANGUAGE],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OrganisedTask(OrganiserMixin, APIView):
    area = "shifts"

    @extend_schema(
        operation_id="organiseGetTask",
        summary="A task as its organisers see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedTaskSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        tasks = Task.objects.to_read().select_related("campaign__lead")
        task = find(request._request, tasks, "volunteers.view_task", pk=pk)
        return Response(OrganisedTaskSerializer(task).data)
