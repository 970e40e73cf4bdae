"""What waits for whom about events, whose deeds the trail names, what there is to translate."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from events import services
from events.models import Event, EventHost, EventText
from events.workspace import asked_of, waiting_for
from languages import editing
from partners.models import Organisation
from partners.workspace import trail, translatable
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory
from tests.organising import logged_in, somebody

pytestmark = pytest.mark.django_db
State = EventHost.State


@pytest.fixture
def lead():
    return OrganisationFactory()


def draft(lead, **changes):
    return EventFactory(lead=lead, state="draft", published_at=None, **changes)


def urls(waiting):
    return [one.url for one in waiting]


@pytest.mark.parametrize(
    ("role", "count"), [("viewer", 0), ("editor", 1), ("organiser", 1), ("owner", 1)]
)
def test_a_draft_whose_day_comes_near_waits_for_those_who_write(lead, role, count):
    draft(lead, slug="fest")
    assert len(urls(waiting_for(somebody(role, lead)))) == count
    assert urls(waiting_for(somebody(role, OrganisationFactory()))) == []


@pytest.mark.parametrize(
    "changes",
    [{"state": "confirmed"},
     {"starts_at": timezone.now() + timedelta(days=40),
      "ends_at": timezone.now() + timedelta(days=41)},
     {"starts_at": timezone.now() - timedelta(days=2),
      "ends_at": timezone.now() - timedelta(days=1)}],
)  # fmt: skip
def test_what_is_announced_far_off_or_over_waits_for_nobody(lead, changes):
    draft(lead)
    Event.objects.update(**changes)
    assert urls(waiting_for(somebody("owner", lead))) == []


def test_a_translation_left_behind_waits(lead):
    event = EventFactory(slug="fest", lead=lead, languages=["de", "tr"])
    EventText.objects.filter(language="tr").update(status=EventText.Status.STALE)
    assert urls(waiting_for(somebody("editor", lead))) == ["/de/organise/events/fest/"]
    # A co-host that may write is not asked: the lead's people see to it.
    host = EventHostFactory(event=event, may_edit=True)
    assert urls(waiting_for(somebody("editor", host.organisation))) == []


def test_questions_wait_for_the_side_that_answers(lead):
    event = EventFactory(slug="fest", lead=lead)
    guest = EventHostFactory(event=event, state=State.INVITED).organisation
    asking = EventHostFactory(event=event, state=State.REQUESTED).organisation
    assert urls(asked_of(somebody("organiser", guest))) == ["/de/organise/events/parts/"]
    assert urls(asked_of(somebody("organiser", lead))) == ["/de/organise/events/fest/"]
    assert urls(asked_of(somebody("organiser", asking))) == []
    assert urls(asked_of(somebody("editor", guest))) == []


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DECLINED, State.WITHDRAWN])
def test_what_is_decided_waits_for_nobody(lead, state):
    guest = EventHostFactory(event=EventFactory(lead=lead), state=state).organisation
    assert urls(asked_of(somebody("owner", guest))) == []
    assert urls(asked_of(somebody("owner", lead))) == []


def queries(ask, user):
    with CaptureQueriesContext(connection) as asked:
        assert list(ask(user))
    return len(asked)


def test_more_of_it_costs_no_more(lead):
    def more():
        event = EventFactory(lead=lead, languages=["de", "tr"])
        EventText.objects.filter(language="tr").update(status=EventText.Status.STALE)
        draft(lead)
        EventHostFactory(event=event, state=State.REQUESTED)
        EventHostFactory(organisation=lead, state=State.INVITED)

    more()
    user = somebody("owner", lead)
    before = [queries(ask, user) for ask in (waiting_for, asked_of)]
    more()
    more()
    assert [queries(ask, user) for ask in (waiting_for, asked_of)] == before


@translation.override("en")
def test_the_trail_of_the_lead_names_each_deed_and_no_other_organisations(lead):
    user = somebody("owner", lead)
    event = EventFactory(slug="fest", lead=lead)
    guest = OrganisationFactory()
    services.invite(event, guest, EventHost.Role.CO_HOST, actor=user)
    services.postpone(event, actor=user)
    services.change_venue(VenueFactory(keeper=lead), {"name": "Neues Haus"}, actor=user)
    entries, names = trail.entries_of(lead)
    told = [(deed.what, deed.thing) for deed in trail.told(entries, names)]
    assert {
        ("asked an organisation to take part", "fest (de)"),
        ("postponed the event", "fest (de)"),
        ("corrected a venue", "Neues Haus"),
    } <= set(told)
    assert not trail.entries_of(guest)[0].filter(verb__startswith="events.").exists()


def test_every_deed_of_events_has_its_words():
    """Whatever the services write down can be read by people."""
    written = set()
    for path in Path("events").rglob("*.py"):
        written |= set(re.findall(r'audit\.record\(\s*"(events\.\w+)"', path.read_text()))
    written |= {f"events.host_{state}" for state in State.values}
    written |= {f"events.{state}" for state in ("confirmed", "postponed", "cancelled")}
    assert len(written) > 20
    assert {verb for verb in written if verb not in trail._deeds} == set()


def kind(name):
    found = translatable.kind_of(name)
    assert found
    return found


def test_texts_of_events_notices_and_venues_are_translated_by_the_lead_and_the_keeper(lead, actor):
    event = EventFactory(lead=lead)
    services.give_notice(event, "Raum 2", actor=actor)
    kept = VenueFactory(keeper=lead)
    VenueFactory(keeper=OrganisationFactory())
    added = VenueFactory(added_by=lead)
    EventFactory()
    mine = Organisation.objects.filter(pk=lead.pk)
    assert list(kind("event").of(mine)) == [event]
    assert [notice.event for notice in kind("event_notice").of(mine)] == [event]
    assert set(kind("venue").of(mine)) == {kept, added}
    for name in ("event", "event_notice", "venue"):
        one = kind(name)
        assert {one.owner(row) for row in one.of(mine)} == {lead.pk}
        assert all(one.url(row).startswith("/de/organise/events/") for row in one.of(mine))


def test_a_venues_way_is_translated_side_by_side(lead, actor):
    venue = VenueFactory(keeper=lead, name="Neues Haus")
    # A text without its first words is still called something in the list.
    words = {"directions": "", "access_note": "Vom Bahnhof links"}
    services.write_venue_text(venue, "de", words, seen=editing.NOTHING, actor=actor)
    client = logged_in("editor", lead)
    page = client.get("/de/organise/translations/").text
    assert "Vom Bahnhof links" in page
    (path,) = set(re.findall(rf'"(/de/organise/translations/venue/{venue.pk}/tr/)"', page))
    form = client.get(path)
    assert "Vom Bahnhof links" in form.text
