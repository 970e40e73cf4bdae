import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Campaign, CampaignUpdate, CampaignUpdateText
from pages.findable import rebuild_search
from petitions.models import Petition
from tests.events.factories import EventFactory, ProgrammeFactory
from tests.pages.reading import main_of
from tests.volunteers.factories import ShiftFactory, TaskFactory, TeamFactory
from web.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["de", "en", "tr", "ar"])
@pytest.mark.parametrize("query", ["", "?q=", "?q=wahlrecht", "?q=%00", "?q=nichts", "?q=%22%2A"])
def test_it_answers_in_every_language(client, publish, language, query):
    publish()
    rebuild_search()
    assert client.get(f"/{language}/search/{query}").status_code == 200


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("tr", "Işık ve İstanbul için çağrı", "isik istanbul"),
        ("tr", "Işık ve İstanbul için çağrı", "IŞIK"),
        ("de", "Straßenfest für alle", "strassenfest"),
        ("de", "Straßenfest für alle", "STRASSENFEST fur"),
        ("ar", "الإدارة والمدرسة", "الاداره"),
        ("ar", "حق الانتخاب", "حــق"),
    ],
)
def test_spelling_does_not_stand_in_the_way(client, publish, language, title, query):
    publish(1, language, title)
    rebuild_search()
    response = client.get(f"/{language}/search/", {"q": query})
    assert [entry.key for _, entry in response.context["results"]] == ["p1"]
    assert f"/{language}/petitions/" in response.text


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", ["Veranstaltungen", "Programme"]), ("en", ["events", "programmes"]),
     ("tr", ["etkinlik", "program"]), ("ar", ["والفعاليات", "والبرامج"])],
)  # fmt: skip
def test_before_one_asks_it_says_that_it_finds_events_too(client, language, words):
    page = main_of(client.get(f"/{language}/search/"))
    assert [word for word in words if word not in page] == []


def test_a_german_text_stands_in_and_is_marked(client, publish):
    publish()
    rebuild_search()
    response = client.get("/ar/search/", {"q": "wahlrecht"})
    assert "Wahlrecht 1" in response.text
    assert 'lang="de" dir="ltr"' in main_of(response)


def test_another_migrants_language_does_not(client, publish):
    publish(1, "tr", "Oy hakkı")
    rebuild_search()
    response = client.get("/ar/search/", {"q": "hakki"})
    assert response.context["results"] == []


@pytest.fixture
def tell(db):
    """Put one more update of a campaign into the world, with its German text."""

    def tell(campaign, slug="start", title="Das Straßenfest", body="Alle kamen.", **fields):
        fields = {"state": "published", "happened_on": timezone.localdate()} | fields
        update = CampaignUpdate.objects.create(campaign=campaign, slug=slug, **fields)
        CampaignUpdateText.objects.create(update=update, language="de", title=title, body=body)
        return update

    return tell


def test_news_of_two_campaigns_with_the_same_name_lead_to_their_own_pages(client, publish, tell):
    for number in (1, 2):
        tell(publish(number).campaign, body=f"Nummer {number}")
    rebuild_search()
    results = client.get("/tr/search/", {"q": "strassenfest"}).context["results"]
    assert {str(kind) for kind, _entry in results} == {"Haber"}
    found = {entry.get_absolute_url(): entry.body for _kind, entry in results}
    assert found == {
        "/tr/campaigns/c1/updates/start/": "Nummer 1",
        "/tr/campaigns/c2/updates/start/": "Nummer 2",
    }
    for address in found:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("campaign", "update"),
    [
        ({}, {"state": "draft"}),
        ({}, {"body": ""}),
        ({"state": "draft"}, {}),
        ({"visibility": "unlisted"}, {}),
    ],
    ids=["draft", "title only", "campaign is a draft", "campaign is unlisted"],
)
def test_news_that_nobody_shall_come_upon_are_not_found(client, publish, tell, campaign, update):
    about = publish().campaign
    Campaign.objects.update(**campaign)
    about.refresh_from_db()
    tell(about, **update)
    rebuild_search()
    assert client.get("/de/search/", {"q": "strassenfest"}).context["results"] == []


def test_news_are_gone_from_the_search_when_they_are_taken_back(publish, tell):
    tell(publish().campaign)
    rebuild_search()
    assert SearchEntry.objects.filter(kind="update").exists()
    CampaignUpdate.objects.update(state="draft")
    assert rebuild_search() == 1
    assert not SearchEntry.objects.filter(kind="update").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_rebuilding_asks_as_often_for_three_as_for_one(publish, tell, rows):
    for number in range(rows):
        tell(publish(number).campaign)
        EventFactory(languages=["de", "tr"])
        ProgrammeFactory()
        ShiftFactory()
        TaskFactory()
        TeamFactory()
    rebuild_search()
    with CaptureQueriesContext(connection) as asked:
        assert rebuild_search() == 0
    # The index, and two for each kind of thing: its rows, and their texts.
    assert len(asked) == 21


def test_every_kind_is_found(client, publish, tell):
    tell(publish().campaign)
    rebuild_search()
    found = {
        client.get("/de/search/", {"q": query}).context["results"][0][1].kind
        for query in ("Wahlrecht 1", "Kampagne 1", "Verein 1", "Bildung 1", "Straßenfest")
    }
    assert found == {"petition", "campaign", "update", "organisation", "field"}


def test_htmx_gets_the_results_alone(client, publish):
    publish()
    rebuild_search()
    response = client.get("/de/search/", {"q": "wahl"}, headers={"HX-Request": "true"})
    assert "Wahlrecht 1" in response.text
    assert "<html" not in response.text


def test_what_was_typed_is_shown_as_text(client):
    response = client.get("/de/search/", {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_its_queries_do_not_grow_with_its_rows(client, publish, rows, django_assert_num_queries):
    for number in range(rows):
        publish(number)
    rebuild_search()
    client.get("/de/barrier/thanks/")
    with django_assert_num_queries(1):
        client.get("/de/search/", {"q": "wahlrecht"})


def test_rebuilding_writes_only_what_changed(publish):
    publish()
    assert rebuild_search() == 4
    assert rebuild_search() == 0
    Petition.objects.update(state="draft")
    assert rebuild_search() == 1
    assert not SearchEntry.objects.filter(kind="petition").exists()


def test_results_show_words_and_no_markup(publish):
    petition = publish()
    petition.texts.update(reasons="## Warum\n\n**Fest** & [hier](https://example.org/)")
    rebuild_search()
    body = SearchEntry.objects.get(kind="petition").body
    assert body == "Kurz gesagt\nWir fordern etwas.\nWarum Fest & hier"


def test_only_the_published_version_is_found(publish):
    petition = publish()
    petition.texts.create(version=2, language="de", title="Geheim", demand="x", summary="x")
    rebuild_search()
    assert SearchEntry.objects.get(kind="petition").title == "Wahlrecht 1"


def test_the_command_tells_how_much_it_did(publish, capsys):
    publish()
    call_command("rebuild_search")
    assert "4 entries changed" in capsys.readouterr().out
