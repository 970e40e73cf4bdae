"""The directory by program: what the pages show, and nothing more."""

import pytest
from django.utils import timezone

from pages.findable import rebuild_search
from partners.models import FieldOfWork, FieldOfWorkText, Organisation, OrganisationContact
from tests.factories import OrganisationFactory
from tests.organising import queries_of

pytestmark = pytest.mark.django_db
LIST = "/api/v1/organisations/"
ONE = f"{LIST}bund/"


@pytest.fixture
def bund() -> Organisation:
    bund = OrganisationFactory(
        slug="bund", name="Bunter Bund", kind="migrant", district="Hörde", languages=("de", "tr"),
        website="https://bund.example", verified_at=timezone.now(),
    )  # fmt: skip
    grow(bund, "chor", "tr")
    OrganisationContact.objects.create(
        organisation=bund, name="Ada Geheim", email="post@bund.example", is_email_public=True
    )
    return bund


def grow(organisation, field: str, language: str) -> None:
    made = FieldOfWork.objects.create(slug=field)
    FieldOfWorkText.objects.create(field=made, language="de", name=field.title())
    organisation.fields_of_work.add(made)
    organisation.languages.create(language=language)


def slugs(client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.content
    return [one["slug"] for one in answer.json()["results"]]


def test_the_list_by_name_without_those_that_left_or_are_hidden(client, bund):
    OrganisationFactory(slug="ahorn", name="Ahorn")
    OrganisationFactory(slug="weg", left_at=timezone.now())
    OrganisationFactory(slug="still", is_public=False)
    assert slugs(client) == ["ahorn", "bund"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=migrant", True), ("kind=union", False), ("kind=none", False), ("field=chor", True),
        ("field=sport", False), ("speaks=tr", True), ("speaks=uk", False),
        ("district=H%C3%B6rde", True), ("district=Eving", False), ("q=bunter", True),
        ("q=ruder", False), ("kind=migrant&speaks=tr&q=bund", True), ("q=bunter&speaks=uk", False),
    ],
)  # fmt: skip
def test_narrowed_as_the_page_is(client, bund, query, found):
    rebuild_search()
    assert slugs(client, query) == (["bund"] if found else [])


def test_one_with_what_is_public_of_its_contact(client, bund):
    found = client.get(f"{ONE}?language=tr").json()
    assert found["contact"] == {"email": "post@bund.example"}
    assert "Geheim" not in str(found)
    assert found["text"]["language"] == "tr"
    assert found["kind"] == "migrant"
    assert (found["fields_of_work"], found["languages"]) == (["chor"], ["tr"])
    assert found["identifiers"] == ["mitstimme:organisation:bund"]
    assert found["browser_url"].endswith("/tr/organisations/bund/")


def test_of_one_that_has_left_the_name_remains(client, bund):
    bund.texts.update(description="Wir waren hier.")
    Organisation.objects.update(left_at=timezone.now())
    answer = client.get(ONE)
    found = answer.json()
    assert found["name"] == "Bunter Bund"
    assert found["left_at"]
    for gone in ("post@bund.example", "https://bund.example", "Hörde", "chor", "Wir waren hier"):
        assert gone not in answer.text
    assert client.get(f"{ONE}texts/").status_code == 404


def test_a_hidden_one_is_nobodys(client, bund):
    Organisation.objects.update(is_public=False)
    for part in ("", "texts/"):
        assert client.get(f"{ONE}{part}").status_code == 404


def test_words_in_every_language(client, bund):
    texts = client.get(f"{ONE}texts/").json()["results"]
    assert [text["language"] for text in texts] == ["de", "tr"]


def test_fields_of_work_in_the_language_asked_for(client, bund):
    FieldOfWork.objects.create(slug="leer")
    FieldOfWorkText.objects.create(
        field=FieldOfWork.objects.get(slug="chor"), language="tr", name="Koro"
    )
    found = client.get(f"{LIST}fields/?language=tr").json()["results"]
    assert {"slug": "chor", "name": "Koro", "language": "tr"} in found
    assert "leer" not in [one["slug"] for one in found]


def test_cursor_pages(client, bund):
    OrganisationFactory.create_batch(2)
    first = client.get(f"{LIST}?page_size=2").json()
    second = client.get(first["next"]).json()
    assert [len(first["results"]), len(second["results"])] == [2, 1]


@pytest.mark.parametrize("path", [LIST, ONE, f"{ONE}texts/", f"{LIST}fields/"])
def test_as_many_queries_for_three_as_for_one(client, bund, path):
    one = queries_of(client, path)
    for number, language in enumerate(("uk", "ar")):
        grow(OrganisationFactory(), f"feld-{number}", language)
        grow(bund, f"werk-{number}", language)
    assert queries_of(client, path) == one
