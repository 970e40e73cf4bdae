"""The mails about a sign-up for a shift, one function each. Called by jobs only.

One template lays them all out: what differs is a heading, a few sentences and one button.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from mail.services import Attached, send
from privacy.services import self_service_link
from volunteers.emails.coordinating import own_page
from volunteers.models import Shift, ShiftSignup
from web.text import capitalised

State = ShiftSignup.State
TEMPLATE = "volunteers/emails/signup"


@dataclass(frozen=True)
class Links:
    """What the mail leads to, as far as it does: secrets of `services.links`."""

    confirm: str = ""
    offer: str = ""
    leave: str = ""
    ticket: str = ""


def send_confirm(signup: ShiftSignup, links: Links) -> None:
    """Ask to confirm; the link opens a page, and only the page's button confirms."""
    sentences = [_("you want to help on this shift. Press the button to confirm that it was you.")]
    if signup.has_place:
        sentences.append(_("We hold your place for two hours."))
    else:
        sentences.append(_("No place is free just now: you then stand on the waiting list."))
    sentences.append(
        _("Was it not you? Then do nothing: without confirmation we delete the sign-up.")
    )
    button = _("Yes, I want to help"), link_to("confirm", signup, links.confirm)
    _send(signup, links, _("Please confirm that you want to help"), sentences, button)


def send_again(signup: ShiftSignup, links: Links) -> None:
    """Tell the mailbox, and only the mailbox, that one is signed up already."""
    sentence = {
        State.WAITING: _("you are on the waiting list already. Nothing has changed."),
        State.OFFERED: _("a place is offered to you already. Look at our last mail."),
        State.GUARDIAN: _("we have asked your parent or guardian already. Nothing has changed."),
    }.get(State(signup.state), _("you are signed up already. Nothing has changed."))
    _send(signup, links, _("You had signed up before"), [sentence])


def send_signed_up(signup: ShiftSignup, links: Links) -> None:
    """Say that one is on the shift, with the ticket."""
    sentences = [
        _("you are on the shift. Thank you for helping."),
        _("We remind you two days and two hours before. If something changes, we write to you."),
    ]
    button = _("My ticket for the shift"), _ticket(links)
    _send(signup, links, _("You are on the shift"), sentences, button, has_file=True)


def send_waiting(signup: ShiftSignup, links: Links) -> None:
    """Say that there are enough people, and what happens next."""
    sentences = [
        _("there are enough people for this just now. You are on the waiting list."),
        _("As soon as a place is free, we write to you. You need not do anything until then."),
    ]
    _send(signup, links, _("You are on the waiting list"), sentences)


def send_guardian_asked(signup: ShiftSignup, links: Links) -> None:
    """Say that one's place is held until a parent has answered."""
    sentences = [
        _("because you are under 16, a parent or guardian has to agree that you help."),
        _("We have sent them an e-mail and hold your place for 48 hours."),
        _("Please tell them, so that they look for it."),
    ]
    _send(signup, links, _("We have asked your parent or guardian"), sentences)


def send_guardian_over(signup: ShiftSignup, links: Links) -> None:
    """Say that nobody answered in time, and how to ask again."""
    sentences = [
        _("nobody has answered our e-mail to your parent or guardian. Your place is free again."),
        _("You can sign up again, and tell them before you do."),
    ]
    heading = _("Your parent or guardian has not answered")
    _send(signup, links, heading, sentences, _to_shift(signup))


def send_guardian_refused(signup: ShiftSignup, links: Links) -> None:
    """Say that a parent did not agree."""
    sentences = [
        _("your parent or guardian did not agree that you help on this shift."),
        _("Please talk with them. Thank you for wanting to help."),
    ]
    _send(signup, links, _("You can't help on this shift"), sentences)


def send_guardian_took_back(signup: ShiftSignup, links: Links) -> None:
    """Say that a parent does not agree any more."""
    sentences = [
        _("your parent or guardian does not agree any more that you help on this shift."),
        _("Please talk with them. Thank you for wanting to help."),
    ]
    _send(signup, links, _("You can't help on this shift"), sentences)


def send_offer(signup: ShiftSignup, links: Links) -> None:
    """Offer a place, for the shift's hours."""
    sentences = [
        _("a place is free for you now. Take it, or pass it on to the next person."),
        _("After that time it goes to the next person by itself."),
    ]
    button = _("Take the place or pass it on"), link_to("offer", signup, links.offer)
    _send(signup, links, _("A place is free for you"), sentences, button, is_offer=True)


def send_offer_over(signup: ShiftSignup, links: Links) -> None:
    """Say that the offer ran out, and how to ask again."""
    sentences = [
        _("the place that we offered to you has gone to the next person: its time was over."),
        _("You can sign up again. You then stand at the end of the list."),
    ]
    heading = _("The offered place has gone on")
    _send(signup, links, heading, sentences, _to_shift(signup))


def send_left(signup: ShiftSignup, links: Links) -> None:
    """Say that the sign-up is over, whoever ended it."""
    sentences = [
        _("you are not on this shift any more."),
        _("If that was a mistake, sign up again."),
    ]
    _send(signup, links, _("You have left the shift"), sentences, _to_shift(signup))


def send_stand_in_found(signup: ShiftSignup, links: Links) -> None:
    """Say that somebody else has taken over."""
    sentences = [
        _("somebody else helps in your place. You need not come."),
        _("Thank you for telling us in time."),
    ]
    _send(signup, links, _("Somebody stands in for you"), sentences)


def send_stand_in_wanted(signup: ShiftSignup, links: Links) -> None:
    """Ask somebody who waits to take over, without saying from whom."""
    sentences = [
        _("somebody on this shift looks for a stand-in. You wait for a place: can you come?"),
        _("Whoever is the first to say so on their own page takes the place over."),
    ]
    button = _("To my own page"), own_page(signup.person_key)
    _send(signup, links, _("Can you stand in?"), sentences, button)


