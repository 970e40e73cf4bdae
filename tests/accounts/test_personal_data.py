import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import personal_data, services
from accounts.models import User
from privacy import retention
from privacy.person import person_key
from privacy.services import self_service_link

from .conftest import make_account

KEY = person_key("ada@example.org")


@pytest.mark.django_db
class TestSelfService:
    def test_shown(self, ada):
        [section] = personal_data.sections(KEY, "de")
        assert ada.email in render_to_string(section.template, section.context)

    def test_nothing_to_show(self):
        assert personal_data.sections(KEY, "de") == []
        assert personal_data.address_of(KEY) is None

    def test_handed_out(self, ada):
        handed_out = json.dumps(personal_data.export(KEY))
        assert "ada@example.org" in handed_out
        assert "password" not in handed_out

    def test_erased(self, ada):
        make_account("bob@example.org")
        personal_data.erase(KEY)
        personal_data.erase(KEY)
        assert [user.email for user in User.objects.all()] == ["bob@example.org"]

    def test_a_link_does_not_close_what_a_second_factor_guards(self, ada):
        TOTP.activate(ada, generate_totp_secret())
        personal_data.erase(KEY)
        assert User.objects.exists()
        with translation.override("en"):
            assert "log in" in personal_data.remains(KEY)[0].lower()

    def test_an_account_that_is_erased_does_not_remain(self, ada):
        assert personal_data.remains(KEY) == []

    def test_the_pages_of_erasing_name_the_account_that_stays(self, client):
        make_account("ada@example.org", is_superuser=True)
        path = f"{self_service_link(KEY, 'en').removeprefix(settings.SITE_URL)}erase/"
        for send in (client.get, client.post):
            assert "Your account stays" in send(path).text

    @pytest.mark.parametrize("task", [{"is_superuser": True}, {"site_role": "moderator"}])
    def test_a_link_does_not_close_the_administration(self, task):
        make_account("ada@example.org", **task)
        personal_data.erase(KEY)
        assert User.objects.exists()


@pytest.mark.django_db
class TestRetention:
    def age(self, user, **since):
        User.objects.filter(pk=user.pk).update(joined_at=timezone.now() - timedelta(**since))

    def test_unconfirmed_accounts_go_after_14_days(self, ada):
        late = User.objects.create_user("late@example.org", "x")
        EmailAddress.objects.create(user=late, email=late.email, primary=True)
        fresh = User.objects.create_user("fresh@example.org", "x")
        self.age(late, days=15)
        self.age(fresh, days=13)
        self.age(ada, days=15)
        assert services.close_unconfirmed() == 1
        assert set(User.objects.all()) == {ada, fresh}

    def test_unused_accounts_go_after_three_years(self, ada):
        admin = make_account("admin@example.org", is_superuser=True)
        self.age(ada, days=3 * 365 + 1)
        self.age(admin, days=3 * 365 + 1)
        assert services.close_unused() == 1
        assert list(User.objects.all()) == [admin]

    def test_every_field_has_a_rule(self):
        ours = ("accounts.", "account.", "mfa.", "usersessions.", "admin.", "sessions.")
        assert [name for name in retention.missing() if name.startswith(ours)] == []
