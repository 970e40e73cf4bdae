"""From an event's public page on to the work on it, for those who are logged in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.models import Event
from tests.events.factories import EventFactory, EventHostFactory
from tests.factories import OrganisationFactory
from tests.organising import logged_in

pytestmark = pytest.mark.django_db
PAGE = "/de/events/fest/"
JOIN, WORK = "/de/organise/events/fest/join/", '"/de/organise/events/fest/"'


@pytest.fixture
def event():
    return EventFactory(slug="fest")


def ways(client):
    page = client.get(PAGE).text
    return (JOIN in page, WORK in page)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("nobody", (False, False)), ("stranger", (False, False)), ("editor", (False, False)),
     ("organiser", (True, False)), ("owner", (True, False)), ("administrator", (False, True))],
)  # fmt: skip
def test_who_is_led_on(event, role, sees):
    assert ways(logged_in(role, OrganisationFactory())) == sees


def test_what_one_organiser_sees_reaches_no_visitor(event, client):
    organiser = logged_in("organiser", OrganisationFactory())
    assert ways(organiser) == (True, False)
    answer = client.get(PAGE)
    assert JOIN not in answer.text
    assert not answer.cookies
    assert ways(organiser) == (True, False)


@pytest.mark.parametrize(
    ("state", "sees"),
    [("invited", (False, True)), ("accepted", (False, True)),
     # Asking opens nothing of the work, and once is enough.
     ("requested", (False, False)),
     ("declined", (True, False)), ("withdrawn", (True, False))],
)  # fmt: skip
def test_whoever_takes_part_or_has_asked_is_not_led_to_ask_again(event, state, sees):
    host = EventHostFactory(event=event, state=state)
    assert ways(logged_in("organiser", host.organisation)) == sees


@pytest.mark.parametrize(
    "changes",
    [{"state": "cancelled"},
     {"starts_at": timezone.now() - timedelta(days=2),
      "ends_at": timezone.now() - timedelta(days=1)}],
)  # fmt: skip
def test_nobody_joins_what_is_over(event, changes):
    Event.objects.update(**changes)
    assert ways(logged_in("organiser", OrganisationFactory())) == (False, False)


class TestLookingForAnEventToJoin:
    PARTS = "/de/organise/events/parts/"

    def test_others_events_are_found_by_their_title(self, event):
        EventFactory(slug="markt")
        organiser = logged_in("organiser", OrganisationFactory())
        assert JOIN not in organiser.get(self.PARTS).text
        found = organiser.get(self.PARTS, {"q": "FEST"}).context["found"]
        assert [one.slug for one in found] == ["fest"]
        assert JOIN in organiser.get(self.PARTS, {"q": "fest"}).text

    @pytest.mark.parametrize(
        "changes", [{"state": "draft"}, {"state": "cancelled"}, {"visibility": "unlisted"}]
    )
    def test_never_what_nobody_may_see(self, event, changes):
        Event.objects.update(**changes)
        organiser = logged_in("organiser", OrganisationFactory())
        assert JOIN not in organiser.get(self.PARTS, {"q": "fest"}).text

    @pytest.mark.parametrize("state", ["invited", "requested", "accepted"])
    def test_nor_ones_own(self, event, state):
        host = EventHostFactory(event=event, state=state)
        organiser = logged_in("organiser", host.organisation)
        assert list(organiser.get(self.PARTS, {"q": "fest"}).context["found"]) == []

    def test_an_editor_asks_in_nobodys_name(self, event):
        editor = logged_in("editor", OrganisationFactory())
        assert JOIN not in editor.get(self.PARTS, {"q": "fest"}).text