def send_first_reminder(signup: ShiftSignup, links: Links) -> None:
    """Two days before: early enough that somebody else can still be found."""
    sentences = [
        _("your shift is soon: we look forward to seeing you."),
        _("You can't come? Then please give your place back, so that somebody else gets it."),
    ]
    button = _("My ticket for the shift"), _ticket(links)
    _send(signup, links, _("Your shift is soon"), sentences, button, once=True)


def send_last_reminder(signup: ShiftSignup, links: Links) -> None:
    """Two hours before: where to go, and whom to call."""
    sentences = [_("your shift begins in a short while. This is where we meet:")]
    button = _("My ticket for the shift"), _ticket(links)
    _send(signup, links, _("Your shift begins in a short while"), sentences, button, once=True)


def send_shift_changed(signup: ShiftSignup, links: Links) -> None:
    """Time or place are others; once for each change."""
    sentences = [
        _("when or where this shift takes place has changed. This is how it is now:"),
        _("Your sign-up stands. You can't come now? Then please give your place back."),
    ]
    if signup.state == State.GUARDIAN:
        # Asked before, or asked again because of this change (services/guardians.py).
        sentences[1] = _(
            "We ask your parent or guardian whether they agree to this. Until they have answered "
            "we hold your place, for 48 hours at most."
        )
    comes = signup.state == State.CONFIRMED
    heading = _("Your shift has changed")
    _send(signup, links, heading, sentences, _to_shift(signup), has_file=comes, once=True)


def send_shift_cancelled(signup: ShiftSignup, links: Links, shifts: Sequence[Shift] = ()) -> None:
    """It does not take place; `shifts` are all of which that is told at once."""
    sentences = [
        _("we are sorry: this shift does not take place. You need not do anything."),
        _("Thank you for wanting to help. Perhaps another shift suits you."),
    ]
    heading = _("Your shift is cancelled")
    if len(shifts) > 1:
        sentences[0] = _("we are sorry: these shifts do not take place. You need not do anything.")
        heading = _("Your shifts are cancelled")
    button = _("See other shifts"), absolute(reverse("shifts:list"))
    comes = signup.state == State.CONFIRMED
    _send(signup, links, heading, sentences, button, has_file=comes, once=True, shifts=shifts)


def absolute(path: str) -> str:
    """The public address of a path of ours."""
    return urljoin(settings.SITE_URL, path)


def link_to(name: str, signup: ShiftSignup, secret: str) -> str:
    return absolute(reverse(f"shifts:{name}", args=[signup.shift_id, secret]))


def _ticket(links: Links) -> str:
    return absolute(reverse("shifts:ticket", args=[links.ticket]))


def _to_shift(signup: ShiftSignup) -> tuple[str, str]:
    return _("To the shift"), absolute(signup.shift.get_absolute_url())


def context_of(
    signup: ShiftSignup, heading: str, shifts: Sequence[Shift] = ()
) -> dict[str, object]:
    """What the template lays out; of several `shifts` it lists when and where each is."""
    return {
        "name": signup.name,
        "heading": heading,
        "signup": signup,
        "shift": signup.shift,
        "shifts": shifts if len(shifts) > 1 else (),
        "is_cancelled": signup.shift.state == Shift.State.CANCELLED,
    }


def _send(
    signup: ShiftSignup,
    links: Links,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str] = ("", ""),
    *,
    is_offer: bool = False,
    has_file: bool = False,
    once: bool = False,
    shifts: Sequence[Shift] = (),
) -> None:
    """In the language that is active: whoever calls has switched to the person's."""
    shift = signup.shift
    context = context_of(signup, heading, shifts) | {
        "sentences": sentences,
        "button_label": button[0],
        "button_url": button[1],
        "role": capitalised(signup.requirement.get_role_display()),
        "offered_until": signup.offered_until if is_offer else None,
        "leave_url": link_to("leave", signup, links.leave) if links.leave else "",
        "self_service_url": self_service_link(signup.person_key, signup.language),
    }
    attached = []
    if has_file:
        # Whoever has the appointment already sees it moved or struck out: same UID, new
        # SEQUENCE. Here and not above: beat, which sends no mail, would carry the library too.
        from volunteers.calendars import calendar_of

        file = calendar_of(shifts or [shift], str(shift))
        attached.append(Attached(f"shift-{shift.pk}.ics", file, "text/calendar"))
    send(
        TEMPLATE,
        to=signup.email,
        language=signup.language,
        context=context,
        once=once,
        attached=attached,
    )


def write(about: str, signup: ShiftSignup, links: Links, *, number: int = 0) -> None:
    """Send the mail of this name in the person's language; `number` says which reminder."""
    if about == "reminder":
        about = "first_reminder" if number == 1 else "last_reminder"
    with translation.override(signup.language):
        MAILS[about](signup, links)


MAILS = {
    "confirm": send_confirm,
    "again": send_again,
    "signed_up": send_signed_up,
    "waiting": send_waiting,
    "guardian_asked": send_guardian_asked,
    "guardian_over": send_guardian_over,
    "guardian_refused": send_guardian_refused,
    "guardian_took_back": send_guardian_took_back,
    "offer": send_offer,
    "offer_over": send_offer_over,
    "left": send_left,
    "stand_in_found": send_stand_in_found,
    "stand_in_wanted": send_stand_in_wanted,
    "first_reminder": send_first_reminder,
    "last_reminder": send_last_reminder,
    "shift_changed": send_shift_changed,
    "shift_cancelled": send_shift_cancelled,
}
