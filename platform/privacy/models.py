"""What the platform keeps about consents, secrets in links, and who did what."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from privacy.fields import PersonKeyField


class ConsentWording(models.Model):
    """The exact words a person agreed to; a row never changes once it is written."""

    purpose = models.CharField(_("purpose"), max_length=60)
    language = models.CharField(_("language"), max_length=12)
    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "language", "digest"], name="one_wording_per_text"
            ),
            models.UniqueConstraint(fields=["purpose", "version"], name="one_wording_per_version"),
        ]

    def __str__(self):
        return f"{self.purpose} {self.version} ({self.language})"


class ConsentQuerySet(models.QuerySet):
    def of(self, person_key: str) -> "ConsentQuerySet":
        """All of a person's, standing and withdrawn.

        Both are named because each has its own index: one over all would be one more to write
        with every signing, for what few ever ask.
        """
        either = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__isnull=False)
        return self.filter(either, person_key=person_key)

    def standing(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)

    def withdrawn(self) -> "ConsentQuerySet":
        return self.exclude(withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to one purpose, by which words and when; the proof of Art. 7 GDPR.

    It holds no name and no address. The subject says what it was given for
    ("petitions.petition", "12"); it is emptied when the person is erased.
    """

    person_key = PersonKeyField()
    purpose = models.CharField(_("purpose"), max_length=60)
    # Nobody asks by wording, and none is ever deleted: an index would only be written.
    wording = models.ForeignKey(
        ConsentWording, on_delete=models.PROTECT, verbose_name=_("wording"), db_index=False
    )
    subject_kind = models.CharField(_("subject kind"), max_length=60, blank=True)
    subject_id = models.CharField(_("subject id"), max_length=64, blank=True)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            # Giving the same consent again changes nothing; new words make a new row.
            models.UniqueConstraint(
                fields=["person_key", "purpose", "subject_kind", "subject_id", "wording"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent",
            )
        ]
        indexes = [
            # Standing ones are found by their unique index: see ConsentQuerySet.of.
            models.Index(
                fields=["person_key"],
                name="consent_ended_by_person",
                condition=Q(withdrawn_at__isnull=False),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="consent_by_subject"),
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="consent_by_withdrawal",
            ),
        ]

    def __str__(self):
        return f"{self.purpose} {self.pk}"


class SecretQuerySet(models.QuerySet):
    def usable(self) -> "SecretQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class Secret(models.Model):
    """One link's right to do one thing. The secret itself is only in the mail, never here."""

    digest = models.CharField(_("digest"), max_length=64)
    purpose = models.CharField(_("purpose"), max_length=60)
    person_key = PersonKeyField()
    subject_id = models.CharField(_("subject id"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = SecretQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="one_secret_per_digest")]
        indexes = [models.Index(fields=["person_key"], name="secret_by_person")]

    def __str__(self):
        return f"{self.purpose} {self.pk}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class AuditEntry(models.Model):
    """Who did what to which thing, and when. Written once; holds ids, never personal data."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor = models.CharField(_("actor"), max_length=60)
    verb = models.CharField(_("verb"), max_length=60)
    subject_kind = models.CharField(_("subject kind"), max_length=60, blank=True)
    subject_id = models.CharField(_("subject id"), max_length=64, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["actor"], name="audit_by_actor"),
        ]
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"

    def __str__(self):
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"
