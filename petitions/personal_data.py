"""What this app holds about people: how they see it, take it along, and until when it stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from petitions import contact_data, services
from petitions.consents import CONTACT, SHOW_NAME, SIGNING, WORDINGS
from petitions.models import Invalidation, Petition, Signature
from petitions.models.exports import EXPORT_KEPT
from petitions.models.petitions import CLOSED_KEPT, HANDED_OVER_KEPT
from petitions.models.signatures import UNCONFIRMED_KEPT, WITHDRAWN_KEPT, SignatureQuerySet
from petitions.models.suspicions import GROUP_KEPT
from petitions.services.confirming import SUBJECT
from petitions.services.contacts import end_for_person, forget
from petitions.services.exporting import delete_expired
from petitions.services.suspicion import forget_traces
from petitions.services.tally import COUNTING
from privacy import consents
from privacy.models import Consent
from privacy.registry import PersonalData, Section, register
from privacy.retention import rule

FIELDS = ("person_key", "given_name", "family_name", "email", "postcode")


def sections(person_key: str, language: str) -> list[Section]:
    signatures = list(
        Signature.objects.of(person_key)
        .select_related("petition", "text", "invalidation")
        .order_by("-signed_at")
    )
    if not signatures:
        return []
    context = {"signatures": signatures, "name_wording": WORDINGS[SHOW_NAME]}
    signed = Section("petitions/self_service.html", context)
    return [signed, *contact_data.sections(person_key)]


def export(person_key: str) -> dict[str, Any]:
    return {
        "signatures": [
            {
                "petition": signature.petition.slug,
                "text": signature.text.title,
                "text_version": signature.text.version,
                "state": signature.state,
                "given_name": signature.given_name,
                "family_name": signature.family_name,
                "email": signature.email,
                "postcode": signature.postcode,
                "district": signature.district,
                "name_shown": signature.show_name,
                "language": signature.language,
                "came_through": signature.source,
                "signed_at": signature.signed_at.isoformat(),
                "confirmed_at": signature.confirmed_at and signature.confirmed_at.isoformat(),
                "withdrawn_at": signature.withdrawn_at and signature.withdrawn_at.isoformat(),
                "invalidated": _exported(getattr(signature, "invalidation", None)),
                "noticed": [
                    {"signal": one.signal, "at": one.noticed_at.isoformat()}
                    for one in signature.suspicions.all()
                ],
            }
            for signature in Signature.objects.of(person_key)
            .select_related("petition", "text", "invalidation")
            .prefetch_related("suspicions")
        ],
        "contacts": contact_data.export(person_key),
    }


def _exported(invalidation: Invalidation | None) -> dict[str, Any] | None:
    if invalidation is None:
        return None
    return {
        "reason": invalidation.reason,
        "note": invalidation.note,
        "at": invalidation.invalidated_at.isoformat(),
    }


def address_of(person_key: str) -> str | None:
    """The newest confirmed address. One that was only typed in, perhaps by somebody else,
    serves as long as there is no confirmed one."""
    mine = Signature.objects.of(person_key).order_by("-signed_at")
    # Whose signature was invalidated may ask why, and so needs the link as well.
    for signature in (*mine.confirmed(), *mine.pending(), *mine.invalidated()):
        if signature.email:
            return signature.email
    return None


def consent_withdrawn(consent: Consent) -> None:
    """Act at once: no name without its consent, and no signature without its own."""
    if consent.subject_kind != SUBJECT:
        return
    if consent.purpose.startswith(CONTACT):
        end_for_person(consent)
        return
    mine = Signature.objects.of(consent.person_key).select_related("petition")
    signature = mine.filter(pk=consent.subject_id).first()
    if signature is None:
        return
    if consent.purpose == SHOW_NAME:
        Signature.objects.filter(pk=signature.pk).update(show_name=False)
    elif consent.purpose == SIGNING:
        services.withdraw(signature)


def delete_unconfirmed() -> int:
    """Also those of petitions handed over since: they can't be confirmed any more."""
    over = Q(signed_at__lt=timezone.now() - UNCONFIRMED_KEPT) | ~Q(petition__state__in=COUNTING)
    return _delete(Signature.objects.pending().filter(over), consents.forget_for_subjects)


def delete_withdrawn() -> int:
    """Also those that had been invalidated before: what is left of them counts nowhere."""
    over = timezone.now() - WITHDRAWN_KEPT
    return _delete(
        Signature.objects.filter(
            state__in=[Signature.State.WITHDRAWN, Signature.State.INVALIDATED],
            signed_at__lt=over,
            withdrawn_at__lt=over,
        ),
        consents.end_for_subjects,
    )


