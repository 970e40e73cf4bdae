"""The workspace's pages of organisations, and how many queries each of them takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from partners import services
from partners.models import Invitation, Membership, Organisation
from tests.factories import CampaignFactory, OrganisationFactory, PetitionFactory
from tests.partners.conftest import browser_of, member, person

pytestmark = pytest.mark.django_db
Role = Membership.Role
LIST = "/de/organise/organisations/"
NEW = {
    "name": "Runder Tisch",
    "short_name": "",
    "kind": "other",
    "website": "example.org",
    "summary": "Wir reden mit.",
    "owner": "",
}
MEMBERS_READ = dict.fromkeys(["viewer", "editor", "organiser"], 200)
EVERYONE = {"visitor": 302, "stranger": 404, "moderator": 404} | MEMBERS_READ
OWNERS = dict.fromkeys(["owner", "administrator", "superuser"], 200)
NOT_MEMBERS = dict.fromkeys(["viewer", "editor", "organiser"], 403)


def matrix(page: str, statuses: dict[str, int]):
    return [(page, who, status) for who, status in (EVERYONE | OWNERS | statuses).items()]


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        *matrix("verein/", {}),
        *matrix("verein/edit/", {"viewer": 403, "editor": 403}),
        *matrix("verein/trail/", NOT_MEMBERS),
        *matrix("", {"stranger": 200, "moderator": 200}),
        *matrix("new/", NOT_MEMBERS | {"stranger": 403, "moderator": 403, "owner": 403}),
    ],
)
def test_each_gets_what_they_should(organisation, page, who, status):
    assert browser_of(person(who, organisation)).get(LIST + page).status_code == status


def test_a_stranger_sees_no_name_of_it(organisation):
    page = browser_of(person("stranger", organisation)).get(LIST)
    assert "Anderer Verein" in page.text
    assert ">Verein<" not in page.text


class TestMaking:
    @pytest.fixture
    def boss(self, db) -> User:
        return User.objects.create_user("boss@example.net", site_role="administrator")

    def test_whoever_makes_it_owns_it(self, boss):
        answer = browser_of(boss).post(f"{LIST}new/", NEW)
        assert answer.url == f"{LIST}runder-tisch/"
        made = Organisation.objects.get()
        assert made.website == "https://example.org"
        assert made.memberships.get().role == Role.OWNER

    def test_ones_own_address_is_oneself(self, boss):
        browser_of(boss).post(f"{LIST}new/", NEW | {"owner": "Boss@example.net"})
        assert boss.memberships.get().role == Role.OWNER

    def test_or_whoever_is_named(self, boss):
        browser_of(boss).post(f"{LIST}new/", NEW | {"owner": "Gast@example.net"})
        assert not Membership.objects.exists()
        offer = Invitation.objects.get()
        assert (offer.email, offer.role) == ("gast@example.net", Role.OWNER)

    def test_not_by_half(self, boss, settings):
        settings.LIMITS = settings.LIMITS | {"invite:organisation": "0/hour"}
        answer = browser_of(boss).post(f"{LIST}new/", NEW | {"owner": "gast@example.net"})
        assert answer.status_code == 429
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"name": ""}, {"summary": ""}, {"kind": "x"}, {"website": "javascript:alert(1)"}]
    )
    def test_what_is_wrong_is_shown_again(self, boss, wrong):
        page = browser_of(boss).post(f"{LIST}new/", NEW | wrong)
        assert page.status_code == 422
        assert "error-summary" in page.text
        assert not Organisation.objects.exists()


def test_changing_name_and_website(as_owner, organisation):
    changes = {"name": "Neu", "short_name": "N", "kind": "union", "website": ""}
    assert as_owner.post(f"{LIST}verein/edit/", changes).url == f"{LIST}verein/"
    organisation.refresh_from_db()
    assert (organisation.name, organisation.kind) == ("Neu", "union")


def test_a_thing_that_never_was_is_not_found(as_owner):
    assert as_owner.get(f"{LIST}unbekannt/").status_code == 404


def test_the_trail_in_words(as_owner, owner, organisation):
    services.invite(organisation, "gast@example.net", "viewer", "de", actor=owner)
    services.appoint(organisation, User.objects.create_user("x@example.net"), Role.VIEWER)
    page = as_owner.get(f"{LIST}verein/trail/").text
    for words in ("</bdi> hat jemanden eingeladen", "</bdi> hat eine Rolle vergeben", "Owner"):
        assert words in page
    assert "gast@example.net" not in page
    assert "partners." not in page.partition("<main")[2].partition("</main>")[0]


PAGES = ["/de/organise/", LIST, f"{LIST}verein/", f"{LIST}verein/trail/"]
FORMS = [f"{LIST}verein/edit/", f"{LIST}verein/invite/", f"{LIST}new/"]


@pytest.mark.parametrize("who", ["owner", "administrator"])
@pytest.mark.parametrize("path", PAGES + FORMS)
def test_a_fixed_number_of_queries(organisation, path, who):
    user = person(who, organisation)
    if "new/" in path and who == "owner":
        return
    grow(organisation, user, 1)
    asked_with_one = queries(user, path)
    for number in (2, 3):
        grow(organisation, user, number)
    assert queries(user, path) == asked_with_one


def grow(organisation: Organisation, user: User, number: int) -> None:
    """One more of everything that the pages list."""
    other = OrganisationFactory(name=f"Zweigverein {number}")
    services.appoint(other, user, Role.OWNER)
    for each in (organisation, other):
        campaign = CampaignFactory(lead=each)
        PetitionFactory(initiator=each, campaign=campaign)
        member(each, Role.VIEWER, f"m{each.pk}-{number}")
        services.invite(each, f"g{number}@example.net", "viewer", "de", actor=user)


def queries(user: User, path: str) -> int:
    client = browser_of(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
