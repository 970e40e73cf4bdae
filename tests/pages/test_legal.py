import pytest

from pages.models import Instance, LegalPage
from tests.pages.reading import main_of

LANGUAGES = ["de", "en", "tr", "ar"]
SLUGS = ["imprint", "privacy", "accessibility"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    for slug in SLUGS:
        page = LegalPage.objects.create(slug=slug)
        page.texts.create(language="de", title=f"Titel {slug}", body="**Fett** <script>x</script>")
        page.texts.create(language="tr", title=f"Başlık {slug}", body="Metin")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_answers_before_it_is_written(client, slug, language):
    assert client.get(f"/{language}/about/{slug}/").status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_it_shows_its_text_or_the_german_one(client, written, slug, language):
    response = client.get(f"/{language}/about/{slug}/")
    title = f"Başlık {slug}" if language == "tr" else f"Titel {slug}"
    assert title in response.text
    assert "<script>x" not in response.text
    assert ('lang="de" dir="ltr"' in main_of(response)) == (language in {"en", "ar"})


def test_there_are_no_others(client):
    assert client.get("/de/about/geheim/").status_code == 404


def test_the_imprint_names_the_office(client):
    Instance.objects.create(legal_name="Stadt Dortmund", street="Friedensplatz 1", phone="0231 5")
    response = client.get("/en/about/imprint/")
    assert "Friedensplatz 1" in response.text
    assert 'href="tel:02315"' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_page_holds_the_retention_table(client, language):
    response = client.get(f"/{language}/about/privacy/")
    names = [rule.name for rule in response.context["rules"]]
    assert names
    assert "<table" in response.text


def test_the_accessibility_statement_holds_the_report_form(client):
    response = client.get("/de/about/accessibility/")
    assert 'action="/de/barrier/"' in response.text


@pytest.mark.parametrize("slug", SLUGS)
def test_a_fixed_number_of_queries(client, written, slug, django_assert_num_queries):
    client.get("/de/barrier/thanks/")
    with django_assert_num_queries(2):
        client.get(f"/de/about/{slug}/")
