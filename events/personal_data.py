"""What this app holds about people, and until when it stays."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event
from privacy.retention import rule

CONTACT_KEPT = timedelta(days=90)


def register_all() -> None:
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
        model="events.Venue",
        name=_("Where a venue is"),
        fields=("street", "postcode"),
        basis=_("Our legitimate interest in saying where something is (Art. 6 (1) f GDPR)."),
        keeps=_("As long as the venue is used, and no address of anybody's home."),
    )


def forget_contacts() -> int:
    """Empty whom to ask where nobody will ask any more."""
    over = Event.objects.past(timezone.now() - CONTACT_KEPT)
    named = ~Q(contact_name="") | ~Q(contact_email="") | ~Q(contact_phone="")
    return over.filter(named).update(contact_name="", contact_email="", contact_phone="")