def delete_invalidated() -> int:
    """Those that can't be restored any more. What had never been confirmed stays no longer
    than if it had not been invalidated; the rest as long as a mistake can be set right."""
    now = timezone.now()
    mine = Signature.objects.invalidated()
    frozen = ~Q(petition__in=Petition.objects.counting(now).values("pk"))
    unconfirmed = mine.filter(Q(signed_at__lt=now - UNCONFIRMED_KEPT) | frozen, confirmed_at=None)
    is_over = Q(invalidation=None) | Q(invalidation__invalidated_at__lt=now - WITHDRAWN_KEPT)
    confirmed = mine.filter(frozen & is_over).exclude(confirmed_at=None)
    return _delete(unconfirmed, consents.forget_for_subjects) + _delete(
        confirmed, consents.end_for_subjects
    )


def delete_handed_over() -> int:
    """The count stays in the petition; the people behind it are forgotten."""
    return _delete(
        Signature.objects.exclude(petition__state__in=COUNTING).filter(
            petition__handed_over_at__lt=timezone.now() - HANDED_OVER_KEPT
        ),
        consents.end_for_subjects,
    )


def delete_never_handed_over() -> int:
    """Nobody handed them over for a year: the count stays, the people are forgotten."""
    return _delete(
        Signature.objects.confirmed().filter(
            petition__state=Petition.State.CLOSED,
            petition__closed_at__lt=timezone.now() - CLOSED_KEPT,
        ),
        consents.end_for_subjects,
    )


def _delete(
    over: SignatureQuerySet,
    part_with_consents: Callable[[str, list[UUID]], int],
    batch: int = 1000,
) -> int:
    """Delete in batches. The rows are held, so that none is confirmed while it is deleted."""
    deleted = 0
    while True:
        with transaction.atomic():
            held = over.only("pk").select_for_update(of=("self",))[:batch]
            ids = [signature.pk for signature in held]
            if not ids:
                return deleted
            forget(ids, timezone.now())
            part_with_consents(SUBJECT, ids)
            of_each = Signature.objects.filter(pk__in=ids).delete()[1]
            deleted += of_each.get("petitions.Signature", 0)


def register_all() -> None:
    register(
        PersonalData("petitions", export, services.erase, sections, address_of, consent_withdrawn)
    )
    contact_data.register_rule()
    basis = _("Your explicit consent (Art. 9 (2) a GDPR).")
    rule(
        model="petitions.Signature",
        name=_("Signatures that were not confirmed"),
        fields=FIELDS,
        basis=basis,
        keeps=_("14 days, then deleted."),
        after=UNCONFIRMED_KEPT,
        run=delete_unconfirmed,
    )
    rule(
        model="petitions.Signature",
        name=_("Signatures that were withdrawn"),
        fields=FIELDS,
        basis=basis,
        keeps=_("Name, address and postcode go at once, the rest after 14 days."),
        after=WITHDRAWN_KEPT,
        run=delete_withdrawn,
    )
    rule(
        model="petitions.Signature",
        name=_("Signatures that were invalidated, because nobody seems to stand behind them"),
        fields=FIELDS,
        basis=basis,
        keeps=_(
            "As long as a mistake can be set right: until 14 days after the petition is handed "
            "over. If never confirmed: 14 days."
        ),
        after=WITHDRAWN_KEPT,
        run=delete_invalidated,
    )
    rule(
        model="petitions.Suspicion",
        name=_("Hints that a signature may not be real"),
        fields=("group",),
        basis=_("Our legitimate interest in a count that is right (Art. 6 (1) f GDPR)."),
        keeps=_(
            "The code made from a network or a name: 14 days. The hint itself as long as the "
            "signature."
        ),
        after=GROUP_KEPT,
        run=forget_traces,
    )
    rule(
        model="petitions.SignatureExportPart",
        name=_("Lists for handing a petition over"),
        fields=("content",),
        basis=basis,
        keeps=_("7 days. If somebody on the list leaves before, it goes at once."),
        after=EXPORT_KEPT,
        run=delete_expired,
    )
    rule(
        model="petitions.Signature",
        name=_("Confirmed signatures"),
        fields=FIELDS,
        basis=basis,
        keeps=_("Until 6 months after the petition is handed over. Only the count stays."),
        after=HANDED_OVER_KEPT,
        run=delete_handed_over,
    )
    rule(
        model="petitions.Signature",
        name=_("Confirmed signatures of a petition that closed and was never handed over"),
        fields=FIELDS,
        basis=basis,
        keeps=_("Until 12 months after the petition closed. Only the count stays."),
        after=CLOSED_KEPT,
        run=delete_never_handed_over,
    )
