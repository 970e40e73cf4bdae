"""Who takes which shift: sign-ups, those who wait, what came of it, and for whom a guardian
has to agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from privacy.fields import EncryptedTextField, PersonKeyField
from volunteers.models.requirements import Requirement
from volunteers.models.shifts import Shift
from web.keys import ordered_uuid

# A place waits so long for its address to be confirmed; then somebody else gets it.
PLACE_WAITS = timedelta(hours=2)
# A guardian reads mail in the evening, or the evening after.
GUARDIAN_WAITS = timedelta(hours=48)
UNCONFIRMED_KEPT = timedelta(days=14)
REMIND_BEFORE = (timedelta(days=2), timedelta(hours=2))
# So much earlier it may begin, or later end, before a guardian who agreed is asked again.
AGREED_MARGIN = timedelta(hours=1)
# Under this age a guardian agrees by mail.
GUARDED_BELOW = 16


def reminders_over(shift: Shift, now: datetime) -> int:
    """For how many of REMIND_BEFORE it is too late: whoever signs up now needs none of them."""
    return sum(now >= shift.starts_at - before for before in REMIND_BEFORE)


class AgeGroup(models.TextChoices):
    """How old somebody is: no more of it than the rules for shifts need."""

    ADULT = "18", _("18 or older")
    YOUTH = "16", _("16 or 17")
    YOUNG = "14", _("14 or 15")
    CHILD = "0", _("younger than 14")


# How old somebody of each group is at most.
OLDEST: dict[str, int] = {
    AgeGroup.CHILD: 13,
    AgeGroup.YOUNG: 15,
    AgeGroup.YOUTH: 17,
    AgeGroup.ADULT: 150,
}


class SignupQuerySet(models.QuerySet["ShiftSignup"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def holding(self) -> Self:
        """Those for whom a place is kept, confirmed or not."""
        return self.filter(has_place=True)

    def confirmed(self) -> Self:
        """Those who come."""
        return self.filter(state=ShiftSignup.State.CONFIRMED)

    def waiting(self) -> Self:
        """Those who wait for a place, in the order in which they asked."""
        return self.filter(state=ShiftSignup.State.WAITING).order_by("signed_up_at", "pk")

    def standing(self) -> Self:
        """Whose sign-up is not over: they hear of every change of the shift."""
        return self.filter(state__in=ShiftSignup.STANDING)

    def run_out(self, now: datetime) -> Self:
        """Offers nobody took, and places nobody confirmed in time."""
        return self.holding().filter(
            Q(state=ShiftSignup.State.OFFERED, offered_until__lte=now)
            | Q(state=ShiftSignup.State.PENDING, signed_up_at__lte=now - PLACE_WAITS)
            | Q(state=ShiftSignup.State.GUARDIAN, confirmed_at__lte=now - GUARDIAN_WAITS)
        )


class ShiftSignup(models.Model):
    """One person's wish to take a shift, in one role; known by key only.

    A `pending` one, whose address is not confirmed, may hold a place for a short while, and
    one whose `guardian` is asked for a little longer; one that is `waiting` never does; one
    to whom a place is `offered` holds it until `offered_until`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        GUARDIAN = "guardian", _("a guardian is asked")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a place is offered")
        CONFIRMED = "confirmed", pgettext_lazy("shift", "signed up")
        CANCELLED = "cancelled", pgettext_lazy("sign-up", "cancelled")
        LAPSED = "lapsed", _("run out")

    class Presence(models.TextChoices):
        """What came of it, on the day."""

        UNKNOWN = "", _("not noted")
        CAME = "came", _("came")
        LEFT_EARLY = "left_early", _("left early")
        NO_SHOW = "no_show", _("did not come")

    STANDING = (State.GUARDIAN, State.WAITING, State.OFFERED, State.CONFIRMED)

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="signups")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="signups")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    has_place = models.BooleanField(_("holds a place"), default=False)
    # As typed with this sign-up: until it is confirmed it may be anybody's word.
    name = EncryptedTextField(_("name"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    age_group = models.CharField(_("age"), max_length=2, choices=AgeGroup, default=AgeGroup.ADULT)
    source = models.CharField(_("came through"), max_length=40, blank=True)
    signed_up_at = models.DateTimeField(_("signed up at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last mailed at"), null=True, blank=True)
    # How many of REMIND_BEFORE have been sent, or were over when the person signed up.
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    # The shift's `sequence` of which this person was told last.
    told_sequence = models.PositiveIntegerField(default=0, editable=False)
    # Since when somebody else may take over.
    stand_in_wanted_at = models.DateTimeField(
        _("looks for a stand-in since"), null=True, blank=True
    )
    # The day: `noted_at` is the moment of the press, which may arrive late and twice.
    presence = models.CharField(
        _("came or not"), max_length=10, choices=Presence, default=Presence.UNKNOWN, blank=True
    )
    is_walk_in = models.BooleanField(_("came without signing up"), default=False)
    noted_at = models.DateTimeField(_("noted at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes helped"), null=True, blank=True)
    approved_at = models.DateTimeField(_("hours approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    thanked_at = models.DateTimeField(_("thanked at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = [
            models.UniqueConstraint(fields=["person_key", "shift"], name="one_signup_each_person"),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "cancelled", "lapsed"], has_place=True)
                & ~Q(state__in=["offered", "confirmed"], has_place=False),
                name="signup_place_follows_state",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requirement", "signed_up_at"],
                name="signup_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["offered_until"], name="signup_offered", condition=Q(state="offered")
            ),
            models.Index(
                fields=["signed_up_at"], name="signup_unconfirmed", condition=Q(state="pending")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_standing(self) -> bool:
        return self.state in self.STANDING

    @property
    def has_open_offer(self) -> bool:
        """Whether a place can be taken now."""
        is_offered = self.state == self.State.OFFERED
        return is_offered and bool(self.offered_until and self.offered_until > timezone.now())

    @property
    def needs_guardian(self) -> bool:
        return int(self.age_group) < GUARDED_BELOW

    @property
    def hours(self) -> float | None:
        return None if self.minutes is None else self.minutes / 60


class GuardianQuerySet(models.QuerySet["Guardian"]):
    def agreed(self) -> Self:
        return self.filter(answer=Guardian.Answer.AGREED)

    def concerned(self) -> Self:
        """Who hears what becomes of the shift: they agreed, or are asked just now."""
        return self.filter(
            told_sequence__isnull=False, signup__state__in=ShiftSignup.STANDING
        ).exclude(answer=Guardian.Answer.REFUSED)


class Guardian(models.Model):
    """Whoever has to agree that somebody under sixteen helps; gone with the sign-up.

    What they agreed to stays, also while they are asked again because the shift was moved.
    """

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")

    signup = models.OneToOneField(
        ShiftSignup, models.CASCADE, primary_key=True, related_name="guardian"
    )
    name = EncryptedTextField(_("guardian's name"))
    email = EncryptedTextField(_("guardian's e-mail address"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.ASKED)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    agreed_starts_at = models.DateTimeField(_("agreed to this begin"), null=True, blank=True)
    agreed_ends_at = models.DateTimeField(_("agreed to this end"), null=True, blank=True)
    agreed_place = models.CharField(
        _("agreed to this place"), max_length=160, blank=True, db_default=""
    )
    # The shift's `sequence` that they know; none before they were asked.
    told_sequence = models.PositiveIntegerField(null=True, editable=False)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_agreed_once(self) -> bool:
        return self.agreed_starts_at is not None

    def covers(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Whether what they agreed to holds for these hours too (AGREED_MARGIN)."""
        if self.agreed_starts_at is None or self.agreed_ends_at is None:
            return False
        return (
            starts_at >= self.agreed_starts_at - AGREED_MARGIN
            and ends_at <= self.agreed_ends_at + AGREED_MARGIN
        )
