"""What a person can do with everything the platform holds about them, without an account."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from jobs.services import enqueue, forget_mentioning
from privacy import audit, consents, registry, secrets
from privacy.models import Consent, Secret
from privacy.person import person_keys
from privacy.registry import PersonalData, Section

SELF_SERVICE_LIFETIME = timedelta(days=30)


def ask_for_link(email: str, language: str) -> None:
    """Have a link mailed to this address if any app knows the person.

    Known or not is found out by the job, so the answer takes the same time for everyone.
    The job carries the person's keys and never the address.
    """
    keys = person_keys(email)
    with transaction.atomic():
        enqueue(
            "privacy.send_link",
            {"person_keys": list(keys), "language": language},
            # Asking twice before the first mail is out sends one mail.
            key=f"privacy.send_link:{keys[0]}",
            queue="mail",
        )


def address_of(person_key: str) -> str | None:
    """Return the address of a person from the first app that knows it."""
    for data in registry.registered():
        if address := data.address_of(person_key):
            return address
    return None


def self_service_link(person_key: str, language: str) -> str:
    """Return an absolute address that opens the self-service page for 30 days, often.

    It issues a secret: call it where the mail is built, never before.
    """
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=person_key, lifetime=SELF_SERVICE_LIFETIME
    )
    with translation.override(language):
        return settings.SITE_URL + reverse("privacy:self_service", args=[secret])


def sections(person_key: str, language: str) -> list[Section]:
    """Return what each app shows about the person, the uppermost app first."""
    return [
        section
        for data in registry.registered()
        for section in data.sections(person_key, language)
    ]


def standing_consents(person_key: str) -> list[tuple[Consent, str]]:
    """The person's standing consents, each with the name of what it is about, where an app
    names it."""
    standing = consents.standing(person_key).select_related("wording")
    given = list(standing.order_by("given_at"))
    names: dict[tuple[str, str], str] = {}
    for data in registry.registered() if given else ():
        names |= data.subjects(person_key)
    return [(one, names.get((one.subject_kind, one.subject_id), "")) for one in given]


def withdraw_consent(person_key: str, consent_id: int) -> bool:
    """Withdraw one of the person's own consents and let every app act on it.

    False when there is no such standing consent (also when it is someone else's).
    """
    with transaction.atomic():
        mine = Consent.objects.standing().filter(person_key=person_key, pk=consent_id)
        if not mine.update(withdrawn_at=timezone.now()):
            return False
        consent = Consent.objects.get(pk=consent_id)
        for data in registry.registered():
            data.consent_withdrawn(consent)
    return True


def export(person_key: str) -> dict[str, Any]:
    """Return everything every app holds about the person (Art. 15 and 20 GDPR)."""
    return {
        "exported_at": timezone.now().isoformat(),
        "data": {data.name: data.export(person_key) for data in registry.registered()},
    }


def erase(person_key: str) -> None:
    """Erase the person in every app at once (Art. 17 GDPR).

    The consent proof stays, and what `remains` names.
    """
    with transaction.atomic():
        for data in registry.registered():
            data.erase(person_key)
        audit.record("privacy.erased", audit.PERSON)


def remains(person_key: str) -> list[str]:
    """Return a sentence for each thing that erasing leaves, in the active language."""
    return [one for data in registry.registered() for one in data.remains(person_key)]


def _export_own(person_key: str) -> dict[str, Any]:
    own = Consent.objects.of(person_key).select_related("wording").order_by("pk")
    return {
        "consents": [
            {
                "purpose": consent.purpose,
                "wording": consent.wording.text,
                "wording_version": consent.wording.version,
                "language": consent.wording.language,
                "subject": f"{consent.subject_kind} {consent.subject_id}".strip(),
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
            }
            for consent in own
        ]
    }


def _erase_own(person_key: str) -> None:
    consents.erase(person_key)
    Secret.objects.filter(person_key=person_key).delete()
    # A mail that still waits would reach a person who wants nothing more from us.
    forget_mentioning(person_key)


OWN_DATA = PersonalData(name="privacy", export=_export_own, erase=_erase_own)
