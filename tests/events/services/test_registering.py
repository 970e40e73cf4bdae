"""Places are never given twice, and whoever waits gets theirs in the order they asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from events import services
from events.consents import NEEDS
from events.models import AccessNeeds, Event, EventPlaces, Registration
from events.tasks import release
from jobs.models import Job
from privacy.models import Consent
from tests.events.factories import EventFactory

State = Registration.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory(entry="registration", capacity=2)


def wish(number: int = 0, **more) -> services.Wish:
    return services.Wish(f"Gast {number}", f"gast{number}@example.org", "de", **more)


def stored(event: Event, number: int = 0, **more) -> Registration:
    """Registered, and its job done."""
    services.register(event, wish(number, **more))
    job = Job.objects.filter(kind="events.store_registration").latest("created_at")
    services.store_registration(**_arguments(job))
    job.delete()
    return Registration.objects.latest("registered_at")


def coming(event: Event, number: int = 0, **more) -> Registration:
    """Registered and confirmed."""
    registration = stored(event, number, **more)
    services.confirm_registration(registration)
    return registration


def _arguments(job: Job) -> dict:
    return {
        "event_id": job.payload["event"],
        "key": job.payload["person"],
        "sealed": job.payload["sealed"],
    }


def taken(event: Event) -> int:
    return EventPlaces.objects.get(event=event).taken


def mails(about: str) -> int:
    return Job.objects.filter(kind="events.mail_registered", payload__about=about).count()


def test_places_are_held_until_there_are_none(event):
    first, second, third = (coming(event, number) for number in range(3))
    assert [one.state for one in (first, second, third)] == ["confirmed", "confirmed", "waiting"]
    assert taken(event) == 2
    assert (mails("registered"), mails("waiting")) == (2, 1)


def test_a_press_confirms_only_what_its_page_showed(event):
    """However late the words changed: they are compared under the lock."""
    read = stored(event)
    seen = read.registered_at.isoformat()
    stored(event, party_size=2)
    with pytest.raises(services.HasChanged):
        services.confirm_registration(read, seen=seen)
    assert Registration.objects.get().state == State.PENDING
    newer = Registration.objects.get().registered_at.isoformat()
    assert services.confirm_registration(read, seen=newer) == State.CONFIRMED


def test_a_repeat_changes_nothing_and_its_mail_says_so(event):
    before = coming(event)
    stored(event)
    after = Registration.objects.get()
    assert (after.state, after.registered_at) == ("confirmed", before.registered_at)
    assert taken(event) == 1
    assert mails("again") == 1


def test_writing_again_before_confirming_keeps_the_place_for_as_many(event):
    stored(event, 0, party_size=2)
    coming(event, 1)
    stored(event, 0, party_size=1)
    known = Registration.objects.get(party_size=1, state="pending")
    assert known.has_place
    assert taken(event) == 1


def test_what_was_pressed_earlier_and_stored_later_is_overtaken(event):
    services.register(event, wish(0, party_size=2))
    late = Job.objects.get()
    stored(event, 0, party_size=1)
    services.store_registration(**_arguments(late))
    assert Registration.objects.get().party_size == 1


def test_a_place_given_back_is_offered_to_who_waited_longest(event):
    first = coming(event, 0)
    coming(event, 1)
    waiting = [coming(event, number) for number in (2, 3)]

    services.cancel_registration(first)
    (offered,) = services.offer_free_places(event)

    assert offered == waiting[0]
    assert offered.offered_until <= timezone.now() + timedelta(hours=event.offer_hours)
    assert taken(event) == 2
    assert services.accept_offer(offered)
    assert services.offer_free_places(event) == []


def test_a_free_place_whose_job_was_lost_is_offered_all_the_same(event):
    people = [coming(event, number) for number in range(4)]
    services.cancel_registration(people[0])
    Job.objects.all().delete()
    assert services.offer_what_was_overlooked() == 1
    for one in people:
        one.refresh_from_db()
    assert [one.state for one in people[2:]] == [State.OFFERED, State.WAITING]
    assert services.offer_what_was_overlooked() == 0


def test_once_there_is_no_limit_any_more_who_was_overlooked_gets_an_offer(event):
    people = [coming(event, number) for number in range(3)]
    Event.objects.filter(pk=event.pk).update(capacity=None)
    assert services.offer_what_was_overlooked() == 1
    assert Registration.objects.get(pk=people[2].pk).state == State.OFFERED


def test_whoever_looks_for_what_was_overlooked_leaves_the_rest_alone(event):
    people = [coming(event, 0), coming(event, 1), coming(event, 2, party_size=2)]
    services.cancel_registration(people[0])
    Job.objects.all().delete()
    # One place is free, and two are wanted.
    assert services.offer_what_was_overlooked() == 0
    services.cancel_registration(people[1])
    Job.objects.all().delete()
    later = event.starts_at + timedelta(minutes=1)
    assert services.offer_what_was_overlooked(later) == 0
    Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED)
    assert services.offer_what_was_overlooked() == 0
    assert Registration.objects.get(pk=people[2].pk).state == State.WAITING


def test_the_job_of_each_minute_offers_what_was_overlooked(event):
    people = [coming(event, number) for number in range(3)]
    services.cancel_registration(people[0])
    Job.objects.all().delete()
    release()
    assert Registration.objects.get(pk=people[2].pk).state == State.OFFERED


def test_an_offer_passed_on_goes_to_the_next(event):
    coming(event, 0, party_size=2)
    waiting = [coming(event, number) for number in (1, 2)]
    services.change_capacity(event, 3)
    waiting[0].refresh_from_db()
    assert waiting[0].state == State.OFFERED
    services.cancel_registration(waiting[0])
    assert services.offer_free_places(event) == [waiting[1]]


def test_an_offer_that_ran_out_is_not_taken_any_more_and_goes_on(event):
    event.starts_at += timedelta(days=9)
    event.ends_at += timedelta(days=9)
    event.save()
    coming(event, 0, party_size=2)
    late, next_one = (coming(event, number) for number in (1, 2))
    services.change_capacity(event, 3)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        late.refresh_from_db()
        assert not services.accept_offer(late)
        assert services.release_run_out() == 1
        assert services.offer_free_places(event) == [next_one]
    late.refresh_from_db()
    assert late.state == State.LAPSED
    assert mails("offer_over") == 1


def test_who_comes_with_more_than_there_is_room_for_stays_first(event):
    first = coming(event, 0)
    coming(event, 1)
    family, single = coming(event, 2, party_size=2), coming(event, 3)
    services.cancel_registration(first)
    assert services.offer_free_places(event) == [single]
    family.refresh_from_db()
    assert family.state == State.WAITING
    assert event.registrations.waiting().first() == family


def test_nobody_new_passes_by_those_who_wait(event):
    first = coming(event, 0)
    coming(event, 1)
    coming(event, 2, party_size=2)
    services.cancel_registration(first)
    assert coming(event, 3).state == State.WAITING


def test_an_address_that_is_never_confirmed_holds_a_place_for_two_hours(event):
    never = stored(event, 0, party_size=2)
    waiting = coming(event, 1)
    assert waiting.state == State.WAITING
    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1)):
        assert services.release_run_out() == 1
        assert services.offer_free_places(event) == [waiting]
        # Confirmed after all, it waits.
        services.confirm_registration(never)
    assert never.state == State.WAITING
    assert taken(event) == 1


def test_lowering_the_capacity_takes_nobodys_place(event):
    for number in range(2):
        coming(event, number)
    services.change_capacity(event, 1)
    assert event.registrations.confirmed().count() == 2
    assert coming(event, 3).state == State.WAITING


def test_without_a_limit_everybody_comes(event):
    services.change_capacity(event, None)
    assert {coming(event, number).state for number in range(5)} == {"confirmed"}


def test_a_cancelled_or_past_event_takes_nobody_and_offers_nothing(event):
    waiting = [coming(event, number) for number in range(3)][-1]
    pending = stored(event, 4)
    Event.objects.filter(pk=event.pk).update(state=Event.State.CANCELLED, capacity=9)
    event.refresh_from_db()
    assert services.offer_free_places(event) == []
    with pytest.raises(services.RegistrationIsClosed):
        services.register(event, wish(5))
    with pytest.raises(services.RegistrationIsClosed):
        services.confirm_registration(pending)
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_nobody_brings_more_than_one_may(event):
    with pytest.raises(ValidationError):
        services.register(event, wish(party_size=event.party_at_most + 1))
    with pytest.raises(ValidationError):
        services.register(event, wish(party_size=0))


def test_access_needs_are_kept_only_with_their_own_consent_and_go_first(event):
    stored(event, 0, access_needs="Rollstuhl")
    assert not AccessNeeds.objects.exists()
    registration = coming(event, 1, access_needs="Rollstuhl", consents={NEEDS: "Ja"})
    assert registration.needs.text == "Rollstuhl"
    services.cancel_registration(registration)
    assert not AccessNeeds.objects.exists()
    assert Consent.objects.filter(withdrawn_at=None).count() == 0


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_a_hundred_at_once_for_ten_places_ten_come_and_the_rest_wait_in_order():
    event = EventFactory(entry="registration", capacity=10)
    for number in range(100):
        services.register(event, wish(number))
    jobs = list(Job.objects.filter(kind="events.store_registration"))
    _at_once([lambda job=job: services.store_registration(**_arguments(job)) for job in jobs])
    assert event.registrations.holding().count() == 10
    everybody = list(Registration.objects.all())
    _at_once([lambda one=one: services.confirm_registration(one) for one in everybody])

    assert event.registrations.confirmed().count() == 10
    assert event.registrations.waiting().count() == 90
    assert taken(event) == 10
    order = list(event.registrations.waiting().values_list("registered_at", flat=True))
    assert order == sorted(order)


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_cancelling_and_offering_at_once_keeps_the_places_exact():
    event = EventFactory(entry="registration", capacity=10)
    everybody = [coming(event, number) for number in range(30)]
    deeds = [lambda one=one: services.cancel_registration(one) for one in everybody[:15]]
    deeds += [lambda: services.offer_free_places(event)] * 15
    _at_once(deeds)
    services.offer_free_places(event)
    holding = event.registrations.holding()
    assert taken(event) == sum(one.party_size for one in holding) == 10
    # Five of those who wait had left as well.
    assert {one.pk for one in holding} == {one.pk for one in everybody[15:25]}


@pytest.mark.many_threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_lowering_the_capacity_amid_registering_is_exact_and_takes_nobodys_place(actor):
    event = EventFactory(entry="registration", capacity=40)
    before = [coming(event, number) for number in range(10)]
    for number in range(10, 70):
        services.register(event, wish(number))
    jobs = list(Job.objects.filter(kind="events.store_registration"))
    told: list[Registration] = []

    def come(job: Job) -> None:
        arguments = _arguments(job)
        services.store_registration(**arguments)
        registration = event.registrations.get(person_key=arguments["key"])
        if services.confirm_registration(registration) == State.CONFIRMED:
            told.append(registration)

    deeds: list[Callable[[], object]] = [lambda job=job: come(job) for job in jobs]
    # Amid them, and of several the last one holds.
    for place, capacity in ((20, 30), (12, 35), (30, 15)):
        deeds.insert(place, lambda to=capacity: services.change_capacity(event, to, actor=actor))
    _at_once(deeds)
    services.change_capacity(event, 15, actor=actor)

    holding = event.registrations.holding()
    assert {one.pk for one in (*before, *told)} == {
        one.pk for one in holding if one.state == State.CONFIRMED
    }
    assert taken(event) == sum(one.party_size for one in holding)
    assert 15 <= taken(event) <= 40
    assert coming(event, 99).state == State.WAITING


def _at_once(deeds: list[Callable[[], object]]) -> None:
    def done(deed: Callable[[], object]) -> None:
        try:
            deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(done, deeds))
