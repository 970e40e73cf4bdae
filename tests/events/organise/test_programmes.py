"""Programmes in the workspace: who gets which page, what it costs, what it does."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Programme, ProgrammeEntry
from tests.events.factories import (
    EntryFactory,
    EventFactory,
    ProgrammeFactory,
    StageFactory,
    VenueFactory,
)
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
State = ProgrammeEntry.State


@pytest.fixture
def week():
    return ProgrammeFactory(slug="woche", state="draft", published_at=None)


@pytest.fixture
def entry(week):
    return EntryFactory(programme=week, state=State.HANDED_IN)


def path(name, *args):
    return reverse(f"programmes_organise:{name}", args=args)


def host_of(entry):
    return entry.event.hosts.get().organisation


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_looks(week, role, status):
    client = logged_in(role, week.organisation)
    for name in ("detail", "preview"):
        assert client.get(path(name, "woche")).status_code == status, name


@roles_get(stranger=404, viewer=403, editor=200, organiser=200, owner=200)
def test_who_writes(week, role, status):
    client = logged_in(role, week.organisation)
    stage = StageFactory(programme=week)
    for name in ("write", "change", "picture", "stage_add"):
        assert client.get(path(name, "woche")).status_code == status, name
    assert client.get(path("stage", "woche", stage.pk)).status_code == status


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200)
def test_who_publishes_and_decides(entry, role, status):
    client = logged_in(role, entry.programme.organisation)
    for deed in ("publish", "archive"):
        assert client.get(path("lead", "woche", deed)).status_code == status
    for deed in ("return", "decline"):
        assert client.get(path("refuse", entry.pk, deed)).status_code == status


@roles_get(stranger=404, viewer=200, editor=200, organiser=200, owner=200)
def test_the_hosts_side_sees_its_entry_and_not_the_programme(entry, role, status):
    client = logged_in(role, host_of(entry))
    assert client.get(path("entry", entry.pk)).status_code == status
    if role != "nobody":
        assert client.get(path("detail", "woche")).status_code == 404


def test_each_side_decides_what_is_its_own(entry):
    host, editors = host_of(entry), entry.programme.organisation
    assert logged_in("owner", host).post(path("decide", entry.pk, "accept")).status_code == 403
    place = {"starts_at": "2027-05-01T10:00", "ends_at": "2027-05-01T11:00"}
    assert logged_in("owner", host).post(path("place", entry.pk), place).status_code == 403
    assert (
        logged_in("owner", editors).post(path("decide", entry.pk, "withdraw")).status_code == 403
    )
    seen = {"seen": timezone.now().isoformat()}
    for role, side in (("owner", editors), ("editor", host)):
        client = logged_in(role, side)
        assert client.post(path("decide", entry.pk, "agree"), seen).status_code == 403
    other = logged_in("owner", OrganisationFactory())
    for deed in ("accept", "withdraw", "agree", "keep"):
        assert other.post(path("decide", entry.pk, deed), seen).status_code == 404
    entry.refresh_from_db()
    assert entry.state == State.HANDED_IN


def test_a_new_programme_from_the_first_page_to_the_public_one(client):
    organisation = OrganisationFactory()
    client = logged_in("owner", organisation)
    wrong = {
        "organisation": organisation.pk,
        "title": "Internationale Woche",
        "summary": "Für alle",
        "kind": "week",
        "starts_on": "2027-05-09",
        "ends_on": "2027-05-01",
    }
    answer = client.post(path("add"), wrong)
    assert answer.status_code == 422
    assert "Internationale Woche" in answer.content.decode()
    assert not Programme.objects.exists()
    answer = client.post(path("add"), wrong | {"ends_on": "2027-05-12"})
    assert answer.url == path("detail", "internationale-woche")
    client.post(path("stage_add", "internationale-woche"), {"name": "Platz", "position": 1})
    assert Programme.objects.get().stages.get().texts.get().name == "Platz"
    client.post(path("lead", "internationale-woche", "publish"))
    assert client.get("/de/programmes/internationale-woche/").status_code == 200


def test_an_association_hands_in_its_own_event_only(week):
    ours, theirs = EventFactory(), EventFactory()
    client = logged_in("editor", ours.hosts.get().organisation)
    answer = client.post(path("hand_in", "woche"), {"event": theirs.pk})
    assert answer.status_code == 422
    assert not ProgrammeEntry.objects.exists()
    answer = client.post(path("hand_in", "woche"), {"event": ours.pk, "note": "Bitte am Abend"})
    entry = ProgrammeEntry.objects.get()
    assert answer.url == path("entry", entry.pk)
    assert entry.note == "Bitte am Abend"


def test_a_closed_programme_is_not_found_for_handing_in(week):
    Programme.objects.update(hand_in_until=timezone.now())
    client = logged_in("editor", OrganisationFactory())
    assert client.get(path("hand_in", "woche")).status_code == 404


def test_a_clash_is_shown_and_overridden_knowingly(entry):
    event = entry.event
    other = EventFactory(venue=event.venue, starts_at=event.starts_at)
    client = logged_in("editor", entry.programme.organisation)
    local = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    times = {
        "starts_at": local[0].strftime("%Y-%m-%dT%H:%M"),
        "ends_at": local[1].strftime("%Y-%m-%dT%H:%M"),
    }
    answer = client.post(path("place", entry.pk), times)
    assert answer.status_code == 422
    assert f"{other.slug} (de)" in answer.content.decode()
    assert 'name="knowingly"' in answer.content.decode()
    answer = client.post(path("place", entry.pk), times | {"knowingly": "on"})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.proposed_starts_at is None


def test_where_nothing_is_in_the_way_nothing_is_to_be_confirmed(entry):
    client = logged_in("editor", entry.programme.organisation)
    assert 'name="knowingly"' not in client.get(path("entry", entry.pk)).content.decode()


def test_the_host_agrees_to_another_time_on_its_page(entry):
    event = entry.event
    client = logged_in("editor", entry.programme.organisation)
    day = entry.programme.ends_on.isoformat()
    times = {"starts_at": f"{day}T10:00", "ends_at": f"{day}T11:00"}
    assert client.post(path("place", entry.pk), times).status_code == 302
    entry.refresh_from_db()
    owner = logged_in("owner", host_of(entry))
    page = owner.get(path("entry", entry.pk)).content.decode()
    assert 'name="seen"' in page
    seen = entry.proposed_starts_at.isoformat()
    owner.post(path("decide", entry.pk, "agree"), {"seen": seen})
    event.refresh_from_db()
    assert event.starts_at == entry.proposed_starts_at


def test_nobody_puts_a_programme_under_somebody_elses(week):
    """It would show on their page."""
    theirs, ours = ProgrammeFactory(), ProgrammeFactory(organisation=week.organisation)
    client = logged_in("owner", week.organisation)
    form = {"kind": "week", "starts_on": "2027-05-01", "ends_on": "2027-05-02"}
    answer = client.post(path("change", "woche"), form | {"parent": theirs.pk})
    assert answer.status_code == 422
    assert client.post(path("change", "woche"), form | {"parent": ours.pk}).status_code == 302
    week.refresh_from_db()
    assert week.parent == ours
    circle = client.post(path("change", ours.slug), form | {"parent": week.pk})
    assert circle.status_code == 422


def test_a_return_needs_a_reason(entry):
    client = logged_in("organiser", entry.programme.organisation)
    assert client.post(path("refuse", entry.pk, "return"), {"reason": " "}).status_code == 422
    entry.refresh_from_db()
    assert entry.state == State.HANDED_IN
    client.post(path("refuse", entry.pk, "return"), {"reason": "Bitte ein Bild"})
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == (State.RETURNED, "Bitte ein Bild")


def test_what_waits_stands_on_the_first_page(entry):
    title = f"{entry.event.slug} (de)"
    home = reverse("organise:home")
    editors = logged_in("organiser", entry.programme.organisation)
    assert title in editors.get(home).content.decode()
    start = entry.event.starts_at
    ProgrammeEntry.objects.update(
        state=State.ACCEPTED, proposed_starts_at=start, proposed_ends_at=entry.event.ends_at
    )
    assert title not in editors.get(home).content.decode()
    assert title in logged_in("owner", host_of(entry)).get(home).content.decode()


def test_pages_cost_the_same_with_more_rows():
    def cost(rows):
        organisation = OrganisationFactory()
        programmes = [ProgrammeFactory(organisation=organisation) for _ in range(rows)]
        for _programme in programmes:
            for state in (State.HANDED_IN, State.ACCEPTED, State.RETURNED):
                event = EventFactory(lead=organisation)
                stage = StageFactory(programme=programmes[0])
                EntryFactory(programme=programmes[0], event=event, stage=stage, state=state)
        client = logged_in("owner", organisation)
        entry = programmes[0].entries.filter(state=State.ACCEPTED).first()
        pages = [
            path("list"),
            path("detail", programmes[0].slug),
            path("entry", entry.pk),
            path("hand_in", programmes[0].slug),
            reverse("organise:home"),
        ]
        return {page.rsplit("/", 3)[-2]: queries_of(client, page) for page in pages}.values()

    assert list(cost(1)) == list(cost(3))


def test_who_has_left_begins_no_programme_and_hands_nothing_in(week):
    left = OrganisationFactory(left_at=timezone.now())
    EventFactory(slug="altes-fest", lead=left)
    Programme.objects.update(state="published")
    client = logged_in("owner", left)
    assert f'value="{left.pk}"' not in client.get(path("add")).text
    assert "altes-fest (de)" not in client.get(path("hand_in", "woche")).text


def test_a_stage_finds_its_venue_among_many_by_name(week):
    for number in range(30):
        VenueFactory(name=f"Aula {number:02}")
    far = VenueFactory(name="Zeche")
    client = logged_in("editor", week.organisation)
    address = path("stage_add", "woche")

    def offered(query: str) -> list[str]:
        choices = client.get(f"{address}{query}").context["form"]["venue"].field.widget.choices
        return [str(words) for value, words in choices if value]

    assert len(offered("")) == 25
    assert not any(words.startswith("Zeche") for words in offered(""))
    assert [words.split(",")[0] for words in offered("?name=zech")] == ["Zeche"]
    assert 'name="name" type="search"' in client.get(address).text
    client.post(address, {"name": "Halle", "venue": far.pk, "position": 1})
    stage = week.stages.get()
    assert stage.venue == far
    # What is chosen stays in the list.
    page = client.get(path("stage", "woche", stage.pk))
    assert f'<option value="{far.pk}" selected>' in page.text
