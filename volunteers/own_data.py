"""What a person sees, takes along and erases of their volunteering."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from campaigns.models import CampaignText
from languages.models import texts_of
from privacy.models import Consent
from privacy.registry import Section
from volunteers.consents import way_of
from volunteers.models import (
    Certificate,
    ShiftSignup,
    ShiftText,
    Supporter,
    TaskClaim,
    TaskText,
    TeamMember,
    TeamText,
    Volunteer,
)
from volunteers.services import end_way, known_volunteer
from volunteers.services.joining import SUBJECT, sealed_words

State = Supporter.State


def sections(person_key: str, language: str) -> list[Section]:
    found = {
        "supporters": Supporter.objects.of(person_key)
        .select_related("campaign")
        .prefetch_related("ways", texts_of(CampaignText, "campaign__texts"))
        .order_by("-joined_at"),
        "signups": ShiftSignup.objects.of(person_key)
        .select_related("shift__venue", "requirement")
        .prefetch_related(texts_of(ShiftText, "shift__texts"))
        .order_by("-shift__starts_at"),
        "claims": TaskClaim.objects.filter(person_key=person_key)
        .select_related("task")
        .prefetch_related(texts_of(TaskText, "task__texts"))
        .order_by("-claimed_at"),
        "members": TeamMember.objects.of(person_key)
        .select_related("team")
        .prefetch_related(texts_of(TeamText, "team__texts"))
        .order_by("-applied_at"),
        "certificates": Certificate.objects.filter(person_key=person_key),
    }
    rows = {name: list(things) for name, things in found.items()}
    known = known_volunteer(person_key)
    if known is None and not any(rows.values()):
        return []
    spoken = list(known.languages.all()) if known else []
    context = rows | {"volunteer": known, "spoken": spoken}
    return [Section("volunteers/self_service.html", context)]


def export(person_key: str) -> dict[str, Any]:
    known = known_volunteer(person_key)
    return {
        "volunteer": _about(known) if known else None,
        "campaigns": [
            _joining(one)
            for one in Supporter.objects.of(person_key)
            .select_related("campaign")
            .prefetch_related("ways")
        ],
        "shifts": [
            _signup(one)
            for one in ShiftSignup.objects.of(person_key).select_related("requirement", "guardian")
        ],
        "tasks": [
            {
                "task": one.task_id,
                "state": one.state,
                "result": one.result,
                "remark": one.remark,
                "minutes": one.minutes,
                "taken_on_at": one.claimed_at.isoformat(),
                "handed_in_at": _moment(one.handed_in_at),
                "decided_at": _moment(one.decided_at),
            }
            for one in TaskClaim.objects.filter(person_key=person_key)
        ],
        "teams": [
            {
                "team": one.team.slug,
                "state": one.state,
                "role": one.role,
                "name": one.name,
                "email": one.email,
                "answers": one.answers,
                "language": one.language,
                "applied_at": one.applied_at.isoformat(),
                "decided_at": _moment(one.decided_at),
                "reason": one.reason,
                "no_announcements_since": _moment(one.announcements_off_at),
            }
            for one in TeamMember.objects.of(person_key).select_related("team")
        ],
        "certificates": [
            {
                "code": one.code,
                "name": one.name,
                "from": one.first_day.isoformat(),
                "until": one.last_day.isoformat(),
                "minutes": one.minutes,
                "deeds": one.deeds,
                "shows_name": one.shows_name,
                "shows_hours": one.shows_hours,
                "shows_deeds": one.shows_deeds,
                "issued_at": one.issued_at.isoformat(),
                "withdrawn_at": _moment(one.withdrawn_at),
            }
            for one in Certificate.objects.filter(person_key=person_key)
        ],
    }


def address_of(person_key: str) -> str | None:
    """The confirmed address; one that was only typed in serves where there is no other."""
    if known := known_volunteer(person_key):
        return known.email
    for model in (ShiftSignup, TeamMember):
        for one in model._default_manager.filter(person_key=person_key).order_by("-pk"):
            if one.email:
                return one.email
    pending = Supporter.objects.of(person_key).filter(state=State.PENDING)
    newest = pending.order_by("-joined_at").first()
    return sealed_words(newest.sealed)[0].email if newest else None


def subjects(person_key: str) -> dict[tuple[str, str], str]:
    """The campaign that each consent to a way of helping is about."""
    joined = (
        Supporter.objects.of(person_key)
        .joined()
        .select_related("campaign")
        .prefetch_related(texts_of(CampaignText, "campaign__texts"))
    )
    return {(SUBJECT, str(one.pk)): str(one.campaign) for one in joined}


def consent_withdrawn(consent: Consent) -> None:
    """Without the consent to it, nobody asks the person in this way any more."""
    way = way_of(consent.purpose)
    if consent.subject_kind == SUBJECT and way is not None:
        end_way(consent.person_key, way, [consent.subject_id])


def _about(volunteer: Volunteer) -> dict[str, Any]:
    return {
        "name": volunteer.name,
        "email": volunteer.email,
        "language": volunteer.language,
        "languages": dict(volunteer.languages.values_list("language", "level")),
        "districts": volunteer.districts,
        "usually_has_time": volunteer.slots,
    }


def _joining(supporter: Supporter) -> dict[str, Any]:
    """What is not confirmed was typed by whoever: it is the mailbox's to see all the same."""
    typed = sealed_words(supporter.sealed)[0] if supporter.sealed else None
    return {
        "campaign": supporter.campaign.slug,
        "state": supporter.state,
        "ways": sorted(one.way for one in supporter.ways.all()),
        "note": supporter.note,
        "not_confirmed": vars(typed) if typed else None,
        "language": supporter.language,
        "came_through": supporter.source,
        "joined_at": supporter.joined_at.isoformat(),
        "confirmed_at": _moment(supporter.confirmed_at),
        "ended_at": _moment(supporter.ended_at),
    }


def _signup(signup: ShiftSignup) -> dict[str, Any]:
    guardian = getattr(signup, "guardian", None)
    return {
        "shift": signup.shift_id,
        "role": signup.requirement.role,
        "state": signup.state,
        "name": signup.name,
        "email": signup.email,
        "language": signup.language,
        "age_group": signup.age_group,
        "guardian": guardian and {"name": guardian.name, "email": guardian.email},
        "came_through": signup.source,
        "signed_up_at": signup.signed_up_at.isoformat(),
        "confirmed_at": _moment(signup.confirmed_at),
        "ended_at": _moment(signup.ended_at),
        "presence": signup.presence,
        "minutes": signup.minutes,
        "approved_at": _moment(signup.approved_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
