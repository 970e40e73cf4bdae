"""Who acts for an organisation, and what that opens."""

import pytest

from accounts.models import User
from partners import services
from partners.models import Membership, Organisation
from privacy.models import AuditEntry
from tests.factories import OrganisationFactory
from tests.text_forms import text_forms

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def user() -> User:
    return User.objects.create_user("mitglied@example.net")


@pytest.fixture
def organisation() -> Organisation:
    return OrganisationFactory(name="Verein")


@pytest.mark.parametrize(
    ("role", "enters"),
    [(Role.VIEWER, False), (Role.EDITOR, False), (Role.ORGANISER, True), (Role.OWNER, True)],
)
def test_the_role_opens_the_administration(organisation, user, role, enters):
    services.appoint(organisation, user, role)
    assert User.objects.get().is_staff is enters


def test_another_role_shuts_it_again(organisation, user):
    services.appoint(organisation, user, Role.OWNER)
    services.appoint(organisation, user, Role.VIEWER)
    assert not User.objects.get().is_staff
    assert Membership.objects.count() == 1


def test_not_while_another_organisation_needs_them(organisation, user):
    services.appoint(OrganisationFactory(), user, Role.ORGANISER)
    services.dismiss(services.appoint(organisation, user, Role.OWNER))
    assert User.objects.get().is_staff


def test_superusers_stay(organisation):
    boss = User.objects.create_superuser("boss@example.net")
    services.dismiss(services.appoint(organisation, boss, Role.VIEWER))
    assert User.objects.get().is_staff


def test_each_deed_is_on_record(organisation, user):
    for _twice in range(2):
        membership = services.appoint(organisation, user, Role.OWNER)
    services.dismiss(membership)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["partners.appointed", "partners.dismissed"]


class TestPages:
    @pytest.fixture
    def boss(self, client) -> User:
        boss = User.objects.create_superuser("boss@example.net")
        client.force_login(boss)
        return boss

    def test_a_superuser_says_who_belongs(self, client, boss, organisation, user):
        data = {"organisation": organisation.pk, "user": user.pk, "role": "organiser"}
        assert client.post("/admin/partners/membership/add/", data).status_code == 302
        user.refresh_from_db()
        assert user.is_staff
        membership = Membership.objects.get()
        path = f"/admin/partners/membership/{membership.pk}"
        client.post(f"{path}/change/", {"role": "viewer"})
        user.refresh_from_db()
        assert not user.is_staff
        client.post(f"{path}/delete/", {"post": "yes"})
        assert not Membership.objects.exists()

    def test_organisers_write_about_their_own(self, client, organisation, user):
        services.appoint(organisation, user, Role.ORGANISER)
        client.force_login(user)
        OrganisationFactory(name="Fremde")
        page = client.get("/admin/partners/organisation/").content.decode()
        assert "Verein" in page
        assert "Fremde" not in page
        fields = {"name": "Verein e. V.", "short_name": "", "website": "", "is_public": ""}
        data = fields | text_forms(organisation, de={"summary": "Neu"})
        path = f"/admin/partners/organisation/{organisation.pk}/change/"
        assert client.post(path, data).status_code == 302
        organisation.refresh_from_db()
        assert (organisation.name, organisation.is_public) == ("Verein e. V.", True)
        assert organisation.texts.get().summary == "Neu"
        assert client.get("/admin/partners/membership/").status_code == 403
        assert client.get("/admin/partners/organisation/add/").status_code == 403
