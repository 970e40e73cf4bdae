"""What the organisers of a campaign do with its tasks: begun, changed, published, closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from languages import editing
from privacy import audit
from volunteers.models import Task, TaskClaim, Team, TeamQuerySet
from volunteers.services.tasks import hold_task

GERMAN = settings.LANGUAGE_CODE
State = Task.State


@transaction.atomic
def create_task(title: str, *, actor: AbstractBaseUser, **columns: Any) -> Task:
    """Make a draft, with a German title."""
    task = Task.objects.create(**columns)
    words = {"title": title, "description": ""}
    editing.write(task, GERMAN, words, seen=editing.NOTHING)
    audit.record("volunteers.task_created", actor, task)
    return task


@transaction.atomic
def write_task_text(
    task: Task,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the task's words in one language. Raises what `editing.write` raises."""
    editing.write(task, language, words, seen=seen, **more)
    audit.record("volunteers.task_written", actor, task, language=language)


@transaction.atomic
def change_task(task: Task, changes: Mapping[str, Any], *, actor: AbstractBaseUser) -> list[str]:
    """Change columns of the task; return which differ. Raises ValidationError where fewer
    people could take it than have taken it."""
    held = hold_task(task.pk)
    changed = {name: new for name, new in changes.items() if getattr(held, name) != new}
    if not changed:
        return []
    if changed.get("maximum", held.maximum) < held.taken:
        raise ValidationError(
            {
                "maximum": _("%(number)d people have taken it. It can't be for fewer.")
                % {"number": held.taken}
            }
        )
    Task.objects.filter(pk=task.pk).update(**changed)
    audit.record("volunteers.task_changed", actor, task, fields=sorted(changed))
    task.refresh_from_db()
    return sorted(changed)


def publish_task(task: Task, *, actor: AbstractBaseUser) -> None:
    """Let people find and take it. Raises ValidationError where something is missing."""
    if missing := what_task_lacks(task):
        raise ValidationError(missing)
    _go(task, State.OPEN, (State.DRAFT,), "volunteers.task_published", actor)


def close_task(task: Task, *, actor: AbstractBaseUser) -> None:
    """Nobody new takes it; those who have taken it may still hand in."""
    _go(task, State.CLOSED, (State.OPEN,), "volunteers.task_closed", actor)


def reopen_task(task: Task, *, actor: AbstractBaseUser) -> None:
    """Let people take it again, where there is room."""
    if missing := what_task_lacks(task):
        raise ValidationError(missing)
    origins = (State.CLOSED, State.DONE)
    _go(task, State.OPEN, origins, "volunteers.task_reopened", actor)


@transaction.atomic
def delete_task(task: Task, *, actor: AbstractBaseUser) -> None:
    """Delete a draft. Raises ValidationError for what people have seen: that is closed."""
    held = hold_task(task.pk)
    if held.state != State.DRAFT or TaskClaim.objects.filter(task=held).exists():
        raise ValidationError(_("People have seen this task. Close it instead of deleting it."))
    audit.record("volunteers.task_deleted", actor, task)
    held.delete()


def teams_for(task: Task) -> TeamQuerySet:
    """What it can belong to: the teams of the organisation that leads its campaign; the one
    chosen stays."""
    teams = Team.objects.filter(organisation=task.campaign.lead_id, state=Team.State.ACTIVE)
    return (teams | Team.objects.filter(pk=task.team_id or 0)).distinct().with_texts()


def what_task_lacks(task: Task) -> list[str]:
    """What has to be done before people can take it, a sentence each."""
    missing = []
    if not task.texts.filter(language=GERMAN).exclude(description="").exists():
        missing.append(_("Write in German what is to be done."))
    if task.campaign.state != task.campaign.State.PUBLISHED:
        missing.append(_("The campaign is not public yet, or it is over."))
    return missing


@transaction.atomic
def _go(
    task: Task, state: str, origins: Collection[str], verb: str, actor: AbstractBaseUser
) -> None:
    here = Task.objects.filter(pk=task.pk, state__in=origins)
    if not here.update(state=state):
        task.refresh_from_db()
        raise ValidationError(
            _("This task is %(state)s now, so that is not possible."),
            params={"state": task.get_state_display()},
        )
    audit.record(verb, actor, task)
    task.refresh_from_db()
