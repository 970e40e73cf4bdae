"""Places of an event: held, given back, offered to whoever has waited longest.

One rule for who waits for whom: the event's EventPlaces row is locked first, its registrations
after it. So what is read here stays true until the transaction ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from events.models import Event, EventPlaces, Registration
from jobs.services import enqueue

State = Registration.State


def hold_places(event: Event) -> EventPlaces:
    """Lock the places of an event, in a transaction; the row is made where there is none."""
    rows = EventPlaces.objects.select_for_update(no_key=True)
    places = rows.filter(pk=event.pk).first()
    if places is None:
        EventPlaces.objects.bulk_create([EventPlaces(event=event)], ignore_conflicts=True)
        places = rows.get(pk=event.pk)
    return places


def free_places(event: Event, places: EventPlaces) -> int | None:
    """How many places are free; None without a limit, 0 also where more came than may."""
    capacity = Event.objects.values_list("capacity", flat=True).get(pk=event.pk)
    return None if capacity is None else max(0, capacity - places.taken)


def is_full(event: Event) -> bool:
    """Whether all places are taken, as far as a page may tell.

    Never how many are left, and only by those who have confirmed their address: a place held
    for one just typed in would tell whoever typed it that nobody was registered by it.
    """
    if event.capacity is None:
        return False
    known = event.registrations.aggregate(
        taken=Sum("party_size", filter=Q(state__in=[State.CONFIRMED, State.OFFERED]), default=0),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )
    return known["taken"] >= event.capacity or known["waiting"] > 0


def fits(event: Event, places: EventPlaces, party_size: int) -> bool:
    """Whether so many can have places now: nobody passes by those who wait."""
    free = free_places(event, places)
    if free is None:
        return True
    return party_size <= free and not event.registrations.waiting().exists()


def take(places: EventPlaces, party_size: int) -> None:
    """Count places as held, or with a negative number as free again; the row is locked."""
    EventPlaces.objects.filter(pk=places.pk).update(taken=F("taken") + party_size)
    places.taken += party_size


@transaction.atomic
def offer_free_places(event: Event, now: datetime | None = None) -> list[Registration]:
    """Offer what is free to those who wait, the longest first; return who got an offer.

    Whoever comes with more people than there are places is passed by, and stays first. Each
    offer holds its places for the event's `offer_hours`, but never longer than the event
    takes registrations. Nothing is offered once the event is cancelled or has begun.
    """
    now = now or timezone.now()
    places = hold_places(event)
    event = Event.objects.get(pk=event.pk)
    if event.state != Event.State.CONFIRMED or event.starts_at <= now:
        return []
    until = min(now + timedelta(hours=event.offer_hours), event.starts_at)
    offered = []
    for waiting in event.registrations.waiting():
        free = free_places(event, places)
        if free == 0:
            break
        if free is not None and waiting.party_size > free:
            continue
        waiting.state, waiting.has_place, waiting.offered_until = State.OFFERED, True, until
        waiting.save(update_fields=["state", "has_place", "offered_until"])
        take(places, waiting.party_size)
        enqueue_mail(waiting, "offer")
        offered.append(waiting)
    return offered


def release_run_out(now: datetime | None = None) -> int:
    """Give back what nobody took in time, and offer it on; return how many ran out."""
    now = now or timezone.now()
    events = Event.objects.filter(registrations__in=Registration.objects.run_out(now)).distinct()
    return sum(_release_of(event, now) for event in events.order_by("pk"))


@transaction.atomic
def _release_of(event: Event, now: datetime) -> int:
    places = hold_places(event)
    run_out = list(event.registrations.run_out(now).select_for_update(no_key=True).order_by("pk"))
    for registration in run_out:
        if registration.state == State.OFFERED:
            end(registration, State.LAPSED, places, now)
            enqueue_mail(registration, "offer_over")
        else:
            # It may still be confirmed: then it waits, where its moment puts it.
            registration.has_place = False
            registration.save(update_fields=["has_place"])
            take(places, -registration.party_size)
    if run_out:
        enqueue_offers(event)
    return len(run_out)


def offer_what_was_overlooked(now: datetime | None = None) -> int:
    """Offer places that are free although somebody waits; at how many events there were any.

    Whoever cancels while the job that offers is ending finds it still under way, and no other
    is made; a job may also have failed for good. So somebody looks each minute. Parties that
    are larger than what is free wait on, and cost no lock.
    """
    now = now or timezone.now()
    is_room = Q(capacity=None) | Q(
        registrations__party_size__lte=F("capacity") - F("places__taken")
    )
    events = Event.objects.filter(
        is_room,
        state=Event.State.CONFIRMED,
        starts_at__gt=now,
        registrations__state=State.WAITING,
    ).distinct()
    return sum(bool(offer_free_places(event, now)) for event in events.order_by("pk"))


def end(registration: Registration, state: str, places: EventPlaces, now: datetime) -> None:
    """End a registration and give back what it held; places and row are locked."""
    if registration.has_place:
        take(places, -registration.party_size)
    registration.state, registration.has_place = state, False
    registration.offered_until, registration.ended_at = None, now
    registration.save(update_fields=["state", "has_place", "offered_until", "ended_at"])


def enqueue_offers(event: Event) -> None:
    """Have free places offered soon; many wishes at once are one job."""
    enqueue("events.offer_places", {"event": event.pk}, key=f"events.offer_places:{event.pk}")


def enqueue_mail(registration: Registration, about: str) -> None:
    """Have the person told of what happened to their registration, once for each moment."""
    moment = registration.ended_at or registration.offered_until or registration.registered_at
    enqueue(
        "events.mail_registered",
        {"registration": str(registration.pk), "about": about},
        key=f"events.mail:{registration.pk}:{about}:{moment.timestamp()}",
        queue="mail",
    )
