"""Each page of an event in the workspace: who gets it, what it costs, what it does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventHost, EventNotice, Venue
from tests.events.factories import EventFactory, EventHostFactory, VenueFactory
from tests.factories import OrganisationFactory
from tests.organising import ROLES, logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
State = EventHost.State


@pytest.fixture
def event():
    return EventFactory(slug="fest", state=Event.State.DRAFT, published_at=None)


def lead_of(event):
    return event.hosts.get(role=EventHost.Role.LEAD).organisation


def path(name, *args):
    return reverse(f"events_organise:{name}", args=args)


LOOKING = ["detail"]
WRITING = ["write", "notice"]
PARTS = ["time", "place", "entry", "access", "people", "contact"]
LEADING = ["find_host"]


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_looks(event, role, status):
    assert logged_in(role, lead_of(event)).get(path("detail", "fest")).status_code == status
    assert logged_in(role, lead_of(event)).get(path("preview", "fest", "de")).status_code == status


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200)
def test_who_writes(event, role, status):
    client = logged_in(role, lead_of(event))
    for name in WRITING:
        assert client.get(path(name, "fest")).status_code == status, name
    for part in PARTS:
        assert client.get(path("change", "fest", part)).status_code == status, part


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200)
def test_who_leads(event, role, status):
    client = logged_in(role, lead_of(event))
    assert client.get(path("find_host", "fest")).status_code == status
    for deed in ("confirm", "postpone", "cancel", "delete"):
        assert client.get(path("lead", "fest", deed)).status_code == status, deed


@pytest.mark.parametrize("may_edit", [True, False])
def test_a_co_host_changes_what_the_lead_allowed(event, may_edit):
    host = EventHostFactory(event=event, may_edit=may_edit)
    client = logged_in("editor", host.organisation)
    assert client.get(path("detail", "fest")).status_code == 200
    assert client.get(path("write", "fest")).status_code == (200 if may_edit else 403)
    assert client.get(path("lead", "fest", "cancel")).status_code == 403


def test_asking_to_take_part_opens_nothing_but_the_way_back(event):
    Event.objects.update(state=Event.State.CONFIRMED)
    host = EventHostFactory(event=event, state=State.REQUESTED)
    client = logged_in("organiser", host.organisation)
    assert client.get(path("detail", "fest")).status_code == 404
    assert client.get(path("preview", "fest", "de")).status_code == 404
    assert event.get_absolute_url() in client.get(path("parts")).content.decode()
    assert client.post(path("decide", host.pk, "accept")).status_code == 403
    assert client.post(path("decide", host.pk, "withdraw")).status_code == 302
    host.refresh_from_db()
    assert host.state == State.WITHDRAWN


def test_a_host_removed_while_editing_saves_nothing(event):
    host = EventHostFactory(event=event, may_edit=True)
    client = logged_in("editor", host.organisation)
    assert client.get(path("change", "fest", "contact")).status_code == 200
    EventHost.objects.filter(pk=host.pk).update(state=State.WITHDRAWN, may_edit=False)
    answer = client.post(path("change", "fest", "contact"), {"contact_name": "Wir"})
    assert answer.status_code == 404
    event.refresh_from_db()
    assert event.contact_name == ""


def test_an_event_is_made_and_announced():
    organisation, venue = OrganisationFactory(), VenueFactory()
    client = logged_in("organiser", organisation)
    starts = timezone.localtime() + timedelta(days=3)
    form = {
        "lead": organisation.pk,
        "title": "Straßenfest",
        "summary": "Musik",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (starts + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
    }
    assert client.post(path("add"), form).url == path("detail", "strassenfest")
    place = {"attendance": "on_site", "venue": venue.pk}
    assert client.post(path("change", "strassenfest", "place"), place).status_code == 302
    assert client.post(path("lead", "strassenfest", "confirm")).status_code == 302
    assert Event.objects.listed().get().slug == "strassenfest"


def test_an_end_before_the_start_keeps_what_was_typed(event):
    client = logged_in("editor", lead_of(event))
    form = {"starts_at": "2030-05-02T10:00", "ends_at": "2030-05-01T10:00"}
    answer = client.post(path("change", "fest", "time"), form)
    assert answer.status_code == 422
    assert 'value="2030-05-01T10:00"' in answer.text


def test_a_time_the_change_of_clocks_leaves_out_is_refused(event):
    client = logged_in("editor", lead_of(event))
    form = {"starts_at": "2027-03-28T02:30", "ends_at": "2027-03-28T05:00"}
    assert client.post(path("change", "fest", "time"), form).status_code == 422


def test_a_kept_venue_is_asked_at_once(event):
    keeper = OrganisationFactory()
    venue = VenueFactory(keeper=keeper)
    client = logged_in("editor", lead_of(event))
    client.post(path("change", "fest", "place"), {"attendance": "on_site", "venue": venue.pk})
    host = EventHost.objects.get(organisation=keeper)
    assert (host.role, host.state) == ("venue", "invited")


def test_people_entry_access_contact_and_notice_are_saved(event):
    client = logged_in("editor", lead_of(event))
    client.post(
        path("change", "fest", "people"),
        {"spoken": ["de"], "interpreted": ["gsg"], "speakers": "Kim Demo, Rat\n\nAli Demo"},
    )
    entry = {
        "audience": "youth", "entry": "registration", "capacity": "20", "party_at_most": "3",
        "offer_hours": "12", "visibility": "unlisted",
    }  # fmt: skip
    assert client.post(path("change", "fest", "entry"), entry).status_code == 302
    client.post(path("change", "fest", "access"), {"step_free": "yes", "childcare": "no"})
    client.post(path("change", "fest", "contact"), {"contact_email": "fest@example.org"})
    client.post(path("notice", "fest"), {"title": "Raum 2"})

    event.refresh_from_db()
    speakers = [(one.name, one.about) for one in event.speakers.all()]
    assert speakers == [("Kim Demo", "Rat"), ("Ali Demo", "")]
    assert {(one.language, one.is_interpreted) for one in event.languages.all()} == {
        ("de", False),
        ("gsg", True),
    }
    assert (event.capacity, event.audience, event.is_free) == (20, "youth", False)
    assert (event.offers("step_free"), event.offers("childcare")) == ("yes", "no")
    assert event.contact_email == "fest@example.org"
    assert str(EventNotice.objects.get()) == "Raum 2"


class TestHolding:
    def test_invitation_and_acceptance(self, event):
        guest = OrganisationFactory(slug="gast")
        lead = logged_in("organiser", lead_of(event))
        lead.post(path("invite", "fest", "gast"), {"role": "co_host", "may_edit": "on"})
        host = EventHost.objects.get(organisation=guest)
        theirs = logged_in("organiser", guest)
        assert "fest (de)" in theirs.get(path("parts")).text
        assert theirs.post(path("decide", host.pk, "accept")).status_code == 302
        host.refresh_from_db()
        assert (host.state, host.may_edit) == ("accepted", True)

    def test_request_and_acceptance(self, event):
        Event.objects.update(state=Event.State.CONFIRMED)
        asking = OrganisationFactory()
        theirs = logged_in("organiser", asking)
        theirs.post(path("join", "fest"), {"organisation": asking.pk, "role": "supporter"})
        host = EventHost.objects.get(organisation=asking)
        assert host.state == State.REQUESTED
        # Nobody says yes to themselves.
        assert theirs.post(path("decide", host.pk, "accept")).status_code == 403
        lead = logged_in("organiser", lead_of(event))
        assert lead.post(path("decide", host.pk, "accept")).status_code == 302
        host.refresh_from_db()
        assert host.state == State.ACCEPTED

    def test_the_lead_does_not_answer_for_whom_it_invited(self, event):
        host = EventHostFactory(event=event, state=State.INVITED)
        lead = logged_in("organiser", lead_of(event))
        assert lead.post(path("decide", host.pk, "accept")).status_code == 403

    @pytest.mark.parametrize(
        ("role", "status"),
        [("stranger", 404), ("viewer", 403), ("editor", 403), ("administrator", 403)],
    )
    def test_who_does_not_decide(self, event, role, status):
        host = EventHostFactory(event=event, state=State.INVITED)
        client = logged_in(role, host.organisation)
        assert client.post(path("decide", host.pk, "accept")).status_code == status

    def test_the_lead_allows_and_hands_on(self, event):
        host = EventHostFactory(event=event)
        lead = logged_in("organiser", lead_of(event))
        lead.post(path("allow", "fest", host.pk), {"may_edit": "yes"})
        host.refresh_from_db()
        assert host.may_edit
        lead.post(path("allow", "fest", host.pk), {"lead": "yes"})
        host.refresh_from_db()
        assert host.role == EventHost.Role.LEAD


class TestVenues:
    def test_a_venue_is_added_and_corrected_by_its_own(self):
        organisation = OrganisationFactory()
        client = logged_in("editor", organisation)
        form = {"name": "Nordmarkt", "city": "Dortmund", **dict.fromkeys(NEEDS, "unknown")}
        assert client.post(path("venue_add"), form).status_code == 302
        venue = Venue.objects.get()
        assert venue.added_by == organisation
        assert client.get(path("venue", venue.slug)).status_code == 200
        assert client.get(path("venue_text", venue.slug)).status_code == 200
        other = logged_in("owner", OrganisationFactory())
        assert other.get(path("venue", venue.slug)).status_code == 403
        assert other.get(path("venues")).status_code == 200
        assert logged_in("stranger").get(path("venues")).status_code == 403

    @roles_get(editor=False, organiser=False, owner=False, administrator=True)
    def test_a_place_that_nobody_keeps_gets_a_keeper_from_who_runs_the_site(self, role, status):
        organisation = OrganisationFactory()
        venue = VenueFactory(added_by=organisation)
        form = {"name": "Markt", "city": "Dortmund", "keeper": organisation.pk}
        client = logged_in(role, organisation)
        client.post(path("venue", venue.slug), form | dict.fromkeys(NEEDS, "unknown"))
        venue.refresh_from_db()
        assert (venue.name == "Markt") == (role != "nobody")
        assert (venue.keeper == organisation) == (status is True)

    def test_a_keeper_may_give_its_place_to_everybody(self):
        organisation = OrganisationFactory()
        venue = VenueFactory(keeper=organisation)
        form = {"name": "Saal", "city": "Dortmund", "keeper": ""}
        client = logged_in("editor", organisation)
        client.post(path("venue", venue.slug), form | dict.fromkeys(NEEDS, "unknown"))
        venue.refresh_from_db()
        assert venue.keeper is None


NEEDS = (
    "step_free", "accessible_toilet", "induction_loop", "sign_language", "quiet_room", "childcare",
)  # fmt: skip


def test_pages_cost_the_same_with_more_rows(event):
    organisation = lead_of(event)
    client = logged_in("owner", organisation)
    pages = [path("list"), path("detail", "fest"), path("parts"), path("venues")]
    before = [queries_of(client, page) for page in pages]
    for _ in range(2):
        more = EventFactory(lead=organisation)
        EventHostFactory(event=event)
        EventHostFactory(event=more)
        EventHostFactory(organisation=organisation)
        VenueFactory(keeper=organisation)
    after = [queries_of(client, page) for page in pages]
    # The first part in somebody else's event brings its texts.
    assert [two - one for one, two in zip(before, after, strict=True)] == [0, 0, 1, 0]
    for _ in range(2):
        EventHostFactory(organisation=organisation)
    assert [queries_of(client, page) for page in pages] == after


def test_every_role_was_asked():
    assert set(ROLES) == {"viewer", "editor", "organiser", "owner"}
