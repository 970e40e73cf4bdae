"""The page of figures and its files: who gets them, what they show, what they cost."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.models import Membership
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get, somebody
from tests.volunteers.factories import (
    ShiftFactory,
    ShiftSignupFactory,
    SupporterFactory,
    TaskFactory,
    VolunteerFactory,
)
from tests.web.test_table_files import csv_rows, xlsx_rows

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/volunteering/figures/"


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def campaign(lead):
    return CampaignFactory(lead=lead, slug="wahl")


def helped(campaign, minutes=90) -> None:
    shift = ShiftFactory(campaign=campaign, starts_at=timezone.now() - timedelta(days=1))
    ShiftSignupFactory(shift=shift, presence="came", minutes=minutes, approved_at=timezone.now())


def file(name: str, kind: str = "csv") -> str:
    return reverse("volunteers_organise:figures_table", args=[name, kind])


@roles_get(stranger=403, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_gets_the_page(campaign, lead, role, status):
    assert logged_in(role, lead).get(PAGE).status_code == status


@pytest.mark.parametrize("name", ["needs", "hours", "people", "languages"])
@roles_get(stranger=403, viewer=200)
def test_who_gets_the_files(campaign, lead, name, role, status):
    assert logged_in(role, lead).get(file(name)).status_code == status


def test_nobody_chooses_the_campaign_of_others(campaign):
    client = logged_in("owner", OrganisationFactory())
    for page in (PAGE, file("hours")):
        assert client.get(page, {"campaign": "wahl"}).status_code == 404


def test_a_table_or_a_kind_that_is_not_there(campaign, lead):
    client = logged_in("viewer", lead)
    assert client.get(file("names")).status_code == 404
    assert client.get(file("hours", "pdf")).status_code == 404


def test_each_chart_has_its_table(campaign, lead):
    helped(campaign)
    TaskFactory(campaign=campaign, language="tr")
    page = logged_in("viewer", lead).get(PAGE).text
    assert page.count('class="chart__drawing') == 3
    assert page.count("<table") == 4
    assert len(set(re.findall(r'id="([^"]+)"', page))) == len(re.findall(r' id="[^"]+"', page))


def test_an_empty_page_says_so(campaign, lead):
    page = logged_in("viewer", lead).get(PAGE).text
    assert page.count('class="empty"') == 4


def test_one_campaign_is_chosen(campaign, lead):
    helped(campaign, 60)
    helped(CampaignFactory(lead=lead), 120)
    client = logged_in("viewer", lead)
    assert client.get(PAGE).context["all_hours"] == 3
    assert client.get(PAGE, {"campaign": "wahl"}).context["all_hours"] == 1


def test_the_file_of_hours_holds_minutes_month_by_month(campaign, lead):
    helped(campaign)
    rows = csv_rows(logged_in("viewer", lead).get(file("hours")).content)
    assert rows[0] == ["Monat ab", "Minuten in Schichten", "Minuten bei Aufgaben"]
    assert len(rows) == 13
    assert sum(int(row[1]) for row in rows[1:]) == 90


def test_the_file_is_a_spreadsheet_too(campaign, lead):
    helped(campaign)
    answer = logged_in("viewer", lead).get(file("needs", "xlsx"))
    assert "attachment" in answer["Content-Disposition"]
    rows = xlsx_rows(answer.content)
    assert len(rows) == 22


@pytest.mark.parametrize(("role", "said"), [("viewer", "weniger als fünf"), ("organiser", "1")])
def test_few_speakers_are_told_to_those_who_see_people_anyway(campaign, lead, role, said):
    TaskFactory(campaign=campaign, language="tr")
    SupporterFactory(campaign=campaign, volunteer=VolunteerFactory(speaks={"tr": "3"}))
    client = logged_in(role, lead)
    assert csv_rows(client.get(file("languages")).content)[1] == ["Türkçe", "1", "1", said]
    assert ("weniger als fünf" in client.get(PAGE).text) is (role == "viewer")


def test_whoever_sees_people_of_one_campaign_only_is_not_told_of_both(campaign, lead):
    """An organiser here and a viewer there: of both together like a viewer."""
    other = CampaignFactory()
    user = somebody("organiser", lead)
    Membership.objects.create(organisation=other.lead, user=user, role="viewer")
    for one in (campaign, other):
        SupporterFactory(campaign=one, volunteer=VolunteerFactory(speaks={"tr": "3"}))
        TaskFactory(campaign=one, language="tr")
    client = Client()
    client.force_login(user)
    assert csv_rows(client.get(file("languages")).content)[1][3] == "weniger als fünf"
    own = csv_rows(client.get(file("languages"), {"campaign": "wahl"}).content)
    assert own[1][3] == "1"


def test_it_costs_the_same_however_much(campaign, lead):
    helped(campaign)
    client = logged_in("organiser", lead)
    one = queries_of(client, PAGE)
    for _ in range(2):
        helped(CampaignFactory(lead=lead))
        TaskFactory(campaign=campaign, language="ar")
    assert queries_of(client, PAGE) == one
