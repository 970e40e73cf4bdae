"""The pages of whoever runs the site: tasks for all of it, and the switches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from privacy.models import AuditEntry
from tests.partners.conftest import browser_of, person
from web import switches
from web.held import forget_held
from web.models import PartSwitch

pytestmark = pytest.mark.django_db
SITE = "/de/organise/site/"
SWITCH = f"{SITE}switches/pages.search/"
PAGES = [SITE, f"{SITE}tasks/new/", SWITCH]


@pytest.fixture
def boss(db) -> User:
    return User.objects.create_user("boss@example.net", site_role="administrator")


@pytest.fixture
def as_boss(boss):
    return browser_of(boss)


@pytest.fixture
def mod(db) -> User:
    return User.objects.create_user("mod@example.net", site_role="moderator")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("stranger", 403),
        ("moderator", 403),
        ("viewer", 403),
        ("editor", 403),
        ("organiser", 403),
        ("owner", 403),
        ("administrator", 200),
        ("superuser", 200),
    ],
)
def test_only_for_those_who_run_the_site(organisation, mod, who, status):
    client = browser_of(person(who, organisation))
    for path in [*PAGES, f"{SITE}tasks/{mod.pk}/"]:
        assert client.get(path).status_code == status
    if status != 200:
        client.post(f"{SITE}tasks/{mod.pk}/", {"role": "administrator"})
        client.post(SWITCH, {"is_on": "False", "sentence": ""})
        assert not User.objects.exclude(email__startswith="super").get(pk=mod.pk).runs_site
        assert not PartSwitch.objects.filter(is_on=False).exists()
    if status == 403:
        assert "Das darf nur, wer die Plattform verwaltet" in client.get(SITE).text


@pytest.mark.parametrize(
    ("who", "sees"), [("owner", False), ("moderator", False), ("administrator", True)]
)
def test_the_way_there_is_shown_to_them_only(organisation, who, sees):
    page = browser_of(person(who, organisation)).get("/de/organise/")
    assert (f'href="{SITE}"' in page.text) is sees


class TestTasks:
    def test_by_the_address_of_an_account(self, as_boss):
        ada = User.objects.create_user("ada@example.net", display_name="Ada")
        data = {"email": "Ada@example.net", "role": "moderator"}
        page = as_boss.post(f"{SITE}tasks/new/", data, follow=True)
        assert "Ada" in page.text
        ada.refresh_from_db()
        assert ada.moderates
        assert "@" not in str(list(AuditEntry.objects.values()))

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"email": "niemand@example.net"}, "gibt es kein Konto"),
            ({"email": "closed@example.net"}, "gibt es kein Konto"),
            ({"email": "kein"}, "E-Mail-Adresse"),
            ({"role": ""}, "Aufgabe"),
            ({"role": "king"}, "Aufgabe"),
        ],
    )
    def test_what_is_wrong_is_shown_again(self, as_boss, wrong, words):
        User.objects.create_user("ada@example.net")
        User.objects.create_user("closed@example.net", is_active=False)
        data = {"email": "ada@example.net", "role": "moderator"} | wrong
        page = as_boss.post(f"{SITE}tasks/new/", data)
        assert page.status_code == 422
        assert words in page.text
        assert not User.objects.filter(site_role="moderator").exists()

    def test_another_task_or_none(self, as_boss, mod):
        for role in ("administrator", ""):
            as_boss.post(f"{SITE}tasks/{mod.pk}/", {"role": role})
            mod.refresh_from_db()
            assert mod.site_role == role
        # Whoever has no task is nobody whose page this is.
        assert as_boss.get(f"{SITE}tasks/{mod.pk}/").status_code == 404

    def test_the_last_one_reads_why_not(self, as_boss, boss):
        page = as_boss.post(f"{SITE}tasks/{boss.pk}/", {"role": ""})
        assert page.status_code == 422
        assert "Jemand muss die Plattform verwalten" in page.text

    def test_whoever_resigns_is_led_home(self, as_boss, boss):
        User.objects.create_user("next@example.net", site_role="administrator")
        assert as_boss.post(f"{SITE}tasks/{boss.pk}/", {"role": ""}).url == "/de/organise/"
        assert as_boss.get(SITE).status_code == 403


class TestSwitches:
    @pytest.fixture(autouse=True)
    def asked_anew(self):
        forget_held(switches.KEY)
        yield
        forget_held(switches.KEY)

    def test_off_with_a_sentence_and_on_again(self, as_boss, boss, client):
        data = {"is_on": "False", "sentence": "Bis Montag."}
        page = as_boss.post(SWITCH, data, follow=True)
        assert "Gespeichert" in page.text
        found = client.get("/de/search/")
        assert found.status_code == 503
        assert "Bis Montag." in found.text
        assert "Bis Montag." in as_boss.get(SWITCH).text
        as_boss.post(SWITCH, {"is_on": "True", "sentence": ""})
        assert client.get("/de/search/").status_code == 200
        verbs = AuditEntry.objects.order_by("pk").values_list("verb", "actor")
        actor = f"user:{boss.pk}"
        assert list(verbs) == [
            ("web.part_switched_off", actor),
            ("web.part_switched_on", actor),
        ]

    def test_what_visitors_will_read_is_shown(self, as_boss):
        assert "The search is switched off" in as_boss.get(SWITCH.replace("/de/", "/en/")).text

    @pytest.mark.parametrize("wrong", [{"is_on": ""}, {"is_on": "x"}, {"sentence": "x" * 301}])
    def test_what_is_wrong_switches_nothing(self, as_boss, wrong):
        page = as_boss.post(SWITCH, {"is_on": "False", "sentence": ""} | wrong)
        assert page.status_code == 422
        assert switches.off("pages.search") is None

    def test_no_part_of_that_name(self, as_boss):
        assert as_boss.get(f"{SITE}switches/unknown/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_fixed_number_of_queries(as_boss, mod, path):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert as_boss.get(path).status_code == 200
        return len(asked)

    queries()
    asked_with_one = queries()
    for number in range(3):
        User.objects.create_user(f"{number}@example.net", site_role="moderator")
    assert queries() == asked_with_one
