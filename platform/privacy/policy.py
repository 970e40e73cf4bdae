"""The retention rules for what the foundation itself holds; apps above bring their own."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.models import Job
from mail.models import DemoMessage
from pictures.services import drop_unused
from privacy.models import AuditEntry, Consent, Secret
from privacy.retention import rule

CONSENT_PROOF = timedelta(days=3 * 365)
AUDIT_TRAIL = timedelta(days=3 * 365)
# Expired secrets stay a little, so that an old link can say what is the matter with it.
EXPIRED_SECRET = timedelta(days=14)
OLD_JOB = DEMO_MESSAGE = timedelta(days=14)
UNUSED_PICTURE = timedelta(days=2)


def register() -> None:
    rule(
        model="privacy.Consent",
        name=_("Proof of your consents"),
        fields=("person_key",),
        basis=_("We must be able to prove that you agreed (Art. 7 (1) GDPR)."),
        keeps=_("As long as the consent stands, and 3 years after it ended, without your name."),
        after=CONSENT_PROOF,
        run=delete_old_consents,
    )
    rule(
        model="privacy.Secret",
        name=_("Links in our mails"),
        fields=("person_key",),
        basis=_("Your consent: without the links you could not confirm or withdraw anything."),
        keeps=_("Until 14 days after the link has expired."),
        after=EXPIRED_SECRET,
        run=delete_expired_secrets,
    )
    rule(
        model="privacy.AuditEntry",
        name=_("Record of what our staff changed"),
        fields=("actor",),
        basis=_("Our legitimate interest in clearing up mistakes and misuse (Art. 6 (1) f GDPR)."),
        keeps=_("3 years."),
        after=AUDIT_TRAIL,
        run=delete_old_audit_entries,
    )
    rule(
        model="sessions.Session",
        name=_("Being logged in"),
        fields=("session_data",),
        basis=_("Needed for the account you asked for (Art. 6 (1) b GDPR)."),
        keeps=_("Until you log out, at most 14 days."),
        after=timedelta(days=14),
        run=delete_expired_sessions,
    )
    rule(
        model="jobs.Job",
        name=_("Tasks of the system, such as a mail to be sent"),
        fields=("payload", "key"),
        basis=_(
            "Needed to send you what you asked for. Instead of your address, a task holds a code "
            "made from it. A mail about an account waits in its task encrypted. When the task "
            "is done, both are removed."
        ),
        keeps=_("At most 14 days."),
        after=OLD_JOB,
        run=delete_old_jobs,
    )
    rule(
        model="mail.DemoMessage",
        name=_("Mails in the demonstration mailbox"),
        fields=("recipient", "subject", "text", "html"),
        basis=_("Only in a demonstration of this website, and never a mail that was sent."),
        keeps=_("14 days."),
        after=DEMO_MESSAGE,
        run=delete_old_demo_messages,
    )
    rule(
        model="pictures.Picture",
        name=_("Who made a picture"),
        fields=("credit",),
        basis=_("Whoever made a picture has a right to be named with it (§ 13 UrhG)."),
        keeps=_("As long as the picture is used here, and at most 2 days longer."),
        after=UNUSED_PICTURE,
        run=drop_unused,
    )


def delete_old_consents() -> int:
    return Consent.objects.filter(withdrawn_at__lt=timezone.now() - CONSENT_PROOF).delete()[0]


def delete_expired_secrets() -> int:
    return Secret.objects.filter(expires_at__lt=timezone.now() - EXPIRED_SECRET).delete()[0]


def delete_old_audit_entries() -> int:
    return AuditEntry.objects.filter(at__lt=timezone.now() - AUDIT_TRAIL).delete()[0]


def delete_expired_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def delete_old_jobs() -> int:
    """Delete what is over: done (the queue itself does that sooner) or failed for good."""
    over = Job.objects.exclude(state__in=Job.UNFINISHED)
    return over.filter(finished_at__lt=timezone.now() - OLD_JOB).delete()[0]


def delete_old_demo_messages() -> int:
    return DemoMessage.objects.filter(sent_at__lt=timezone.now() - DEMO_MESSAGE).delete()[0]
