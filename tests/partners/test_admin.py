"""Organisations in the administration: for technicians alone."""

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


@pytest.mark.parametrize("role", Role.values)
def test_no_role_opens_the_administration(client, organisation, user, role):
    services.appoint(organisation, user, role)
    client.force_login(user)
    for path in ("", "partners/organisation/", "partners/membership/"):
        assert client.get(f"/admin/{path}", follow=True).status_code == 403
    assert not User.objects.get().is_staff


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
        membership = Membership.objects.get()
        path = f"/admin/partners/membership/{membership.pk}"
        client.post(f"{path}/change/", {"role": "viewer"})
        membership.refresh_from_db()
        assert membership.role == "viewer"
        client.post(f"{path}/delete/", {"post": "yes"})
        assert not Membership.objects.exists()

    def test_a_superuser_writes_about_all(self, client, boss, organisation):
        fields = {"name": "Verein e. V.", "slug": "verein", "kind": "other", "position": "5"}
        data = fields | text_forms(organisation, de={"summary": "Neu"})
        path = f"/admin/partners/organisation/{organisation.pk}/change/"
        assert client.post(path, data).status_code == 302
        organisation.refresh_from_db()
        assert (organisation.name, organisation.position) == ("Verein e. V.", 5)
        assert organisation.texts.get().summary == "Neu"
