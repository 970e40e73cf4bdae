import pytest

from privacy import registry
from privacy.person import person_key
from privacy.registry import PersonalData, Section

from .things import letter_model


@pytest.fixture
def ada():
    """The person key of ada@example.org."""
    return person_key("ada@example.org")


@pytest.fixture
def bob():
    """The person key of bob@example.org."""
    return person_key("bob@example.org")


@pytest.fixture
def letter(transactional_db):
    """A throwaway model with encrypted fields."""
    with letter_model() as model:
        yield model


class Diary:
    """An app's personal data for these tests: one page per person, kept in a dict."""

    def __init__(self):
        self.pages: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.withdrawn: list[str] = []
        self.left: list[str] = []

    def sections(self, person_key, language):
        if person_key not in self.pages:
            return []
        return [Section("privacy/test_diary.html", {"page": self.pages[person_key]})]

    def export(self, person_key):
        return {"page": self.pages.get(person_key)}

    def erase(self, person_key):
        self.pages.pop(person_key, None)
        self.addresses.pop(person_key, None)

    def address_of(self, person_key):
        return self.addresses.get(person_key)

    def remains(self, person_key):
        return self.left

    def consent_withdrawn(self, consent):
        self.withdrawn.append(consent.purpose)


DIARY_TEMPLATES = {
    "privacy/test_diary.html": '<section id="diary">{{ page }} {{ language }}'
    '<form method="post" action="/diary/{{ secret }}/"></form></section>'
}


@pytest.fixture
def diary(ada, settings):
    """A registered app that knows Ada, her address and her diary."""
    [engine] = settings.TEMPLATES
    with_diary = engine | {
        "APP_DIRS": False,
        "OPTIONS": engine["OPTIONS"]
        | {
            "loaders": [
                ("django.template.loaders.locmem.Loader", DIARY_TEMPLATES),
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ]
        },
    }
    settings.TEMPLATES = [with_diary]
    diary = Diary()
    diary.pages[ada] = "Ada's page"
    diary.addresses[ada] = "ada@example.org"
    registry.register(
        PersonalData(
            name="diary",
            sections=diary.sections,
            export=diary.export,
            erase=diary.erase,
            address_of=diary.address_of,
            remains=diary.remains,
            consent_withdrawn=diary.consent_withdrawn,
        )
    )
    yield diary
    registry.unregister("diary")
