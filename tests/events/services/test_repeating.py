"""A series is made once, alike to begin with, and each of its dates is an event of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from events import services
from events.models import Event, EventHost, EventLanguage, EventSeries, EventText
from events.services.rhythm import times, weekly
from jobs.models import Job
from partners.models import Membership
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
State = Event.State
WEEKLY_5 = weekly([5], ends=times(5))


@pytest.fixture(autouse=True)
def _winter():
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC), tick=True):
        yield


def saturday(**more) -> Event:
    return EventFactory(
        **{
            "slug": "fest",
            "starts_at": datetime(2027, 3, 20, 9, tzinfo=UTC),
            "ends_at": datetime(2027, 3, 20, 11, tzinfo=UTC),
            **more,
        }
    )


def dates(event: Event) -> list[str]:
    event.refresh_from_db()
    return [
        one.starts_there.strftime("%d.%m. %H:%M")
        for one in event.series.events.order_by("starts_at")
    ]


def test_each_date_is_an_event_of_its_own_alike_to_begin_with(actor):
    event = saturday(
        languages=("de", "tr"), entry="registration", capacity=20, step_free="yes",
        registration_closes_at=datetime(2027, 3, 19, 9, tzinfo=UTC), contact_name="Büro",
    )  # fmt: skip
    EventText.objects.filter(event=event, language="tr").update(status="stale", source_hash="x")
    EventLanguage.objects.create(event=event, language="ar", is_interpreted=True)
    made = services.repeat(event, WEEKLY_5, actor=actor)
    assert len(made.events) == 4
    assert dates(event) == [f"{day} 10:00" for day in
                            ("20.03.", "27.03.", "03.04.", "10.04.", "17.04.")]  # fmt: skip
    third = Event.objects.get(slug="fest-2027-04-03")
    assert third.uid != event.uid
    assert (third.capacity, third.step_free, third.contact_name) == (20, "yes", "Büro")
    assert third.state == State.CONFIRMED
    assert third.published_at is not None
    assert third.ends_there.hour == 12
    assert (third.starts_at - third.registration_closes_at) == timedelta(days=1)
    copied = third.texts.get(language="tr")
    assert (copied.title, copied.status, copied.source_hash) == ("fest (tr)", "stale", "x")
    assert [str(one.language) for one in third.languages.all()] == ["ar"]
    assert third.hosts.get().role == EventHost.Role.LEAD


def test_a_draft_repeats_as_drafts(actor):
    made = services.repeat(saturday(state=State.DRAFT), WEEKLY_5, actor=actor)
    assert {one.state for one in made.events} == {State.DRAFT}


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_what_does_not_take_place_does_not_repeat(actor, state):
    with pytest.raises(ValidationError, match="can repeat"):
        services.repeat(saturday(state=state), WEEKLY_5, actor=actor)
    assert not EventSeries.objects.exists()


def organiser(organisation) -> User:
    user = User.objects.create_user(f"organiser-{organisation.pk}@example.org")
    Membership.objects.create(organisation=organisation, user=user, role="organiser")
    return user


def test_others_are_asked_anew_by_one_mail_and_answer_once(actor):
    keeper = OrganisationFactory(name="Haus e. V.")
    event = saturday(venue=VenueFactory(keeper=keeper))
    EventHostFactory(event=event, organisation=keeper, role="venue")
    mit = EventHostFactory(event=event, may_edit=True)
    EventHostFactory(event=event, state="invited")
    people = [organiser(keeper), organiser(mit.organisation)]
    made = services.repeat(event, WEEKLY_5, actor=actor)
    assert {one.state for one in made.events} == {State.DRAFT}, "nobody has given the place yet"
    for one in made.events:
        parts = dict(one.hosts.values_list("role", "state"))
        assert parts == {"lead": "accepted", "venue": "invited", "co_host": "invited"}
    told = Job.objects.filter(kind="events.tell_of_host")
    assert sorted(job.payload["user"] for job in told) == sorted(user.pk for user in people)
    told.delete()
    lead = organiser(event.hosts.get(role="lead").organisation)
    part = EventHost.objects.filter(event=made.events[1], role="venue").get()
    assert services.answer_for_series(part, "accepted", actor=people[0]) == 4
    assert [job.payload["user"] for job in told.all()] == [lead.pk]
    assert services.announce_following(event, actor=actor) == (4, 0)
    assert Event.objects.filter(state=State.CONFIRMED).count() == 5
    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.answer_for_series(part, "declined", actor=people[0])


def test_a_place_of_the_leads_own_needs_no_answer(actor):
    lead = OrganisationFactory()
    made = services.repeat(
        saturday(lead=lead, venue=VenueFactory(keeper=lead)), WEEKLY_5, actor=actor
    )
    assert {one.state for one in made.events} == {State.CONFIRMED}


def test_the_same_rule_again_makes_nothing_and_a_longer_one_the_rest(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    assert services.repeat(event, WEEKLY_5, actor=actor).events == []
    moved = Event.objects.get(slug="fest-2027-03-27")
    by = timedelta(hours=2)
    services.hold_at(moved, moved.starts_at + by, moved.ends_at + by, actor=actor)
    longer = services.repeat(moved, weekly([5], ends=times(6)), actor=actor)
    assert [one.slug for one in longer.events] == ["fest-2027-04-24", "fest-2027-05-01"]


def test_a_series_has_sixty_dates_at_most(actor):
    event = saturday()
    services.repeat(event, weekly([5], ends=times(40)), actor=actor)
    with pytest.raises(ValidationError, match="more than 60"):
        services.repeat(event, weekly([0, 5], ends=times(60)), actor=actor)
    assert Event.objects.count() == 40


def test_a_skipped_hour_is_moved_and_never_ends_before_it_starts(actor):
    event = saturday(
        starts_at=datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
        ends_at=datetime(2027, 3, 21, 2, 15, tzinfo=UTC),
    )
    made = services.repeat(event, weekly([6], ends=times(3)), actor=actor)
    assert [one.slug for one in made.moved] == ["fest-2027-03-28"]
    (moved,) = made.moved
    assert moved.starts_there.strftime("%H:%M") == "03:30"
    assert moved.ends_at > moved.starts_at


def test_the_database_lets_one_moment_of_a_series_be_one_event(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    event.refresh_from_db()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventFactory(series=event.series, starts_at=event.starts_at)


def test_it_costs_the_same_for_four_dates_and_forty(actor):
    def queries(count: int) -> int:
        event = saturday(slug=f"fest-{count}")
        EventHostFactory(event=event)
        with CaptureQueriesContext(connection) as asked:
            services.repeat(event, weekly([5], ends=times(count)), actor=actor)
        return len(asked)

    assert queries(4) == queries(40)


def test_changing_one_leaves_the_others(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    one = Event.objects.get(slug="fest-2027-04-03")
    services.change(one, {"audience": "youth", "venue": VenueFactory()}, actor=actor)
    services.cancel(one, actor=actor)
    others = Event.objects.exclude(pk=one.pk)
    assert {other.audience for other in others} == {"everybody"}
    assert {other.venue for other in others} == {event.venue}
    assert {other.state for other in others} == {State.CONFIRMED}
    assert {other.sequence for other in others} == {0}


def test_what_follows_moves_along_and_what_was_before_stays(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    second = Event.objects.get(slug="fest-2027-03-27")
    # A day later and at six in the evening, over the change of clocks.
    count = services.hold_following_at(
        second,
        datetime(2027, 3, 28, 16, tzinfo=UTC),
        datetime(2027, 3, 28, 18, 30, tzinfo=UTC),
        actor=actor,
    )
    assert count == 4
    assert dates(event) == ["20.03. 10:00", "28.03. 18:00", "04.04. 18:00", "11.04. 18:00",
                            "18.04. 18:00"]  # fmt: skip
    last = Event.objects.get(slug="fest-2027-04-17")
    assert last.ends_there.strftime("%H:%M") == "20:30"
    assert last.sequence == 1


@pytest.mark.parametrize("weeks", [1, -1])
def test_a_week_on_or_back_pushes_none_onto_another(actor, weeks):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    second = Event.objects.get(slug="fest-2027-03-27")
    by = timedelta(weeks=weeks)

    def move() -> int:
        # By the clock: an hour less of UTC over the change.
        hour = timedelta(hours=1 if weeks == 1 else 0)
        return services.hold_following_at(
            second, second.starts_at + by - hour, second.ends_at + by - hour, actor=actor
        )

    if weeks == 1:
        assert move() == 4
        assert dates(event)[1:] == ["03.04. 10:00", "10.04. 10:00", "17.04. 10:00", "24.04. 10:00"]
    else:
        before = dates(event)
        with pytest.raises(ValidationError, match="fall on another"):
            move()
        assert dates(event) == before


def test_another_place_for_what_follows_asks_its_keeper_by_one_mail(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    keeper = OrganisationFactory()
    user = organiser(keeper)
    place = {"venue": VenueFactory(keeper=keeper), "attendance": "on_site", "online_url": ""}
    third = Event.objects.get(slug="fest-2027-04-03")
    assert services.place_following(third, place, actor=actor) == 3
    told = Job.objects.filter(kind="events.tell_of_host")
    assert [job.payload["user"] for job in told] == [user.pk]
    assert EventHost.objects.filter(organisation=keeper, state="invited").count() == 3
    event.refresh_from_db()
    assert event.venue.keeper is None


def test_the_rest_is_cancelled_and_its_drafts_are_gone(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    Event.objects.filter(slug="fest-2027-04-10").update(state=State.DRAFT, published_at=None)
    third = Event.objects.get(slug="fest-2027-04-03")
    assert services.end_series(third, actor=actor) == 3
    states = dict(Event.objects.values_list("slug", "state"))
    assert states == {
        "fest": "confirmed", "fest-2027-03-27": "confirmed",
        "fest-2027-04-03": "cancelled", "fest-2027-04-17": "cancelled",
    }  # fmt: skip


def test_other_dates_to_come_are_those_everybody_finds(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    event.refresh_from_db()
    Event.objects.filter(slug="fest-2027-04-03").update(visibility="unlisted")
    Event.objects.filter(slug="fest-2027-04-10").update(state=State.DRAFT)
    shown = [one.slug for one in services.others_of_series(event)]
    assert shown == ["fest-2027-03-27", "fest-2027-04-17"]
    assert not services.others_of_series(EventFactory()).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_eight_who_repeat_at_once_each_date_is_made_once(actor):
    event = saturday()

    def once(_number: int) -> int:
        try:
            return len(
                services.repeat(Event.objects.get(pk=event.pk), WEEKLY_5, actor=actor).events
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(once, range(8)))
    assert sorted(made) == [0] * 7 + [4]
    assert Event.objects.count() == 5
    assert EventSeries.objects.count() == 1
    assert EventHost.objects.count() == 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_who_moves_and_who_cancels_the_rest_at_once_do_not_wait_for_each_other(actor):
    event = saturday()
    services.repeat(event, WEEKLY_5, actor=actor)
    hour = timedelta(hours=1)

    def do(number: int) -> None:
        try:
            one = Event.objects.get(pk=event.pk)
            if number % 2:
                services.end_series(one, actor=actor)
            else:
                services.hold_following_at(
                    one, one.starts_at + hour, one.ends_at + hour, actor=actor
                )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(do, range(6)))
    assert set(Event.objects.values_list("state", flat=True)) == {State.CANCELLED}
