"""Inviting, giving roles, leaving: the pages, by role."""

import pytest

from partners import services
from partners.models import Invitation, Membership
from tests.factories import OrganisationFactory
from tests.partners.conftest import browser_of, member, person

pytestmark = pytest.mark.django_db
Role = Membership.Role
ORGANISATION = "/de/organise/organisations/verein/"
INVITE = {"email": "gast@example.net", "role": "editor", "language": "tr"}
ROLES = [
    ("visitor", 302),
    ("stranger", 404),
    ("moderator", 404),
    ("viewer", 403),
    ("editor", 403),
    ("organiser", 403),
    ("owner", 200),
    ("administrator", 200),
    ("superuser", 200),
]


@pytest.fixture
def colleague(organisation) -> Membership:
    return member(organisation, Role.EDITOR, "kollegin").memberships.get()


@pytest.mark.parametrize(("who", "status"), ROLES)
@pytest.mark.parametrize("page", ["invite", "role", "end", "revoke"])
def test_only_owners_say_who_belongs(organisation, colleague, page, who, status):
    invitation = services.invite(
        organisation, "x@example.net", "viewer", "de", actor=colleague.user
    )
    path, data = {
        "invite": ("invite/", INVITE),
        "role": (f"members/{colleague.pk}/", {"role": "owner"}),
        "end": (f"members/{colleague.pk}/end/", {}),
        "revoke": (f"invitations/{invitation.pk}/revoke/", {}),
    }[page]
    client = browser_of(person(who, organisation))
    if page != "revoke":
        assert client.get(ORGANISATION + path).status_code == status
    answer = client.post(ORGANISATION + path, data)
    assert answer.status_code == (302 if status == 200 else status)
    done = (
        Invitation.objects.filter(language="tr").exists()
        or not Membership.objects.filter(pk=colleague.pk, role=Role.EDITOR).exists()
        or not Invitation.objects.open().exists()
    )
    assert done is (status == 200)


def test_what_belongs_to_others_is_not_reached_through_ones_own(as_owner, organisation, owner):
    other = OrganisationFactory()
    theirs = member(other, Role.OWNER, "fremde").memberships.get()
    offer = services.invite(other, "x@example.net", "viewer", "de", actor=theirs.user)
    for path in (
        f"members/{theirs.pk}/",
        f"members/{theirs.pk}/end/",
        f"invitations/{offer.pk}/revoke/",
    ):
        assert as_owner.post(ORGANISATION + path, {"role": "viewer"}).status_code == 404
    assert Membership.objects.get(pk=theirs.pk).role == Role.OWNER
    assert Invitation.objects.open().exists()


def test_an_invitation_waits_on_the_page(as_owner, organisation):
    answer = as_owner.post(f"{ORGANISATION}invite/", INVITE, follow=True)
    assert "Die Einladung ist unterwegs" in answer.text
    assert "gast@example.net" in answer.text
    offer = Invitation.objects.get()
    as_owner.post(f"{ORGANISATION}invitations/{offer.pk}/revoke/")
    assert "gast@example.net" not in as_owner.get(ORGANISATION).text


def test_addresses_that_wait_are_for_owners_only(organisation, owner):
    services.invite(organisation, "gast@example.net", "viewer", "de", actor=owner)
    page = browser_of(member(organisation, Role.ORGANISER)).get(ORGANISATION)
    assert page.status_code == 200
    assert "gast@example.net" not in page.text


@pytest.mark.parametrize(
    "wrong", [{"email": "kein"}, {"role": "king"}, {"language": "xx"}, {"email": ""}]
)
def test_a_wrong_invitation_is_shown_again(as_owner, organisation, wrong):
    page = as_owner.post(f"{ORGANISATION}invite/", INVITE | wrong)
    assert page.status_code == 422
    assert "error-summary" in page.text
    assert not Invitation.objects.exists()


def test_whoever_belongs_is_not_invited(as_owner, organisation, owner):
    page = as_owner.post(f"{ORGANISATION}invite/", INVITE | {"email": owner.email})
    assert page.status_code == 422
    assert "gehört schon zur Organisation" in page.text


def test_everybody_may_leave(organisation, owner, colleague):
    path = f"{ORGANISATION}members/{colleague.pk}/end/"
    client = browser_of(colleague.user)
    assert "Organisation verlassen?" in client.get(path).text
    assert client.post(path).url == "/de/organise/"
    assert client.get(ORGANISATION).status_code == 404


def test_the_last_owner_reads_why_not(as_owner, owner, organisation):
    membership = owner.memberships.get()
    page = as_owner.post(f"{ORGANISATION}members/{membership.pk}/end/")
    assert page.status_code == 422
    assert "Jemand muss die Mitglieder verwalten können" in page.text
    page = as_owner.post(f"{ORGANISATION}members/{membership.pk}/", {"role": "viewer"})
    assert page.status_code == 422
    assert "Jemand muss die Mitglieder verwalten können" in page.text


def test_an_owner_who_steps_down_is_led_home(as_owner, owner, organisation):
    member(organisation, Role.OWNER, "zweite")
    membership = owner.memberships.get()
    answer = as_owner.post(f"{ORGANISATION}members/{membership.pk}/", {"role": "viewer"})
    assert answer.url == "/de/organise/"


def test_revoking_is_a_deed(as_owner, organisation, owner):
    offer = services.invite(organisation, "x@example.net", "viewer", "de", actor=owner)
    path = f"{ORGANISATION}invitations/{offer.pk}/revoke/"
    assert as_owner.get(path).status_code == 405
    assert Invitation.objects.open().exists()
