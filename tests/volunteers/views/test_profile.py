"""About me, behind the secret: one's own words, ways and consents, and nobody else's."""

import pytest
from django.test import Client

from privacy import secrets
from privacy.models import Consent
from privacy.person import person_key
from privacy.services import SELF_SERVICE_LIFETIME
from tests.factories import CampaignFactory
from tests.organising import queries_of
from tests.volunteers.joining import joined
from volunteers.models import Supporter, Volunteer

pytestmark = pytest.mark.django_db


def own(email: str = "ayse@example.org") -> str:
    secret = secrets.issue(
        secrets.SELF_SERVICE, person_key=person_key(email), lifetime=SELF_SERVICE_LIFETIME
    )
    return f"/en/volunteering/mine/{secret}/profile/"


def told(**more: object) -> dict[str, object]:
    return {"name": "Ayşe Y.", "language": "tr"} | more


def test_it_shows_what_was_told_and_which_ways_were_chosen(client):
    joined(
        CampaignFactory(), "ayse@example.org", "stall", "news",
        languages={"tr": "3"}, districts=["Hörde"], slots=["week_evening"], note="Ich backe",
    )  # fmt: skip
    page = client.get(own())
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert "Ayşe Yılmaz" in page.text
    assert "Ich backe" in page.text
    form = page.context["form"]
    assert form["languages"].value() == {"tr": "3"}
    assert (form["districts"].value(), form["slots"].value()) == (["Hörde"], ["week_evening"])
    ((_supporter, ways),) = page.context["joined"]
    assert set(ways["ways"].value()) == {"stall", "news"}
    assert page.text.count(" checked") == 5


def test_what_is_changed_is_written_down(client):
    joined(CampaignFactory(), languages={"tr": "3"})
    path = own()
    answer = client.post(
        path,
        told(languages=["ar", "de"], languages_ar="1", languages_de="3", districts=["Brackel"],
             slots=["weekend_morning"]),
    )  # fmt: skip
    assert answer["Location"] == path
    person = Volunteer.objects.get()
    assert (person.name, person.language, person.email) == ("Ayşe Y.", "tr", "ayse@example.org")
    assert dict(person.languages.values_list("language", "level")) == {"ar": "1", "de": "3"}
    assert (person.districts, person.slots) == (["Brackel"], ["weekend_morning"])
    assert "Saved." in client.get(path).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "Win at evil.com"), ("language", "xx"), ("languages", ["tlh"])],
)
def test_what_is_malformed_is_said_and_changes_nothing(client, field, value):
    joined(CampaignFactory())
    answer = client.post(own(), told(**{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Volunteer.objects.get().name == "Ayşe Yılmaz"


def test_ways_give_and_end_consents(client):
    supporter = joined(CampaignFactory(), "ayse@example.org", "stall", "news")
    path = own().replace("/profile/", f"/profile/{supporter.pk}/ways/")
    name = f"campaign-{supporter.pk.hex}-ways"
    assert client.post(path, {name: ["stall", "doors"]}).status_code == 302
    assert {one.way for one in supporter.ways.all()} == {"stall", "doors"}
    standing = Consent.objects.standing()
    assert set(standing.values_list("purpose", flat=True)) == {
        "volunteers.stall", "volunteers.doors",
    }  # fmt: skip
    client.post(path, {name: ["flying"]})
    assert {one.way for one in supporter.ways.all()} == {"stall", "doors"}


def test_leaving_asks_first_and_then_forgets_what_was_told(client):
    supporter = joined(CampaignFactory(), note="Ich backe")
    path = own().replace("/profile/", f"/profile/{supporter.pk}/leave/")
    assert client.get(path).status_code == 200
    assert Supporter.objects.get().has_joined
    client.post(path)
    left = Supporter.objects.get()
    assert (left.state, left.note, left.ways.count()) == ("left", "", 0)
    assert not Consent.objects.standing().exists()


def test_nobody_reaches_another_ones_campaign(client):
    supporter = joined(CampaignFactory(), "omar@example.org")
    joined(CampaignFactory())
    for ending in ("ways", "leave"):
        path = own().replace("/profile/", f"/profile/{supporter.pk}/{ending}/")
        assert client.post(path).status_code == 404
    assert "omar" not in client.get(own()).text
    assert Supporter.objects.get(pk=supporter.pk).ways.count() == 1


def test_who_has_confirmed_nothing_sees_nothing_and_changes_nothing(client):
    page = client.get(own())
    assert page.status_code == 200
    assert "You have not joined any campaign yet." in page.text
    assert client.post(own(), told()).status_code == 200
    assert not Volunteer.objects.exists()


def test_a_wrong_secret_opens_nothing_and_a_foreign_page_neither(client):
    assert client.get("/en/volunteering/mine/nonsense/profile/").status_code == 404
    joined(CampaignFactory())
    answer = client.post(own(), told(), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert Volunteer.objects.get().name == "Ayşe Yılmaz"


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
def test_in_each_language(language):
    supporter = joined(CampaignFactory())
    path = own().replace("/en/", f"/{language}/")
    for page in (path, path.replace("/profile/", f"/profile/{supporter.pk}/leave/")):
        answer = Client().get(page)
        assert answer.status_code == 200
        assert answer.text.count("<h1") == 1


def test_it_costs_the_same_with_more_campaigns(client):
    joined(CampaignFactory())
    path = own()
    first = queries_of(client, path)
    for _ in range(2):
        joined(CampaignFactory())
    assert queries_of(client, path) == first
