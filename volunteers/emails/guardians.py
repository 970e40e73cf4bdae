"""The mails to a parent or guardian, one function each. Called by jobs only.

In the language in which the person signed up. A guardian learns the first name and nothing else
of the person, and nothing in these mails opens the person's own page.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mail.services import send
from volunteers.emails.shifts import TEMPLATE, context_of, link_to
from volunteers.models import Guardian, Shift, ShiftSignup
from web.templatetags.mitstimme import in_language


def write_asked(guardian: Guardian, signup: ShiftSignup, secret: str) -> None:
    """Ask whether somebody may help; again, where the shift was moved after they agreed."""
    with translation.override(signup.language):
        name = {"name": first_name(signup)}
        sentences = [
            _("%(name)s wants to help as a volunteer on this shift and has named you.") % name,
            _("Under 16 we need the word of a parent or guardian. Please look at it and answer."),
        ]
        if guardian.has_agreed_once:
            sentences = [
                _("you have agreed that %(name)s helps on this shift. It was moved since.") % name,
                _agreed_to(guardian, signup),
                _("Do you agree to the new time as well? Please look at it and answer."),
            ]
        sentences.append(
            _("We hold the place for 48 hours. Without an answer it goes to somebody else.")
        )
        button = _("Look at it and answer"), link_to("guardian", signup, secret)
        _send(guardian, signup, _("May %(name)s help?") % name, sentences, button)


def write_changed(guardian: Guardian, signup: ShiftSignup, secret: str) -> None:
    """Say what has changed since they agreed, and how to take that back; once for each change."""
    with translation.override(signup.language):
        name = {"name": first_name(signup)}
        sentences = [
            _(
                "you have agreed that %(name)s helps on this shift. When or where it takes place "
                "has changed since."
            )
            % name,
            _agreed_to(guardian, signup),
            _(
                "Below you read how it is now. If you agree to that as well, you need not do "
                "anything. If not, take your agreement back: we then tell %(name)s."
            )
            % name,
        ]
        button = _("Look at it, or take the agreement back"), link_to("guardian", signup, secret)
        heading = _("The shift of %(name)s has changed") % name
        _send(guardian, signup, heading, sentences, button, once=True)


def write_cancelled(guardian: Guardian, signup: ShiftSignup, shifts: Sequence[Shift] = ()) -> None:
    """Say that it does not take place; once, of all `shifts` of which that is told."""
    with translation.override(signup.language):
        name = {"name": first_name(signup)}
        sentences = [
            _("the shift on which %(name)s wanted to help does not take place.") % name,
            _("You need not do anything. We have told %(name)s as well.") % name,
        ]
        heading = _("The shift of %(name)s is cancelled") % name
        if len(shifts) > 1:
            sentences[0] = (
                _("these shifts, on which %(name)s wanted to help, do not take place.") % name
            )
            heading = _("The shifts of %(name)s are cancelled") % name
        _send(guardian, signup, heading, sentences, once=True, shifts=shifts)


def first_name(signup: ShiftSignup) -> str:
    return signup.name.split()[0] if signup.name.split() else ""


def _agreed_to(guardian: Guardian, signup: ShiftSignup) -> str:
    begin, end = guardian.agreed_starts_at, guardian.agreed_ends_at
    if begin is None or end is None:
        return _("Your agreement was for how it was before.")
    with timezone.override(signup.shift.zone):
        begin, end = timezone.localtime(begin), timezone.localtime(end)
        day = f"{date_format(begin, 'l')}, {in_language(begin)}"
    when = f"{day}, {begin:%H:%M} \N{EN DASH} {end:%H:%M}"
    return _("Your agreement was for: %(what)s.") % {
        "what": ", ".join(filter(None, (when, guardian.agreed_place)))
    }


def _send(
    guardian: Guardian,
    signup: ShiftSignup,
    heading: str,
    sentences: Sequence[str],
    button: tuple[str, str] = ("", ""),
    *,
    once: bool = False,
    shifts: Sequence[Shift] = (),
) -> None:
    """In the language that is active: whoever calls has switched to it."""
    context = context_of(signup, heading, shifts) | {
        "name": guardian.name,
        "sentences": sentences,
        "button_label": button[0],
        "button_url": button[1],
    }
    send(TEMPLATE, to=guardian.email, language=signup.language, context=context, once=once)
