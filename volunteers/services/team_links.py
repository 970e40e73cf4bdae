"""The links in mails about one's part in a team."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from privacy import secrets
from privacy.sealed import open_link, seal_in_link
from privacy.services import SELF_SERVICE_LIFETIME
from volunteers.models import TeamMember
from volunteers.services.applying import UNCONFIRMED_KEPT

CONFIRM_APPLICATION = "volunteers.confirm_application"
UNSUBSCRIBE = "volunteers.team_announcements"
UNSUBSCRIBES_FOR = timedelta(days=400)


def issue_confirmation(member: TeamMember) -> str:
    """A new secret that confirms an application, for as long as it is kept unconfirmed."""
    until = member.applied_at + UNCONFIRMED_KEPT
    return secrets.issue(
        CONFIRM_APPLICATION,
        person_key=member.person_key,
        subject_id=member.pk,
        lifetime=max(until - timezone.now(), timedelta(hours=1)),
    )


def issue_own_page(member: TeamMember) -> str:
    """A new secret of the person's own page, behind which the team's inner page is."""
    return secrets.issue(
        secrets.SELF_SERVICE, person_key=member.person_key, lifetime=SELF_SERVICE_LIFETIME
    )


def issue_unsubscribe(member: TeamMember) -> str:
    """What ends announcements by mail. Nothing is stored for it: it says all by itself."""
    return seal_in_link(UNSUBSCRIBE, [str(member.pk)])


def find_unsubscribing(secret: str) -> TeamMember:
    """Whose announcements a link ends. Raises privacy.secrets.SecretError."""
    (member_id,) = open_link(secret, UNSUBSCRIBE, lifetime=UNSUBSCRIBES_FOR)
    member = TeamMember.objects.select_related("team").filter(pk=member_id).first()
    if member is None:
        raise secrets.SecretUnknown
    return member


def find_application(secret: str) -> TeamMember:
    """The application a link is for. Raises privacy.secrets.SecretError."""
    row = secrets.look_up(secret, CONFIRM_APPLICATION)
    mine = TeamMember.objects.of(row.person_key).filter(pk=row.subject_id)
    member = mine.select_related("team").first()
    if member is None:
        raise secrets.SecretUnknown(row)
    return member
