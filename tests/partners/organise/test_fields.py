"""What organisations can be found by: who changes the list, and what that leaves."""

import pytest
from django.urls import reverse

from partners.models import FieldOfWork
from privacy.models import AuditEntry
from tests.factories import OrganisationFactory
from tests.organising import logged_in, queries_of, roles_get

pytestmark = pytest.mark.django_db
NAMES = {"name_de": "Imkerei", "name_en": "Beekeeping", "name_tr": "", "name_ar": ""}


def path(name: str, *args: str) -> str:
    return reverse(f"site_organise:{name}", args=args)


@pytest.fixture
def client():
    return logged_in("administrator")


@pytest.fixture
def field(client) -> FieldOfWork:
    client.post(path("field_add"), NAMES | {"position": "3"})
    return FieldOfWork.objects.get(slug="imkerei")


@roles_get(stranger=403, owner=403, moderator=403, administrator=200)
def test_who_gets_the_pages(field, role, status):
    somebody = logged_in(role, OrganisationFactory())
    for page in (path("fields"), path("field_add"), path("field", field.slug)):
        assert somebody.get(page).status_code == status
    if status != 200:
        somebody.post(path("field_remove", field.slug))
        somebody.post(path("field", field.slug), NAMES | {"name_de": "Anders", "position": "1"})
        assert FieldOfWork.objects.with_texts().get(pk=field.pk).text.name == "Imkerei"


def test_one_is_added_in_several_languages_and_organisations_choose_it(client, field):
    assert {text.language: text.name for text in field.texts.all()} == {
        "de": "Imkerei",
        "en": "Beekeeping",
    }
    assert field.position == 3
    assert "Imkerei" in client.get(path("fields")).text
    assert ("imkerei", "Imkerei") in FieldOfWork.objects.as_choices()
    assert AuditEntry.objects.filter(verb="partners.field_added").count() == 1


def test_its_names_change_and_a_language_goes(client, field):
    changed = {"name_de": "Bienen", "name_en": "", "name_tr": "Arıcılık", "name_ar": ""}
    answer = client.post(path("field", field.slug), changed | {"position": "4"})
    assert answer.status_code == 302
    field = FieldOfWork.objects.get(slug="imkerei")
    assert {text.language: text.name for text in field.texts.all()} == {
        "de": "Bienen",
        "tr": "Arıcılık",
    }
    assert field.position == 4


def test_without_a_german_name_what_was_typed_stays(client, field):
    answer = client.post(path("field", field.slug), NAMES | {"name_de": " ", "position": "3"})
    assert answer.status_code == 422
    assert 'value="Beekeeping"' in answer.text
    assert field.texts.get(language="de").name == "Imkerei"


def test_one_that_organisations_work_on_is_not_removed(client, field):
    organisation = OrganisationFactory()
    organisation.fields_of_work.add(field)
    client.post(path("field_remove", field.slug))
    assert FieldOfWork.objects.filter(pk=field.pk).exists()
    organisation.fields_of_work.clear()
    client.post(path("field_remove", field.slug))
    assert not FieldOfWork.objects.filter(pk=field.pk).exists()
    assert AuditEntry.objects.filter(verb="partners.field_removed").count() == 1


def test_the_list_costs_the_same_with_more_of_them(client, field):
    before = queries_of(client, path("fields"))
    for number in range(2):
        client.post(path("field_add"), NAMES | {"name_de": f"Feld {number}", "position": "9"})
    assert queries_of(client, path("fields")) == before
