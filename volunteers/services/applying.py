"""Applying to a team: taken as one sealed row, stored by a job, confirmed by a mailed link.

As with joining a campaign, the request writes the same for a first application and for a
repeat: neither its answer nor its time tells who belongs to a team. Who belongs to it, or
waits for an answer, gets a mail that says so, and nothing changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from jobs.services import enqueue
from privacy.person import person_key
from privacy.sealed import seal, unseal
from volunteers.models import Team, TeamMember, TeamText
from volunteers.services.holding import hold_person
from web.cache import remembered
from web.limits import LimitExceeded, check
from web.seen import need_as_seen

State = TeamMember.State
KNOWN_FOR_SECONDS = 5
UNCONFIRMED_KEPT = timedelta(days=14)
# More would keep people from applying.
MOST_QUESTIONS = 8


class TeamIsClosed(Exception):
    """The team takes no applications, or not any more."""


@dataclass(frozen=True)
class Application:
    """What a person typed: `answers` holds each question as it was put, and its answer."""

    name: str
    email: str
    language: str
    answers: list[tuple[str, str]] = field(default_factory=list)


def takes_applications(team: Team) -> bool:
    """Whether somebody can apply now."""
    return team.state == Team.State.ACTIVE and team.takes_applications


def appliable(slug: str) -> Team:
    """A public team as its form needs it, at most five seconds old. Raises DoesNotExist."""
    return remembered(
        appliable_key(slug),
        KNOWN_FOR_SECONDS,
        lambda: Team.objects.public().with_texts().get(slug=slug),
    )


def appliable_key(slug: str) -> str:
    """Under which name it is remembered: its questions are of the language read now."""
    return f"volunteers.appliable:{slug}:{get_language() or settings.LANGUAGE_CODE}"


def questions_of(text: TeamText | None) -> list[str]:
    """What the team asks those who apply, in the order it asks."""
    lines = (line.strip() for line in (text.questions if text else "").splitlines())
    return [line for line in lines if line][:MOST_QUESTIONS]


def answers_of(member: TeamMember) -> list[tuple[str, str]]:
    """The questions as they were put, with what the person answered."""
    return [(question, answer) for question, answer in json.loads(member.answers or "[]")]


def apply_to_team(team: Team, application: Application) -> None:
    """Take what was typed: from here on it is never lost. Raises TeamIsClosed."""
    if not takes_applications(team):
        raise TeamIsClosed
    words = vars(application) | {"applied_at": timezone.now().isoformat()}
    enqueue(
        "volunteers.store_application",
        {"team": team.pk, "person": person_key(application.email), "sealed": seal(words)},
        queue="intake",
    )


def store_application(team_id: int, key: str, sealed: str) -> None:
    """Store what `apply_to_team` took; a second time changes nothing."""
    words = unseal(sealed)
    applied_at = datetime.fromisoformat(words.pop("applied_at"))
    application = Application(**words)
    if _is_too_often(team_id, key):
        return
    with transaction.atomic():
        hold_person(key)
        known = TeamMember.objects.of(key).filter(team=team_id).first()
        if known is not None and known.applied_at == applied_at:
            return  # the job of before, once more
        if known is not None and known.state in (State.APPLIED, State.MEMBER):
            enqueue_member_mail(known, "again", applied_at)
            return
        if known is not None and _is_overtaken(known, applied_at):
            return
        member = known or TeamMember(team_id=team_id, person_key=key)
        if member.state != State.PENDING:
            # One that is over begins anew, and gets its mail at once.
            member.mailed_at = None
        member.state, member.role = State.PENDING, TeamMember.Role.MEMBER
        member.name, member.email = application.name, application.email
        member.language = application.language
        member.answers = json.dumps(application.answers, ensure_ascii=False)
        member.applied_at = applied_at
        member.confirmed_at = member.decided_at = member.decided_by = None
        member.reason = ""
        member.save()
        enqueue_member_mail(member, "confirm", applied_at)


def confirm_application(member: TeamMember, *, seen: str = "") -> TeamMember:
    """Confirm the address: the team can decide now. Raises TeamIsClosed, and HasChanged where
    the page that was `seen` showed other answers.

    Whoever applied is told that it waits, and the coordinators that it waits for them.
    """
    now = timezone.now()
    with transaction.atomic():
        person = hold_person(member.person_key)
        row = TeamMember.objects.select_related("team").filter(pk=member.pk).first()
        if row is None:
            raise TeamIsClosed
        if row.state != State.PENDING:
            return row
        need_as_seen(row.applied_at.isoformat(), seen)
        if not takes_applications(row.team):
            raise TeamIsClosed
        row.state, row.confirmed_at = State.APPLIED, now
        row.announcements_off_at = None
        row.save(update_fields=["state", "confirmed_at", "announcements_off_at"])
        if not person.email:
            # What a confirmed mail proved: the person's own page begins with it.
            person.name, person.email, person.language = row.name, row.email, row.language
            person.save(update_fields=["name", "email", "language"])
        enqueue_member_mail(row, "applied", now)
        active = TeamMember.objects.active().filter(team=row.team_id)
        for coordinator in active.filter(role=TeamMember.Role.COORDINATOR):
            enqueue_member_mail(coordinator, "to_decide", now)
    return row


def enqueue_member_mail(member: TeamMember, about: str, moment: datetime) -> None:
    """Have somebody written to about their part in a team; `about` is a key of
    `emails.teams.MAILS`."""
    enqueue(
        "volunteers.mail_member",
        {"member": str(member.pk), "about": about},
        key=f"volunteers.mail_member:{member.pk}:{about}:{moment.timestamp()}",
        queue="mail",
    )


def _is_too_often(team_id: int, key: str) -> bool:
    """Whether this person applies again and again. The first time is always free."""
    if not TeamMember.objects.of(key).filter(team=team_id).exists():
        return False
    try:
        check("team:address", f"{team_id}:{key}")
    except LimitExceeded:
        return True
    return False


def _is_overtaken(known: TeamMember, applied_at: datetime) -> bool:
    """Whether the person applied, or the team decided, after this one, which was stored late."""
    return known.applied_at > applied_at or bool(
        known.decided_at and known.decided_at > applied_at
    )
