"""For the office on the phone: "I signed, and no mail came." One address, one signature."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from petitions.models import Petition, Signature
from petitions.models.signatures import UNCONFIRMED_KEPT
from petitions.services.signing import MAIL_AT_MOST_EVERY, enqueue_mail
from petitions.services.tally import COUNTING
from privacy import audit
from privacy.person import person_keys
from web.limits import check


def find_by_address(
    petition: Petition, address: str, *, actor: AbstractBaseUser
) -> Signature | None:
    """The signature of whoever has this very address; nothing else can be searched for.

    Each search stands in the audit trail, without the address. Raises ValidationError for
    what is no address, and web.limits.LimitExceeded for an account that searches all day.
    """
    check("find:user", str(actor.pk))
    try:
        keys = person_keys(address)
    except ValueError:
        raise ValidationError(
            _("Type the whole e-mail address, for example name@example.org.")
        ) from None
    signatures = Signature.objects.filter(
        petition=petition, person_key__in=keys, withdrawn_at=None
    )
    found = signatures.select_related("petition", "text").first()
    told = {"signature": str(found.pk)} if found else {}
    audit.record("petitions.signature_searched", actor, petition, found=bool(found), **told)
    return found


def resend_confirmation(signature: Signature, *, actor: AbstractBaseUser) -> None:
    """Have the mail with the link sent once more to somebody who has not confirmed yet.

    It prolongs nothing: the person did not sign again. Raises ValidationError when there is
    nothing to confirm, or a mail went out just now; LimitExceeded after three in a day.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = Signature.objects.pending().select_for_update(of=("self",))
        row = rows.select_related("petition").filter(pk=signature.pk).first()
        if row is None or row.petition.state not in COUNTING:
            raise ValidationError(_("There is nothing to confirm any more."))
        if row.signed_at + UNCONFIRMED_KEPT <= now:
            raise ValidationError(
                _("The time to confirm this signature is over. Please let the person sign again.")
            )
        if row.mailed_at and now - row.mailed_at < MAIL_AT_MOST_EVERY:
            raise ValidationError(
                _("A mail went out just now. Wait five minutes and look into the spam folder.")
            )
        check("resend:signature", str(row.pk))
        enqueue_mail(row)
        told = {"signature": str(row.pk)}
        audit.record("petitions.confirmation_sent_again", actor, row.petition, **told)
