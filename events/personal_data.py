"""What this app holds about people, and until when it stays."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events import own_data
from events.models import AccessNeeds, Event, Registration
from events.models.registrations import NEEDS_KEPT, REGISTRATIONS_KEPT, UNCONFIRMED_KEPT
from events.services.registering import SUBJECT, erase
from privacy import consents
from privacy.registry import PersonalData, register
from privacy.retention import rule

CONTACT_KEPT = timedelta(days=90)
# Whoever cancelled by mistake, or missed an offer, can ask why for so long.
ENDED_KEPT = timedelta(days=14)
ENDED = (Registration.State.CANCELLED, Registration.State.LAPSED)


def register_all() -> None:
    register(
        PersonalData(
            "events",
            own_data.export,
            erase,
            own_data.sections,
            own_data.address_of,
            own_data.consent_withdrawn,
        )
    )
    rule(
        model="events.Event",
        name=_("Whom to ask about an event"),
        fields=("contact_name", "contact_email", "contact_phone"),
        basis=_("Our legitimate interest in answering questions (Art. 6 (1) f GDPR)."),
        keeps=_("Until 90 days after the event."),
        after=CONTACT_KEPT,
        run=forget_contacts,
    )
    rule(
        model="events.EventSpeaker",
        name=_("Who is announced to speak at an event"),
        fields=("name", "about"),
        basis=_("Your agreement with the organisation that announces you (Art. 6 (1) b GDPR)."),
        keeps=_("As long as the event can be read about, or until you ask to be taken off."),
    )
    rule(
        model="events.Registration",
        name=_("Your registration for an event"),
        fields=("person_key", "name", "email"),
        basis=_("Needed for the registration you asked for (Art. 6 (1) b GDPR)."),
        keeps=_("Until 30 days after the event; 14 days if you do not confirm it, or cancel it."),
        after=REGISTRATIONS_KEPT,
        run=delete_registrations,
    )
    rule(
        model="events.AccessNeeds",
        name=_("What you need to take part in an event"),
        fields=("text",),
        basis=_("Your explicit consent (Art. 9 (2) a GDPR): it can show a disability."),
        keeps=_("Until the day after the event, or until you cancel."),
        after=NEEDS_KEPT,
        run=forget_needs,
    )
    rule(
        model="events.Venue",
        name=_("Where a venue is"),
        fields=("street", "postcode"),
        basis=_("Our legitimate interest in saying where something is (Art. 6 (1) f GDPR)."),
        keeps=_("As long as the venue is used, and no address of anybody's home."),
    )


def forget_needs() -> int:
    """Delete what nobody needs to know any more, and end the consents to it."""
    over = AccessNeeds.objects.filter(registration__event__ends_at__lt=timezone.now() - NEEDS_KEPT)
    due = list(over.values_list("pk", flat=True))
    with transaction.atomic():
        consents.end_for_subjects(SUBJECT, due)
        return AccessNeeds.objects.filter(pk__in=due).delete()[0]


def delete_registrations() -> int:
    """Delete those of events long over, and those not confirmed or cancelled; how many."""
    now = timezone.now()
    over = Q(event__ends_at__lt=now - REGISTRATIONS_KEPT)
    # Places they held were given back hours after.
    never = Q(
        state=Registration.State.PENDING,
        has_place=False,
        registered_at__lt=now - UNCONFIRMED_KEPT,
    )
    ended = Q(state__in=ENDED, ended_at__lt=now - ENDED_KEPT)
    rows = Registration.objects.filter(over | never | ended).order_by("pk")
    with transaction.atomic():
        # Held and read again: whoever registers anew at this moment has a row that is not due.
        due = list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))
        consents.end_for_subjects(SUBJECT, due)
        Registration.objects.filter(pk__in=due).delete()
    return len(due)


def forget_contacts() -> int:
    """Empty whom to ask where nobody will ask any more."""
    over = Event.objects.past(timezone.now() - CONTACT_KEPT)
    named = ~Q(contact_name="") | ~Q(contact_email="") | ~Q(contact_phone="")
    return over.filter(named).update(contact_name="", contact_email="", contact_phone="")
