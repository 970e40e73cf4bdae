"""One's own organisation by program: profile, contact, words, members."""

import pytest

from partners.models import FieldOfWork, Organisation, OrganisationContact
from privacy.models import AuditEntry
from tests.access.calling import call as call_as
from tests.access.calling import refused
from tests.factories import OrganisationFactory
from tests.organising import queries_of, somebody

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organise/organisations/"
ONE = f"{LIST}bund/"
BOTH = ["organisations:read", "organisations:write"]


@pytest.fixture
def bund(db) -> Organisation:
    return OrganisationFactory(slug="bund", name="Bunter Bund", district="Hörde")


@pytest.fixture
def call(bund):
    people = {}

    def call(method, path, body=None, *, role="organiser", scopes=BOTH, **more):
        if role not in people:
            people[role] = somebody(role, bund)
        return call_as(people[role], method, path, body, scopes=scopes, **more)

    return call


def test_ones_own_only_public_or_not(call, bund):
    OrganisationFactory()
    Organisation.objects.update(is_public=False)
    [found] = call("get", LIST, role="viewer").json()["results"]
    assert (found["slug"], found["is_public"]) == ("bund", False)
    assert call("get", LIST, role="stranger").json()["results"] == []


@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("get", ""), ("patch", ""), ("get", "contact/"), ("patch", "contact/"),
        ("get", "texts/"), ("get", "texts/de/"), ("patch", "texts/de/"), ("get", "members/"),
    ],
)  # fmt: skip
def test_strangers_and_scopes(call, method, part):
    refused(call(method, f"{ONE}{part}", {}, role="stranger"), 404, "not_found")
    wrong = ["campaigns:read"] if method == "get" else ["organisations:read"]
    refused(call(method, f"{ONE}{part}", {}, scopes=wrong), 403, "scope_missing")


@pytest.mark.parametrize(
    ("role", "method", "part"),
    [
        ("editor", "patch", ""), ("editor", "get", "contact/"), ("editor", "patch", "contact/"),
        ("viewer", "patch", "texts/de/"),
    ],
)  # fmt: skip
def test_a_role_without_the_right(call, role, method, part):
    refused(call(method, f"{ONE}{part}", {}, role=role), 403, "forbidden")


def test_what_is_sent_changes_and_the_rest_stays(call, bund):
    FieldOfWork.objects.create(slug="chor")
    body = {"languages": ["tr", "de"], "fields_of_work": ["chor"], "kind": "migrant"}
    answer = call("patch", ONE, body)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert (found["name"], found["district"]) == ("Bunter Bund", "Hörde")
    assert (found["kind"], found["fields_of_work"]) == ("migrant", ["chor"])
    call("patch", ONE, {"short_name": "BB"})
    bund.refresh_from_db()
    assert (bund.short_name, bund.kind, bund.languages.count()) == ("BB", "migrant", 2)
    stale = call("patch", ONE, {"name": "Anders"}, if_match=answer["ETag"])
    refused(stale, 412, "precondition_failed")
    assert AuditEntry.objects.filter(verb="partners.edited").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": ["x"]}, {"kind": "club"}, {"website": "nowhere at all"},
        {"fields_of_work": ["none"]}, {"languages": ["xx"]}, {"district": "Atlantis"},
        {"languages": "de"},
    ],
)  # fmt: skip
def test_what_the_form_refuses(call, bund, wrong):
    told = refused(call("patch", ONE, {"short_name": "BB"} | wrong), 422, "invalid")
    assert list(told["errors"]) == list(wrong)
    bund.refresh_from_db()
    assert bund.short_name == ""


def test_contact_public_line_by_line(call, client, bund):
    answer = call("patch", f"{ONE}contact/", {"name": "Ada", "email": "ada@example.org"})
    assert answer.status_code == 200, answer.content
    public = "/api/v1/organisations/bund/"
    assert client.get(public).json()["contact"] == {}
    answer = call("patch", f"{ONE}contact/", {"is_email_public": True})
    assert answer.json()["name"] == "Ada"
    assert client.get(public).json()["contact"] == {"email": "ada@example.org"}
    assert answer["ETag"] == call("get", f"{ONE}contact/")["ETag"]
    stale = call("patch", f"{ONE}contact/", {"name": "x"}, if_match='"old"')
    refused(stale, 412, "precondition_failed")
    told = refused(call("patch", f"{ONE}contact/", {"email": "ada"}), 422, "invalid")
    assert list(told["errors"]) == ["email"]
    assert OrganisationContact.objects.get().email == "ada@example.org"


def test_words_by_language(call, bund):
    answer = call("patch", f"{ONE}texts/de/", {"description": "Seit 1999."}, role="editor")
    assert answer.json()["summary"] == "Wer wir sind (de)", answer.content
    assert call("patch", f"{ONE}texts/tr/", {"summary": "Biziz"}).json()["language"] == "tr"
    told = refused(call("patch", f"{ONE}texts/tr/", {"summary": ""}), 422, "invalid")
    assert list(told["errors"]) == ["summary"]
    refused(call("get", f"{ONE}texts/ar/"), 404, "not_found")
    stale = call("patch", f"{ONE}texts/de/", {"summary": "x"}, if_match='"old"')
    refused(stale, 412, "precondition_failed")


def test_members_with_their_roles(call, bund):
    owner = somebody("owner", bund)
    found = call("get", f"{ONE}members/", role="viewer").json()["results"]
    assert [(one["name"], one["role"]) for one in found if one["role"] == "owner"] == [
        (owner.email, "owner")
    ]
    assert {one["role"] for one in found} == {"owner", "viewer"}


@pytest.mark.parametrize("part", ["list", "", "texts/", "members/"])
def test_as_many_queries_for_three_as_for_one(client, bund, part):
    user = somebody("organiser", bund)
    client.force_login(user)
    path = LIST if part == "list" else f"{ONE}{part}"

    def more(number: int) -> None:
        other = OrganisationFactory()
        user.memberships.create(organisation=other, role="viewer")
        for one in (bund, other):
            one.languages.create(language=("tr", "uk", "ar")[number])
        bund.texts.create(language=("tr", "en", "ar")[number], summary="x")
        somebody("viewer", bund)

    more(0)
    one = queries_of(client, path)
    more(1)
    more(2)
    assert queries_of(client, path) == one
