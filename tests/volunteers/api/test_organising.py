"""The organisers' side of shifts by token: the rights of the pages, no more by a scope."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from privacy.models import AuditEntry
from tests.access.bearer import bearer
from tests.events.factories import EventFactory, VenueFactory
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import queries_of, somebody
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    TaskFactory,
    TeamFactory,
    VolunteerFactory,
)
from volunteers.models import Shift

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/shifts/"
ALL = ("shifts:write", "volunteers:read")
WHEN = timezone.now().replace(microsecond=0) + timedelta(days=9)


@pytest.fixture
def campaign(organisation):
    return CampaignFactory(lead=organisation)


@pytest.fixture
def shift(campaign):
    return ShiftFactory(campaign=campaign)


@pytest.fixture
def call(organisation):
    """Call as somebody with this role, by a token of these scopes."""

    def call(method: str, path: str, body=None, role="organiser", scopes=ALL, **headers):
        headers |= bearer(somebody(role, organisation), *scopes)
        sent = {} if body is None else {"data": json.dumps(body)}
        return getattr(Client(), method)(
            path, **sent, content_type="application/json", headers=headers
        )

    return call


def draft(campaign, **more):
    return {
        "campaign": campaign.slug,
        "title": "Stand",
        "starts_at": WHEN.isoformat(),
        "ends_at": (WHEN + timedelta(hours=2)).isoformat(),
        "role": "talking",
        "minimum": 2,
        "maximum": 4,
    } | more


def hours(begin) -> dict[str, str]:
    return {
        "starts_at": begin.isoformat(),
        "ends_at": (begin + timedelta(hours=4)).isoformat(),
    }


def test_from_a_draft_to_its_cancellation(call, campaign):
    made = call("post", LIST, draft(campaign))
    assert made.status_code == 201, made.content
    told = made.json()
    path = f"{LIST}{told['id']}/"
    assert made["Location"].endswith(path)
    assert (told["state"], told["requirements"][0]["role"]) == ("draft", "talking")
    assert told["missing"]
    assert call("post", f"{path}publication/").status_code == 422
    assert call("patch", path, {"place": "Nordmarkt"}).json()["missing"] == []
    written = call("put", f"{path}texts/tr/", {"title": "Stant", "meeting_point": "Çeşme"})
    assert written.json()["meeting_point"] == "Çeşme"
    assert call("post", f"{path}publication/").json()["state"] == "open"
    assert Client().get(f"/api/v1/shifts/{told['id']}/?language=tr").json()["title"] == "Stant"
    assert call("delete", path).status_code == 422
    assert call("post", f"{path}cancellation/").json()["state"] == "cancelled"
    assert call("patch", path, {"place": "Hafen"}).status_code == 422


def test_a_draft_is_deleted_and_another_campaigns_never_begun(call, campaign):
    path = f"{LIST}{call('post', LIST, draft(campaign)).json()['id']}/"
    assert call("delete", path, role="editor").status_code == 403
    assert call("delete", path).status_code == 204
    refused = call("post", LIST, draft(CampaignFactory()))
    unknown = call("post", LIST, draft(campaign) | {"campaign": "nowhere"})
    assert refused.status_code == unknown.status_code == 422
    assert refused.json() == unknown.json()
    early = draft(campaign, ends_at=(WHEN - timedelta(hours=1)).isoformat(), maximum=1)
    assert set(call("post", LIST, early).json()["errors"]) == {"ends_at", "maximum"}
    assert Shift.objects.count() == 0


def test_what_is_not_sent_stays_and_who_has_an_older_state_is_told(call, shift):
    Shift.objects.filter(pk=shift.pk).update(contact_name="Büro", minimum_age=18)
    path = f"{LIST}{shift.pk}/"
    tag = call("get", path)["ETag"]
    ShiftSignupFactory(shift=shift)
    answer = call("patch", path, {"contact_phone": "0231 1"}, **{"if-match": tag})
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert (told["contact_name"], told["minimum_age"], told["contact_phone"]) == (
        "Büro", 18, "0231 1",
    )  # fmt: skip
    stale = call("patch", path, {"contact_phone": "0231 2"}, **{"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")


def test_the_tag_is_the_same_in_every_language(call, shift):
    path = f"{LIST}{shift.pk}/"
    words = {"title": "Stall at the market"}
    assert call("put", f"{path}texts/en/", words).status_code == 200
    german, english = (call("get", f"{path}?language={code}") for code in ("de", "en"))
    assert german.json()["title"] != english.json()["title"] == words["title"]
    assert german["ETag"] == english["ETag"]
    changed = call("patch", path, {"contact_phone": "1"}, **{"if-match": english["ETag"]})
    assert changed.status_code == 200, changed.content


def test_things_of_others_are_refused_like_unknown_ones(call, shift):
    path = f"{LIST}{shift.pk}/"
    others = {
        "event": EventFactory().slug,
        "team": TeamFactory().slug,
        "venue": VenueFactory(keeper=OrganisationFactory()).slug,
    }
    for name, slug in others.items():
        refused = call("patch", path, {name: slug, "place": ""})
        assert set(refused.json()["errors"]) == {name}
        assert call("patch", path, {name: "nowhere", "place": ""}).json() == refused.json()
    shift.refresh_from_db()
    assert (shift.event, shift.team, shift.venue, shift.place) == (
        None, None, None, "vor der Bibliothek",
    )  # fmt: skip


def test_moving_people_to_two_places_takes_a_second_word(call, campaign, shift):
    other = ShiftFactory(campaign=campaign, starts_at=WHEN)
    person = VolunteerFactory()
    for one in (shift, other):
        ShiftSignupFactory(shift=one, volunteer=person)
    path = f"{LIST}{shift.pk}/time/"
    refused = call("put", path, hours(WHEN))
    told = refused.json()
    assert (refused.status_code, told["code"], told["people"]) == (409, "would_clash", 1)
    assert person.name not in refused.text
    assert call("put", path, hours(WHEN) | {"knows": "else"}).json()["code"] == "would_clash"
    moved = call("put", path, hours(WHEN) | {"knows": told["mark"]})
    assert moved.status_code == 200, moved.content
    shift.refresh_from_db()
    assert shift.starts_at == WHEN


def test_requirements_are_added_changed_and_removed(call, shift):
    path = f"{LIST}{shift.pk}/requirements/"
    need = {"role": "talking", "minimum": 1, "maximum": 3}
    spoken = [{"language": "tr", "level": "3"}, {"language": "ar"}]
    made = call("post", path, need | {"languages": spoken})
    assert made.status_code == 201, made.content
    one = f"{path}{made.json()['id']}/"
    assert made["Location"].endswith(one)
    assert made.json()["languages"] == [spoken[0], {"language": "ar", "level": "2"}]
    changed = call("put", one, need | {"maximum": 5})
    assert (changed.json()["maximum"], changed.json()["languages"]) == (5, [])
    wrong = call("put", one, need | {"minimum": 4})
    assert set(wrong.json()["errors"]) == {"maximum"}
    assert call("put", one, need | {"languages": spoken * 3}).status_code == 422
    elsewhere = ShiftFactory().requirements.get().pk
    assert call("delete", f"{path}{elsewhere}/").status_code == 404
    assert call("delete", one).status_code == 204
    last = shift.requirements.get()
    assert call("delete", f"{path}{last.pk}/").status_code == 422


def test_names_are_for_those_who_coordinate_and_fetching_them_is_on_record(call, shift):
    signup = ShiftSignupFactory(shift=shift)
    pending = ShiftSignupFactory(shift=shift, state="pending")
    path = f"{LIST}{shift.pk}/people/"
    assert call("get", path, role="editor").status_code == 403
    answer = call("get", path, scopes=["volunteers:read"])
    assert [each["name"] for each in answer.json()] == [signup.name]
    for secret in (signup.email, pending.name):
        assert secret not in answer.text
    assert AuditEntry.objects.filter(verb="volunteers.shift_people_fetched").count() == 1
    refused = call("get", path, scopes=["shifts:write"])
    assert refused.json()["code"] == "scope_missing"


def test_who_was_there_is_noted_without_a_name(call, shift):
    signup = ShiftSignupFactory(shift=shift)
    now = timezone.now()
    Shift.objects.filter(pk=shift.pk).update(starts_at=now, ends_at=now + timedelta(hours=2))
    path = f"{LIST}{shift.pk}/people/{signup.pk}/presence/"
    answer = call("put", path, {"presence": "came"})
    assert answer.json() == {"id": str(signup.pk), "presence": "came", "minutes": 120}
    assert call("put", path, {"presence": "left_early"}).status_code == 422
    assert call("put", path, {"presence": "flew"}).status_code == 422
    assert call("put", path, {"presence": ""}, role="editor").status_code == 403


def test_the_list_has_ones_own_drafts_and_nobody_elses(call, campaign, shift):
    drafted = ShiftFactory(campaign=campaign, state=Shift.State.DRAFT)
    ShiftFactory()
    ids = [each["id"] for each in call("get", LIST, role="viewer").json()["results"]]
    assert sorted(ids) == [shift.pk, drafted.pk]
    drafts = call("get", f"{LIST}?state=draft").json()["results"]
    assert [each["id"] for each in drafts] == [drafted.pk]
    assert call("get", f"{LIST}?is_past=true&campaign={campaign.slug}").json()["results"] == []
    assert call("get", f"{LIST}?state=flying").status_code == 422


def test_tasks_are_read_drafts_too_and_nobody_elses(call, campaign):
    drafted = TaskFactory(campaign=campaign, state="draft", maximum=4)
    other = TaskFactory()
    path = "/api/v1/organise/tasks/"
    (told,) = call("get", path, role="viewer").json()["results"]
    assert (told["id"], told["state"], told["maximum"], told["taken"]) == (
        drafted.pk,
        "draft",
        4,
        0,
    )
    assert call("get", f"{path}{drafted.pk}/").json() == told
    assert call("get", f"{path}{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("path", "make"), [(LIST, ShiftFactory), ("/api/v1/organise/tasks/", TaskFactory)]
)
def test_lists_cost_the_same_with_one_and_with_three(path, make, organisation, campaign):
    client = Client(headers=bearer(somebody("viewer", organisation), *ALL))
    make(campaign=campaign, team=TeamFactory())
    # The token's last use is noted once.
    client.get(path)
    one = queries_of(client, path)
    for _ in range(2):
        make(campaign=campaign, team=TeamFactory())
    assert queries_of(client, path) == one


def test_names_cost_the_same_with_one_and_with_three(organisation, shift):
    client = Client(headers=bearer(somebody("organiser", organisation), *ALL))
    path = f"{LIST}{shift.pk}/people/"
    ShiftSignupFactory(shift=shift)
    client.get(path)
    one = queries_of(client, path)
    for _ in range(2):
        ShiftSignupFactory(shift=shift)
    assert queries_of(client, path) == one


def test_whoever_lacks_the_right_changes_nothing(call, shift):
    path = f"{LIST}{shift.pk}/"
    elsewhere = f"{LIST}{ShiftFactory().pk}/"
    change = {"contact_name": "Ich"}
    assert call("patch", path, change, role="viewer").status_code == 403
    assert call("patch", path, change, role="stranger").status_code == 404
    assert call("patch", elsewhere, change).status_code == 404
    assert call("post", f"{path}cancellation/", role="editor").status_code == 403
    refused = call("patch", path, change, scopes=["shifts:read"])
    assert refused.json()["code"] == "scope_missing"
    for body in ([], {"minimum_age": []}, {"venue": {}}, {"offer_hours": 10**30}):
        assert call("patch", path, body).status_code == 422
    shift.refresh_from_db()
    assert (shift.contact_name, shift.state) == ("", "open")


def test_a_key_sent_twice_begins_one(call, campaign, organisation):
    headers = bearer(somebody("editor", organisation), *ALL) | {"idempotency-key": "k"}
    body = json.dumps(draft(campaign))
    for _ in range(2):
        answer = Client().post(LIST, body, "application/json", headers=headers)
    assert answer["Idempotency-Replayed"] == "true"
    assert Shift.objects.count() == 1
