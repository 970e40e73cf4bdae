import pytest

from campaigns.models import Campaign
from pages.models import Instance
from pictures.services import take
from tests.pages.reading import main_of
from tests.pictures.samples import about, photo

LANGUAGES = ["de", "en", "tr", "ar"]
# Instance; campaigns, petitions and fields, each with its texts; events; organisations.
QUERIES = 9

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_in_every_language_before_anything_is_published(client, language):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_the_urgent_campaign_with_its_largest_petition(client, publish, language):
    publish(1)
    urgent = publish(2)
    Campaign.objects.filter(pk=urgent.campaign_id).update(is_urgent=True)
    response = client.get(f"/{language}/")
    assert response.context["campaign"] == urgent.campaign
    assert response.context["petition"] == urgent
    assert [one.slug for one in response.context["petitions"]] == ["p1"]
    for words in ("Kampagne 2", "Wahlrecht 1", "Bildung 1", "Verein 2"):
        assert words in response.text
    assert ('lang="de" dir="ltr"' in main_of(response)) == (language != "de")


def test_a_draft_is_nobodys(client, publish):
    petition = publish()
    petition.state = "draft"
    petition.save()
    Campaign.objects.update(state="draft")
    response = client.get("/de/")
    assert response.context["campaign"] is None
    assert "Wahlrecht" not in response.text


def test_it_says_who_runs_the_platform(client):
    instance = Instance.objects.create()
    instance.texts.create(language="de", name="Integrationsrat", tagline="Viele Stimmen")
    response = client.get("/tr/")
    assert "Viele Stimmen" in response.text


def test_it_shows_three_more_campaigns_after_the_urgent_one(client, publish):
    for number in range(6):
        publish(number)
    Campaign.objects.filter(slug="c2").update(visibility="unlisted")
    Campaign.objects.filter(slug="c3").update(state="archived")
    response = client.get("/de/")
    assert response.context["campaign"].slug == "c0"
    assert [one.slug for one in response.context["campaigns"]] == ["c1", "c4", "c5"]
    for slug in ("c1", "c4", "c5"):
        assert f"/de/campaigns/{slug}/" in main_of(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_its_queries_do_not_grow_with_its_pictures(
    client, publish, rows, django_assert_num_queries
):
    for number in range(rows):
        campaign = publish(number).campaign
        campaign.picture = take(photo(), about())
        campaign.save()
    client.get("/robots.txt")
    # The pictures, their texts and what files there are.
    with django_assert_num_queries(QUERIES + 3):
        client.get("/de/")


@pytest.mark.parametrize("rows", [1, 3])
def test_its_queries_do_not_grow_with_its_rows(client, publish, rows, django_assert_num_queries):
    for number in range(rows):
        publish(number)
    client.get("/robots.txt")
    with django_assert_num_queries(QUERIES):
        client.get("/de/")


def test_the_second_visitor_costs_no_query(client, publish, django_assert_num_queries):
    publish()
    client.get("/de/")
    with django_assert_num_queries(0):
        response = client.get("/de/")
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=5"}
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_nothing_is_posted_here(client):
    assert client.post("/de/").status_code == 405
