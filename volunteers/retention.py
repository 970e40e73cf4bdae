"""Deleting what is over its time; `personal_data` publishes these rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from privacy import consents
from volunteers.models import (
    Certificate,
    Guardian,
    Shift,
    ShiftSignup,
    Supporter,
    TaskClaim,
    TeamMember,
    Volunteer,
)
from volunteers.models.signups import UNCONFIRMED_KEPT
from volunteers.services import forget_claims, forget_signups
from volunteers.services.joining import SUBJECT

# Whoever left by mistake, or missed an offer, can ask why for so long.
ENDED_KEPT = timedelta(days=14)
SHIFTS_KEPT = timedelta(days=365)
GUARDIANS_KEPT = timedelta(days=1)
CERTIFICATES_KEPT = timedelta(days=3 * 365)
CONTACT_KEPT = timedelta(days=90)

Signup, Claim, Member = ShiftSignup.State, TaskClaim.State, TeamMember.State


def delete_supporters() -> int:
    """Delete who did not confirm, and who has left; how many."""
    now = timezone.now()
    never = Q(state=Supporter.State.PENDING, joined_at__lt=now - UNCONFIRMED_KEPT)
    left = Q(state=Supporter.State.LEFT, ended_at__lt=now - ENDED_KEPT)
    rows = Supporter.objects.filter(never | left).order_by("pk")
    with transaction.atomic():
        # Held and read again: whoever joins anew at this moment has a row that is not due.
        due = list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
        consents.end_for_subjects(SUBJECT, due)
        Supporter.objects.filter(pk__in=due).delete()
    return len(due)


def delete_signups() -> int:
    """Delete those of shifts long over, and those not confirmed, left or run out; how many."""
    now = timezone.now()
    over = Q(shift__ends_at__lt=now - SHIFTS_KEPT)
    # Places they held were given back hours after.
    never = Q(state=Signup.PENDING, has_place=False, signed_up_at__lt=now - UNCONFIRMED_KEPT)
    ended = Q(state__in=[Signup.CANCELLED, Signup.LAPSED], ended_at__lt=now - ENDED_KEPT)
    return forget_signups(ShiftSignup.objects.filter(over | never | ended))


def delete_guardians() -> int:
    """Delete who agreed for a minor, once the shift is over."""
    over = Guardian.objects.filter(signup__shift__ends_at__lt=timezone.now() - GUARDIANS_KEPT)
    return over.delete()[0]


def delete_claims() -> int:
    """Delete what was taken on long ago, and what was given up."""
    now = timezone.now()
    claims = TaskClaim.objects.annotate(
        last=Coalesce("decided_at", "handed_in_at", "claimed_at"),
    )
    over = Q(last__lt=now - SHIFTS_KEPT)
    dropped = Q(state=Claim.DROPPED, last__lt=now - ENDED_KEPT)
    return forget_claims(claims.filter(over | dropped))


def delete_members() -> int:
    """Delete applications never confirmed or declined, and who has left a team."""
    now = timezone.now()
    members = TeamMember.objects.annotate(last=Coalesce("decided_at", "applied_at"))
    never = Q(state=Member.PENDING, applied_at__lt=now - UNCONFIRMED_KEPT)
    ended = Q(state__in=[Member.DECLINED, Member.LEFT], last__lt=now - ENDED_KEPT)
    return members.filter(never | ended).delete()[0]


def delete_certificates() -> int:
    """Delete certificates that nobody can want to verify any more."""
    over = Certificate.objects.filter(issued_at__lt=timezone.now() - CERTIFICATES_KEPT)
    return over.delete()[0]


def delete_idle_volunteers() -> int:
    """Delete the rows of people of whom nothing else is left; how many."""
    with transaction.atomic():
        held = Volunteer.objects.select_for_update(of=("self",)).order_by("pk")
        keys = [one.pk for one in held.filter(_is_idle())]
        # Asked again now that nobody can sign up: their rows are held.
        idle = Volunteer.objects.filter(_is_idle(), pk__in=keys)
        due = list(idle.values_list("pk", flat=True))
        Volunteer.objects.filter(pk__in=due).delete()
    return len(due)


def _is_idle() -> Q:
    condition: Any = Q()
    for model in (Supporter, ShiftSignup, TaskClaim, TeamMember, Certificate):
        rows = model._default_manager.filter(person_key=OuterRef("pk"))
        condition &= ~Exists(rows)
    return condition


def forget_contacts() -> int:
    """Empty whom to ask where nobody will ask any more."""
    over = Shift.objects.filter(ends_at__lt=timezone.now() - CONTACT_KEPT)
    named = ~Q(contact_name="") | ~Q(contact_phone="")
    return over.filter(named).update(contact_name="", contact_phone="")
