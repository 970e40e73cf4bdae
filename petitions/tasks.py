"""Jobs: they fetch, delegate, and are safe to run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from jobs.registry import GiveUp, every, handler, nightly
from jobs.services import enqueue, run
from petitions import emails, services
from petitions.models import Petition, PetitionChange, PetitionReview, Signature
from petitions.models.signatures import SignatureQuerySet
from petitions.services import announcing
from petitions.services.announcing import KIND
from petitions.services.confirming import issue_confirmation
from petitions.services.contacts import end_consents
from petitions.services.exporting import make
from petitions.services.reviewing import do_review
from petitions.services.signing import MAIL_AT_MOST_EVERY
from petitions.services.storing import store
from petitions.services.suspicion import look_through
from privacy import audit


@handler("petitions.store_signature", is_kept=False)
def store_signature(payload: dict[str, Any]) -> None:
    mail = store(payload["petition"], payload["person"], payload["sealed"])
    if mail is not None:
        run(mail.pk)


@handler("petitions.mail_signatory", is_timed=True)
def mail_signatory(payload: dict[str, Any]) -> None:
    """Write to somebody who signed: to confirm, or that the signature counts already."""
    now = timezone.now()
    signature, secret = _with_secret(
        Signature.objects.of(payload["person"]).filter(petition=payload["petition"]), now
    )
    if signature is None:
        return
    if signature.state == Signature.State.PENDING:
        emails.send_confirmation(signature, secret)
    elif signature.state == Signature.State.CONFIRMED:
        emails.send_already_signed(signature)
    elif signature.is_set_aside:
        emails.send_not_counted(signature)
    _same_signing(signature).update(mailed_at=now)


def _with_secret(rows: SignatureQuerySet, now: datetime) -> tuple[Signature | None, str]:
    """The signature to write to now, and the secret that confirms the words read with it.

    Read and issued under one lock: signing again with other words comes before or after
    it, and in the latter case closes this link.
    """
    with transaction.atomic():
        signature = rows.select_related("petition", "text").select_for_update(of=("self",)).first()
        if signature is None or not signature.email or _was_just_mailed(signature, now):
            return None, ""
        is_pending = signature.state == Signature.State.PENDING
        return signature, issue_confirmation(signature) if is_pending else ""


def _same_signing(signature: Signature) -> SignatureQuerySet:
    """The row, unless it was signed anew meanwhile: that signing waits for a mail of its own."""
    return Signature.objects.filter(pk=signature.pk, signed_at=signature.signed_at)


def _was_just_mailed(signature: Signature, now: datetime) -> bool:
    """Whoever has confirmed since has read that mail, and may get the next one at once."""
    last = signature.mailed_at
    if last is None or now - last >= MAIL_AT_MOST_EVERY:
        return False
    return signature.confirmed_at is None or signature.confirmed_at < last


@handler("petitions.remind_signatory")
def remind_signatory(payload: dict[str, Any]) -> None:
    now = timezone.now()
    due = Signature.objects.due_for_reminder(now).filter(pk=payload["signature"])
    signature, secret = _with_secret(due, now)
    if signature is None:
        return
    emails.send_reminder(signature, secret)
    _same_signing(signature).update(reminded_at=now)


@handler("petitions.look_for_suspicion")
def look_for_suspicion(payload: dict[str, Any]) -> None:
    look_through(payload["petition"])


@handler("petitions.review_group")
def review_group(payload: dict[str, Any]) -> None:
    told = dict(payload)
    petition = Petition.objects.get(pk=told.pop("petition"))
    actor = User.objects.filter(pk=told.pop("actor")).first()
    try:
        do_review(petition, actor=actor or audit.SYSTEM, **told)
    except ValidationError as refusal:
        raise GiveUp from refusal  # handed over meanwhile


@handler("petitions.link_partner")
def link_partner(payload: dict[str, Any]) -> None:
    services.link_partner(payload["campaign"], payload["organisation"])


@handler("petitions.make_export")
def make_export(payload: dict[str, Any]) -> None:
    make(payload["export"])


@handler("petitions.end_contact_consents")
def end_contact_consents(payload: dict[str, Any]) -> None:
    end_consents(payload["offer"])


@every(seconds=60, name="petitions.end_contact_offers")
def end_contact_offers() -> None:
    """Of organisations that have left a campaign. Until then nobody is reached already."""
    services.end_without_ground()


@every(seconds=3600, name="petitions.remind_unconfirmed")
def remind_unconfirmed() -> None:
    for signature_id in Signature.objects.due_for_reminder(timezone.now()).values_list(
        "pk", flat=True
    ):
        enqueue(
            "petitions.remind_signatory",
            {"signature": str(signature_id)},
            key=f"petitions.remind_signatory:{signature_id}",
            queue="mail",
        )


@every(seconds=1, name="petitions.fold_tally")
def fold_tally() -> None:
    while services.fold():
        pass


@handler(KIND, is_kept=False)
def tell_of_signatures(payload: dict[str, Any]) -> None:
    announcing.tell_of_signatures(payload["lines"])


@every(seconds=20, name="petitions.figure_signatures")
def figure_signatures() -> None:
    """Asks often, and counts once a minute at most: services.scanning knows when it is time."""
    services.scan()


@every(seconds=300, name="petitions.add_up_deeds")
def add_up_deeds() -> None:
    """What the public page says of all signatures is five minutes old at most."""
    services.add_up()


@every(seconds=60, name="petitions.open_and_close")
def open_and_close() -> None:
    services.open_and_close_due()


@every(seconds=60, name="petitions.link_partners")
def link_partners() -> None:
    """For petitions that came, or moved to another campaign, after somebody stood behind it."""
    services.link_missing_partners()


@nightly(hour=3, name="petitions.recount")
def recount() -> None:
    services.recount()


@handler("petitions.tell_of_change")
def tell_of_change(payload: dict[str, Any]) -> None:
    while services.tell_next(payload["change"]):
        pass


@every(seconds=3600, name="petitions.tell_late")
def tell_late() -> None:
    services.tell_late(timezone.now())


@handler("petitions.mail_change")
def mail_change(payload: dict[str, Any]) -> None:
    """Write to one person who signed an earlier version, unless they have withdrawn since."""
    signed = Signature.objects.confirmed().select_related("petition", "text")
    signature = signed.filter(pk=payload["signature"]).first()
    change = PetitionChange.objects.filter(pk=payload["change"]).first()
    if change is not None and signature is not None and signature.email:
        emails.send_change(signature, change)


@handler("petitions.mail_decision")
def mail_decision(payload: dict[str, Any]) -> None:
    """Tell an organiser what became of the petition that was looked through."""
    review = PetitionReview.objects.filter(pk=payload["review"]).select_related("petition").first()
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if review is not None and user is not None:
        emails.send_decision(review, user)
