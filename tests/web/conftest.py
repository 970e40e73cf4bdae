import pytest

from tests.web.urls import Counting

CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]


@pytest.fixture(autouse=True)
def _own_site(settings):
    """Pages and templates of these tests only: the product's link to apps built on top."""
    settings.ROOT_URLCONF = "tests.web.urls"
    options = {"context_processors": CONTEXT}
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [], "OPTIONS": options}]


@pytest.fixture
def counting():
    Counting.made, answer = 0, Counting.answer
    yield Counting
    Counting.answer = staticmethod(answer)
