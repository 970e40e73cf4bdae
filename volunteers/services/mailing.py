"""Which mail a sign-up gets now: what has become untrue meanwhile is not sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from volunteers.emails import guardians as guardian_emails
from volunteers.emails import shifts as emails
from volunteers.models import Guardian, Shift, ShiftSignup
from volunteers.services.links import CONFIRM, GUARDIAN, LEAVE, OFFER, issue, ticket_code
from volunteers.services.signing_up import MAIL_AT_MOST_EVERY

State = ShiftSignup.State
# For which states each mail is true. "shift" is whatever has become of the shift.
TRUE_FOR = {
    "confirm": {State.PENDING},
    "again": {*ShiftSignup.STANDING},
    "signed_up": {State.CONFIRMED},
    "waiting": {State.WAITING},
    "guardian_asked": {State.GUARDIAN},
    "to_guardian": {State.GUARDIAN},
    "guardian_over": {State.LAPSED},
    "guardian_refused": {State.CANCELLED},
    "guardian_took_back": {State.CANCELLED},
    "offer": {State.OFFERED},
    "offer_over": {State.LAPSED},
    "left": {State.CANCELLED},
    "stand_in_found": {State.CANCELLED},
    "stand_in_wanted": {State.WAITING},
    "reminder": {State.CONFIRMED},
    "shift": {*ShiftSignup.STANDING},
}
# Whoever is at the form can set these off as often as they like.
ASKED_FOR_BY_ANYBODY = ("confirm", "again")
# What a shift that is over or cancelled has no use for.
OF_WHAT_IS_TO_COME = (
    "offer",
    "offer_over",
    "reminder",
    "stand_in_wanted",
    "to_guardian",
    "guardian_asked",
    "guardian_over",
)


def mail(payload: dict[str, Any]) -> None:
    """Write to one person about their sign-up, unless it stands differently since."""
    about, now = payload["about"], timezone.now()
    if about == "cancelled":
        _mail_cancelled(payload["sequences"])
        return
    signup = _find(payload["signup"])
    if signup is None or signup.state not in TRUE_FOR[about]:
        return
    shift = signup.shift
    if about in OF_WHAT_IS_TO_COME and (shift.state != Shift.State.OPEN or shift.starts_at <= now):
        return
    if about == "reminder" and signup.reminders != payload["number"]:
        return  # the next one is due already, or the shift is at another time
    if about == "shift":
        if shift.sequence != payload["sequence"]:
            return  # a newer change has a mail of its own
        is_cancelled = shift.state == Shift.State.CANCELLED
        about = "shift_cancelled" if is_cancelled else "shift_changed"
    if about in ASKED_FOR_BY_ANYBODY:
        if _was_just_mailed(signup, now):
            return
        # Before it is sent: a second press meanwhile sends nothing.
        ShiftSignup.objects.filter(pk=signup.pk).update(mailed_at=now)
    try:
        _write(about, signup, payload)
    except Exception:
        if about in ASKED_FOR_BY_ANYBODY:
            # The job tries again, and must not take its own try for a mail.
            before = signup.mailed_at
            ShiftSignup.objects.filter(pk=signup.pk).update(mailed_at=before)
        raise


def mail_guardian(payload: dict[str, Any]) -> None:
    """Tell a guardian what has become of the shift, unless something newer is to be told."""
    if payload.get("about") == "cancelled":
        _mail_guardian_of_cancelled(payload["sequences"])
        return
    signup = _find(payload["signup"])
    guardian = Guardian.objects.filter(pk=payload["signup"]).first()
    if signup is None or guardian is None or not signup.is_standing:
        return
    shift = signup.shift
    if shift.sequence != payload["sequence"] or guardian.answer == Guardian.Answer.REFUSED:
        return
    if shift.state == Shift.State.CANCELLED or shift.has_begun:
        return  # of that there is another mail, or nothing is left to agree to
    if guardian.answer == Guardian.Answer.AGREED:
        guardian_emails.write_changed(guardian, signup, issue(signup, GUARDIAN))
    elif signup.state == State.GUARDIAN:
        guardian_emails.write_asked(guardian, signup, issue(signup, GUARDIAN))


def _write(about: str, signup: ShiftSignup, payload: dict[str, Any]) -> None:
    if about == "to_guardian":
        asked = Guardian.objects.filter(pk=signup.pk, answer=Guardian.Answer.ASKED).first()
        if asked is not None:
            guardian_emails.write_asked(asked, signup, issue(signup, GUARDIAN))
        return
    emails.write(about, signup, _links(about, signup), number=payload.get("number", 0))


def _mail_cancelled(sequences: Mapping[str, int]) -> None:
    if not (pairs := _cancelled(sequences)):
        return
    signup = pairs[0][0]
    with translation.override(signup.language):
        emails.send_shift_cancelled(signup, emails.Links(), [shift for _, shift in pairs])


def _mail_guardian_of_cancelled(sequences: Mapping[str, int]) -> None:
    if not (pairs := _cancelled(sequences)):
        return
    signup = pairs[0][0]
    guardian = Guardian.objects.filter(pk=signup.pk).first()
    if guardian is not None:
        guardian_emails.write_cancelled(guardian, signup, [shift for _, shift in pairs])


def _cancelled(sequences: Mapping[str, int]) -> list[tuple[ShiftSignup, Shift]]:
    """Sign-ups of one person that stand, with their cancelled shifts, the earliest first; one
    of which something newer is to be told is left to that mail."""
    found = ShiftSignup.objects.standing().filter(pk__in=sequences).select_related("requirement")
    standing = {row.shift_id: row for row in found if row.email}
    if not standing:
        return []
    # Texts come in the language that is active while they are fetched.
    with translation.override(next(iter(standing.values())).language):
        off = Shift.objects.filter(pk__in=standing, state=Shift.State.CANCELLED).with_needs()
        shifts = list(off.order_by("starts_at", "pk"))
    pairs = []
    for shift in shifts:
        signup = standing[shift.pk]
        signup.shift = shift
        if shift.sequence == sequences[str(signup.pk)]:
            pairs.append((signup, shift))
    return pairs


def _find(signup_id: str) -> ShiftSignup | None:
    found = ShiftSignup.objects.select_related("requirement").filter(pk=signup_id)
    signup = found.first()
    if signup is None or not signup.email:
        return None
    # Texts come in the language that is active while they are fetched.
    with translation.override(signup.language):
        signup.shift = Shift.objects.with_needs().get(pk=signup.shift_id)
    return signup


def _links(about: str, signup: ShiftSignup) -> emails.Links:
    may_leave = signup.is_standing and about != "shift_cancelled"
    return emails.Links(
        confirm=issue(signup, CONFIRM) if about == "confirm" else "",
        offer=issue(signup, OFFER) if about == "offer" else "",
        leave=issue(signup, LEAVE) if may_leave else "",
        ticket=ticket_code(signup) if signup.state == State.CONFIRMED else "",
    )


def _was_just_mailed(signup: ShiftSignup, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = signup.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return signup.confirmed_at is None or signup.confirmed_at < last
