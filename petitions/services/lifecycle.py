"""A petition's way: published, closed, handed over, answered or rejected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import structlog
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from languages import editing
from petitions.models import Petition, PetitionStep
from petitions.rules import needs_review
from petitions.services.announcing import tell_of_state
from petitions.services.tally import hold_alone
from privacy import audit

log = structlog.get_logger(__name__)

State = Petition.State

# From which states a verb may lead to which one.
WAYS = {
    State.OPEN: (State.DRAFT, State.CLOSED),
    State.CLOSED: (State.OPEN,),
    State.HANDED_OVER: (State.OPEN, State.CLOSED),
    State.ANSWERED: (State.HANDED_OVER,),
    State.REJECTED: (State.DRAFT, State.HANDED_OVER),
}


def publish(petition: Petition, *, actor: AbstractBaseUser | None = None) -> None:
    """Open a petition for signing.

    Raises ValidationError while its German text is missing, its campaign is a draft, or
    its closing date has passed, and when it was closed so long ago that its count stands
    without the signatures.
    """
    refuse_unready(petition)
    is_new = petition.state == State.DRAFT and not petition.is_approved
    if is_new and needs_review(actor):
        raise ValidationError(_("This site looks petitions through first. Submit it."))
    now = timezone.now()
    if petition.state == State.CLOSED and not _still_counts(petition, now):
        raise ValidationError(
            _("This petition closed a year ago. Its signatures are deleted. Start a new one.")
        )
    opens_at = min(petition.opens_at or now, now)
    _go(
        petition,
        State.OPEN,
        actor,
        is_approved=True,
        opens_at=opens_at,
        closed_at=None,
    )


def schedule(petition: Petition, *, actor: AbstractBaseUser) -> None:
    """Let a finished draft open by itself at its date.

    Raises ValidationError like `publish`, and without a date to come.
    """
    refuse_unready(petition)
    if needs_review(actor):
        raise ValidationError(_("This site looks petitions through first. Submit it."))
    if petition.opens_at is None or petition.opens_at <= timezone.now():
        raise ValidationError(_("Set a day to come on which the petition opens."))
    with transaction.atomic():
        drafts = Petition.objects.filter(pk=petition.pk, state=State.DRAFT)
        if not drafts.update(is_approved=True, review=Petition.Review.NONE):
            raise ValidationError(_refusal(petition))
        audit.record("petitions.scheduled", actor, petition)
    petition.refresh_from_db()


def publish_in_time(petition: Petition, *, actor: AbstractBaseUser) -> None:
    """Open it at its date, where that is still to come; else at once."""
    later = petition.opens_at and petition.opens_at > timezone.now()
    if later and petition.state == State.DRAFT:
        schedule(petition, actor=actor)
    else:
        publish(petition, actor=actor)


def refuse_unready(petition: Petition) -> None:
    """Raise ValidationError with what keeps this petition from opening."""
    german = petition.texts.filter(language="de", version=petition.published_version).first()
    if german is None:
        raise ValidationError(_("Write the German text before you publish the petition."))
    if not (german.title and german.demand and german.summary):
        raise ValidationError(_("The German text needs a title, a demand and one sentence."))
    if petition.addressee_id is None:
        raise ValidationError(_("Say who is asked before you publish the petition."))
    if petition.instrument_id is None:
        raise ValidationError(_("Choose the legal form before you publish the petition."))
    if not petition.campaign.is_public:
        raise ValidationError(_("Publish the campaign first: the petition leads people to it."))
    if petition.closes_at and petition.closes_at <= timezone.now():
        raise ValidationError(_("The closing date has passed. Set a later one first."))


def close(petition: Petition, *, actor: AbstractBaseUser | None = None) -> None:
    """Take no more signatures; what was signed in time may still be confirmed.

    Without a handover the signatures are deleted a year later.
    """
    _go(petition, State.CLOSED, actor, closed_at=timezone.now())


def hand_over(petition: Petition, *, actor: AbstractBaseUser | None = None) -> None:
    """Hand the count over: from now on it stands still."""
    with transaction.atomic():
        hold_alone(petition.pk)
        now = timezone.now()
        _go(petition, State.HANDED_OVER, actor, handed_over_at=now)
        _step(petition, PetitionStep.Kind.HANDOVER, timezone.localdate(now))


def answer(
    petition: Petition,
    *,
    words: Mapping[str, str] | None = None,
    on: date | None = None,
    actor: AbstractBaseUser | None = None,
) -> PetitionStep:
    """Note that the addressee has answered, on which day, and in German what (title, body)."""
    with transaction.atomic():
        _go(petition, State.ANSWERED, actor)
        return _response(petition, words, on)


def refuse(
    petition: Petition,
    *,
    words: Mapping[str, str] | None = None,
    on: date | None = None,
    actor: AbstractBaseUser | None = None,
) -> PetitionStep:
    """Note that the addressee, to whom it was handed over, said no."""
    with transaction.atomic():
        if petition.state == State.DRAFT:
            raise ValidationError(_refusal(petition))
        _go(petition, State.REJECTED, actor)
        return _response(petition, words, on)


def reject(petition: Petition, *, actor: AbstractBaseUser | None = None) -> None:
    """Note that the petition was not admitted, or that the addressee said no."""
    if petition.addressee_id is None or petition.instrument_id is None:
        # Its page is public from then on.
        raise ValidationError(_("Say who is asked, and in which legal form, first."))
    _go(petition, State.REJECTED, actor)


def open_and_close_due(now: datetime | None = None) -> int:
    """Open what is approved and due, close what has run out; return how many changed."""
    now = now or timezone.now()
    changed = 0
    for petitions, verb in (
        (Petition.objects.due_to_open(now), publish),
        (Petition.objects.due_to_close(now), close),
    ):
        for petition in petitions:
            try:
                verb(petition)
            except ValidationError:
                # Without a German text, or changed meanwhile: the others must not wait for it.
                log.warning(
                    "petition_stays_as_it_is", petition=petition.slug, wanted=verb.__name__
                )
            else:
                changed += 1
    return changed


def _go(petition: Petition, state: State, actor: AbstractBaseUser | None, **also: object) -> None:
    """Change the state if it still is one from which this way leads; else say so."""
    with transaction.atomic():
        moved = Petition.objects.filter(pk=petition.pk, state__in=WAYS[state]).update(
            state=state, review=Petition.Review.NONE, **also
        )
        if not moved:
            raise ValidationError(_refusal(petition))
        audit.record(f"petitions.{state}", actor or audit.SYSTEM, petition)
        petition.refresh_from_db()
        tell_of_state(petition)


def _refusal(petition: Petition) -> str:
    petition.refresh_from_db(fields=["state"])
    told = {"state": petition.get_state_display()}
    return _("This petition is %(state)s now, so that is not possible.") % told


def _still_counts(petition: Petition, now: datetime) -> bool:
    return Petition.objects.counting(now).filter(pk=petition.pk).exists()


def _response(
    petition: Petition, words: Mapping[str, str] | None, on: date | None
) -> PetitionStep:
    step = _step(petition, PetitionStep.Kind.RESPONSE, on or timezone.localdate())
    if words:
        present = step.texts.filter(language="de").first()
        editing.write(step, "de", words, seen=editing.state_of(present))
    return step


def _step(petition: Petition, kind: str, day: date) -> PetitionStep:
    step, _created = PetitionStep.objects.get_or_create(
        petition=petition, kind=kind, defaults={"happened_on": day, "slug": kind}
    )
    return step
