"""Which mail somebody gets about a team now: what has become untrue meanwhile is not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from volunteers.emails import teams as emails
from volunteers.models import Team, TeamAnnouncement, TeamMember
from volunteers.services.signing_up import MAIL_AT_MOST_EVERY
from volunteers.services.team_links import issue_confirmation, issue_own_page, issue_unsubscribe

State, Role = TeamMember.State, TeamMember.Role
# For which states each mail is true.
TRUE_FOR = {
    "confirm": {State.PENDING},
    "again": {State.APPLIED, State.MEMBER},
    "applied": {State.APPLIED},
    "accepted": {State.MEMBER},
    "declined": {State.DECLINED},
    "left": {State.LEFT},
    "taken_back": {State.LEFT},
    "ended": {State.LEFT},
    "coordinates": {State.MEMBER},
    "to_decide": {State.MEMBER},
}
FOR_COORDINATORS = ("coordinates", "to_decide")
# Whoever is at the form can set these off as often as they like.
ASKED_FOR_BY_ANYBODY = ("confirm", "again")


def mail_member(payload: dict[str, Any]) -> None:
    """Write to one person about their part in a team, unless it stands differently since."""
    about, now = payload["about"], timezone.now()
    member = _find(payload["member"])
    if member is None or member.state not in TRUE_FOR[about]:
        return
    if about in FOR_COORDINATORS and not member.is_coordinator:
        return
    if about == "to_decide" and not member.team.members.applied().exists():
        return
    if about not in ASKED_FOR_BY_ANYBODY:
        emails.write(about, member, _secret(about, member))
        return
    if _was_just_mailed(member, now):
        return
    # Before it is sent: a second press meanwhile sends nothing.
    TeamMember.objects.filter(pk=member.pk).update(mailed_at=now)
    try:
        emails.write(about, member, _secret(about, member))
    except Exception:
        # The job tries again, and must not take its own try for a mail.
        TeamMember.objects.filter(pk=member.pk).update(mailed_at=member.mailed_at)
        raise


def mail_announcement(payload: dict[str, Any]) -> None:
    """Send an announcement to one who belongs to the team now; once."""
    announcement = TeamAnnouncement.objects.filter(pk=payload["announcement"]).first()
    member = _find(payload["member"])
    if announcement is None or member is None or member.state != State.MEMBER:
        return
    if member.announcements_off_at is not None:
        return  # ended after it was written
    with translation.override(member.language):
        emails.send_announcement(
            member, announcement, issue_own_page(member), issue_unsubscribe(member)
        )


def _find(member_id: str) -> TeamMember | None:
    member = TeamMember.objects.filter(pk=member_id).first()
    if member is None or not member.email:
        return None
    # Texts come in the language that is active while they are fetched.
    with translation.override(member.language):
        teams = Team.objects.select_related("organisation").with_texts()
        member.team = teams.get(pk=member.team_id)
    return member


def _secret(about: str, member: TeamMember) -> str:
    return issue_confirmation(member) if about == "confirm" else issue_own_page(member)


def _was_just_mailed(member: TeamMember, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = member.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return member.confirmed_at is None or member.confirmed_at < last
