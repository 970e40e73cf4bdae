"""Holding an event together: one side asks, the other decides, and either may end it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, EventHost
from jobs.services import enqueue
from partners.models import Membership, Organisation
from privacy import audit

State, Role = EventHost.State, EventHost.Role
UNDECIDED = (State.INVITED, State.REQUESTED)
ENDED = (State.DECLINED, State.WITHDRAWN)


def invite(
    event: Event,
    organisation: Organisation,
    role: str,
    *,
    message: str = "",
    may_edit: bool = False,
    actor: AbstractBaseUser,
) -> EventHost:
    """Ask an organisation to be part of the event. Nothing of it shows before it agrees.

    Raises ValidationError where it is asked already, or for a second lead.
    """
    if role == Role.LEAD:
        raise ValidationError(_("An event has one lead. Choose another part for them."))
    return _ask(event, organisation, role, State.INVITED, actor, message, may_edit=may_edit)


def request(
    event: Event,
    organisation: Organisation,
    role: str,
    *,
    message: str = "",
    actor: AbstractBaseUser,
) -> EventHost:
    """Ask the lead to be part of its event. Raises ValidationError as `invite` does."""
    if role == Role.LEAD:
        raise ValidationError(_("An event has one lead. Choose another part for yourselves."))
    return _ask(event, organisation, role, State.REQUESTED, actor, message)


def ask_venue(event: Event, *, actor: AbstractBaseUser) -> EventHost | None:
    """Invite the keeper of the event's venue, where there is one that nobody has asked yet."""
    with transaction.atomic():
        host = invite_venue_quietly(event, actor=actor)
        if host is not None:
            tell_other_side(host)
    return host


def invite_venue_quietly(event: Event, *, actor: AbstractBaseUser) -> EventHost | None:
    """The same without a mail, for one that tells of many dates at once."""
    keeper = event.venue.keeper if event.venue else None
    if keeper is None:
        return None
    known = event.hosts.exclude(role=Role.SUPPORTER).filter(organisation=keeper)
    if known.exclude(state__in=ENDED).exists():
        return None
    return _ask(event, keeper, Role.VENUE, State.INVITED, actor, "", is_told=False)


def accept(host: EventHost, *, actor: AbstractBaseUser) -> None:
    """Say yes, for whoever was asked. From now on the organisation shows on the event.

    Raises ValidationError where that was decided meanwhile, or the organisation has left.
    """
    with transaction.atomic():
        _refuse_who_left(host.organisation_id)
        _decide(host, State.ACCEPTED, UNDECIDED, actor)


def decline(host: EventHost, *, actor: AbstractBaseUser) -> None:
    """Say no; whoever asked may ask again later."""
    _decide(host, State.DECLINED, UNDECIDED, actor, may_edit=False)


def answer_quietly(host: EventHost, state: str, *, actor: AbstractBaseUser) -> bool:
    """Say yes or no without a mail, for one about many dates; False where it was decided.

    Raises ValidationError for a yes of an organisation that has left.
    """
    if state == State.ACCEPTED:
        _refuse_who_left(host.organisation_id)
    also = {} if state == State.ACCEPTED else {"may_edit": False}
    return _decide_quietly(host, state, UNDECIDED, actor, **also)


def withdraw(host: EventHost, *, actor: AbstractBaseUser) -> None:
    """End a part, or take a question back. The lead can't leave its own event."""
    if host.role == Role.LEAD:
        raise ValidationError(_("The lead can't leave. Hand the lead on or cancel the event."))
    _decide(host, State.WITHDRAWN, (*UNDECIDED, State.ACCEPTED), actor, may_edit=False)


@transaction.atomic
def allow_editing(host: EventHost, may_edit: bool, *, actor: AbstractBaseUser) -> None:
    """Let a co-host change the event, or no longer."""
    EventHost.objects.filter(pk=host.pk).update(may_edit=may_edit)
    host.may_edit = may_edit
    audit.record("events.editing_allowed", actor, host.event, host=host.pk, allowed=may_edit)


