import pytest
from django.test import Client

from accounts.models import User

from .conftest import log_in, make_account

HOME = "/de/accounts/"


@pytest.mark.django_db
class TestProfile:
    def test_saved_and_shown_in_the_new_language(self, as_ada, ada):
        answer = as_ada.post(HOME, {"display_name": "Ada L.", "language": "tr"})
        assert answer.url == "/tr/accounts/"
        ada.refresh_from_db()
        assert (ada.display_name, ada.language) == ("Ada L.", "tr")

    def test_refused(self, as_ada, ada):
        answer = as_ada.post(HOME, {"display_name": "Ada", "language": "xx"})
        assert answer.status_code == 422
        ada.refresh_from_db()
        assert ada.language == "de"

    def test_not_more_than_that(self, as_ada, ada):
        as_ada.post(
            HOME, {"display_name": "", "language": "de", "is_staff": "on", "email": "x@y.z"}
        )
        ada.refresh_from_db()
        assert (ada.is_staff, ada.email) == (False, "ada@example.org")


@pytest.mark.django_db
class TestClosing:
    URL = "/de/accounts/close/"

    def test_asks_first_whether_it_is_you(self, client, ada):
        log_in(client, ada)
        assert client.post(self.URL).url.startswith("/de/accounts/reauthenticate/")
        assert User.objects.filter(pk=ada.pk).exists()

    def test_asks_once_more(self, as_ada, ada):
        as_ada.get(self.URL)
        assert User.objects.filter(pk=ada.pk).exists()

    def test_deletes_and_ends_every_session(self, as_ada, ada):
        other = Client()
        log_in(other, ada)
        answer = as_ada.post(self.URL, follow=True)
        assert answer.status_code == 200
        assert not User.objects.exists()
        assert as_ada.get(HOME).status_code == 302
        assert other.get(HOME).status_code == 302

    def test_the_last_who_runs_the_site_is_told_what_to_do_first(self, as_ada, ada):
        User.objects.filter(pk=ada.pk).update(site_role="administrator")
        for answer, status in ((as_ada.get(self.URL), 200), (as_ada.post(self.URL), 422)):
            assert answer.status_code == status
            assert "Nur Sie verwalten die Plattform" in answer.text
            assert 'href="/de/organise/site/"' in answer.text
            assert "button--danger" not in answer.text
        assert as_ada.get(HOME).status_code == 200, "still logged in"
        make_account("bob@example.org", site_role="administrator")
        assert "button--danger" in as_ada.get(self.URL).text
        as_ada.post(self.URL)
        assert User.objects.get().email == "bob@example.org"
