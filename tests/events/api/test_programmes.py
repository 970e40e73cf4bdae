"""Programmes by program: begun, settled, written, published; with the rights of the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Programme, ProgrammeEntry
from privacy.models import AuditEntry
from tests.access.bearer import bearer
from tests.access.calling import call, caller, refused
from tests.events.factories import (
    EntryFactory,
    EventFactory,
    ProgrammeFactory,
    StageFactory,
    VenueFactory,
)
from tests.factories import OrganisationFactory
from tests.organising import somebody

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/programmes/"


@pytest.fixture
def week():
    return ProgrammeFactory(slug="woche", state="draft", published_at=None)


def by(role, organisation):
    """Call as somebody with this role there."""
    return caller(somebody(role, organisation), "events:write")


def a_week(organisation, **more):
    return {
        "organisation": organisation.slug,
        "title": "Internationale Woche",
        "summary": "Für alle",
        "kind": "week",
        "starts_on": "2027-05-01",
        "ends_on": "2027-05-09",
    } | more


def test_from_a_draft_to_what_everybody_reads():
    organisation = OrganisationFactory()
    send = by("organiser", organisation)
    made = send("post", LIST, a_week(organisation), idempotency_key="k")
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "draft"
    path = f"{LIST}internationale-woche/"
    assert made["Location"].endswith(path)
    again = send("post", LIST, a_week(organisation), idempotency_key="k")
    assert (again["Location"], Programme.objects.count()) == (made["Location"], 1)
    until = "2027-04-01T10:00:00+02:00"
    changed = send("patch", path, {"hand_in_until": until, "ends_on": "2027-05-10"})
    assert (changed.json()["ends_on"], changed.json()["starts_on"]) == ("2027-05-10", "2027-05-01")
    turkish = send("patch", f"{path}texts/tr/", {"title": "Hafta", "summary": "Herkese"})
    assert turkish.json()["title"] == "Hafta"
    assert send("get", f"{path}texts/tr/").json() == turkish.json()
    stage = send("post", f"{path}stages/", {"name": "Platz", "position": 1})
    assert stage.status_code == 201, stage.content
    assert stage["Location"].endswith(f"{path}stages/{stage.json()['id']}/")
    assert Client().get("/api/v1/programmes/internationale-woche/").status_code == 404
    assert send("post", f"{path}publication/").json()["state"] == "published"
    shown = Client().get("/api/v1/programmes/internationale-woche/?language=tr").json()
    assert shown["title"] == "Hafta"
    refused(send("post", f"{path}publication/"), 409, "not_publishable")
    assert send("post", f"{path}archival/").json()["state"] == "archived"
    assert send("post", f"{path}publication/").json()["state"] == "published"


def test_days_the_wrong_way_name_their_field_and_make_nothing():
    organisation = OrganisationFactory()
    send = by("owner", organisation)
    wrong = send("post", LIST, a_week(organisation, ends_on="2027-04-01"))
    assert set(refused(wrong, 422, "invalid")["errors"]) == {"ends_on"}
    foreign = send("post", LIST, a_week(OrganisationFactory()))
    assert set(refused(foreign, 422, "invalid")["errors"]) == {"organisation"}
    assert not Programme.objects.exists()


def test_nobody_puts_a_programme_under_somebody_elses(week):
    theirs, ours = ProgrammeFactory(), ProgrammeFactory(organisation=week.organisation)
    send = by("owner", week.organisation)
    for parent in (theirs.slug, "nothing"):
        answer = send("patch", f"{LIST}woche/", {"parent": parent})
        assert set(refused(answer, 422, "invalid")["errors"]) == {"parent"}
    assert send("patch", f"{LIST}woche/", {"parent": ours.slug}).json()["parent"] == ours.slug
    circle = send("patch", f"{LIST}{ours.slug}/", {"parent": "woche"})
    assert set(refused(circle, 422, "invalid")["errors"]) == {"parent"}
    # What is not sent stays.
    assert send("patch", f"{LIST}woche/", {"kind": "series"}).json()["parent"] == ours.slug
    assert send("patch", f"{LIST}woche/", {"parent": None}).json()["parent"] is None


def test_who_changes_an_older_state_is_told(week):
    send = by("editor", week.organisation)
    stage = f"{LIST}woche/stages/{StageFactory(programme=week).pk}/"
    for path, method, body in (
        (f"{LIST}woche/", "patch", {"kind": "series"}),
        (f"{LIST}woche/texts/de/", "patch", {"summary": "Anders"}),
        (stage, "put", {"name": "Zelt"}),
        (f"{stage}texts/de/", "patch", {"name": "Halle"}),
    ):
        tag = send("get", path)["ETag"]
        assert send(method, path, body, if_match=tag).status_code == 200, path
        refused(send(method, path, body, if_match=tag), 412, "precondition_failed")


@pytest.mark.parametrize(
    ("role", "read", "write", "lead"),
    [
        ("stranger", 404, 404, 404),
        ("viewer", 200, 403, 403),
        ("editor", 200, 200, 403),
        ("organiser", 200, 200, 200),
        ("administrator", 200, 200, 200),
    ],
)
def test_a_scope_never_adds_a_right(week, role, read, write, lead):
    send = by(role, week.organisation)
    path, stage = f"{LIST}woche/", f"{LIST}woche/stages/{StageFactory(programme=week).pk}/"
    for address in (path, f"{path}entries/", f"{path}stages/", stage, f"{path}texts/de/"):
        assert send("get", address).status_code == read, address
    assert send("patch", path, {"kind": "series"}).status_code == write
    assert send("patch", f"{path}texts/en/", {"title": "Week", "summary": "x"}).status_code == (
        write
    )
    assert send("put", stage, {"name": "Zelt"}).status_code == write
    assert send("patch", f"{stage}texts/en/", {"name": "Tent"}).status_code == write
    assert send("delete", stage).status_code == (204 if write == 200 else write)
    assert send("post", f"{path}publication/").status_code == lead


def test_a_token_that_only_reads_changes_nothing(week):
    user = somebody("owner", week.organisation)
    answer = call(user, "patch", f"{LIST}woche/", {"kind": "series"}, scopes=["events:read"])
    refused(answer, 403, "scope_missing")
    assert call(user, "get", f"{LIST}woche/", scopes=["events:read"]).status_code == 200


def test_a_stage_of_another_programme_is_not_found(week):
    elsewhere = StageFactory(programme=ProgrammeFactory(organisation=week.organisation))
    send = by("owner", week.organisation)
    path = f"{LIST}woche/stages/{elsewhere.pk}/"
    assert send("put", path, {"name": "Zelt"}).status_code == 404
    assert send("delete", path).status_code == 404


def test_stages_are_named_in_each_language_on_record(week):
    stage = StageFactory(programme=week)
    send = by("editor", week.organisation)
    path = f"{LIST}woche/stages/{stage.pk}/"
    assert send("patch", f"{path}texts/tr/", {"name": "Sahne"}).json()["name"] == "Sahne"
    assert send("get", f"{path}?language=tr").json()["name"] == "Sahne"
    entry = AuditEntry.objects.get(verb="events.stage_set")
    assert entry.detail == {"stage": stage.pk, "language": "tr"}


def test_the_list_has_ones_own_or_what_takes_events(week):
    open_one = ProgrammeFactory()
    ProgrammeFactory(hand_in_until=timezone.now())
    send = by("viewer", week.organisation)

    def listed(query=""):
        return {one["slug"] for one in send("get", f"{LIST}{query}").json()["results"]}

    assert listed() == {"woche"}
    assert listed("?takes_events=true") == {"woche", open_one.slug}


def test_a_part_is_changed_under_an_umbrella_with_many():
    organisation = OrganisationFactory()
    above = ProgrammeFactory(organisation=organisation)
    part, *_others = (ProgrammeFactory(organisation=organisation, parent=above) for _ in range(3))
    send = by("editor", organisation)
    changed = send("patch", f"{LIST}{part.slug}/", {"kind": "series"})
    assert (changed.status_code, changed.json()["parent"]) == (200, above.slug), changed.content


def test_who_hands_in_hears_nothing_of_somebody_elses_draft(week):
    part = ProgrammeFactory(parent=week, hand_in_until=timezone.now() + timedelta(days=9))
    send = by("viewer", OrganisationFactory())

    def parent():
        found = send("get", f"{LIST}?takes_events=true").json()["results"]
        return {one["slug"]: one["parent"] for one in found}[part.slug]

    assert parent() is None
    Programme.objects.filter(pk=week.pk).update(state="published")
    assert parent() == "woche"


def test_lists_cost_the_same_with_more_rows():
    def cost(rows):
        organisation = OrganisationFactory()
        week = ProgrammeFactory(organisation=organisation)
        for _ in range(rows):
            ProgrammeFactory(organisation=organisation, parent=week)
            event = EventFactory(lead=organisation)
            stage = StageFactory(programme=week, venue=VenueFactory())
            for state in ProgrammeEntry.State.values[:2]:
                fresh = EventFactory(lead=organisation)
                EntryFactory(programme=week, event=fresh, stage=stage, state=state)
            EntryFactory(programme=week, event=event, stage=stage)
        headers = bearer(somebody("owner", organisation), "events:read")
        own = f"{LIST}{week.slug}/"
        for path in (LIST, f"{own}entries/", f"{own}stages/", "/api/v1/organise/entries/"):
            Client().get(path, headers=headers)
            with CaptureQueriesContext(connection) as asked:
                assert Client().get(path, headers=headers).json()["results"]
            yield path.rsplit("/", 2)[-2], len(asked)

    assert list(cost(1)) == list(cost(3))


def test_venues_are_found_by_name_by_those_who_may_use_them(week):
    VenueFactory(name="Aula", slug="aula")
    VenueFactory(name="Zeche", slug="zeche", closed_at=timezone.now())
    path = "/api/v1/organise/venues/"

    def found(query):
        rows = by("editor", week.organisation)("get", f"{path}{query}").json()["results"]
        return [one["slug"] for one in rows]

    assert (found(""), found("?q=aul"), found("?q=zeche")) == (["aula"], ["aula"], [])
    assert by("viewer", week.organisation)("get", path).status_code == 403
