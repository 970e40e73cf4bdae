"""The mails about one's part in a team, one function each. Called by jobs only.

`secret` opens what the mail is about: the page that confirms, or the person's own pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mail.services import send
from privacy.services import self_service_link
from volunteers.models import TeamAnnouncement, TeamMember


def send_confirm(member: TeamMember, secret: str) -> None:
    """Ask to confirm; the link opens a page, and only the page's button confirms."""
    sentences = [
        _("you want to work in this team. Press the button to confirm that it was you."),
        _("Was it not you? Then do nothing: without confirmation we delete the application."),
    ]
    url = _absolute("teams:confirm", member.team.slug, secret)
    button = _("Confirm my application"), url
    _send(member, _("Please confirm your application"), sentences, button)


def send_again(member: TeamMember, secret: str) -> None:
    """Tell the mailbox, and only the mailbox, that one has applied or belongs to it already."""
    if member.state == TeamMember.State.MEMBER:
        sentence = _("you belong to this team already. Nothing has changed.")
        _send(member, _("You belong to the team already"), [sentence], _room(member, secret))
        return
    sentence = _("you have applied already, and the team has not answered yet.")
    _send(member, _("You had applied before"), [sentence])


def send_applied(member: TeamMember, secret: str) -> None:
    """Say that it is confirmed, and what happens next."""
    sentences = [
        _("thank you: your application is with the team now."),
        _("The people who coordinate it read it, and you get a mail with their answer."),
    ]
    _send(member, _("Your application is confirmed"), sentences)


def send_accepted(member: TeamMember, secret: str) -> None:
    """Welcome somebody, and lead to the inner page."""
    sentences = [
        _("welcome: you belong to the team now."),
        _("On its inner page you find news, links, files, the next meetings and who else is in."),
    ]
    _send(member, _("You belong to the team"), sentences, _room(member, secret))


def send_declined(member: TeamMember, secret: str) -> None:
    """Say no with the reason, and where else to help."""
    sentences = [
        _("thank you for wanting to help. The team can't take you in just now."),
        _("They write: “%(reason)s”") % {"reason": member.reason},
    ]
    button = _("See other teams"), _absolute("teams:list")
    _send(member, _("About your application"), sentences, button)


def send_left(member: TeamMember, secret: str) -> None:
    """Say that it is over because the person wanted it so."""
    sentences = [
        _("you have left the team. Thank you for what you have done."),
        _("Was that a mistake? Then apply again."),
    ]
    button = _("To the team"), urljoin(settings.SITE_URL, member.team.get_absolute_url())
    _send(member, _("You have left the team"), sentences, button)


def send_taken_back(member: TeamMember, secret: str) -> None:
    """Say that nobody decides about the application any more."""
    sentences = [_("you have taken your application back. The team does not see it any more.")]
    _send(member, _("Your application is taken back"), sentences)


def send_ended(member: TeamMember, secret: str) -> None:
    """Say that the team ended it, and why."""
    sentences = [
        _("you do not belong to this team any more. Those who coordinate it ended it."),
        _("They write: “%(reason)s”") % {"reason": member.reason},
    ]
    _send(member, _("You do not belong to the team any more"), sentences)


def send_coordinates(member: TeamMember, secret: str) -> None:
    """Say what somebody may do from now on."""
    sentences = [
        _("you are one of those who coordinate this team now."),
        _(
            "On its inner page you answer applications, write to all members, and share links, "
            "files and meetings."
        ),
    ]
    _send(member, _("You coordinate the team"), sentences, _room(member, secret))


def send_to_decide(member: TeamMember, secret: str) -> None:
    """Tell a coordinator that somebody waits for an answer; who it is shows the page."""
    sentences = [_("somebody would like to work in this team, and waits for your answer.")]
    _send(member, _("An application waits"), sentences, _room(member, secret))


def send_announcement(
    member: TeamMember, announcement: TeamAnnouncement, secret: str, unsubscribe: str
) -> None:
    """The announcement as it was written, in whatever language; once. `unsubscribe` opens the
    page that ends such mails (RFC 8058: mail programs press its button by themselves)."""
    _send(
        member,
        announcement.subject,
        [],
        _room(member, secret),
        announcement=announcement,
        unsubscribe_url=_absolute("teams:unsubscribe", member.team.slug, unsubscribe),
    )


def write(about: str, member: TeamMember, secret: str) -> None:
    """Send the mail of this name in the person's language."""
    with translation.override(member.language):
        MAILS[about](member, secret)


def _room(member: TeamMember, secret: str) -> tuple[str, str]:
    return _("To the team's inner page"), _absolute("volunteering:team", secret, member.team.slug)


def _absolute(name: str, *args: str) -> str:
    return urljoin(settings.SITE_URL, reverse(name, args=args))


def _send(
    member: TeamMember,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str] = ("", ""),
    *,
    announcement: TeamAnnouncement | None = None,
    unsubscribe_url: str = "",
) -> None:
    """In the language that is active: whoever calls has switched to the person's."""
    context: dict[str, object] = {
        "name": member.name,
        "heading": heading,
        "sentences": sentences,
        "announcement": announcement,
        "button_label": button[0],
        "button_url": button[1],
        "team": member.team,
        "self_service_url": self_service_link(member.person_key, member.language),
    }
    send(
        "volunteers/emails/team",
        to=member.email,
        language=member.language,
        context=context,
        once=announcement is not None,
        unsubscribe_url=unsubscribe_url,
    )


MAILS = {
    "confirm": send_confirm,
    "again": send_again,
    "applied": send_applied,
    "accepted": send_accepted,
    "declined": send_declined,
    "left": send_left,
    "taken_back": send_taken_back,
    "ended": send_ended,
    "coordinates": send_coordinates,
    "to_decide": send_to_decide,
}
