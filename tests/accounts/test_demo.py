import pytest
from django.core.exceptions import ImproperlyConfigured

from accounts import demo
from accounts.models import User

from .conftest import log_in, make_account


@pytest.fixture
def logins(db, settings):
    settings.DEMO = True
    return demo.create_logins()


@pytest.mark.django_db
def test_made_only_in_a_demonstration():
    with pytest.raises(ImproperlyConfigured, match="DEMO"):
        demo.create_logins()
    assert not User.objects.exists()


@pytest.mark.parametrize("who", ["admin", "organiser", "partner", "volunteer"])
def test_each_opens(client, logins, who):
    assert log_in(client, logins[who], demo.PASSWORD).url == "/de/accounts/"


def test_made_again_changes_nothing(logins):
    assert {name: user.pk for name, user in demo.create_logins().items()} == {
        name: user.pk for name, user in logins.items()
    }


def test_a_real_account_is_not_taken_over(db, settings):
    settings.DEMO = True
    make_account("partner@example.org")
    with pytest.raises(ImproperlyConfigured):
        demo.create_logins()


def test_shut_outside_the_demonstration(client, logins, settings):
    settings.DEMO = False
    answer = log_in(client, logins["admin"], demo.PASSWORD)
    assert answer.url == "/de/accounts/inactive/"
    assert "_auth_user_id" not in client.session


def test_open_sessions_end_with_the_demonstration(client, logins, settings):
    log_in(client, logins["admin"], demo.PASSWORD)
    assert client.get("/admin/").status_code == 200
    settings.DEMO = False
    assert client.get("/admin/").status_code == 302
