"""An event is announced when it is complete; what was announced is never just gone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from events import services
from events.models import Event, EventHost
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory

State = Event.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(actor):
    starts_at = timezone.now() + timedelta(days=3)
    return services.create_event(
        OrganisationFactory(),
        "Straßenfest",
        "Musik und Essen",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=5),
        venue=VenueFactory(),
        actor=actor,
    )


def test_a_draft_is_announced(draft, actor):
    assert draft.slug == "strassenfest"
    assert draft not in Event.objects.public()
    services.confirm(draft, actor=actor)
    assert draft in Event.objects.listed().coming()
    assert draft.published_at is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"venue": None}, "where it is"),
        ({"attendance": "online"}, "join online"),
        (
            {
                "ends_at": datetime(2020, 1, 2, tzinfo=UTC),
                "starts_at": datetime(2020, 1, 1, tzinfo=UTC),
            },
            "over",
        ),
    ],
)
def test_what_is_missing_is_said(draft, actor, changes, sentence):
    services.change(draft, changes, actor=actor)
    with pytest.raises(ValidationError, match=sentence):
        services.confirm(draft, actor=actor)


def test_without_german_nothing_is_announced(draft, actor):
    draft.texts.all().delete()
    with pytest.raises(ValidationError, match="German"):
        services.confirm(draft, actor=actor)


def test_a_kept_venue_has_to_agree_first(draft, actor):
    keeper = OrganisationFactory()
    services.change(draft, {"venue": VenueFactory(keeper=keeper)}, actor=actor)
    with pytest.raises(ValidationError, match="has not agreed"):
        services.confirm(draft, actor=actor)
    EventHostFactory(event=draft, organisation=keeper, role=EventHost.Role.VENUE)
    services.confirm(draft, actor=actor)


def test_an_end_before_the_start_is_refused_and_nothing_changes(draft, actor):
    before = draft.ends_at
    with pytest.raises(ValidationError, match="before it starts"):
        services.change(draft, {"ends_at": draft.starts_at}, actor=actor)
    draft.refresh_from_db()
    assert draft.ends_at == before


def test_calendars_hear_of_each_change_of_time_and_state(draft, actor):
    services.confirm(draft, actor=actor)
    before = draft.sequence
    services.change(draft, {"capacity": 10}, actor=actor)
    assert draft.sequence == before, "no calendar shows that"
    services.hold_at(
        draft, draft.starts_at + timedelta(days=1), draft.ends_at + timedelta(days=1), actor=actor
    )
    services.cancel(draft, actor=actor)
    assert draft.sequence == before + 2


def test_a_postponed_event_with_a_new_time_takes_place(draft, actor):
    services.confirm(draft, actor=actor)
    services.postpone(draft, actor=actor)
    services.hold_at(
        draft, draft.starts_at + timedelta(days=9), draft.ends_at + timedelta(days=9), actor=actor
    )
    assert draft.state == State.CONFIRMED


def test_a_cancelled_event_stays_readable_and_is_not_deleted(draft, actor):
    services.confirm(draft, actor=actor)
    services.cancel(draft, actor=actor)
    assert draft in Event.objects.public()
    with pytest.raises(ValidationError, match="Cancel it"):
        services.delete_draft(draft, actor=actor)


def test_over_the_change_of_clocks_ten_stays_ten():
    before = EventFactory(starts_at=datetime(2027, 3, 27, 9, tzinfo=UTC))
    after = EventFactory(starts_at=datetime(2027, 3, 28, 8, tzinfo=UTC))
    assert before.starts_there.hour == after.starts_there.hour == 10


def test_what_an_event_does_not_say_its_venue_says(draft):
    draft.venue.step_free, draft.venue.childcare = "yes", "yes"
    draft.venue.save()
    Event.objects.filter(pk=draft.pk).update(childcare="no")
    draft.refresh_from_db()
    answers = {
        feature: draft.offers(feature) for feature in ("step_free", "childcare", "quiet_room")
    }
    assert answers == {"step_free": "yes", "childcare": "no", "quiet_room": "unknown"}
    assert draft in Event.objects.offering("step_free")
    assert draft not in Event.objects.offering("childcare")
    assert draft not in Event.objects.offering("quiet_room")


def test_a_venue_that_has_not_agreed_says_nothing(draft):
    keeper = OrganisationFactory()
    venue = VenueFactory(keeper=keeper, step_free="yes")
    Event.objects.filter(pk=draft.pk).update(venue=venue, quiet_room="yes")
    draft = Event.objects.get(pk=draft.pk)
    invited = EventHostFactory(
        event=draft, organisation=keeper, role=EventHost.Role.VENUE, state=EventHost.State.INVITED
    )
    assert (draft.offers("step_free"), draft.offers("quiet_room")) == ("unknown", "yes")
    assert draft not in Event.objects.offering("step_free")
    assert draft in Event.objects.offering("quiet_room")

    EventHost.objects.filter(pk=invited.pk).update(state=EventHost.State.ACCEPTED)
    assert Event.objects.get(pk=draft.pk).offers("step_free") == "yes"
    assert draft in Event.objects.offering("step_free")


def test_who_has_left_announces_nothing_new(draft, actor):
    lead = draft.hosts.get().organisation
    lead.left_at = timezone.now()
    lead.save()
    with pytest.raises(ValidationError, match="does not take part any more"):
        services.confirm(draft, actor=actor)
    with pytest.raises(ValidationError, match="does not take part any more"):
        services.repeat(draft, "FREQ=DAILY;COUNT=2", actor=actor)
    lead.left_at = None
    lead.save()
    services.confirm(Event.objects.get(pk=draft.pk), actor=actor)


def test_who_has_left_still_cancels_what_it_had_announced(draft, actor):
    services.confirm(draft, actor=actor)
    lead = draft.hosts.get().organisation
    lead.left_at = timezone.now()
    lead.save()
    services.cancel(draft, actor=actor)
    assert draft.state == State.CANCELLED
