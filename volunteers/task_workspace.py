"""What tasks bring to the workspace: what waits, their deeds in words, what is translated."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail, translatable
from partners.workspace.attention import Urgency, Waiting
from partners.workspace.translatable import Kind
from volunteers.models import Task, TaskClaim, TaskText

DEEDS = {
    "volunteers.task_created": gettext_lazy("began the task"),
    "volunteers.task_written": gettext_lazy("wrote the text"),
    "volunteers.task_changed": gettext_lazy("changed the task"),
    "volunteers.task_published": gettext_lazy("published the task"),
    "volunteers.task_closed": gettext_lazy("closed the task"),
    "volunteers.task_reopened": gettext_lazy("opened the task again"),
    "volunteers.task_deleted": gettext_lazy("deleted the draft"),
    "volunteers.task_people_fetched": gettext_lazy("fetched the list of those who help"),
    "volunteers.claim_approved": gettext_lazy("approved what was handed in"),
    "volunteers.claim_returned": gettext_lazy("gave back what was handed in"),
    "volunteers.claim_released": gettext_lazy("freed a place that nobody used"),
}


def register() -> None:
    attention.register("handed_in_tasks", handed_in)
    trail.register("volunteers.task", _tasks_of, DEEDS)
    translatable.register(
        Kind(
            name="task",
            label=gettext_lazy("task"),
            text_model=TaskText,
            of=lambda organisations: (
                Task.objects.filter(campaign__lead__in=organisations)
                .exclude(state__in=[Task.State.DONE, Task.State.CLOSED])
                .select_related("campaign")
            ),
            owner=lambda task: task.campaign.lead_id,
            url=lambda task: reverse("volunteers_organise:task_write", args=[task.pk]),
        )
    )


def handed_in(user: User) -> Iterator[Waiting]:
    """For those who decide: what was handed in, a line for each task."""
    mine = open_to(user, Membership.Role.ORGANISER)
    claims = TaskClaim.objects.filter(
        task__campaign__lead__in=mine, state=TaskClaim.State.HANDED_IN
    )
    found = claims.values_list("task").annotate(Count("pk"), Min("handed_in_at")).order_by("task")
    waiting = {task: (number, since) for task, number, since in found}
    for task in Task.objects.filter(pk__in=waiting).with_texts():
        number, since = waiting[task.pk]
        words = ngettext(
            "Somebody has handed in a task.",
            "%(number)d people have handed in a task.",
            number,
        )
        yield Waiting(
            words % {"number": number},
            reverse("volunteers_organise:task", args=[task.pk]),
            Urgency.SOON,
            about=str(task),
            at=since,
            icon="inbox",
        )


def _tasks_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for task in Task.objects.filter(campaign__lead=organisation).with_texts():
        yield task.pk, str(task)