@transaction.atomic
def hand_lead_on(event: Event, to: EventHost, *, actor: AbstractBaseUser) -> None:
    """Make an accepted co-host the lead; the one before stays as co-host.

    Raises ValidationError where that one does not hold the event, or somebody was quicker.
    """
    # In one order, so that two who hand on at once don't wait for each other.
    # Not by event.hosts: where those were fetched before with who decided, that join can't be
    # locked on PostgreSQL.
    rows = EventHost.objects.filter(event=event)
    hosts = rows.select_for_update(no_key=True).order_by("pk")
    held = {host.pk: host for host in hosts}
    new = held.get(to.pk)
    if new is None or (new.role, new.state) != (Role.CO_HOST, State.ACCEPTED):
        raise ValidationError(_("Only who holds the event as well can take the lead."))
    _refuse_who_left(new.organisation_id)
    for host in held.values():
        if host.role == Role.LEAD and host.state == State.ACCEPTED:
            if host.organisation_id == new.organisation_id:
                raise ValidationError(_("Only who holds the event as well can take the lead."))
            EventHost.objects.filter(
                event=event, organisation=host.organisation_id, role=Role.CO_HOST
            ).delete()
            EventHost.objects.filter(pk=host.pk).update(role=Role.CO_HOST, may_edit=True)
    EventHost.objects.filter(pk=new.pk).update(role=Role.LEAD, may_edit=True)
    audit.record("events.lead_handed_on", actor, event, to=new.organisation_id)


def _ask(
    event: Event,
    organisation: Organisation,
    role: str,
    state: str,
    actor: AbstractBaseUser,
    message: str,
    *,
    is_told: bool = True,
    **more: Any,
) -> EventHost:
    _refuse_who_left(organisation.pk)
    # One that is hidden would never be shown, and is not to be written to either.
    if not organisation.is_public:
        raise ValidationError(_("This organisation does not take part any more."))
    asked = {
        "state": state,
        "message": message,
        "asked_by": actor,
        "asked_at": timezone.now(),
        "decided_by": None,
        "decided_at": None,
        "may_edit": False,
        **more,
    }
    part = EventHost.objects.filter(event=event, organisation=organisation, role=role)
    try:
        with transaction.atomic():
            # A no or an end is no last word: the same row is asked anew.
            if not part.filter(state__in=ENDED).update(**asked):
                EventHost.objects.create(
                    event=event, organisation=organisation, role=role, **asked
                )
            host = part.get()
            audit.record(f"events.host_{state}", actor, event, organisation=organisation.pk)
            if is_told:
                tell_other_side(host)
    except IntegrityError as error:
        raise ValidationError(_("This organisation was asked already, or takes part.")) from error
    return host


def _refuse_who_left(organisation_id: int) -> None:
    if Organisation.objects.filter(pk=organisation_id).exclude(left_at=None).exists():
        raise ValidationError(_("This organisation does not take part any more."))


def _decide(
    host: EventHost,
    state: str,
    origins: Collection[str],
    actor: AbstractBaseUser,
    **also: Any,
) -> None:
    with transaction.atomic():
        if not _decide_quietly(host, state, origins, actor, **also):
            raise ValidationError(_("This was decided meanwhile. Have a look at how it stands."))
        tell_other_side(host)


@transaction.atomic
def _decide_quietly(
    host: EventHost,
    state: str,
    origins: Collection[str],
    actor: AbstractBaseUser,
    **also: Any,
) -> bool:
    # Nobody decides about the lead: it may have been handed to this one a moment ago.
    here = EventHost.objects.filter(pk=host.pk, state__in=origins).exclude(role=Role.LEAD)
    if not here.update(state=state, decided_by=actor, decided_at=timezone.now(), **also):
        return False
    audit.record(f"events.host_{state}", actor, host.event, organisation=host.organisation_id)
    host.refresh_from_db()
    return True


def tell_other_side(host: EventHost) -> None:
    """Have those who may decide on the other side mailed: a job for each, named by the moment.

    Whoever decided belongs to one side; it is the other's organisers and owners that hear.
    """
    for user in sorted(people_to_tell(host)):
        enqueue(
            "events.tell_of_host",
            {"host": host.pk, "state": host.state, "user": user, "moment": host.moment},
            key=f"events.tell_of_host:{host.pk}:{host.state}:{user}:{host.moment}",
            queue="mail",
        )


def people_to_tell(host: EventHost) -> set[int]:
    """Who may decide on the other side now: asked again when the mail is written."""
    sides = {
        host.organisation_id,
        *host.event.hosts.filter(role=Role.LEAD).values_list("organisation", flat=True),
    }
    deciding = host.decided_by_id if host.decided_at else host.asked_by_id
    own = set(
        Membership.objects.filter(user=deciding, organisation__in=sides).values_list(
            "organisation", flat=True
        )
    )
    # Who acts on both sides, or on none of them as one who runs the site, is news to both.
    told = sides - own or sides
    people = Membership.objects.filter(
        organisation__in=told, role__in=[Membership.Role.ORGANISER, Membership.Role.OWNER]
    ).exclude(user=deciding)
    return set(people.values_list("user", flat=True))
