"""The public list of organisations: what can be chosen, together and in the address."""

from io import BytesIO

import pytest
from PIL import Image

from pages.findable import rebuild_search
from partners import services
from partners.models import FieldOfWork, FieldOfWorkText, Organisation, OrganisationLanguage
from pictures.models import Picture
from pictures.services import About, take
from tests.factories import OrganisationFactory
from tests.organising import queries_of
from tests.partners.conftest import member
from tests.partners.test_views import join

pytestmark = pytest.mark.django_db
PATH = "/de/organisations/"


@pytest.fixture
def sport() -> FieldOfWork:
    return field("turnen", "Turnen")


def field(slug: str, name: str) -> FieldOfWork:
    made = FieldOfWork.objects.create(slug=slug)
    FieldOfWorkText.objects.create(field=made, language="de", name=name)
    return made


def found(client, **query) -> set[str]:
    page = client.get(PATH, query)
    assert page.status_code == 200
    return {one.name for one in page.context["page"]}


@pytest.fixture
def three(sport):
    """Three that differ in everything."""
    first = OrganisationFactory(name="Ağaç Verein", kind="migrant", district="Hörde")
    second = OrganisationFactory(name="Übergang", kind="migrant", district="Eving")
    third = OrganisationFactory(name="Ruderklub", kind="youth", district="Hörde")
    for one, language in ((first, "tr"), (second, "uk"), (third, "tr")):
        OrganisationLanguage.objects.create(organisation=one, language=language)
    third.fields_of_work.add(sport)
    second.fields_of_work.add(sport, field("chor", "Chor"))
    rebuild_search()
    return first, second, third


class TestChoosing:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({}, {"Ağaç Verein", "Übergang", "Ruderklub"}),
            ({"kind": "migrant"}, {"Ağaç Verein", "Übergang"}),
            ({"district": "Hörde"}, {"Ağaç Verein", "Ruderklub"}),
            ({"language": "tr"}, {"Ağaç Verein", "Ruderklub"}),
            ({"field": "turnen"}, {"Übergang", "Ruderklub"}),
            ({"q": "agac"}, {"Ağaç Verein"}),
            ({"q": "uberg"}, {"Übergang"}),
            ({"q": "wer wir sind"}, {"Ağaç Verein", "Übergang", "Ruderklub"}),
            ({"kind": "migrant", "district": "Hörde"}, {"Ağaç Verein"}),
            ({"field": "turnen", "language": "tr", "q": "ruder"}, {"Ruderklub"}),
            ({"kind": "youth", "district": "Eving"}, set()),
            ({"kind": "nothing"}, set()),
            ({"field": "'; --"}, set()),
            ({"district": "Atlantis"}, set()),
            ({"q": "?!"}, set()),
            ({"page": "99"}, {"Ağaç Verein", "Übergang", "Ruderklub"}),
        ],
    )
    def test_all_that_was_chosen_holds_together(self, client, three, query, names):
        assert found(client, **query) == names

    def test_what_was_chosen_stands_in_the_form(self, client, three):
        page = client.get(PATH, {"kind": "migrant", "language": "uk", "q": 'a"b'}).text
        assert '<option value="migrant" selected>' in page
        assert '<option value="uk" selected>Українська' in page
        assert 'value="a&quot;b"' in page

    def test_languages_are_those_that_somebody_speaks(self, client, three):
        page = client.get(PATH).text
        assert '<option value="tr"' in page
        assert '<option value="fr"' not in page

    def test_nothing_found_leads_on(self, client, three):
        page = client.get(PATH, {"kind": "union"}).text
        assert "Keine Organisation passt zu dieser Auswahl" in page
        assert f'href="{PATH}"' in page.partition("empty")[2]

    def test_pages_keep_what_was_chosen(self, client, three, monkeypatch):
        monkeypatch.setattr("partners.views.directory.PER_PAGE", 1)
        page = client.get(PATH, {"kind": "migrant"}).text
        assert "?kind=migrant&amp;page=2" in page
        assert "2 Organisationen" in page

    def test_htmx_gets_the_results_alone(self, client, three):
        part = client.get(PATH, {"kind": "youth"}, headers={"HX-Request": "true"}).text
        assert part.strip().startswith('<div id="results"')
        assert "Ruderklub" in part
        assert "<form" not in part


def test_each_shows_what_it_is(client, three):
    page = client.get(PATH).text
    assert '<span lang="uk" dir="ltr">Українська</span>' in page
    assert '<bdi lang="de">Eving</bdi>' in page


def test_who_has_left_or_is_not_public_is_not_listed(client, three):
    first, second, _third = three
    services.close_page(first, actor=member(first, "owner"))
    Organisation.objects.filter(pk=second.pk).update(is_public=False)
    assert found(client) == {"Ruderklub"}
    assert found(client, q="agac") == set()


def test_an_empty_platform_asks_to_take_part(client):
    page = client.get(PATH).text
    assert "/de/organisations/apply/" in page.partition('class="empty"')[2]


def complete(number: int) -> Organisation:
    """One with everything that a card or a page shows."""
    made = join(number, district="Hörde")
    owner = member(made, "owner", f"o{number}")
    fields = [field(f"f{number}", f"F{number}")]
    changes = {"languages": ["tr", "ar"], "fields_of_work": fields}
    services.edit_organisation(made, changes, actor=owner)
    services.show_logo(made, logo(number), actor=owner)
    contact = {"name": "Ada", "is_name_public": True}
    services.edit_contact(made, contact, actor=owner)
    rebuild_search()
    return made


def logo(number: int) -> Picture:
    out = BytesIO()
    Image.new("RGB", (64, 64), (number * 40, 90, 120)).save(out, "PNG")
    return take(BytesIO(out.getvalue()), About({"de": "Ein Kreis"}, "Wir"))


@pytest.mark.parametrize("path", ["", "o1/", "?q=wir&kind=other&field=f1"])
def test_a_fixed_number_of_queries_with_all_there_is_to_show(client, path):
    first = complete(1)
    asked_with_one = queries_of(client, f"/de/organisations/{path}")
    for number in (2, 3):
        complete(number).fields_of_work.add(*first.fields_of_work.all())
    first.fields_of_work.set(FieldOfWork.objects.all())
    # In another language, because the first is kept for a moment.
    assert queries_of(client, f"/tr/organisations/{path}") == asked_with_one
