"""What hours bring to the workspace: what waits to be approved, and the deeds in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from campaigns.models import Campaign
from partners.models import Membership, Organisation
from partners.rules import open_to
from partners.workspace import attention, trail
from partners.workspace.attention import Urgency, Waiting
from volunteers.models import Shift
from volunteers.services.summing_up import shifts_to_approve

# Whoever has not noted it by then will not know any more.
ASKED_FOR = timedelta(days=60)

DEEDS = {
    "volunteers.walk_in_added": gettext_lazy("noted somebody who came without signing up"),
    "volunteers.walk_in_counted": gettext_lazy("counted somebody who left no name"),
    "volunteers.walk_in_taken_back": gettext_lazy("took back somebody who left no name"),
    "volunteers.hours_approved": gettext_lazy("approved hours"),
    "volunteers.hours_corrected": gettext_lazy("corrected approved hours"),
}


def register() -> None:
    attention.register("volunteer_hours", waiting_for)
    trail.register("volunteers.shift", _shifts_of, DEEDS)


def waiting_for(user: User) -> Iterator[Waiting]:
    """For organisers: each campaign where shifts are over and hours wait; two queries."""
    led = Campaign.objects.filter(lead__in=open_to(user, Membership.Role.ORGANISER)).with_texts()
    campaigns = {campaign.pk: campaign for campaign in led}
    since = timezone.now() - ASKED_FOR
    shifts = list(shifts_to_approve(campaigns.values(), since)) if campaigns else []
    numbers = Counter(shift.campaign_id for shift in shifts)
    oldest = {shift.campaign_id: shift.ends_at for shift in reversed(shifts)}
    for key, number in numbers.items():
        sentence = ngettext(
            "Hours of %(number)d shift wait to be approved.",
            "Hours of %(number)d shifts wait to be approved.",
            number,
        )
        yield Waiting(
            sentence % {"number": number},
            f"{reverse('volunteers_organise:hours')}?campaign={campaigns[key].slug}",
            Urgency.SOON,
            about=str(campaigns[key]),
            at=oldest[key],
            icon="clock",
        )


def _shifts_of(organisation: Organisation) -> Iterator[tuple[object, str]]:
    for shift in Shift.objects.filter(campaign__lead=organisation).with_texts():
        yield shift.pk, str(shift)
