"""An event's way into a programme, and what is in its way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from events import services
from events.models import Event, EventSpeaker, ProgrammeChange, ProgrammeEntry
from events.services.clashes import clashes_of
from jobs.models import Job
from partners.models import Membership
from privacy.models import AuditEntry
from tests.events.factories import (
    EntryFactory,
    EventFactory,
    EventHostFactory,
    ProgrammeFactory,
    StageFactory,
    VenueFactory,
)
from tests.factories import OrganisationFactory
from tests.organising import somebody

State = ProgrammeEntry.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def placed(entry, event=None, stage=None, **more):
    event = event or entry.event
    services.place(entry, stage, event.starts_at, event.ends_at, **more)


def told():
    jobs = Job.objects.filter(kind="events.programme_tell")
    return sorted((job.payload["deed"], job.payload["user"]) for job in jobs)


def marks(entry):
    return list(entry.changes.values_list("kind", flat=True))


def test_the_way_in(programme, actor):
    event = EventFactory(state="draft", published_at=None)
    host = event.hosts.get().organisation
    editor = somebody("organiser", programme.organisation)
    lead = somebody("owner", host)
    somebody("viewer", host)

    entry = services.hand_in(programme, event, note="Abends bitte", actor=actor)
    assert (entry.state, entry.note, entry.handed_in_by) == (
        State.HANDED_IN,
        "Abends bitte",
        actor,
    )
    assert told() == [("handed_in", editor.pk)]

    services.return_entry(entry, "Bitte ein Bild", actor=actor)
    assert (entry.state, entry.reason) == (State.RETURNED, "Bitte ein Bild")
    again = services.hand_in(programme, event, actor=actor)
    assert (again.pk, again.state, again.reason) == (entry.pk, State.HANDED_IN, "")

    services.accept_entry(entry, actor=actor)
    assert entry.decided_by == actor
    assert ("accepted", lead.pk) in told()
    # A draft is nothing that visitors could notice.
    assert marks(entry) == []
    assert Membership.objects.count() == 3


@pytest.mark.parametrize(
    "closed",
    [{"hand_in_until": None}, {"state": "archived"}, {"hand_in_until": timezone.now()}],
    ids=["never", "archived", "over"],
)
def test_nothing_is_handed_in_where_nothing_is_taken(closed, actor):
    with pytest.raises(ValidationError, match="no more events"):
        services.hand_in(ProgrammeFactory(**closed), EventFactory(), actor=actor)
    assert not ProgrammeEntry.objects.exists()


def test_an_event_is_handed_in_once_and_a_no_is_the_last_word(programme, actor):
    event = EventFactory()
    entry = services.hand_in(programme, event, actor=actor)
    for _ in range(2):
        with pytest.raises(ValidationError, match="already"):
            services.hand_in(programme, event, actor=actor)
        if entry.state == State.HANDED_IN:
            services.decline_entry(entry, "Passt nicht", actor=actor)
    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.accept_entry(entry, actor=actor)


def test_one_place_at_one_hour_clashes_by_stage_or_venue(programme):
    square = VenueFactory(name="Platz")
    left, right = (StageFactory(programme=programme, venue=square) for _ in range(2))
    entry = EntryFactory(programme=programme, event__venue=square, stage=left)
    other = EntryFactory(programme=programme, event__venue=square, stage=right).event
    event = entry.event

    def matters(stage, later=timedelta()):
        found = clashes_of(entry, event.starts_at + later, event.ends_at + later, stage)
        return [(clash.matter, clash.event) for clash in found]

    assert matters(left) == []
    assert matters(right) == [("place", other)]
    assert matters(None) == [("place", other)]
    # One ends when the other begins.
    assert matters(right, later=other.ends_at - event.starts_at) == []


def test_one_organisation_and_one_speaker_are_at_one_place_only(programme):
    band = OrganisationFactory(name="Saz & Chor")
    entry = EntryFactory(programme=programme, event__lead=band)
    other = EventFactory()
    EventHostFactory(event=other, organisation=band)
    supported = EventFactory()
    EventHostFactory(event=supported, organisation=band, role="supporter")
    EventSpeaker.objects.create(event=entry.event, name="Ada  Lovelace")
    EventSpeaker.objects.create(event=other, name="ADA lovelace ")
    event = entry.event
    found = clashes_of(entry, event.starts_at, event.ends_at, None)
    assert {(clash.matter, clash.event, clash.who) for clash in found} == {
        ("host", other, "Saz & Chor"),
        ("speaker", other, "ADA lovelace "),
    }
    Event.objects.filter(pk=other.pk).update(state="cancelled")
    assert clashes_of(entry, event.starts_at, event.ends_at, None) == []


def test_drafts_elsewhere_are_not_told_of(programme):
    entry = EntryFactory(programme=programme)
    elsewhere = EventFactory(state="draft", venue=entry.event.venue)
    event = entry.event
    assert clashes_of(entry, event.starts_at, event.ends_at, None) == []
    EntryFactory(programme=programme, event=elsewhere)
    (clash,) = clashes_of(entry, event.starts_at, event.ends_at, None)
    assert clash.event == elsewhere


def test_what_only_who_has_the_link_finds_is_not_told_of(programme):
    entry = EntryFactory(programme=programme)
    quiet = EventFactory(visibility=Event.Visibility.UNLISTED, venue=entry.event.venue)
    event = entry.event
    assert clashes_of(entry, event.starts_at, event.ends_at, None) == []
    EntryFactory(programme=programme, event=quiet)
    (clash,) = clashes_of(entry, event.starts_at, event.ends_at, None)
    assert clash.event == quiet


def test_a_day_outside_the_programme_is_said(programme):
    entry = EntryFactory(programme=programme)
    late = entry.event.starts_at + timedelta(days=30)
    (clash,) = clashes_of(entry, late, late + timedelta(hours=1), None)
    assert (clash.matter, clash.event) == ("days", None)


def test_a_venue_is_double_booked_only_knowingly_and_on_record(programme, actor):
    entry = EntryFactory(programme=programme, state=State.HANDED_IN)
    other = EventFactory(venue=entry.event.venue)
    stage = StageFactory(programme=programme, venue=entry.event.venue)
    with pytest.raises(services.Clashing) as refused:
        placed(entry, stage=stage, actor=actor)
    assert [clash.event for clash in refused.value.clashes] == [other]
    entry.refresh_from_db()
    assert entry.stage is None

    placed(entry, stage=stage, knowingly=True, actor=actor)
    assert entry.stage == stage
    record = AuditEntry.objects.get(verb="events.double_booked")
    assert record.detail == {
        "matters": ["place"],
        "events": [other.pk],
        "event": entry.event_id,
    }


def test_another_time_needs_the_leads_word(programme, actor):
    entry = EntryFactory(programme=programme)
    before, wanted = entry.event.starts_at, entry.event.starts_at + timedelta(hours=3)
    services.place(entry, None, wanted, wanted + timedelta(hours=2), actor=actor)
    assert Event.objects.get().starts_at == before
    assert entry.proposed_starts_at == wanted

    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.agree_to_time(entry, wanted + timedelta(minutes=5), actor=actor)
    services.agree_to_time(entry, wanted, actor=actor)
    event = Event.objects.get()
    assert (event.starts_at, event.sequence) == (wanted, 1)
    assert (entry.proposed_starts_at, marks(entry)) == (None, ["moved"])
    assert entry.changes.get().was_at == before
    with pytest.raises(ValidationError, match="decided meanwhile"):
        services.refuse_time(entry, wanted, actor=actor)


def test_a_refused_time_changes_nothing(programme, actor):
    entry = EntryFactory(programme=programme)
    wanted = entry.event.starts_at + timedelta(hours=3)
    services.place(entry, None, wanted, wanted + timedelta(hours=2), actor=actor)
    services.refuse_time(entry, wanted, actor=actor)
    assert entry.proposed_ends_at is None
    assert Event.objects.get().sequence == 0


def test_what_changes_after_publication_is_marked(programme, actor):
    entry = EntryFactory(programme=programme, state=State.HANDED_IN)
    services.accept_entry(entry, actor=actor)
    event = entry.event
    services.change(event, {"venue": VenueFactory()}, actor=actor)
    services.hold_at(
        event,
        event.starts_at + timedelta(hours=1),
        event.ends_at + timedelta(hours=1),
        actor=actor,
    )
    assert marks(entry) == ["added", "place", "moved"]
    services.cancel(event, actor=actor)
    entry.refresh_from_db()
    assert [change.kind for change in entry.marks] == ["cancelled"]
    services.confirm(event, actor=actor)
    entry.refresh_from_db()
    assert [change.kind for change in entry.marks] == ["added", "place", "moved"]


def test_a_longer_event_is_marked_without_an_earlier_begin(programme, actor):
    event = EntryFactory(programme=programme).event
    services.change(event, {"ends_at": event.ends_at + timedelta(hours=1)}, actor=actor)
    change = ProgrammeChange.objects.get()
    assert (change.kind, change.was_at) == ("moved", None)


def test_nothing_is_marked_before_publication(actor):
    programme = ProgrammeFactory(state="draft", published_at=None)
    entry = EntryFactory(programme=programme, state=State.HANDED_IN)
    services.accept_entry(entry, actor=actor)
    services.change(entry.event, {"venue": VenueFactory()}, actor=actor)
    services.cancel(entry.event, actor=actor)
    assert not ProgrammeChange.objects.exists()


def test_a_draft_that_is_announced_later_is_new(programme, actor):
    entry = EntryFactory(programme=programme, event__state="draft", event__published_at=None)
    services.confirm(entry.event, actor=actor)
    assert marks(entry) == ["added"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_eight_who_hand_in_and_decide_at_once_one_is_heard(actor):
    programme, event = ProgrammeFactory(), EventFactory()
    heard = at_once([lambda: services.hand_in(programme, event, actor=actor)] * 8)
    assert heard.count(True) == 1

    def decide(number):
        entry = ProgrammeEntry.objects.select_related("event", "programme").get()
        if number % 2:
            services.accept_entry(entry, actor=actor)
        else:
            services.decline_entry(entry, "Nein", actor=actor)

    at_once([lambda number=number: decide(number) for number in range(8)])
    entry = ProgrammeEntry.objects.get()
    verbs = AuditEntry.objects.filter(verb__startswith="events.entry_")
    # Whoever is accepted can still be declined; nobody is decided about twice the same way.
    assert verbs.filter(verb="events.entry_accepted").count() <= 1
    assert verbs.filter(verb="events.entry_declined").count() == 1
    assert entry.state == State.DECLINED


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_eight_placed_at_once_on_one_stage_one_is_without_clash(actor):
    """The second one to come sees what the first one did, or nobody would be warned."""
    programme = ProgrammeFactory()
    stage = StageFactory(programme=programme)
    start = timezone.now() + timedelta(days=1)
    entries = [EntryFactory(programme=programme, event__starts_at=start) for _ in range(8)]
    deeds = [lambda entry=entry: placed(entry, stage=stage, actor=actor) for entry in entries]
    assert at_once(deeds).count(True) == 1
    assert stage.entries.count() == 1


def at_once(deeds):
    """Do all of them at once; True where it went through."""
    ready = Barrier(len(deeds))

    def tried(deed):
        try:
            ready.wait(20)
            deed()
            return True
        except (ValidationError, services.Clashing):
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(tried, deeds))
