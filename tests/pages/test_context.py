from time import monotonic

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils.translation import override

from pages import context
from pages.models import Instance

pytestmark = pytest.mark.django_db


@pytest.fixture
def instance():
    instance = Instance.objects.create(legal_name="Stadt")
    instance.texts.create(language="de", name="Rat", tagline="Viele")
    instance.texts.create(language="tr", name="Meclis", tagline="Çok")
    return instance


def test_it_is_read_once_for_all_languages(rf, instance, django_assert_num_queries):
    with django_assert_num_queries(2):
        context.site(rf.get("/"))
    with django_assert_num_queries(0):
        for language, name in [("de", "Rat"), ("tr", "Meclis"), ("ar", "Rat")]:
            with override(language):
                assert context.site(rf.get("/"))["instance"].name == name


def test_it_is_read_again_after_half_a_minute(rf, instance, monkeypatch):
    now = monotonic()
    monkeypatch.setattr("web.cache.time.monotonic", lambda: now)
    context.site(rf.get("/"))
    instance.texts.update(name="Ausschuss")
    assert context.site(rf.get("/"))["instance"].name == "Rat"
    monkeypatch.setattr("web.cache.time.monotonic", lambda: now + 31)
    assert context.site(rf.get("/"))["instance"].name == "Ausschuss"


def test_before_set_up_it_has_the_products_name(rf):
    assert context.site(rf.get("/"))["instance"].name == "Mitstimme"


@pytest.mark.parametrize("demo", [True, False])
def test_pages_know_whether_they_are_a_demo(rf, demo):
    with override_settings(DEMO=demo):
        assert context.site(rf.get("/"))["demo"] is demo


def test_there_is_one_instance(instance):
    with pytest.raises(IntegrityError), transaction.atomic():
        Instance.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Instance.objects.create(pk=2)
