"""A thing's `.text`: the row in the page's language, else German, never another's."""

import pytest
from django.utils.translation import override

from campaigns.models import ActionField, ActionFieldText

pytestmark = pytest.mark.django_db


@pytest.fixture
def field():
    field = ActionField.objects.create(slug="bildung")
    for language, name in [("de", "Bildung"), ("tr", "Eğitim")]:
        ActionFieldText.objects.create(field=field, language=language, name=name, summary="x")
    return field


@pytest.mark.parametrize(
    ("language", "name"), [("tr", "Eğitim"), ("de", "Bildung"), ("ar", "Bildung")]
)
def test_text_in_the_current_language_or_german(field, language, name):
    with override(language):
        assert field.text.name == name
        assert ActionField.objects.with_texts().get().text.name == name


def test_prefetched_texts_cost_one_query_for_all(field, django_assert_num_queries):
    for number in range(3):
        more = ActionField.objects.create(slug=f"f{number}")
        ActionFieldText.objects.create(field=more, language="de", name="x", summary="x")
    with django_assert_num_queries(2):
        assert all(one.text.name for one in ActionField.objects.with_texts())


def test_without_any_text_there_is_none():
    assert ActionField.objects.create(slug="leer").text is None


def test_one_text_per_language(field):
    with pytest.raises(Exception, match=r"(?i)unique"):
        ActionFieldText.objects.create(field=field, language="de", name="y", summary="y")
