"""People who help: what they told of themselves once, and which campaigns they have joined."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Campaign
from languages.services import SPOKEN
from privacy.fields import EncryptedTextField, PersonKeyField
from web.keys import ordered_uuid


class Way(models.TextChoices):
    """How somebody wants to help."""

    NEWS = "news", _("get news")
    TRANSLATE = "translate", _("translate")
    STALL = "stall", _("help at a stall")
    DOORS = "doors", _("go from door to door")
    HOST = "host", _("host an event")
    SPREAD = "spread", _("spread the word")
    OTHER = "other", _("something else")


class Level(models.TextChoices):
    """How well somebody speaks a language; in the order of less to more."""

    BASIC = "1", _("a little")
    GOOD = "2", _("well enough to talk")
    FLUENT = "3", _("fluently")


class Slot(models.TextChoices):
    """When somebody usually has time: kind of day and part of it."""

    WEEK_MORNING = "week_morning", _("weekdays, in the morning")
    WEEK_AFTERNOON = "week_afternoon", _("weekdays, in the afternoon")
    WEEK_EVENING = "week_evening", _("weekdays, in the evening")
    WEEKEND_MORNING = "weekend_morning", _("weekend, in the morning")
    WEEKEND_AFTERNOON = "weekend_afternoon", _("weekend, in the afternoon")
    WEEKEND_EVENING = "weekend_evening", _("weekend, in the evening")


class Volunteer(models.Model):
    """One person who has confirmed an address here, known by key; the row that is locked first.

    Whatever changes what a person does (shifts, tasks, teams) locks this row before any shift:
    so two sign-ups of one person at one moment see each other (services/people.py).
    """

    person_key = PersonKeyField(primary_key=True, editable=False)
    name = EncryptedTextField(_("name"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    language = models.CharField(_("language of mails"), max_length=12)
    # Codes of Slot, and names of districts; both lists are short and only ever read whole.
    slots = models.JSONField(_("usually has time"), default=list, blank=True)
    districts = models.JSONField(_("districts"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")

    def __str__(self) -> str:
        return self.person_key[:8]


class VolunteerLanguage(models.Model):
    """A language somebody speaks, and how well."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN.items())
    level = models.CharField(_("how well"), max_length=1, choices=Level, default=Level.GOOD)

    class Meta:
        ordering = ["-level", "language"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "language"], name="one_row_per_volunteer_language"
            )
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def joined(self) -> Self:
        """Those who have confirmed and not left."""
        return self.filter(state=Supporter.State.CONFIRMED)

    def willing(self, way: str) -> Self:
        """Those who ticked this way to help; asks for no JSON operator, so SQLite agrees."""
        return self.joined().filter(ways__way=way)


class Supporter(models.Model):
    """One person's joining of one campaign. Until it is confirmed, what was typed stays sealed:
    nobody fills in another person's page by knowing their address."""

    class State(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        CONFIRMED = "confirmed", _("has joined")
        LEFT = "left", pgettext_lazy("supporter", "has left")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="supporters")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    # `services.joining.Joining` as it was typed; emptied when it is confirmed.
    sealed = models.TextField(blank=True, editable=False)
    note = EncryptedTextField(_("what they told us"), blank=True)
    source = models.CharField(_("came through"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=12)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("last mailed at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "campaign"], name="one_supporter_each_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["joined_at"], name="supporter_unconfirmed", condition=Q(state="pending")
            ),
            models.Index(fields=["campaign", "state"], name="supporter_of_campaign"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_joined(self) -> bool:
        return self.state == self.State.CONFIRMED


class SupporterWay(models.Model):
    """A way in which a supporter helps; each was agreed to by a box of its own."""

    supporter = models.ForeignKey(Supporter, models.CASCADE, related_name="ways")
    way = models.CharField(_("how"), max_length=10, choices=Way)

    class Meta:
        verbose_name = _("way to help")
        verbose_name_plural = _("ways to help")
        constraints = [
            models.UniqueConstraint(fields=["supporter", "way"], name="one_row_per_way")
        ]

    def __str__(self) -> str:
        return self.get_way_display()
