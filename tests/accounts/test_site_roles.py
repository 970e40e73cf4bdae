"""Tasks for the whole site: given and taken on record, and never taken from the last one."""

import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import close, give_site_role
from privacy import retention
from privacy.models import AuditEntry
from tests.petitions.at_once import at_once

from .conftest import PASSWORD, log_in, make_account

pytestmark = pytest.mark.django_db
LAST = "Jemand muss die Plattform verwalten"


def administrator(name: str = "boss", **fields) -> User:
    return make_account(f"{name}@example.org", site_role="administrator", **fields)


class TestGiving:
    def test_given_and_taken_on_record(self, ada):
        boss = administrator()
        for role in ("moderator", "administrator", ""):
            give_site_role(ada, role, actor=boss)
            assert User.objects.get(pk=ada.pk).site_role == ada.site_role == role
        entries = AuditEntry.objects.filter(verb="accounts.site_role_given").order_by("pk")
        assert [each.detail["role"] for each in entries] == ["moderator", "administrator", ""]
        assert {each.actor for each in entries} == {f"user:{boss.pk}"}

    def test_what_does_not_change_leaves_no_trace(self, ada):
        give_site_role(ada, "", actor=ada)
        assert not AuditEntry.objects.exists()

    def test_only_tasks_that_there_are(self, ada):
        with pytest.raises(ValidationError, match="Wählen Sie eine der Aufgaben"):
            give_site_role(ada, "king", actor=administrator())

    @pytest.mark.parametrize("role", ["", "moderator"])
    def test_not_from_the_last_one(self, role):
        boss = administrator()
        administrator("gone", is_active=False)
        make_account("mod@example.org", site_role="moderator")
        with pytest.raises(ValidationError, match=LAST):
            give_site_role(boss, role, actor=boss)
        assert User.objects.get(pk=boss.pk).runs_site

    def test_a_superuser_is_somebody_who_runs_it(self):
        boss = administrator()
        User.objects.create_superuser("root@example.org")
        give_site_role(boss, "", actor=boss)
        assert not User.objects.get(pk=boss.pk).runs_site

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_resign_at_once_one_stays(self):
        going = [administrator("one"), administrator("two")]
        found = at_once(2, lambda: give_site_role(one := going.pop(), "", actor=one))
        assert found.count(ValidationError) == 1
        assert User.objects.who_run_the_site().count() == 1


class TestClosing:
    """The same rule holds for whoever deletes the account."""

    @pytest.mark.parametrize("fields", [{"site_role": "administrator"}, {"is_superuser": True}])
    def test_not_the_last_one(self, fields):
        boss = make_account("boss@example.org", **fields)
        administrator("gone", is_active=False)
        with pytest.raises(ValidationError, match="Nur Sie verwalten die Plattform"):
            close(boss, actor=boss)
        assert User.objects.who_run_the_site().count() == 1
        assert not AuditEntry.objects.exists()

    def test_nor_by_night(self):
        boss = administrator(joined_at=timezone.now() - timedelta(days=2000))
        make_account("ada@example.org", joined_at=timezone.now() - timedelta(days=2000))
        retention.carry_out()
        assert User.objects.get() == boss

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_go_at_once_one_stays(self):
        going = [administrator("one"), administrator("two")]
        found = at_once(2, lambda: close(one := going.pop(), actor=one))
        assert sorted(map(str, found)) == sorted(map(str, [ValidationError, None]))
        assert User.objects.who_run_the_site().count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_of_one_who_goes_and_one_who_resigns_at_once_one_stays(self):
        one, two = administrator("one"), administrator("two")
        deeds = [lambda: close(one, actor=one), lambda: give_site_role(two, "", actor=two)]
        found = at_once(2, lambda: deeds.pop()())
        assert found.count(ValidationError) == 1
        assert User.objects.who_run_the_site().count() == 1


class TestTheFirstOne:
    """`manage.py make_administrator`, on a server where nobody has an account."""

    def run(self, email: str = "Ada@example.org", **options) -> str:
        said = StringIO()
        call_command("make_administrator", email, stdout=said, **options)
        return said.getvalue()

    def link_in(self, said: str) -> str:
        return re.search(r"http://[^/]+(/\S+)", said).group(1)

    def test_the_link_leads_from_nothing_into_the_workspace(self, client, mails):
        page = client.get(self.link_in(self.run()), follow=True)
        action = re.search(r'action="(/de/accounts/password/reset/key/[^"]+)"', page.text)[1]
        next_field = re.search(r'name="next"[^>]*value="([^"]+)"', page.text)[1]
        data = {"password1": PASSWORD, "password2": PASSWORD, "next": next_field}
        page = client.post(action, data, follow=True)
        assert page.redirect_chain == [("/de/organise/", 302)]
        assert "/de/organise/organisations/new/" in page.text
        assert "Ihr neues Passwort ist gespeichert." in page.text
        assert client.get("/de/organise/site/").status_code == 200
        [notice] = mails()
        assert "Ein Passwort wurde festgelegt." in notice.body, "no link in a mail was there"

    def test_it_opens_once(self, client):
        link = self.link_in(self.run())
        user = User.objects.get()
        user.set_password(PASSWORD)
        user.save()
        assert "Dieser Link" in client.get(link, follow=True).text
        assert "password1" not in client.get(link, follow=True).text

    def test_it_opens_for_three_days(self, client):
        link = self.link_in(self.run())
        with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
            assert "password1" in Client().get(link, follow=True).text
        with time_machine.travel(timezone.now() + timedelta(days=3, hours=2)):
            assert "password1" not in Client().get(link, follow=True).text

    def test_without_the_link_nobody_gets_in(self, client):
        self.run()
        user = User.objects.get()
        assert not user.has_usable_password()
        for password in ("", "!", user.password):
            log_in(client, user, password)
        assert client.get("/de/organise/").status_code == 302

    def test_asked_again_it_gives_another_link(self):
        for _twice in range(2):
            assert self.link_in(self.run())
        assert User.objects.count() == EmailAddress.objects.count() == 1
        assert AuditEntry.objects.filter(verb="accounts.site_role_given").count() == 1

    def test_whoever_has_an_account_keeps_the_password(self, ada):
        said = self.run()
        assert "password/reset" not in said
        assert "/de/organise/" in said
        ada.refresh_from_db()
        assert ada.runs_site
        assert ada.check_password(PASSWORD)

    def test_in_the_language_asked_for(self):
        assert "/tr/accounts/password/reset/key/" in self.run(language="tr")
        assert User.objects.get().language == "tr"

    def test_the_address_counts_as_confirmed(self):
        self.run()
        User.objects.update(joined_at=timezone.now() - timedelta(days=30))
        retention.carry_out()
        assert User.objects.exists()

    @pytest.mark.parametrize("email", ["kein", "closed@example.org", "demo@example.org"])
    def test_what_can_not_be_is_said(self, email):
        make_account("closed@example.org", is_active=False)
        make_account("demo@example.org", is_demo=True)
        with pytest.raises(CommandError):
            self.run(email)
        assert not User.objects.exclude(site_role="").exists()
