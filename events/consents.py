"""The sentences beside the boxes of a registration, stored as shown."""

from django.utils.translation import gettext_lazy as _

NEEDS = "events.access_needs"

# Access needs are data about health: GDPR Art. 9 (2) a asks for a consent of their own.
WORDINGS = {
    NEEDS: _(
        "I agree that the hosts of this event see what I need to take part. It is deleted the "
        "day after the event."
    ),
}
