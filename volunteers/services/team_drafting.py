"""Making a team: its words, what it belongs to, and its way from draft to closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import ActionField, Campaign, CampaignQuerySet
from languages import editing
from partners.models import Organisation
from privacy import audit
from volunteers.models import Team
from web.slugs import insert_with_slug

GERMAN = settings.LANGUAGE_CODE
State = Team.State


@transaction.atomic
def create_team(
    organisation: Organisation, name: str, summary: str, *, actor: AbstractBaseUser
) -> Team:
    """Make a draft that `organisation` carries."""
    team = Team(organisation=organisation)
    insert_with_slug(team, name)
    words = {"name": name, "summary": summary, "about": "", "questions": ""}
    editing.write(team, GERMAN, words, seen=editing.NOTHING)
    audit.record("volunteers.team_created", actor, team)
    return team


@transaction.atomic
def write_team_text(
    team: Team,
    language: str,
    words: Mapping[str, str],
    *,
    seen: str,
    actor: AbstractBaseUser,
    **more: Any,
) -> None:
    """Write the team's words in one language. Raises what `editing.write` raises."""
    editing.write(team, language, words, seen=seen, **more)
    audit.record("volunteers.team_written", actor, team, language=language)


@transaction.atomic
def change_team(
    team: Team,
    *,
    campaign: Campaign | None,
    fields: Iterable[ActionField],
    takes_applications: bool,
    actor: AbstractBaseUser,
) -> None:
    """Say which campaign and fields of work it belongs to, and whether people can apply."""
    team.campaign, team.takes_applications = campaign, takes_applications
    team.save(update_fields=["campaign", "takes_applications"])
    team.fields.set(fields)
    audit.record("volunteers.team_changed", actor, team)


def campaigns_for_team(team: Team) -> CampaignQuerySet:
    """What it can work for: the campaigns of its organisation; the one chosen stays."""
    mine = Campaign.objects.filter(lead=team.organisation_id) | Campaign.objects.filter(teams=team)
    return mine.distinct().with_texts()


def open_team(team: Team, *, actor: AbstractBaseUser) -> None:
    """Show it to everybody, for the first time or again. Raises ValidationError where it is
    open, or somebody else was quicker."""
    _move(team, (State.DRAFT, State.CLOSED), State.ACTIVE, "volunteers.team_opened", actor)


def close_team(team: Team, *, actor: AbstractBaseUser) -> None:
    """It takes nobody any more; its page stays and says so. Raises ValidationError."""
    _move(team, (State.ACTIVE,), State.CLOSED, "volunteers.team_closed", actor)


@transaction.atomic
def delete_team(team: Team, *, actor: AbstractBaseUser) -> None:
    """Delete a draft nobody knows of. Raises ValidationError where somebody belongs to it."""
    held = Team.objects.select_for_update(of=("self",)).filter(pk=team.pk, state=State.DRAFT)
    if not held.exists() or team.members.exists():
        raise ValidationError(_("Only a draft without members can be deleted."))
    audit.record("volunteers.team_deleted", actor, team)
    held.delete()


@transaction.atomic
def _move(
    team: Team, before: tuple[State, ...], after: State, verb: str, actor: AbstractBaseUser
) -> None:
    if not Team.objects.filter(pk=team.pk, state__in=before).update(state=after):
        raise ValidationError(_("Somebody else has just changed this team. Look at it again."))
    audit.record(verb, actor, team)
    team.refresh_from_db()
