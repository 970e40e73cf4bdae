import pytest

from accounts.models import User

from .conftest import PASSWORD, log_in, make_account
from .test_pages import FORBIDDEN


@pytest.fixture
def admin(db):
    return make_account("admin@example.org", is_staff=True, is_superuser=True)


@pytest.mark.django_db
class TestDoor:
    @pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/accounts/user/"])
    def test_strangers_take_the_platforms_own_login(self, client, path):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/de/accounts/login/")

    def test_no_password_form_of_its_own(self, client, admin):
        client.post("/admin/login/", {"username": admin.email, "password": PASSWORD})
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("rights", [{}, {"is_staff": True}, {"site_role": "administrator"}])
    def test_accounts_without_every_right_are_refused(self, as_ada, ada, rights):
        User.objects.filter(pk=ada.pk).update(**rights)
        for path in ("/admin/", "/admin/accounts/user/"):
            assert as_ada.get(path, follow=True).status_code == 403

    def test_superusers_enter(self, client, admin):
        log_in(client, admin)
        assert client.get("/admin/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "accounts/user/", "accounts/user/add/", "accounts/user/{}/change/"]
)
def test_pages_keep_to_the_csp(client, admin, path):
    log_in(client, admin)
    page = client.get(f"/admin/{path.format(admin.pk)}")
    assert page.status_code == 200
    assert (found := FORBIDDEN.search(page.content.decode())) is None, found


@pytest.mark.django_db
def test_an_account_made_here_opens_by_a_reset_link(client, admin):

    log_in(client, admin)
    client.post(
        "/admin/accounts/user/add/", {"email": "New@example.org", "usable_password": "false"}
    )
    assert not User.objects.get(email="new@example.org").has_usable_password()
