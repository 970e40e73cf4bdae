"""Tasks in the workspace: the list, a new one, its words, its columns and its way."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.models import Membership
from partners.rules import open_to
from partners.workspace.access import Organising, find, require, workspace_page
from partners.workspace.texts import TextForm
from volunteers import services
from volunteers.forms.tasks import NewTaskForm, TaskForm
from volunteers.models import Task, TaskClaim, TaskText
from volunteers.rules import campaigns_open_to
from web.named import named
from web.text import clean_line

PER_PAGE = 30
GERMAN = settings.LANGUAGE_CODE
SEE, ADD, CHANGE = "volunteers.view_task", "volunteers.add_task", "volunteers.change_task"
PUBLISH, DELETE = "volunteers.publish_task", "volunteers.delete_task"
NAMES = "volunteers.view_people"

DEEDS = {
    "publish": (PUBLISH, services.publish_task),
    "close": (PUBLISH, services.close_task),
    "reopen": (PUBLISH, services.reopen_task),
    "delete": (DELETE, services.delete_task),
}


def find_task(request: Organising, pk: int, need: str = "") -> Task:
    tasks = Task.objects.to_read().select_related("campaign__lead")
    return find(request, tasks, SEE, need, pk=pk)


@require_safe
@workspace_page
def task_list(request: Organising) -> HttpResponse:
    query = clean_line(request.GET.get("q", ""))[:100]
    tasks = named(
        Task.objects.filter(campaign__lead__in=open_to(request.user)), query, "texts__title"
    )
    waiting = Count("claims", filter=Q(claims__state=TaskClaim.State.HANDED_IN), distinct=True)
    tasks = tasks.to_read().annotate(handed_in=waiting).order_by("-created_at", "pk")
    context = {
        "page": Paginator(tasks, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "may_add": request.user.has_perm(ADD),
    }
    return render(request, "volunteers/organise/task_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def add(request: Organising) -> HttpResponse:
    require(request, ADD)
    campaigns = campaigns_open_to(request.user, Membership.Role.EDITOR).with_texts()
    form = NewTaskForm(request.POST or None, campaigns=campaigns)
    if request.method == "POST" and form.is_valid():
        task = services.create_task(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The draft is there. Nobody else sees it yet."))
        return redirect("volunteers_organise:task", task.pk)
    context = {"form": form, "has_campaign": campaigns.exists()}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/task_new.html", context, status=status)


@require_safe
@workspace_page
def detail(request: Organising, pk: int) -> HttpResponse:
    """Everything about one task, and who has taken it."""
    task = find_task(request, pk)
    sees_names = request.user.has_perm(NAMES, task)
    texts = list(task.texts.all())
    written = {text.language for text in texts}
    claims = list(task.claims.exclude(state=TaskClaim.State.DROPPED).order_by("claimed_at"))
    context = {
        "task": task,
        "missing": services.what_task_lacks(task) if task.state != Task.State.OPEN else [],
        "missing_languages": [name for code, name in settings.LANGUAGES if code not in written],
        "stale": [text for text in texts if text.status == TaskText.Status.STALE],
        "is_taken": bool(claims),
        "handed_in": sum(one.state == TaskClaim.State.HANDED_IN for one in claims),
        "approved": sum(one.state == TaskClaim.State.APPROVED for one in claims),
        "named_claims": services.named_claims(claims) if sees_names else [],
        "sees_names": sees_names,
        "may_change": request.user.has_perm(CHANGE, task),
        "may_publish": request.user.has_perm(PUBLISH, task),
        "may_delete": request.user.has_perm(DELETE, task),
    }
    return render(request, "volunteers/organise/task_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def write(request: Organising, pk: int) -> HttpResponse:
    """The German text; the translations follow it on pages of their own."""
    task = find_task(request, pk, CHANGE)
    present = task.texts.filter(language=GERMAN).first()
    form = TextForm(TaskText, present, GERMAN, request.POST or None, hints=_hints())
    if request.method == "POST" and form.is_valid():
        store = partial(services.write_task_text, task, GERMAN, actor=request.user)
        if form.save(store):
            messages.success(request, _("Saved."))
            return redirect("volunteers_organise:task", task.pk)
    status = 409 if form.theirs is not None else 422 if form.errors else 200
    context = {"task": task, "form": form}
    return render(request, "volunteers/organise/task_text.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@workspace_page
def edit(request: Organising, pk: int) -> HttpResponse:
    """How many may take it, how long it takes, where, in which language, until when."""
    task = find_task(request, pk, CHANGE)
    data = request.POST if request.method == "POST" else None
    form = TaskForm(data, initial=_now(task), teams=services.teams_for(task))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_task(task, form.cleaned_data, actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("volunteers_organise:task", task.pk)
    context = {"task": task, "form": form}
    status = 422 if form.errors else 200
    return render(request, "volunteers/organise/task_form.html", context, status=status)


@require_POST
@workspace_page
def lead(request: Organising, pk: int, deed: str) -> HttpResponse:
    """Publish, close, open again, or delete a draft. None of it tells anybody anything that
    can't be taken back, so it is done at once."""
    if deed not in DEEDS:
        raise Http404
    permission, verb = DEEDS[deed]
    task = find_task(request, pk, permission)
    try:
        verb(task, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _done(deed))
        if deed == "delete":
            return redirect("volunteers_organise:tasks")
    return redirect("volunteers_organise:task", pk)


def _done(deed: str) -> str:
    return {
        "publish": _("The task is public. Whoever has joined can take it."),
        "close": _("Closed. Those who have taken it may still hand in."),
        "reopen": _("The task can be taken again."),
        "delete": _("The draft is deleted."),
    }[deed]


def _now(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in TaskForm.base_fields}


def _hints() -> dict[str, str]:
    return {
        "title": _("What is to be done, in a few words."),
        "description": _(
            "What it is for, what one needs, and how one hands it in. An empty line begins a "
            "paragraph, and [words](https://…) make a link."
        ),
    }
