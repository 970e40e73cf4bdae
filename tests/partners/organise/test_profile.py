"""An organisation keeps its own page: who may, and what becomes of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from languages.models import Translation
from partners import services
from partners.models import FieldOfWork, Organisation, OrganisationContact, OrganisationText
from privacy.models import AuditEntry
from tests.factories import CampaignFactory, OrganisationFactory
from tests.partners.conftest import browser_of, member, person

pytestmark = pytest.mark.django_db
PATH = "/de/organise/organisations/verein/"
WITHOUT = {"visitor": 302, "stranger": 404, "moderator": 404}
ALWAYS = dict.fromkeys(["owner", "administrator", "superuser"], 200)
CONTACT = {"name": "Ada", "email": "ada@example.org", "phone": "", "address": "Weg 1\r\nDortmund"}


def needs(page: str, role: str):
    """Who may open a page that needs this role."""
    roles = ["viewer", "editor", "organiser"]
    own = {each: 200 if roles.index(each) >= roles.index(role) else 403 for each in roles[:3]}
    return [(page, who, status) for who, status in (WITHOUT | own | ALWAYS).items()]


CLOSING = [
    ("close/", who, status)
    for who, status in (
        WITHOUT | dict.fromkeys(["viewer", "editor", "organiser"], 403) | ALWAYS
    ).items()
]


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        *needs("text/", "editor"),
        *needs("logo/", "organiser"),
        *needs("contact/", "organiser"),
        *CLOSING,
    ],
)
def test_each_gets_what_they_should(organisation, page, who, status):
    browser = browser_of(person(who, organisation))
    assert browser.get(PATH + page).status_code == status
    if status != 200:
        assert browser.post(PATH + page, {"name": "X"}).status_code == status
        organisation.refresh_from_db()
        assert organisation.left_at is None
        assert not OrganisationContact.objects.exists()


class TestEditing:
    def changes(self, **more):
        return {"name": "Verein", "short_name": "", "kind": "youth", "website": ""} | more

    def test_fields_languages_and_district(self, as_owner, organisation):
        field = FieldOfWork.objects.create(slug="x")
        given = self.changes(district="Hörde", languages=["ar", "uk"], fields_of_work=[field.pk])
        assert as_owner.post(f"{PATH}edit/", given).status_code == 302
        organisation.refresh_from_db()
        assert organisation.district == "Hörde"
        assert {one.language for one in organisation.languages.all()} == {"ar", "uk"}
        assert organisation.fields_of_work.get() == field
        entry = AuditEntry.objects.get(verb="partners.edited")
        assert entry.detail["fields"] == ["district", "fields_of_work", "kind", "languages"]
        as_owner.post(f"{PATH}edit/", given)
        assert AuditEntry.objects.filter(verb="partners.edited").count() == 1
        as_owner.post(f"{PATH}edit/", self.changes())
        assert not organisation.languages.exists()
        assert not organisation.fields_of_work.exists()

    @pytest.mark.parametrize(
        "wrong",
        [{"district": "Atlantis"}, {"languages": ["xx"]}, {"fields_of_work": [999]}, {"name": ""}],
    )
    def test_what_is_wrong_changes_nothing(self, as_owner, organisation, wrong):
        page = as_owner.post(f"{PATH}edit/", self.changes(website="neu.example") | wrong)
        assert page.status_code == 422
        assert "neu.example" in page.text
        organisation.refresh_from_db()
        assert organisation.website == ""
        assert organisation.kind != "youth"

    def test_a_district_that_the_table_has_lost_stays(self, as_owner, organisation):
        Organisation.objects.update(district="Altstadt")
        as_owner.post(f"{PATH}edit/", self.changes(district="Altstadt"))
        organisation.refresh_from_db()
        assert (organisation.district, organisation.kind) == ("Altstadt", "youth")


class TestTexts:
    def test_german_makes_the_others_old(self, as_owner, organisation):
        OrganisationText.objects.create(
            organisation=organisation, language="tr", summary="Biz", source_hash="x"
        )
        page = as_owner.get(f"{PATH}text/")
        seen = page.context["form"].initial["seen"]
        given = {"summary": "Neu gesagt", "description": "Länger", "seen": seen}
        assert as_owner.post(f"{PATH}text/", given).status_code == 302
        texts = {text.language: text for text in organisation.texts.all()}
        assert texts["de"].summary == "Neu gesagt"
        assert texts["tr"].status == Translation.Status.STALE

    def test_two_writers_do_not_undo_each_other(self, as_owner, organisation):
        given = {"summary": "Meins", "description": "", "seen": "something older"}
        page = as_owner.post(f"{PATH}text/", given)
        assert page.status_code == 422
        assert "Wer wir sind (de)" in page.text
        assert "Meins" in page.text


class TestLogo:
    def given(self, **more):
        out = BytesIO()
        Image.new("RGB", (80, 80), "teal").save(out, "PNG")
        file = SimpleUploadedFile("logo.png", out.getvalue(), "image/png")
        words = {"alt_de": "Ein Kreis", "credit": "Wir", "licence": "own", "focus": "center"}
        return {"file": file, **words} | more

    def test_comes_with_words_and_goes_again(self, as_owner, organisation, client):
        assert as_owner.post(f"{PATH}logo/", self.given()).status_code == 302
        organisation.refresh_from_db()
        assert organisation.logo.alt == "Ein Kreis"
        page = client.get("/de/organisations/verein/").text
        assert 'alt="Ein Kreis"' in page
        assert "face--logo" in client.get("/de/organisations/").text
        as_owner.post(f"{PATH}logo/", {"take_away": "yes"})
        organisation.refresh_from_db()
        assert organisation.logo is None
        assert AuditEntry.objects.filter(verb="partners.logo_changed").count() == 2

    @pytest.mark.parametrize(
        "wrong", [{"alt_de": ""}, {"credit": ""}, {"file": SimpleUploadedFile("x.png", b"no")}]
    )
    def test_is_not_taken_by_half(self, as_owner, organisation, wrong):
        assert as_owner.post(f"{PATH}logo/", self.given(**wrong)).status_code == 422
        organisation.refresh_from_db()
        assert organisation.logo is None


class TestContact:
    def test_is_kept_and_public_by_tick_alone(self, as_owner, organisation, client):
        given = CONTACT | {"is_address_public": "on"}
        assert as_owner.post(f"{PATH}contact/", given).status_code == 302
        assert organisation.contact.public == {"address": "Weg 1\nDortmund"}
        page = client.get("/de/organisations/verein/").text
        assert "Weg 1<br>Dortmund" in page
        assert "ada@example.org" not in page
        assert "ada@example.org" in as_owner.get(f"{PATH}contact/").text

    @pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"phone": "1" * 41}])
    def test_what_is_wrong_changes_nothing(self, as_owner, organisation, wrong):
        page = as_owner.post(f"{PATH}contact/", CONTACT | wrong)
        assert page.status_code == 422
        assert 'value="Ada"' in page.text
        assert not OrganisationContact.objects.exists()


class TestLeaving:
    def test_closes_the_page_once(self, as_owner, organisation):
        assert as_owner.post(f"{PATH}close/").status_code == 302
        organisation.refresh_from_db()
        left_at = organisation.left_at
        assert left_at is not None
        assert as_owner.post(f"{PATH}close/").status_code == 422
        organisation.refresh_from_db()
        assert organisation.left_at == left_at
        assert AuditEntry.objects.filter(verb="partners.left").count() == 1

    def test_it_can_not_be_chosen_any_more(self, as_owner, owner, organisation):
        other = OrganisationFactory(name="Noch da")
        services.appoint(other, owner, "owner")
        services.close_page(organisation, actor=owner)
        page = as_owner.get("/de/organise/campaigns/new/").text
        assert "Noch da" in page
        assert f'<option value="{organisation.pk}"' not in page
        given = {"lead": organisation.pk, "title": "T", "summary": "S"}
        assert as_owner.post("/de/organise/campaigns/new/", given).status_code == 422

    def test_what_it_led_goes_on(self, owner, organisation, client):
        campaign = CampaignFactory(lead=organisation)
        services.close_page(organisation, actor=owner)
        assert "Verein" in client.get(campaign.get_absolute_url()).text

    def test_members_still_see_it_and_read_that_it_is_closed(self, owner, organisation):
        services.close_page(organisation, actor=owner)
        page = browser_of(member(organisation, "viewer")).get(PATH)
        assert "Geschlossen am" in page.text

    def test_the_trail_tells_it_in_words(self, as_owner, owner, organisation):
        services.close_page(organisation, actor=owner)
        services.reopen_page(organisation, actor=owner)
        services.edit_contact(organisation, CONTACT, actor=owner)
        page = as_owner.get(f"{PATH}trail/").text
        for words in ("hat die Seite geschlossen", "wieder geöffnet", "Kontaktdaten geändert"):
            assert words in page
        assert "ada@example.org" not in page
