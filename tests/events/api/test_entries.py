"""Events in programmes by program: each side does what its page lets it, clashes are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.models import Event, Programme, ProgrammeEntry
from privacy.models import AuditEntry
from tests.access.bearer import bearer
from tests.access.calling import refused
from tests.events.api.test_programmes import LIST, by
from tests.events.factories import EntryFactory, EventFactory, ProgrammeFactory, StageFactory
from tests.factories import OrganisationFactory
from tests.organising import somebody
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/organise/entries/"
State = ProgrammeEntry.State


@pytest.fixture
def week():
    return ProgrammeFactory(slug="woche", state="draft", published_at=None)


@pytest.fixture
def entry(week):
    return EntryFactory(programme=week, state=State.HANDED_IN)


def host_of(entry):
    return entry.event.hosts.get().organisation


def state_of(entry):
    return ProgrammeEntry.objects.get(pk=entry.pk).state


def test_an_association_hands_in_its_own_event_only(week):
    ours, theirs = EventFactory(), EventFactory()
    send = by("editor", ours.hosts.get().organisation)
    answer = send("post", ENTRIES, {"programme": "woche", "event": theirs.slug})
    assert set(refused(answer, 422, "invalid")["errors"]) == {"event"}
    assert not ProgrammeEntry.objects.exists()
    sent = {"programme": "woche", "event": ours.slug, "note": "Bitte am Abend"}
    made = send("post", ENTRIES, sent, idempotency_key="k")
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["state"], told["note"], told["event"]["slug"]) == (
        "handed_in", "Bitte am Abend", ours.slug,
    )  # fmt: skip
    assert made["Location"].endswith(f"{ENTRIES}{told['id']}/")
    assert send("post", ENTRIES, sent, idempotency_key="k").json() == told
    # It is there already, so it can't be chosen again.
    assert send("post", ENTRIES, sent).status_code == 422
    assert ProgrammeEntry.objects.count() == 1
    assert [one["id"] for one in send("get", ENTRIES).json()["results"]] == [told["id"]]


def test_what_its_host_took_out_is_theirs_alone(week, entry):
    read = by("viewer", week.organisation)
    own = f"{LIST}woche/entries/"
    assert len(read("get", own).json()["results"]) == 1
    ProgrammeEntry.objects.filter(pk=entry.pk).update(state=State.WITHDRAWN)
    assert read("get", own).json()["results"] == []
    assert read("get", f"{own}?state=withdrawn").status_code == 422
    assert read("get", f"{ENTRIES}{entry.pk}/").status_code == 404
    assert by("viewer", host_of(entry))("get", f"{ENTRIES}{entry.pk}/").status_code == 200


@pytest.mark.parametrize("role", ["viewer", "stranger"])
def test_who_may_not_write_hands_nothing_in(week, role):
    event = EventFactory()
    send = by(role, event.hosts.get().organisation)
    answer = send("post", ENTRIES, {"programme": "woche", "event": event.slug})
    assert answer.status_code == 403
    assert not ProgrammeEntry.objects.exists()


def test_a_closed_programme_takes_nothing_and_tells_nothing(week):
    Programme.objects.update(hand_in_until=timezone.now())
    event = EventFactory()
    send = by("editor", event.hosts.get().organisation)
    closed = send("post", ENTRIES, {"programme": "woche", "event": event.slug})
    missing = send("post", ENTRIES, {"programme": "nothing", "event": event.slug})
    assert set(refused(closed, 422, "invalid")["errors"]) == {"programme"}
    assert missing.json() == closed.json()


def test_each_side_decides_what_is_its_own(entry):
    path = f"{ENTRIES}{entry.pk}/"
    host, editors = by("owner", host_of(entry)), by("owner", entry.programme.organisation)
    seen = {"seen": timezone.now().isoformat(), "agrees": True}
    for deed, body in (("acceptance", None), ("return", {"reason": "x"}), ("refusal", {})):
        assert host("post", f"{path}{deed}/", body).status_code == 403, deed
    assert host("put", f"{path}place/", {"stage": None}).status_code == 403
    assert editors("post", f"{path}withdrawal/").status_code == 403
    assert editors("post", f"{path}proposal/", seen).status_code == 403
    mere_editor = by("editor", entry.programme.organisation)
    assert mere_editor("post", f"{path}acceptance/").status_code == 403
    stranger = by("owner", OrganisationFactory())
    assert stranger("get", path).status_code == 404
    for deed in ("acceptance", "return", "refusal", "withdrawal", "proposal"):
        assert stranger("post", f"{path}{deed}/", seen | {"reason": "x"}).status_code == 404
    assert stranger("put", f"{path}place/", {"stage": None}).status_code == 404
    assert state_of(entry) == State.HANDED_IN
    # The host reads how it stands, and not the programme, which nobody else sees yet.
    assert host("get", path).json()["state"] == "handed_in"
    assert host("get", f"{LIST}woche/").status_code == 404


def test_a_return_needs_a_reason_and_leads_back(entry):
    path = f"{ENTRIES}{entry.pk}/"
    editors, host = by("organiser", entry.programme.organisation), by("editor", host_of(entry))
    assert editors("post", f"{path}return/", {"reason": " "}).status_code == 422
    back = editors("post", f"{path}return/", {"reason": "Bitte ein Bild"}).json()
    assert (back["state"], back["reason"]) == ("returned", "Bitte ein Bild")
    refused(editors("post", f"{path}acceptance/"), 409, "decided_meanwhile")
    again = host("post", ENTRIES, {"programme": "woche", "event": entry.event.slug})
    assert (again.status_code, again.json()["id"]) == (201, entry.pk)
    assert editors("post", f"{path}acceptance/").json()["state"] == "accepted"
    assert by("owner", host_of(entry))("post", f"{path}withdrawal/").json()["state"] == "withdrawn"
    # What its host took out is theirs alone.
    assert editors("post", f"{path}refusal/", {"reason": "x"}).status_code == 404


def test_a_clash_is_told_and_overridden_knowingly(entry):
    event = entry.event
    other = EventFactory(venue=event.venue, starts_at=event.starts_at)
    send = by("editor", entry.programme.organisation)
    path = f"{ENTRIES}{entry.pk}/place/"
    (clash,) = refused(send("put", path, {"stage": None}), 409, "clashes")["clashes"]
    assert clash == {
        "matter": "place",
        "who": event.venue.name,
        "event": other.slug,
        "title": f"{other.slug} (de)",
    }
    assert not AuditEntry.objects.filter(verb="events.placed").exists()
    assert send("put", path, {"stage": None, "knowingly": True}).status_code == 200
    assert AuditEntry.objects.filter(verb="events.double_booked").exists()
    # Out of the days of the programme is a clash without another event.
    late = event.starts_at + timedelta(days=90)
    sent = {"starts_at": late.isoformat(), "ends_at": (late + timedelta(hours=1)).isoformat()}
    (clash,) = refused(send("put", path, {"stage": None} | sent), 409, "clashes")["clashes"]
    assert clash == {"matter": "days", "who": "", "event": None, "title": None}


def test_another_time_is_proposed_and_moves_the_event_with_its_hosts_word(entry):
    event = entry.event
    stage = StageFactory(programme=entry.programme)
    begin = (event.starts_at + timedelta(hours=3)).replace(second=0, microsecond=0)
    times = {
        "starts_at": begin.isoformat(),
        "ends_at": (begin + timedelta(hours=1)).isoformat(),
    }
    editors, host = by("editor", entry.programme.organisation), by("organiser", host_of(entry))
    path = f"{ENTRIES}{entry.pk}/"
    placed = editors("put", f"{path}place/", {"stage": stage.pk} | times)
    assert placed.status_code == 200, placed.content
    assert placed.json()["stage"]["id"] == stage.pk
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at
    # Who read another proposal answers nothing.
    other = {"seen": event.starts_at.isoformat(), "agrees": True}
    refused(host("post", f"{path}proposal/", other), 409, "decided_meanwhile")
    seen = {"seen": placed.json()["proposed_starts_at"]}
    kept = host("post", f"{path}proposal/", seen | {"agrees": False})
    assert kept.json()["proposed_starts_at"] is None
    assert Event.objects.get(pk=event.pk).starts_at == event.starts_at
    assert editors("put", f"{path}place/", {"stage": stage.pk} | times).status_code == 200
    assert host("post", f"{path}proposal/", seen | {"agrees": True}).status_code == 200
    assert Event.objects.get(pk=event.pk).starts_at == begin


def test_a_place_is_given_to_the_state_that_was_read(entry):
    send = by("editor", entry.programme.organisation)
    path = f"{ENTRIES}{entry.pk}/"
    tag = send("get", path)["ETag"]
    ours = StageFactory(programme=entry.programme)
    assert send("put", f"{path}place/", {"stage": ours.pk}, if_match=tag).status_code == 200
    stale = send("put", f"{path}place/", {"stage": None}, if_match=tag)
    refused(stale, 412, "precondition_failed")
    foreign = send("put", f"{path}place/", {"stage": StageFactory().pk})
    assert set(refused(foreign, 422, "invalid")["errors"]) == {"stage"}
    entry.refresh_from_db()
    assert entry.stage == ours


def test_the_editors_see_all_states_and_choose_one(entry):
    declined = EntryFactory(programme=entry.programme, state=State.DECLINED)
    send = by("viewer", entry.programme.organisation)
    path = f"{LIST}woche/entries/"
    assert {one["id"] for one in send("get", path).json()["results"]} == {entry.pk, declined.pk}
    (one,) = send("get", f"{path}?state=declined").json()["results"]
    assert one["id"] == declined.pk
    assert send("get", f"{path}?state=nothing").status_code == 422


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_of_many_who_place_on_one_stage_at_one_hour_one_does_and_the_others_are_told():
    week, when = ProgrammeFactory(), timezone.now() + timedelta(days=2)
    stage = StageFactory(programme=week)
    header = bearer(somebody("editor", week.organisation), "events:write")
    waiting = iter(
        EntryFactory(
            programme=week,
            event=EventFactory(starts_at=when),
            state=State.HANDED_IN,
        )
        for _ in range(4)
    )
    paths = iter([f"{ENTRIES}{entry.pk}/place/" for entry in waiting])

    def put() -> int:
        body = {"stage": stage.pk}
        return Client().put(next(paths), body, "application/json", headers=header).status_code

    assert sorted(at_once(4, put)) == [200] + 3 * [409]
    assert ProgrammeEntry.objects.filter(stage=stage).count() == 1
