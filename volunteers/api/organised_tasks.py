"""Tasks as the workspace lists, begins, changes and writes them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from access.api import OrganiserMixin, actor_of, check_match, etag_of, once
from languages.services import SPOKEN_CHOICES
from partners.models import Membership
from partners.workspace.access import find, require
from partners.workspace.api_steps import checked, typed
from partners.workspace.api_texts import OneText, text_read, text_written
from volunteers import services
from volunteers.api.serializers import TaskDetailSerializer, TaskTextSerializer
from volunteers.forms.tasks import LONGEST_MINUTES, NewTaskForm, TaskForm
from volunteers.models import Task, TaskQuerySet, TaskText, Team
from volunteers.rules import campaigns_open_to
from volunteers.services.tasks import hold_task
from web.api import LANGUAGE, CursorPage

TAGS = ["organise tasks"]
SEE, ADD, CHANGE = "volunteers.view_task", "volunteers.add_task", "volunteers.change_task"
PUBLISH, DELETE = "volunteers.publish_task", "volunteers.delete_task"


class OrganisedTaskSerializer(TaskDetailSerializer):
    """A task, be it a draft, and how many have taken it."""

    team: Any = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)

    class Meta(TaskDetailSerializer.Meta):
        fields = [*TaskDetailSerializer.Meta.fields, "maximum", "taken"]


class NewTaskInput(serializers.Serializer):
    campaign = serializers.SlugField(help_text="One that an organisation of yours leads.")
    title = serializers.CharField(max_length=120, help_text="In German.")


class TaskInput(serializers.Serializer):
    """What is not sent stays as it is."""

    maximum = serializers.IntegerField(
        min_value=1, max_value=500, help_text="How many people may take it."
    )
    minutes = serializers.IntegerField(
        min_value=5, max_value=LONGEST_MINUTES, help_text="About how long it takes."
    )
    spoken = serializers.ChoiceField(
        SPOKEN_CHOICES, source="language", allow_blank=True, help_text="The language one needs."
    )
    district = serializers.CharField(allow_blank=True)
    due_on = serializers.DateField(allow_null=True, help_text="Null: whenever people have time.")
    team = serializers.SlugField(allow_null=True, help_text="Null for none.")


class TaskTextInput(serializers.Serializer):
    title = serializers.CharField(max_length=120)
    description = serializers.CharField(allow_blank=True, help_text="Markdown.")


class OrganisedTaskPage(CursorPage):
    ordering = ("-created_at", "-pk")


class Organised(OrganiserMixin):
    area = "shifts"

    def find(self, request: Request, pk: int, need: str = "") -> Task:
        tasks = Task.objects.to_read().select_related("campaign__lead")
        return find(request._request, tasks, SEE, need, pk=pk)


class OrganisedTasks(Organised, generics.ListAPIView):
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

    @extend_schema(
        operation_id="organiseCreateTask",
        summary="Begin a task",
        description="Makes a draft that nobody else sees.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=NewTaskInput,
        responses={201: OrganisedTaskSerializer},
        examples=[
            OpenApiExample(
                "A translation",
                value={"campaign": "kommunales-wahlrecht", "title": "Den Flyer übersetzen"},
                request_only=True,
            )
        ],
    )
    @once
    def post(self, request: Request) -> Response:
        require(request._request, ADD)
        sent = typed(request, NewTaskInput)
        campaigns = campaigns_open_to(request.user, Membership.Role.EDITOR)
        campaign = campaigns.filter(slug=sent["campaign"]).first()
        named = sent | {"campaign": campaign.pk if campaign else 0}
        given = checked(NewTaskForm(named, campaigns=campaigns))
        task = services.create_task(actor=actor_of(request), **given)
        return shown(self.find(request, task.pk), 201)


class OrganisedTask(Organised, APIView):
    @extend_schema(
        operation_id="organiseGetTask",
        summary="A task as its organisers see it",
        tags=TAGS,
        parameters=[LANGUAGE],
        responses=OrganisedTaskSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        return shown(self.find(request, pk))

    @extend_schema(
        operation_id="organiseChangeTask",
        summary="Change for how many a task is, how long it takes, where, and until when",
        description="What is not sent stays as it is. For fewer than have taken it is refused as "
        "`invalid` (422); with `If-Match`, `precondition_failed` (412) when it has changed "
        "since: who takes it changes nothing about that.",
        tags=TAGS,
        parameters=[LANGUAGE],
        request=TaskInput,
        responses=OrganisedTaskSerializer,
        examples=[
            OpenApiExample(
                "For three", value={"maximum": 3, "due_on": "2027-05-01"}, request_only=True
            )
        ],
    )
    def patch(self, request: Request, pk: int) -> Response:
        self.find(request, pk, CHANGE)
        sent = typed(request, TaskInput, partial=True)
        if slug := sent.get("team"):
            team = Team.objects.filter(slug=slug).first()
            sent["team"] = team.pk if team else 0
        with transaction.atomic():
            # First the lock, then what is read: two programs change one after the other.
            hold_task(pk)
            task = self.find(request, pk, CHANGE)
            check_match(request, _state_of(task))
            now = {name: getattr(task, name) for name in TaskForm.base_fields}
            form = TaskForm(now | sent, initial=now, teams=services.teams_for(task))
            services.change_task(task, checked(form), actor=actor_of(request))
        return shown(self.find(request, pk))

    @extend_schema(
        operation_id="organiseDeleteTask",
        summary="Delete a draft",
        description="What people have seen is closed instead: refused as `forbidden` (403).",
        tags=TAGS,
        responses={204: None},
    )
    def delete(self, request: Request, pk: int) -> Response:
        services.delete_task(self.find(request, pk, DELETE), actor=actor_of(request))
        return Response(status=204)


class OrganisedTaskText(Organised, OneText):
    text_model, need = TaskText, CHANGE
    shows, takes = TaskTextSerializer, TaskTextInput
    verb = staticmethod(services.write_task_text)
    get = text_read(
        "organiseGetTaskText",
        "A task's words in one language",
        tags=TAGS,
        shows=TaskTextSerializer,
    )
    patch = text_written(
        "organiseWriteTaskText",
        "Write a task's words in one language",
        tags=TAGS,
        shows=TaskTextSerializer,
        takes=TaskTextInput,
        example={"title": "Translate the flyer", "description": "Two pages."},
    )


def _state_of(task: Task) -> dict[str, Any]:
    """What its tag is made of: what PATCH changes, in whatever language it was read, and not
    who takes it meanwhile."""
    left_out = OrganisedTaskSerializer.BY_LANGUAGE | {"text", "free", "taken"}
    told = OrganisedTaskSerializer(task).data
    return {name: value for name, value in told.items() if name not in left_out}


def shown(task: Task, status: int = 200) -> Response:
    headers = {"ETag": etag_of(_state_of(task))}
    if status == 201:
        headers["Location"] = f"{settings.SITE_URL}/api/v1/organise/tasks/{task.pk}/"
    return Response(OrganisedTaskSerializer(task).data, status, headers=headers)
