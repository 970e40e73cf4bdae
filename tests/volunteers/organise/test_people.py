"""Who has joined, for those who coordinate: names for organisers, numbers for the others."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from privacy.models import AuditEntry
from tests.factories import CampaignFactory, OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get
from tests.volunteers.factories import SupporterFactory, VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db
PAGE = "/de/organise/volunteering/people/"
FILE = f"{PAGE}klima.csv"


@pytest.fixture
def lead():
    return OrganisationFactory()


@pytest.fixture
def campaign(lead):
    return CampaignFactory(slug="klima", lead=lead)


def helps(campaign, name: str = "Ayşe Yılmaz", **more: object):
    ways = more.pop("ways", ["stall"])
    note = more.pop("note", "")
    email = more.pop("email_address", f"{name.split()[0].lower()}@example.org")
    volunteer = VolunteerFactory(name=name, email_address=email, **more)
    return SupporterFactory(volunteer=volunteer, campaign=campaign, ways=ways, note=note)


@roles_get(stranger=200, viewer=200, editor=200, organiser=200, owner=200, administrator=200)
def test_who_reads_names_and_addresses(role, status, campaign, lead):
    helps(campaign, note="Ich backe")
    page = logged_in(role, lead).get(PAGE)
    assert page.status_code == status
    reads = role in ("organiser", "owner", "administrator")
    for words in ("Ayşe Yılmaz", "@example.org", "Ich backe"):
        assert (words in page.text) is reads


def test_of_campaigns_that_others_lead_nobody_learns_anything(campaign):
    helps(campaign, districts=["Hörde"])
    page = logged_in("owner", OrganisationFactory()).get(PAGE)
    assert "Ayşe" not in page.text
    assert [number for _way, number in page.context["numbers"]] == [0] * 7


def test_editors_see_how_many_help_in_which_way(campaign, lead):
    helps(campaign, ways=["stall", "news"])
    helps(campaign, "Omar Haddad", ways=["stall"])
    numbers = logged_in("editor", lead).get(PAGE).context["numbers"]
    assert dict(numbers)["am Stand helfen"] == 2
    assert dict(numbers)["Neuigkeiten bekommen"] == 1


def test_who_has_not_confirmed_or_has_left_is_not_shown(campaign, lead):
    for state in ("pending", "left"):
        SupporterFactory(
            campaign=campaign, state=state, volunteer=VolunteerFactory(name=f"Person {state}")
        )
    page = logged_in("organiser", lead).get(PAGE)
    assert "Person " not in page.text


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"Ayşe", "Omar", "Jana"}),
        ({"campaign": "klima"}, {"Ayşe", "Omar"}),
        ({"way": "news"}, {"Omar"}),
        ({"language": "ar"}, {"Omar", "Jana"}),
        ({"district": "Hörde"}, {"Ayşe", "Jana"}),
        ({"campaign": "klima", "district": "Hörde"}, {"Ayşe"}),
        ({"language": "ar", "district": "Brackel"}, {"Omar"}),
        ({"language": "pl"}, set()),
        # What nobody offered is no choice.
        ({"way": "flying", "campaign": "nirgends", "district": "x"}, {"Ayşe", "Omar", "Jana"}),
    ],
)
def test_people_are_chosen(campaign, lead, wanted, found):
    other = CampaignFactory(slug="wasser", lead=lead)
    helps(campaign, "Ayşe", districts=["Hörde"], speaks={"tr": "3"})
    helps(campaign, "Omar", ways=["news"], districts=["Brackel"], speaks={"ar": "3"})
    helps(other, "Jana", districts=["Hörde", "Brackel"][:1], speaks={"ar": "1"})
    page = logged_in("organiser", lead).get(PAGE, wanted)
    assert {row.name for row in page.context["rows"]} == found


def test_many_come_page_by_page(campaign, lead, monkeypatch):
    monkeypatch.setattr("volunteers.organise.people.PER_PAGE", 2)
    for number in range(3):
        helps(campaign, f"Person{number}")
    client = logged_in("organiser", lead)
    pages = [client.get(PAGE, {"page": number}).context["rows"] for number in (1, 2)]
    assert [len(rows) for rows in pages] == [2, 1]
    assert len({row.name for rows in pages for row in rows}) == 3


@roles_get(stranger=404, viewer=403, editor=403, organiser=200, owner=200, administrator=403)
def test_who_fetches_the_file(role, status, campaign, lead):
    helps(campaign)
    assert logged_in(role, lead).get(FILE).status_code == status


def test_the_file_is_logged_filtered_and_runs_no_formula(campaign, lead):
    helps(campaign, "Ayşe", ways=["news"], speaks={"tr": "3"}, districts=["Hörde"],
          slots=["week_evening"], note="-1+1")  # fmt: skip
    helps(campaign, "Omar")
    helps(CampaignFactory(lead=lead), "Jana")
    Volunteer.objects.filter(pk=Volunteer.objects.order_by("created_at").first().pk).update(
        name="=SUMME(A1)"
    )
    client = logged_in("organiser", lead)
    answer = client.get(FILE, {"way": "news"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    _head, row = csv.reader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")
    assert row[:2] == ["'=SUMME(A1)", "ayşe@example.org"]
    assert row[2:5] == ["Neuigkeiten bekommen", "Türkçe (fließend)", "Hörde"]
    assert row[6] == "'-1+1"
    entry = AuditEntry.objects.get(verb="volunteers.people_fetched")
    assert (entry.subject_id, entry.detail) == (str(campaign.pk), {"rows": 1})
    everybody = client.get(FILE).text
    assert "Omar" in everybody
    assert "Jana" not in everybody


def test_the_file_tells_the_day_by_the_clock_here(campaign, lead):
    supporter = helps(campaign)
    supporter.confirmed_at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    supporter.save()
    text = logged_in("organiser", lead).get(FILE).text
    assert '"2026-07-02"' in text


def test_the_page_leads_to_the_file_of_the_campaign_chosen(campaign, lead):
    helps(campaign)
    client = logged_in("organiser", lead)
    assert ".csv" not in client.get(PAGE).text
    page = client.get(PAGE, {"campaign": "klima", "way": "stall"})
    assert f'href="{FILE}?way=stall"' in page.text
    assert ".csv" not in logged_in("administrator").get(PAGE, {"campaign": "klima"}).text


def test_what_was_fetched_is_told_in_words_to_owners(campaign, lead):
    helps(campaign)
    logged_in("organiser", lead).get(FILE)
    page = logged_in("owner", lead).get(f"/de/organise/organisations/{lead.slug}/trail/")
    assert page.status_code == 200
    assert "Liste der Mithelfenden" in page.text


def test_it_costs_the_same_with_more_people(campaign, lead):
    client = logged_in("organiser", lead)
    helps(campaign, "A", speaks={"tr": "3"}, districts=["Hörde"])
    pages = (PAGE, f"{PAGE}?language=tr&district=Hörde&way=stall&campaign=klima", FILE)
    first = [queries_of(client, page) for page in pages]
    other = CampaignFactory(lead=lead)
    helps(campaign, "B", speaks={"tr": "3"}, districts=["Hörde"])
    helps(other, "C", speaks={"tr": "3", "de": "1"}, districts=["Hörde"])
    assert [queries_of(client, page) for page in pages] == first
