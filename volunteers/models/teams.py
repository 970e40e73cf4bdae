"""Teams: groups of people who work together for longer than a shift."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import ActionField, Campaign, CampaignText
from languages.models import Translated, TranslatedQuerySet, Translation, texts_of
from partners.models import Organisation
from privacy.fields import EncryptedTextField, PersonKeyField
from web.keys import ordered_uuid


class TeamQuerySet(TranslatedQuerySet["Team"]):
    def with_belongings(self) -> Self:
        """With what a card shows: words, organisation, campaign and fields of work."""
        return (
            self.select_related("organisation", "campaign")
            .with_texts()
            .prefetch_related(
                texts_of(CampaignText, "campaign__texts"),
                models.Prefetch("fields", ActionField.objects.with_texts()),
            )
        )

    def to_show(self) -> Self:
        """As a campaign's page shows its teams."""
        return self.listed().with_belongings().order_by("slug")

    def listed(self) -> Self:
        """Shown where people look around."""
        return self.filter(state=Team.State.ACTIVE, organisation__in=Organisation.objects.public())

    def public(self) -> Self:
        """Whoever knows the address may read it; a closed one says so."""
        return self.exclude(state=Team.State.DRAFT).filter(
            organisation__in=Organisation.objects.public()
        )


class Team(Translated):
    """A working group or a campaign's team. Its page is public; what its members share is not."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ACTIVE = "active", _("active")
        CLOSED = "closed", pgettext_lazy("team", "closed")

    slug = models.SlugField(unique=True, max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="teams", verbose_name=_("organisation")
    )
    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        related_name="teams",
        null=True,
        blank=True,
        verbose_name=_("campaign"),
    )
    fields = models.ManyToManyField(
        ActionField, related_name="teams", blank=True, verbose_name=_("fields of work")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    takes_applications = models.BooleanField(_("takes applications"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")

    def get_absolute_url(self) -> str:
        return reverse("teams:detail", args=[self.slug])


class TeamText(Translation):
    team = models.ForeignKey(Team, models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=280)
    about = models.TextField(_("what we do"), blank=True)
    # One a line; whoever applies answers each.
    questions = models.TextField(_("questions to those who apply, one a line"), blank=True)

    class Meta:
        verbose_name = _("text")
        constraints = [
            models.UniqueConstraint(fields=["team", "language"], name="one_team_text_per_language")
        ]


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    def of(self, person_key: str) -> Self:
        return self.filter(person_key=person_key)

    def written_to(self) -> Self:
        """Members who get announcements by mail."""
        return self.active().filter(announcements_off_at=None)

    def active(self) -> Self:
        """Those who belong to it."""
        return self.filter(state=TeamMember.State.MEMBER)

    def applied(self) -> Self:
        """Those who wait for an answer, the first to ask first."""
        return self.filter(state=TeamMember.State.APPLIED).order_by("applied_at", "pk")


class TeamMember(models.Model):
    """One person's part in a team, from the application on."""

    class State(models.TextChoices):
        PENDING = "pending", _("not yet confirmed")
        APPLIED = "applied", _("has applied")
        MEMBER = "member", _("member")
        DECLINED = "declined", pgettext_lazy("team", "declined")
        LEFT = "left", pgettext_lazy("team", "has left")

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinator")

    id = models.UUIDField(primary_key=True, default=ordered_uuid, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    person_key = PersonKeyField(editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PENDING)
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.MEMBER)
    name = EncryptedTextField(_("name"), blank=True)
    email = EncryptedTextField(_("e-mail address"), blank=True)
    # The questions as they were put, each with its answer: [[question, answer], …] as JSON.
    answers = EncryptedTextField(_("answers"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    applied_at = models.DateTimeField(_("applied at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    mailed_at = models.DateTimeField(_("last mailed at"), null=True, blank=True)
    # Since when they read announcements on the inner page only.
    announcements_off_at = models.DateTimeField(
        _("no announcements by mail since"), null=True, blank=True
    )
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "team"], name="one_membership_of_a_team_each_person"
            )
        ]
        indexes = [
            models.Index(
                fields=["applied_at"], name="team_member_unconfirmed", condition=Q(state="pending")
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_coordinator(self) -> bool:
        return self.state == self.State.MEMBER and self.role == self.Role.COORDINATOR

    @property
    def first_name(self) -> str:
        """What the other members see; the whole name is for those who coordinate."""
        return next(iter(self.name.split()), "")


class TeamAnnouncement(models.Model):
    """A word to the members: on the team's inner page, and by mail once."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="announcements")
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True
    )
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return self.subject


class TeamLink(models.Model):
    """Somewhere the members work: a document, a chat, a folder."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="links")
    label = models.CharField(_("what is there"), max_length=120)
    url = models.URLField(_("address"))
    position = models.PositiveSmallIntegerField(default=0)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label


class TeamFile(models.Model):
    """A file for the members, in the database as pictures are; never shown to others."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=160)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("size in bytes"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name


class TeamMeeting(models.Model):
    """When and where the members meet next."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("address to join online"), blank=True)
    subject = models.CharField(_("what about"), max_length=160, blank=True)
    # Whoever is interested may come: then the team's public page names it.
    is_open = models.BooleanField(_("open to guests"), default=False)
    is_demo = models.BooleanField(_("demo content"), default=False, editable=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="meeting_ends_after_its_start"
            )
        ]

    def __str__(self) -> str:
        return self.subject or str(self.starts_at)
