"""Who belongs to a team: decided by its coordinators or its organisation, ended by either side.

`actor` is an organiser's account, or COORDINATOR for one of the team's, who act by their own
pages: which of them it was is not kept.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import enqueue
from privacy import audit
from volunteers.models import Team, TeamAnnouncement, TeamMember
from volunteers.services.applying import enqueue_member_mail

State, Role = TeamMember.State, TeamMember.Role
type Actor = AbstractBaseUser | str
COORDINATOR = "team_coordinator"
# The same words sent again so soon are a second press, not a second announcement.
SAME_PRESS = timedelta(minutes=10)


def decide(application: TeamMember, *, accepts: bool, actor: Actor, reason: str = "") -> bool:
    """Take somebody in, or decline with a reason that they read; False where it was decided.

    Of two who decide at once, the first decides. The answers have served then, and go.
    Raises ValidationError for a refusal without a word.
    """
    if not accepts and not reason:
        raise ValidationError({"reason": _("Say why: the person reads it.")})
    now = timezone.now()
    with transaction.atomic():
        waiting = TeamMember.objects.applied().filter(pk=application.pk).order_by()
        if not waiting.update(
            state=State.MEMBER if accepts else State.DECLINED,
            role=Role.MEMBER,
            answers="",
            reason="" if accepts else reason,
            decided_at=now,
            decided_by=_user(actor),
        ):
            return False
        enqueue_member_mail(application, "accepted" if accepts else "declined", now)
        verb = "volunteers.member_accepted" if accepts else "volunteers.member_declined"
        audit.record(verb, actor, _team_of(application))
    application.refresh_from_db()
    return True


def change_role(member: TeamMember, role: str, *, actor: Actor) -> bool:
    """Make a member a coordinator, or a coordinator a member; False where nothing changed.

    A team may be without a coordinator: then its organisation decides.
    """
    now = timezone.now()
    with transaction.atomic():
        others = TeamMember.objects.active().filter(pk=member.pk).exclude(role=role)
        if role not in Role or not others.update(role=role):
            return False
        if role == Role.COORDINATOR:
            enqueue_member_mail(member, "coordinates", now)
        audit.record("volunteers.member_role_changed", actor, _team_of(member), part=role)
    member.refresh_from_db()
    return True


def leave_team(member: TeamMember) -> bool:
    """Leave, or take the application back; False where it was over."""
    return _end(member, State.MEMBER, "left") or _end(member, State.APPLIED, "taken_back")


def end_membership(member: TeamMember, *, actor: Actor, reason: str) -> bool:
    """End somebody's membership, with a reason that they read; False where it was over.

    Raises ValidationError without a word.
    """
    if not reason:
        raise ValidationError({"reason": _("Say why: the person reads it.")})
    with transaction.atomic():
        is_ended = _end(member, State.MEMBER, "ended", reason=reason, decided_by=_user(actor))
        if is_ended:
            audit.record("volunteers.member_ended", actor, _team_of(member))
    return is_ended


def announce(team: Team, *, subject: str, body: str, actor: Actor) -> TeamAnnouncement:
    """Tell the members: on the team's inner page, and each by one mail.

    Pressed twice it is one announcement: whoever announces holds the team's row, and the same
    words are looked for first. Who comes to the team later reads it, and gets no mail.
    Raises ValidationError where the team is closed.
    """
    now = timezone.now()
    with transaction.atomic():
        held = Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)
        if held.state == Team.State.CLOSED:
            raise ValidationError(_("This team is closed. Nothing is sent to its members."))
        same = held.announcements.filter(subject=subject, body=body)
        if before := same.filter(sent_at__gt=now - SAME_PRESS).first():
            return before
        announcement = TeamAnnouncement.objects.create(
            team=held, subject=subject, body=body, written_by=_user(actor), sent_at=now
        )
        for member_id in held.members.written_to().values_list("pk", flat=True):
            enqueue(
                "volunteers.mail_announcement",
                {"announcement": announcement.pk, "member": str(member_id)},
                key=f"volunteers.mail_announcement:{announcement.pk}:{member_id}",
                queue="mail",
            )
        audit.record("volunteers.announced", actor, held)
    return announcement


def choose_announcements(member: TeamMember, *, wanted: bool) -> None:
    """Send somebody the team's announcements by mail, or no more. They stay in the team, and
    read them on its inner page. Twice changes nothing."""
    mine = TeamMember.objects.filter(pk=member.pk)
    if wanted:
        mine.update(announcements_off_at=None)
    else:
        mine.filter(announcements_off_at=None).update(announcements_off_at=timezone.now())
    member.refresh_from_db()


def _end(
    member: TeamMember,
    before: TeamMember.State,
    about: str,
    *,
    reason: str = "",
    decided_by: User | None = None,
) -> bool:
    now = timezone.now()
    with transaction.atomic():
        if not TeamMember.objects.filter(pk=member.pk, state=before).update(
            state=State.LEFT,
            role=Role.MEMBER,
            answers="",
            reason=reason,
            decided_at=now,
            decided_by=decided_by,
        ):
            return False
        enqueue_member_mail(member, about, now)
    member.refresh_from_db()
    return True


def _user(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def _team_of(member: TeamMember) -> tuple[str, int]:
    return Team._meta.label_lower, member.team_id
