"""Who holds an event: by invitation or request, and only with the word of both sides."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.events import Event
from partners.models import Organisation


class EventHostQuerySet(models.QuerySet["EventHost"]):
    def accepted(self) -> Self:
        return self.filter(state=EventHost.State.ACCEPTED)

    def shown(self) -> Self:
        """What visitors see: nothing of an organisation before it said yes."""
        return self.accepted().filter(organisation__is_public=True).select_related("organisation")

    def undecided(self) -> Self:
        return self.filter(state__in=[EventHost.State.INVITED, EventHost.State.REQUESTED])

    def standing(self) -> Self:
        """Undecided or accepted: whoever asks for the same part again is refused."""
        return self.exclude(state__in=[EventHost.State.DECLINED, EventHost.State.WITHDRAWN])


class EventHost(models.Model):
    """An organisation's part in an event: asked for by one side, decided by the other.

    `invited` waits for the organisation, `requested` for the lead. What was decided, by whom
    and when stays, also after it was withdrawn.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("leads")
        CO_HOST = "co_host", _("holds it as well")
        SUPPORTER = "supporter", _("supports it")
        VENUE = "venue", _("gives the place")

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        REQUESTED = "requested", _("asks to be part of it")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    event = models.ForeignKey(Event, models.CASCADE, related_name="hosts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="event_hosts")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.CO_HOST)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    may_edit = models.BooleanField(_("may change the event"), default=False)
    message = models.CharField(_("message"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=100)

    objects = EventHostQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation", "role"], name="one_part_of_each_kind_in_an_event"
            ),
            # Two leads would each think that the other decides.
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(role="lead", state="accepted"),
                name="one_lead_per_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.event_id} ({self.role}, {self.state})"

    @property
    def moment(self) -> float:
        """When it came to stand as it does: what tells one question from the next, as a number."""
        return (self.decided_at or self.asked_at).timestamp()
