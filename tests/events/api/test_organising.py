"""The organisers' side by token: the rights of the pages, no more by a scope."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Event
from privacy.models import AuditEntry
from tests.access.bearer import bearer
from tests.events.factories import EventFactory, VenueFactory
from tests.events.registering import registered
from tests.factories import OrganisationFactory
from tests.organising import somebody

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/events/"
ALL = ("events:write", "registrations:write")


@pytest.fixture
def organisation():
    return OrganisationFactory()


@pytest.fixture
def event(organisation):
    return EventFactory(lead=organisation)


@pytest.fixture
def call(organisation):
    """Call as somebody with this role, by a token of all scopes of events."""

    def call(method: str, path: str, body=None, role: str = "organiser", **headers):
        headers |= bearer(somebody(role, organisation), *ALL)
        sent = {} if body is None else {"data": json.dumps(body)}
        return getattr(Client(), method)(
            path, **sent, content_type="application/json", headers=headers
        )

    return call


def draft(organisation, **more):
    begin = timezone.now() + timedelta(days=3)
    return {
        "lead": organisation.slug,
        "title": "Offener Abend",
        "summary": "Reden Sie mit.",
        "starts_at": begin.isoformat(),
        "ends_at": (begin + timedelta(hours=2)).isoformat(),
    } | more


def test_from_a_draft_to_its_announcement(call, organisation):
    made = call("post", LIST, draft(organisation))
    assert made.status_code == 201, made.content
    told = made.json()
    assert told["state"] == "draft"
    assert told["missing"]
    path = f"{LIST}{told['slug']}/"
    assert made["Location"].endswith(path)
    assert call("post", f"{path}announcement/").status_code == 422
    changed = call(
        "patch", path, {"venue": VenueFactory().slug, "capacity": 80, "spoken": ["de", "tr"]}
    )
    assert changed.status_code == 200, changed.content
    assert changed.json()["spoken"] == ["de", "tr"]
    written = call("put", f"{path}texts/tr/", {"title": "Açık akşam", "summary": "Gelin."})
    assert written.json()["title"] == "Açık akşam"
    assert call("post", f"{path}announcement/").json()["state"] == "confirmed"
    event = Event.objects.get(slug=told["slug"])
    assert event.capacity == 80
    assert Client().get(f"/api/v1/events/{event.slug}/").status_code == 200
    assert call("post", f"{path}cancellation/").json()["state"] == "cancelled"


def test_what_is_not_sent_stays(call, event):
    Event.objects.filter(pk=event.pk).update(contact_name="Büro", capacity=7)
    answer = call("patch", f"{LIST}{event.slug}/", {"contact_phone": "0231 1"})
    assert answer.json()["contact_name"] == "Büro"
    event.refresh_from_db()
    assert (event.capacity, event.contact_phone) == (7, "0231 1")


def test_wrong_values_name_their_fields_and_change_nothing(call, event):
    refused = call("patch", f"{LIST}{event.slug}/", {"capacity": 5, "venue": "nowhere"})
    assert set(refused.json()["errors"]) == {"venue"}
    event.refresh_from_db()
    assert event.capacity is None
    early = {"ends_at": (event.starts_at - timedelta(hours=1)).isoformat()}
    assert set(call("patch", f"{LIST}{event.slug}/", early).json()["errors"]) == {"ends_at"}
    assert call("patch", f"{LIST}{event.slug}/", {"capacity": []}).status_code == 422


def test_who_changes_an_older_state_is_told(call, event):
    path = f"{LIST}{event.slug}/"
    tag = call("get", path)["ETag"]
    assert call("patch", path, {"capacity": 5}, **{"if-match": tag}).status_code == 200
    stale = call("patch", path, {"capacity": 6}, **{"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    words = {"title": "Anders", "summary": ""}
    text = f"{path}texts/de/"
    assert call("put", text, words, **{"if-match": '"old"'}).status_code == 412


def test_the_tag_is_the_same_in_every_language(call, event):
    path = f"{LIST}{event.slug}/"
    words = {"title": "Open evening", "summary": "Come."}
    assert call("put", f"{path}texts/en/", words).status_code == 200
    german, english = (call("get", f"{path}?language={code}") for code in ("de", "en"))
    assert german.json()["title"] != english.json()["title"] == "Open evening"
    assert german["ETag"] == english["ETag"]
    changed = call("patch", path, {"capacity": 5}, **{"if-match": english["ETag"]})
    assert changed.status_code == 200, changed.content


@pytest.mark.parametrize(
    ("role", "read", "write", "lead"),
    [
        ("stranger", 404, 404, 404),
        ("viewer", 200, 403, 403),
        ("editor", 200, 200, 403),
        ("organiser", 200, 200, 200),
        ("owner", 200, 200, 200),
        ("administrator", 200, 200, 200),
    ],
)
def test_a_scope_never_adds_a_right(call, event, role, read, write, lead):
    path = f"{LIST}{event.slug}/"
    assert call("get", path, role=role).status_code == read
    assert call("patch", path, {"capacity": 5}, role=role).status_code == write
    assert call("post", f"{path}cancellation/", role=role).status_code == lead


def test_an_organisation_of_others_can_not_lead(call):
    refused = call("post", LIST, draft(OrganisationFactory()))
    assert set(refused.json()["errors"]) == {"lead"}
    assert Event.objects.count() == 0


def test_the_list_has_ones_own(call, event):
    EventFactory()
    assert [each["slug"] for each in call("get", LIST).json()["results"]] == [event.slug]


def test_names_need_their_own_scope_and_right(call, event, organisation):
    Event.objects.filter(pk=event.pk).update(entry=Event.Entry.REGISTRATION)
    registration = registered(Event.objects.get(pk=event.pk))
    path = f"{LIST}{event.slug}/registrations/"
    header = bearer(somebody("organiser", organisation), "events:write")
    assert Client().get(path, headers=header).json()["code"] == "scope_missing"
    assert call("get", path, role="editor").status_code == 403
    (row,) = call("get", path).json()
    assert row["name"] == "Gast 0"
    assert "email" not in row
    assert AuditEntry.objects.filter(verb="events.registrations_fetched").count() == 1
    came = call("put", f"{path}{registration.pk}/arrival/", {"came": 1})
    assert came.json()["came"] == 1
    ended = call("post", f"{path}{registration.pk}/cancellation/")
    assert ended.json()["state"] == "cancelled"
    assert call("get", f"{path}numbers/").json()["registered"] == 0


def test_a_key_sent_twice_makes_one_draft(call, organisation):
    user = somebody("organiser", organisation)
    headers = bearer(user, "events:write") | {"idempotency-key": "k"}
    body = json.dumps(draft(organisation))
    for _ in range(2):
        answer = Client().post(LIST, body, "application/json", headers=headers)
        assert answer.status_code in (201, 422)
    assert Event.objects.count() == 1


def test_drafts_are_deleted_and_nothing_else(call, event, organisation):
    unseen = EventFactory(lead=organisation, state=Event.State.DRAFT, published_at=None)
    assert call("delete", f"{LIST}{unseen.slug}/").status_code == 204
    assert call("delete", f"{LIST}{event.slug}/").status_code == 422
