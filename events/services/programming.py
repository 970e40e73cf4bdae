"""Making a programme: its words, days and stages, under which umbrella, and for all to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Programme, Stage, Venue
from languages import editing
from partners.models import Organisation
from pictures import services as pictures
from pictures.models import Picture
from privacy import audit
from web.slugs import insert_with_slug

GERMAN = settings.LANGUAGE_CODE
State = Programme.State


@transaction.atomic
def create_programme(
    organisation: Organisation, title: str, summary: str, *, actor: AbstractBaseUser, **more: Any
) -> Programme:
    """Make a draft that `organisation` edits. Raises ValidationError for days the wrong way."""
    programme = Programme(organisation=organisation, **more)
    _need_order(programme)
    insert_with_slug(programme, title)
    words = {"title": title, "summary": summary, "description": ""}
    editing.write(programme, GERMAN, words, seen=editing.NOTHING)
    audit.record("events.programme_created", actor, programme)
    return programme


@transaction.atomic
def write_programme_text(
    programme: Programme,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the programme's words in one language. Raises what `editing.write` raises."""
    editing.write(programme, language, words, seen=seen, **more)
    audit.record("events.programme_written", actor, programme, language=language)


@transaction.atomic
def change_programme(
    programme: Programme, changes: Mapping[str, Any], *, actor: AbstractBaseUser
) -> None:
    """Change kind, days or until when events are taken, and the umbrella (see `put_under`).

    Raises ValidationError for days the wrong way or a circle of umbrellas.
    """
    columns = dict(changes)
    if "parent" in columns:
        put_under(programme, columns.pop("parent"), actor=actor)
    for name, value in columns.items():
        setattr(programme, name, value)
    _need_order(programme)
    programme.save(update_fields=list(columns))
    audit.record("events.programme_changed", actor, programme, fields=sorted(changes))


def hold_programmes() -> dict[int, int | None]:
    """Lock all programmes, in the order of their keys, and tell what each is part of. Whoever
    holds one already must not call it: two who do would wait for each other."""
    held = Programme.objects.select_for_update(no_key=True).order_by("pk")
    return dict(held.values_list("pk", "parent_id"))


@transaction.atomic
def put_under(programme: Programme, parent: Programme | None, *, actor: AbstractBaseUser) -> None:
    """Make the programme part of another one, or of none.

    Raises ValidationError where that one is, over however many steps, part of this one.
    """
    if parent is not None:
        # All of them, in one order: two editors who would close a circle from both its ends
        # come here one after the other, and the second one sees what the first one did.
        above = hold_programmes()
        step: int | None = parent.pk
        while step is not None:
            if step == programme.pk:
                raise ValidationError(
                    {"parent": _("That programme is part of this one. Choose another one.")}
                )
            step = above.get(step)
    Programme.objects.filter(pk=programme.pk).update(parent=parent)
    programme.parent = parent
    audit.record("events.programme_put_under", actor, programme, parent=parent and parent.pk)


@transaction.atomic
def set_stage(
    programme: Programme,
    name: str,
    venue: Venue | None,
    position: int,
    *,
    stage: Stage | None = None,
    actor: AbstractBaseUser,
) -> Stage:
    """Add a stage, or change this one; its German name is translated like other texts."""
    stage = stage or Stage(programme=programme)
    stage.venue, stage.position = venue, position
    stage.save()
    present = stage.texts.filter(language=GERMAN).first()
    editing.write(stage, GERMAN, {"name": name}, seen=editing.state_of(present))
    audit.record("events.stage_set", actor, programme, stage=stage.pk)
    return stage


@transaction.atomic
def write_stage_text(
    stage: Stage, language: str, words: Mapping[str, str], *, seen: str, actor: AbstractBaseUser
) -> None:
    """Say what it is called in one language. Raises what `editing.write` raises."""
    editing.write(stage, language, words, seen=seen)
    audit.record("events.stage_set", actor, stage.programme, stage=stage.pk, language=language)


@transaction.atomic
def remove_stage(stage: Stage, *, actor: AbstractBaseUser) -> None:
    """Its events stay in the programme and have no stage."""
    audit.record("events.stage_removed", actor, stage.programme, stage=stage.pk)
    stage.delete()


@transaction.atomic
def show_programme_picture(
    programme: Programme, picture: Picture | None, *, actor: AbstractBaseUser
) -> None:
    """Give the programme this picture, or none; one that nothing shows any more goes."""
    before = programme.picture
    Programme.objects.filter(pk=programme.pk).update(picture=picture)
    programme.picture = picture
    audit.record("events.programme_pictured", actor, programme)
    if before is not None and before != picture:
        pictures.drop(before)


def publish_programme(programme: Programme, *, actor: AbstractBaseUser) -> None:
    """Show it to all. From now on changes are marked. Raises ValidationError without German."""
    if not programme.texts.filter(language=GERMAN).exclude(summary="").exists():
        raise ValidationError(_("Write the German title and sentence."))
    published_at = programme.published_at or timezone.now()
    _go(programme, State.PUBLISHED, (State.DRAFT, State.ARCHIVED), actor, published_at)


def archive_programme(programme: Programme, *, actor: AbstractBaseUser) -> None:
    """Take it out of the list; its page stays, and nobody can hand in an event any more."""
    _go(programme, State.ARCHIVED, (State.PUBLISHED,), actor, programme.published_at)


def _go(
    programme: Programme, state: str, origins: tuple[str, ...], actor: Any, published_at: Any
) -> None:
    with transaction.atomic():
        here = Programme.objects.filter(pk=programme.pk, state__in=origins)
        if not here.update(state=state, published_at=published_at):
            raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
        audit.record(f"events.programme_{state}", actor, programme)
    programme.refresh_from_db()


def _need_order(programme: Programme) -> None:
    if programme.ends_on < programme.starts_on:
        raise ValidationError({"ends_on": _("The last day is before the first one.")})
