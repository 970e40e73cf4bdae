"""Public reads: which shifts need people, tasks without a time, and teams."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import PublicMixin
from languages.services import SPOKEN_CHOICES
from volunteers.api.serializers import (
    ShiftDetailSerializer,
    ShiftSerializer,
    TaskDetailSerializer,
    TaskSerializer,
    TeamDetailSerializer,
    TeamSerializer,
)
from volunteers.models import Shift, ShiftQuerySet, Task, TaskQuerySet, Team, TeamQuerySet
from volunteers.services.reading import listed_shifts, page_of
from volunteers.services.task_reading import task_page, tasks_for
from volunteers.services.team_reading import listed_teams, team_page
from web.api import LANGUAGE, CursorPage
from web.pressure import Order, sheds


class TaskQuery(serializers.Serializer):
    """What one may ask of the list, as the page's filter."""

    campaign = serializers.SlugField(required=False, help_text="Slug of a campaign.")
    district = serializers.CharField(required=False, max_length=40)
    spoken = serializers.ChoiceField(
        SPOKEN_CHOICES, required=False, help_text="The language one needs for it."
    )

    def wanted(self) -> dict[str, Any]:
        """Under the names of the services. Raises ValidationError for what makes no sense."""
        self.is_valid(raise_exception=True)
        asked = dict(self.validated_data)
        return asked | {"language": asked.pop("spoken", "")}


class ShiftQuery(TaskQuery):
    gaps = serializers.BooleanField(
        required=False,
        help_text="Only where people are still missing; with `spoken`, people who speak it.",
    )


class TeamQuery(serializers.Serializer):
    campaign = serializers.SlugField(required=False, help_text="Slug of a campaign.")
    field = serializers.SlugField(required=False, help_text="Slug of a field of work.")


class ShiftPage(CursorPage):
    ordering = ("starts_at", "pk")


@sheds(Order.LISTS)
class ShiftList(PublicMixin, generics.ListAPIView):
    serializer_class = ShiftSerializer
    pagination_class = ShiftPage
    filter_backends: list[Any] = []
    queryset = Shift.objects.none()

    def get_queryset(self) -> ShiftQuerySet:
        return listed_shifts(ShiftQuery(data=self.request.query_params).wanted())

    @extend_schema(
        operation_id="listShifts",
        summary="Shifts to come, the next first",
        description="With what is needed there. Follow `next` for more.",
        tags=["shifts"],
        parameters=[LANGUAGE, ShiftQuery],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class ShiftDetail(PublicMixin, APIView):
    @extend_schema(
        operation_id="getShift",
        summary="One shift",
        description="A cancelled one stays and says so by its `state`.",
        tags=["shifts"],
        parameters=[LANGUAGE],
        responses=ShiftDetailSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        shift = page_of(Shift.objects.public(), pk)["shift"]
        return Response(ShiftDetailSerializer(shift).data)


class TaskPage(CursorPage):
    ordering = ("pk",)


@sheds(Order.LISTS)
class TaskList(PublicMixin, generics.ListAPIView):
    serializer_class = TaskSerializer
    pagination_class = TaskPage
    filter_backends: list[Any] = []
    queryset = Task.objects.none()

    def get_queryset(self) -> TaskQuerySet:
        return tasks_for(TaskQuery(data=self.request.query_params).wanted())

    @extend_schema(
        operation_id="listTasks",
        summary="Tasks without a time that somebody can take",
        description="The oldest first.",
        tags=["tasks"],
        parameters=[LANGUAGE, TaskQuery],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class TaskDetail(PublicMixin, APIView):
    @extend_schema(
        operation_id="getTask",
        summary="One task",
        tags=["tasks"],
        parameters=[LANGUAGE],
        responses=TaskDetailSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(TaskDetailSerializer(task_page(pk)).data)


class TeamPage(CursorPage):
    ordering = ("slug",)


@sheds(Order.LISTS)
class TeamList(PublicMixin, generics.ListAPIView):
    serializer_class = TeamSerializer
    pagination_class = TeamPage
    filter_backends: list[Any] = []
    queryset = Team.objects.none()

    def get_queryset(self) -> TeamQuerySet:
        asked = TeamQuery(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return listed_teams(**asked.validated_data)

    @extend_schema(
        operation_id="listTeams",
        summary="Teams that one can join",
        tags=["teams"],
        parameters=[LANGUAGE, TeamQuery],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class TeamDetail(PublicMixin, APIView):
    @extend_schema(
        operation_id="getTeam",
        summary="One team, as visitors see it",
        description="Nothing of its members, and nothing of what they share.",
        tags=["teams"],
        parameters=[LANGUAGE],
        responses=TeamDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        context = team_page(Team.objects.public(), slug)
        return Response(TeamDetailSerializer(context["team"], context=context).data)
