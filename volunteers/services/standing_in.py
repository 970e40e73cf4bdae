"""Standing in for somebody who can't come after all: looking, being asked, taking over."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from jobs.services import enqueue
from volunteers.emails import standing_in as emails
from volunteers.models import Shift, ShiftAsk, ShiftSignup, SignupQuerySet, Volunteer
from volunteers.services.clashing import shift_at_that_time
from volunteers.services.coordination_mail import still_asked
from volunteers.services.holding import hold_people, hold_shift
from volunteers.services.places import end, enqueue_mail, give_back, take
from volunteers.services.signing_up import settle
from volunteers.services.suggesting import suitable_for
from volunteers.services.wishes import ShiftIsClosed, Wish, check_wish, fill, name_guardian
from web.limits import LimitExceeded, check

State = ShiftSignup.State
# Nobody is helped by mails to hundreds for one place.
MOST_ASKED = 20
# Who looks, finds after all, and looks again troubles the others no more often.
ASKED_AT_MOST = "2/day"


def look_for_stand_in(signup: ShiftSignup, *, is_wanted: bool = True) -> bool:
    """Say that somebody else may have the place; one comes as long as nobody has taken it.

    Those who wait, and who agreed to be asked, are written to by a job.
    """
    now = timezone.now()
    confirmed = ShiftSignup.objects.confirmed().filter(pk=signup.pk, shift__starts_at__gt=now)
    if not is_wanted:
        return bool(confirmed.update(stand_in_wanted_at=None))
    with transaction.atomic():
        if not confirmed.filter(stand_in_wanted_at=None).update(stand_in_wanted_at=now):
            return False
        enqueue(
            "volunteers.ask_for_stand_in",
            {"signup": str(signup.pk)},
            key=f"volunteers.ask_for_stand_in:{signup.pk}:{now.timestamp()}",
        )
    return True


def stand_in(
    signup: ShiftSignup, volunteer: Volunteer, wish: Wish | None = None
) -> ShiftSignup | None:
    """Take the place over from somebody who looks for a stand-in; None where it is gone.

    `wish` brings age and guardian, as for `take_shift`. Raises Clash, ShiftIsClosed, TooYoung
    and ValidationError. Of several who press at once one stands in.
    """
    requirement = signup.requirement_id
    wish = wish or Wish(volunteer.name, volunteer.email, volunteer.language, requirement)
    now = timezone.now()
    with transaction.atomic():
        people = hold_people([signup.person_key, volunteer.pk])
        shift = hold_shift(signup.shift_id)
        if not shift.takes_people:
            raise ShiftIsClosed
        row = ShiftSignup.objects.filter(
            pk=signup.pk, state=State.CONFIRMED, stand_in_wanted_at__isnull=False
        ).first()
        if row is None or row.person_key == volunteer.pk:
            return None
        check_wish(shift, replace(wish, requirement=row.requirement_id))
        person = people[volunteer.pk]
        if clash := shift_at_that_time(person.pk, shift):
            raise clash
        mine = shift.signups.of(person.pk).first()
        if mine is not None and mine.state in (State.CONFIRMED, State.GUARDIAN):
            return None
        if mine is not None:
            give_back(mine)
        end(row, State.CANCELLED, now)
        enqueue_mail(row, "stand_in_found")
        mine = mine or ShiftSignup(shift=shift, person_key=person.pk)
        mine.requirement_id = row.requirement_id
        fill(mine, wish, now)
        # The place goes from hand to hand, past those who wait: they were asked as well.
        take(row.requirement_id)
        mine.has_place = True
        mine.save()
        name_guardian(mine, wish)
        settle(mine, shift, now)
    return mine


def ask_for_stand_in(signup_id: str) -> int:
    """Have those written to who may take over; return how many. Nobody is told from whom.

    First those who wait for such a place, then who agreed to be asked for such work and has
    not been asked to this shift. `signup_id` is of somebody who looks for a stand-in.
    """
    signup = _looking().filter(pk=signup_id).first()
    if signup is None or signup.stand_in_wanted_at is None:
        return 0
    try:
        check("stand_in:signup", str(signup.pk), ASKED_AT_MOST)
    except LimitExceeded:
        return 0
    waiting = ShiftSignup.objects.waiting().filter(requirement=signup.requirement_id)
    asked = list(waiting.values_list("pk", flat=True)[:MOST_ASKED])
    for key in asked:
        enqueue(
            "volunteers.mail_signup",
            {"signup": str(key), "about": "stand_in_wanted"},
            key=f"volunteers.mail:{key}:stand_in_wanted:{signup.stand_in_wanted_at.timestamp()}",
            queue="mail",
        )
    return len(asked) + _ask_suitable(signup, MOST_ASKED - len(asked))


def _looking() -> SignupQuerySet:
    return (
        ShiftSignup.objects.confirmed()
        .filter(stand_in_wanted_at__isnull=False, shift__state=Shift.State.OPEN)
        .select_related("requirement", "shift")
    )


def _ask_suitable(signup: ShiftSignup, number: int) -> int:
    """Ask so many of those who agreed to it. The row says that they were: nobody is twice."""
    fresh = [one for one in suitable_for(signup.requirement) if one.asked_at is None]
    asked = 0
    for one in fresh[:number]:
        with transaction.atomic():
            row, is_new = ShiftAsk.objects.get_or_create(
                shift=signup.shift,
                person_key=one.volunteer.pk,
                defaults={"requirement": signup.requirement},
            )
            if is_new:
                enqueue(
                    "volunteers.mail_stand_in",
                    {"ask": row.pk, "signup": str(signup.pk)},
                    queue="mail",
                )
        asked += is_new
    return asked


def mail_stand_in(ask_id: int, signup_id: str) -> None:
    """Write to one of those who agreed to be asked, unless they do not any more, have said yes
    or no to the shift, or nobody is looked for."""
    ask = ShiftAsk.objects.select_related("shift", "requirement").filter(pk=ask_id).first()
    if ask is None or not _looking().filter(pk=signup_id).exists():
        return
    volunteer = still_asked(ask)
    if volunteer is not None:
        emails.send_stand_in_wanted(volunteer, ask.requirement)
