"""Looking petitions through before they open, where the site asks for it.

Whoever decides has read one submission: what was taken back and submitted again meanwhile is
another one, and of two who decide at once one does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.services import enqueue
from partners.models import Membership
from petitions.models import Moderation, Petition, PetitionReview
from petitions.services.changing import announce, put_announced_in_place
from petitions.services.lifecycle import publish, refuse_unready, reject
from petitions.services.writing import hold
from privacy import audit

Deed = PetitionReview.Deed
Review = Petition.Review
State = Petition.State


@transaction.atomic
def ask_for_moderation(is_asked: bool, *, actor: User) -> None:
    """Have petitions looked through from now on, or no longer. What waits goes on waiting."""
    Moderation.objects.update_or_create(pk=1, defaults={"is_asked": is_asked})
    audit.record("petitions.moderation_set", actor, ("petitions.moderation", 1), is_asked=is_asked)


@transaction.atomic
def submit(
    petition: Petition,
    *,
    change: dict[str, Any] | None = None,
    actor: User,
) -> None:
    """Have a finished draft looked through, or a change of an open petition.

    `change` holds what `publish_change` asks of a change (is_substantial, note, published).
    Raises ValidationError with what is missing.
    """
    row = hold(petition)
    if row.is_submitted:
        raise ValidationError(_("It is being looked through already."))
    if row.state == State.DRAFT:
        refuse_unready(row)
    else:
        given = change or {"is_substantial": False, "note": "", "published": None}
        announce(row, given["is_substantial"], given["note"], given["published"], actor)
    row.review, row.submitted_at = Review.SUBMITTED, timezone.now()
    row.save(update_fields=["review", "submitted_at"])
    _note(row, Deed.SUBMITTED, actor)
    petition.refresh_from_db()


@transaction.atomic
def take_back(petition: Petition, *, actor: User) -> None:
    """Make a submitted or scheduled petition one that can be written in again."""
    row = hold(petition)
    if not row.is_submitted and not row.is_scheduled:
        raise ValidationError(_("There is nothing to take back any more."))
    row.review, row.is_approved = Review.NONE, row.is_approved and row.state != State.DRAFT
    row.save(update_fields=["review", "is_approved"])
    _note(row, Deed.TAKEN_BACK, actor)
    petition.refresh_from_db()


@transaction.atomic
def approve(petition: Petition, *, seen: datetime | None, actor: User) -> None:
    """Let it open at its date, or at once; put a changed text in place."""
    row = _decide(petition, seen, Deed.APPROVED, "", actor)
    if row.state != State.DRAFT:
        put_announced_in_place(row, actor)
    else:
        refuse_unready(row)
        Petition.objects.filter(pk=row.pk).update(is_approved=True)
        row.is_approved = True
        if row.opens_at is None or row.opens_at <= timezone.now():
            publish(row, actor=actor)
    petition.refresh_from_db()


@transaction.atomic
def send_back(petition: Petition, reason: str, *, seen: datetime | None, actor: User) -> None:
    """Give it back to be changed, with a reason that its organisers are mailed."""
    _need(reason)
    row = _decide(petition, seen, Deed.RETURNED, reason, actor)
    Petition.objects.filter(pk=row.pk).update(review=Review.RETURNED)
    petition.refresh_from_db()


@transaction.atomic
def turn_down(petition: Petition, reason: str, *, seen: datetime | None, actor: User) -> None:
    """Reject a draft for good. Its page is public from now on, and says why."""
    _need(reason)
    if petition.state != State.DRAFT:
        raise ValidationError(_("This petition is open. Return the change with a reason instead."))
    row = _decide(petition, seen, Deed.REJECTED, reason, actor)
    reject(row, actor=actor)
    petition.refresh_from_db()


def _need(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Give a reason: whoever wrote it has to know."))


def _decide(
    petition: Petition, seen: datetime | None, deed: Deed, reason: str, actor: User
) -> Petition:
    """Take the decision, unless somebody else has, or the organisation took it back."""
    taken = Petition.objects.filter(pk=petition.pk, review=Review.SUBMITTED, submitted_at=seen)
    if not taken.update(review=Review.NONE):
        raise ValidationError(
            _("Somebody else has decided, or it was taken back and submitted anew. Look again.")
        )
    row = hold(petition)
    _note(row, deed, actor, reason)
    return row


def _note(row: Petition, deed: Deed, actor: User, reason: str = "") -> None:
    version = row.written_version or row.published_version
    review = PetitionReview.objects.create(
        petition=row, version=version, deed=deed, reason=reason, by=actor
    )
    audit.record(f"petitions.{deed}_in_review", actor, row, version=version)
    if deed in (Deed.RETURNED, Deed.REJECTED, Deed.APPROVED):
        _tell_organisers(row, review)


def _tell_organisers(row: Petition, review: PetitionReview) -> None:
    publishing = [Membership.Role.ORGANISER, Membership.Role.OWNER]
    members = Membership.objects.filter(organisation=row.initiator_id, role__in=publishing)
    for user_id in members.values_list("user_id", flat=True):
        enqueue(
            "petitions.mail_decision",
            {"review": review.pk, "user": user_id},
            key=f"petitions.mail_decision:{review.pk}:{user_id}",
            queue="mail",
        )
